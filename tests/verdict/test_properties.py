"""What holds of every plan and every repository: no crash, a reason for each verdict, no silent pass."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.facts.inventory import Inventory
from planproof.facts.model import (
    Definition,
    EnvRead,
    EnvSet,
    Fact,
    FlagUse,
    Mention,
    Mount,
    Owner,
    Route,
    Schema,
    SchemaField,
    Signal,
    Test,
    Value,
)
from planproof.plan.model import Plan
from planproof.verdict.base import judge, sought_by
from planproof.verdict.conflicts import conflicts, merged
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.world import World
from tests.support import read
from tests.verdict.telling import FakeHistory, told, verdicts

NAMES = st.sampled_from((
    "A_PORT", "B_HOST", "TOKEN_<NAME>", "fast-orders", "orders_total", "orders.taken", "Store.take()", "take",
    "src/a.py", "src/new.py", "src/orders/", "src/*.py", "orders.store", "GET /orders", "POST /orders/{id}",
    "tests/test_a.py::test_a[x]", "web/a.test.ts > a > b", "@ada", "#128", "0a1b2c3", "256m", "30s", "", "{", "..",
    "src/{a,b}.py", "a::b::c", "*", "\\", "é", "src/a.py:14", "crate::", ".", "/", "A_PORT=1", "x" * 90,
))  # fmt: skip
WORDS = st.sampled_from((
    "Add", "Remove", "Move", "and", "to", "from", "the flag", "(new)", "(removed)", "(moved to `src/b.py`)", "(step 1)",
    "(steps 1, 2 and 9)", "section 7.4", "§ 11", "30 s", "true", "see", "it", ",", "unset", "external: acme", "|", "\n",
    "", "<!-- planproof: accept all why not -->", "is removed", "then remove it", "`", "**", "\r", "\0",
))  # fmt: skip
PHRASE = st.lists(
    st.one_of(WORDS, NAMES.map(lambda name: f"`{name}`"), NAMES.map(lambda name: f"flag `{name}`")),
    max_size=6,
).map(" ".join)
TITLES = (
    "Goals", "Context / Background", "Stakeholders", "7.1 Components / Modules Affected", "Data Model / Contracts",
    "Algorithm / Flow", "7.4 Configuration & Env Vars", "Migration / Rollout Strategy", "Risks & Mitigations",
    "Testing Strategy", "11. Observability", "Performance Considerations", "Open Questions",
    "Incremental Implementation Checklist", "Acceptance Criteria", "Appendix",
)  # fmt: skip
CELLS = st.one_of(
    PHRASE, NAMES.map(lambda name: f"`{name}`"), st.sampled_from(("", "Yes", "No", "-"))
)
CONFIGURATION = "| Variable | Purpose | Default | Required |\n|---|---|---|---|"


@st.composite
def sections(draw: st.DrawFn) -> str:
    title = draw(st.sampled_from(TITLES))
    lines = [f"## {title}", ""]
    if "Configuration" in title or draw(st.integers(0, 9)) == 0:
        lines.append(CONFIGURATION)
        for _ in range(draw(st.integers(0, 5))):
            cells = (draw(CELLS).replace("\n", " ") for _ in range(3))
            lines.append(f"| `{draw(NAMES)}` | {' | '.join(cells)} |")
    else:
        box = "Checklist" in title or "Criteria" in title
        for number in range(draw(st.integers(0, 5))):
            mark = f"[{draw(st.sampled_from(' x'))}] {number + 1}. " if box else ""
            lines.append(f"* {mark}{draw(PHRASE)}")
            if draw(st.booleans()):
                key = draw(st.sampled_from(("proof", "after", "answer", "source")))
                lines.append(
                    f"  * {key}: {draw(st.sampled_from(('test', 'step-1,', '')))} {draw(PHRASE)}"
                )
    return "\n".join((*lines, ""))


STATUS = st.sampled_from(
    ("", "draft", "review", "accepted", "active", "done", "superseded", "withdrawn")
)


def front(status: str) -> str:
    return f"---\nstatus: {status}\n---\n" if status else ""


BODIES = st.lists(sections(), max_size=7).map(lambda parts: "\n".join(("# Orders\n", *parts)))
PLANS = st.builds(lambda status, body: front(status) + body, STATUS, BODIES)

PATHS = st.sampled_from((
    "src/a.py", "src/b.py", "src/orders/store.py", "src/app.ts", "main.go", "tests/test_a.py", "examples/a.py",
    "lib/a.ex", "Dockerfile", "a\nb.py", "docs/a.md", "CODEOWNERS", "src/orders",
))  # fmt: skip
PLAIN = st.one_of(NAMES, st.text(max_size=6))
KINDS = ("literal", "null", "reference", "pattern", "parameter", "unknown")
VALUES = st.one_of(
    st.builds(Value, st.just("literal"), NAMES), st.builds(Value, st.sampled_from(KINDS), PLAIN)
)
LINES = st.integers(0, 9)
MAYBE = st.none() | st.booleans()
LEVELS = st.sampled_from(("declared", "mentioned", "derived"))
PROBES = st.sampled_from(
    ("env/python_environ", "env/file_compose", "env/shell_variables", "env/file_dockerfile")
)
STATED = st.one_of(
    st.builds(EnvRead, line=LINES, probe=PROBES, name=VALUES, default=st.none() | VALUES, required=MAYBE, level=LEVELS,
              function=PLAIN, parameters=st.tuples(PLAIN), default_parameter=PLAIN),
    st.builds(EnvSet, line=LINES, probe=PROBES, name=PLAIN, value=st.none() | PLAIN),
    st.builds(Route, line=LINES, method=st.sampled_from(("GET", "POST", "*")), path=VALUES, router=PLAIN),
    st.builds(Mount, line=LINES, child=PLAIN, prefix=VALUES, parent=PLAIN),
    st.builds(Signal, line=LINES, signal=st.sampled_from(("metric", "span", "log")), name=VALUES,
              names=st.tuples(PLAIN), type=st.sampled_from(("counter", "gauge", "histogram", ""))),
    st.builds(Owner, line=LINES, pattern=PLAIN, owners=st.tuples(PLAIN)),
    st.builds(Schema, line=LINES, format=st.just("sql"), what=st.just("table"), name=PLAIN,
              fields=st.tuples(st.builds(SchemaField, PLAIN, PLAIN))),
)  # fmt: skip
SOUGHT = st.one_of(
    st.builds(FlagUse, line=LINES, name=VALUES),
    st.builds(Definition, line=LINES, what=st.sampled_from(("function", "class", "field")), name=PLAIN,
              value=st.none() | VALUES),
    st.builds(Test, line=LINES, id=PLAIN, framework=st.sampled_from(("go", "jest", "pytest"))),
    st.builds(Mention, line=LINES, text=PLAIN, callee=PLAIN, position=st.integers(-1, 2), arguments=st.tuples(VALUES)),
)  # fmt: skip


def by_path(facts: st.SearchStrategy[Fact]) -> st.SearchStrategy[dict[str, tuple[Fact, ...]]]:
    return st.dictionaries(PATHS, st.lists(facts, max_size=5).map(tuple), max_size=5)


HISTORIES = st.builds(
    FakeHistory,
    commits=st.dictionaries(PLAIN, st.just("0123456789abcdef"), max_size=3),
    gone_paths=st.dictionaries(PLAIN, st.tuples(st.just("0123456789abcdef"), PLAIN), max_size=3),
    people=st.lists(st.tuples(PLAIN, PLAIN), max_size=3),
    shallow=st.booleans(),
)
WORLDS = st.builds(
    World,
    st.lists(PATHS, max_size=8),
    st.builds(Inventory, by_path(STATED), by_path(SOUGHT)),
    st.dictionaries(PLAIN.map(str.lower), st.lists(PATHS, max_size=3).map(tuple), max_size=6),
    HISTORIES,
)


def judged_all(plans: list[Plan], world: World) -> dict[str, tuple[Judged, ...]]:
    found = {plan.document.source.name: judge(plan, world) for plan in plans}
    return merged(found, conflicts(plans, found))


@given(st.lists(PLANS, min_size=1, max_size=3), WORLDS)
@settings(max_examples=300, deadline=None)
def test_judging_never_raises_and_every_claim_has_a_reason(texts: list[str], world: World) -> None:
    plans = [read(text, f"docs/plans/{number}.md") for number, text in enumerate(texts)]
    for plan in plans:
        sought_by(plan)
    for path, claims in judged_all(plans, world).items():
        source = next(plan.document.source for plan in plans if plan.document.source.name == path)
        keys = [claim.key for claim in claims]
        assert len(keys) == len(set(keys))
        for claim in claims:
            assert claim.kind
            assert claim.says
            assert claim.reason.strip()
            assert claim.help.strip() or claim.verdict is not Verdict.BROKEN
            assert 0 <= claim.span.start <= claim.span.end <= len(source.text)
            assert not claim.accepted


@given(BODIES, WORLDS)
@settings(max_examples=150, deadline=None)
def test_in_a_plan_that_is_done_nothing_is_pending(body: str, world: World) -> None:
    claims = judge(read(front("done") + body), world)
    assert [told(one) for one in claims if one.verdict is Verdict.PENDING] == []


@given(BODIES, WORLDS)
@settings(max_examples=150, deadline=None)
def test_what_contradicts_the_code_is_broken_in_every_state(body: str, world: World) -> None:
    open_ = body.replace("[x]", "[ ]")
    in_draft = judge(read(front("draft") + open_), world)
    in_the_end = {one.key: one.verdict for one in judge(read(front("done") + open_), world)}
    for claim in in_draft:
        if claim.verdict is Verdict.BROKEN:
            assert in_the_end.get(claim.key, Verdict.BROKEN) is Verdict.BROKEN, told(claim)


CODE = {
    "src/a.py": 'import os\n\nos.environ.get("A_PORT", "30")\nFLAG = "fast-orders"\n',
    "src/b.py": 'import os\n\nos.environ.get("A_PORT", "31")\nos.environ["B_HOST"]\n',
    "src/orders/store.py": "class Store:\n    def take(self):\n        pass\n",
    "src/app.ts": 'app.get("/orders", x);\nconst p = process.env.A_PORT ?? "30";\n',
    "tests/test_a.py": "def test_a():\n    pass\n",
    "examples/a.py": 'import os\n\nos.environ.get("B_HOST", "x")\n',
    "docker-compose.yml": "services:\n  a:\n    environment:\n      B_HOST: x\n",
    "CODEOWNERS": "* @ada\n",
}


@given(PLANS, st.permutations(sorted(CODE)), st.sets(st.sampled_from(sorted(CODE))))
@settings(max_examples=60, deadline=None)
def test_the_order_of_files_changes_nothing(
    text: str, order: list[str], left_out: set[str]
) -> None:
    plan = {"docs/plans/a.md": text}
    files = {path: CODE[path] for path in order if path not in left_out}
    ordered = dict(sorted(files.items()))
    one, other = verdicts({**plan, **files}), verdicts({**ordered, **plan})
    assert [told(claim) for claim in one["docs/plans/a.md"]] == [
        told(claim) for claim in other["docs/plans/a.md"]
    ]


UNREAD = {"lib/orders.ex": "x = 1\n", "lib/store.zig": "const x = 1;\n"}


@given(PLANS)
@settings(max_examples=60, deadline=None)
def test_of_code_that_is_not_read_nothing_is_held(text: str) -> None:
    kinds = (
        "variable-default",
        "variable-required",
        "variable-unlisted",
        "signal",
        "flag",
        "endpoint",
    )
    for claim in verdicts({"docs/plans/a.md": text, **UNREAD})["docs/plans/a.md"]:
        # What is to be gone is rightly said to be, and a flag that no file names is used by none.
        if claim.kind in kinds and not claim.says.endswith("is gone"):
            assert claim.verdict in (Verdict.UNKNOWN, Verdict.PENDING), told(claim)
