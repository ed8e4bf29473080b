"""Reports and verdicts made by hand, and such made at random, for the tests of the formats."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from planproof.report.model import (
    Located,
    Look,
    PassedOver,
    Place,
    PlanSummary,
    Problem,
    Report,
    RuleInfo,
)
from planproof.report.truth import VERDICTS, ClaimLine, PlanTruth, Read, RestPlace, Truth
from planproof.text.edit import Edit
from planproof.text.source import Span

LOOK = Look()
PATH = "docs/plans/idempotent-orders.md"

NASTY = (
    "a | b",
    "two\nlines\r\nand more",
    "100 % of %0A",
    "]]> <script>alert(1)</script> &amp;",
    "bell \x07, escape \x1b[31m, NUL \x00, next line \x85, \ufffe",
    "clef \U0001d11e and family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "right to left \u202eevil\u202c, \u05e9\u05dc\u05d5\u05dd",
    "::error file=x::gotcha ##[add-path]/tmp",
    "@team/orders `code` *b* _i_ [l](javascript:1) ![i](u) #12 $x$ ~~s~~ \\",
    "[[ATTACHMENT|/etc/passwd]]",
    "lone surrogate \udcff",
    "",
)
"""Texts that break formats which do not escape."""


def place(line: int = 12, column: int = 5, length: int = 4, **changes: int) -> Place:
    """A place on one line, in a text without characters outside the BMP."""
    end = column + length
    return msgspec.structs.replace(Place(line, column, line, end, column, end), **changes)


def finding(**changes: Any) -> Located:
    """A warning about a risk in the third row of a table."""
    made = Located(
        rule="risks/unmitigated",
        severity="warning",
        path=PATH,
        place=place(),
        message="This risk is high and nothing is done about it",
        help="Say how it is mitigated, or who accepts it and why.",
        excerpt="| The queue overflows | High | |",
        fingerprint="f00d",
    )
    return msgspec.structs.replace(made, **changes)


def plan(**changes: Any) -> PlanSummary:
    """An active plan with 22 sections and 40 items."""
    made = PlanSummary(
        path=PATH,
        id="idempotent-orders",
        title="Idempotent order creation",
        template="implementation-plan",
        version=1,
        why="its headings",
        fit=0.95,
        state="active",
        state_from="3 of 9 steps are ticked",
        sections=22,
        items=40,
    )
    return msgspec.structs.replace(made, **changes)


DOC = """A high risk has no mitigation.

## What it does

Finds risks whose impact is in the upper half of the scale and for which
no mitigation is given.

## Why it matters

Nobody decided.
"""
RULES = (
    RuleInfo("goals/vague", "A goal cannot be measured.", "", "error"),
    RuleInfo("risks/unmitigated", "A high risk has no mitigation.", DOC, "warning"),
)
FIX = Edit(Span(120, 124), "High", "Low")


def report(**changes: Any) -> Report:
    """An error, a warning that can be mended and an info in a plan, and one of everything else."""
    made = Report(
        version="1.2.3",
        root="/home/ann/orders",
        plans=(plan(), plan(path="docs/plans/other.md", id="other", unread=("proto: no parser",))),
        findings=(
            finding(rule="goals/vague", severity="error", place=place(3), message="No figure"),
            finding(fix="Lower the impact", safe=True, edits=(FIX,)),
            finding(severity="info", place=place(40), message="A word", fingerprint="beef"),
        ),
        suppressed=(finding(place=place(50), accepted="ann accepts it"),),
        baselined=4,
        problems=(Problem("docs/plans/broken.md", 7, "Not UTF-8", "Save it as UTF-8."),),
        passed_over=(PassedOver("README.md", "its headings fit no template"),),
        rules=RULES,
    )
    return msgspec.structs.replace(made, **changes)


EMPTY = Report(
    version="1.2.3",
    root="/",
    plans=(),
    findings=(),
    suppressed=(),
    baselined=0,
    problems=(),
    passed_over=(),
    rules=(),
)


def nasty() -> Report:
    """A finding, a suppressed one and a problem for each nasty text, which stands everywhere."""
    findings = tuple(
        finding(
            rule=text,
            path=f"docs/{text}.md",
            message=text,
            help=text,
            excerpt=text,
            fingerprint=text,
            fix=text or "fix",
            edits=(Edit(Span(0, 1), text, text),),
        )
        for text in NASTY
    )
    return report(
        root=f"/{NASTY[0]}/{NASTY[-2]}",
        plans=tuple(
            plan(path=f"docs/{text}.md", id=text, title=text, unread=(text,)) for text in NASTY
        ),
        findings=findings,
        suppressed=tuple(
            msgspec.structs.replace(one, accepted=one.message or "why") for one in findings
        ),
        problems=tuple(Problem(text, 0, text, text) for text in NASTY),
        passed_over=tuple(PassedOver(text, text) for text in NASTY),
        rules=tuple(RuleInfo(text, text, text, "info") for text in NASTY),
    )


def many(number: int = 1000) -> Report:
    """A plan with many findings: every tenth an error, the others warnings."""
    return report(
        problems=(),
        findings=tuple(
            finding(
                severity="info" if line % 2 else "warning" if line % 10 else "error",
                place=place(line + 1),
                fingerprint=f"{line:x}",
            )
            for line in range(number)
        ),
    )


TEXTS = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=30), st.text("|`:,%]>\r\n\0@#[\\", max_size=9)
)
SEVERITIES = st.sampled_from(["error", "warning", "info"])
NUMBERS = st.integers(1, 300)
EDITS = st.builds(
    lambda start, length, old, new: Edit(Span(start, start + length), old, new),
    NUMBERS,
    NUMBERS,
    TEXTS,
    TEXTS,
)
FINDINGS = st.builds(
    Located,
    rule=TEXTS,
    severity=SEVERITIES,
    path=TEXTS,
    place=st.builds(place, NUMBERS, NUMBERS, NUMBERS),
    message=TEXTS,
    help=TEXTS,
    excerpt=TEXTS,
    fingerprint=TEXTS,
    fix=TEXTS,
    safe=st.booleans(),
    edits=st.lists(EDITS, max_size=2).map(tuple),
    accepted=TEXTS,
)


def _some(strategy: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


REPORTS = st.builds(
    Report,
    version=TEXTS,
    root=TEXTS,
    plans=_some(
        st.builds(
            plan, path=TEXTS, title=TEXTS, state=TEXTS, template=TEXTS, unread=_some(TEXTS, 1)
        )
    ),
    findings=_some(FINDINGS, 8),
    suppressed=_some(FINDINGS),
    baselined=st.integers(0, 9),
    problems=_some(st.builds(Problem, TEXTS, st.integers(0, 9), TEXTS, TEXTS)),
    passed_over=_some(st.builds(PassedOver, TEXTS, TEXTS)),
    rules=_some(st.builds(RuleInfo, TEXTS, TEXTS, TEXTS, SEVERITIES)),
    fixed=st.integers(0, 9),
)
"""Reports of every shape, most of them nonsense."""


def claim(**changes: Any) -> ClaimLine:
    """A default that holds, in the third row of a table."""
    made = ClaimLine(
        key="variable-1/variable-default:A_PORT",
        kind="variable-default",
        item="variable-1",
        section="7.4 Configuration & Env Vars",
        verdict="holds",
        subject="A_PORT",
        says="`A_PORT` is `8080` by default",
        reason="src/config.py:3 has this default",
        help="",
        place=place(11, 21, 6),
        excerpt="| `A_PORT` | Port | `8080` | No |",
        fingerprint="cafe",
        rests=(RestPlace("src/config.py", 3, "reads it"),),
    )
    return msgspec.structs.replace(made, **changes)


BROKEN = claim(
    verdict="broken",
    reason="src/config.py:3 reads it with `9090`",
    help="Write `9090` into the table, or make the code's default `8080`.",
    rests=(
        RestPlace(
            "src/config.py", 3, "default `9090`", True, 'PORT = environ.get("A_PORT", "9090")'
        ),
        RestPlace("src/old.py", 7, "default `7070`", True, 'PORT = environ.get("A_PORT", "7070")'),
    ),
)
MISSING = claim(
    key="step-2/merged:#12",
    kind="merged",
    item="step-2",
    section="15 Incremental Implementation Checklist",
    verdict="broken",
    subject="#12",
    says="#12 is merged",
    reason="no commit of the main branch is or mentions it",
    help="Merge it, untick the step, or correct the reference.",
    place=place(40, 18, 3),
    excerpt="* [x] 2. Listen (#12)",
    fingerprint="f12",
    rests=(),
)
"""A broken claim that nothing in the code contradicts."""

KINDS = (
    RuleInfo(
        "verify/variable-default",
        "The variable is read with the default that the table gives.",
        "The variable is read with the default that the table gives.\n\n## What it claims\n\n"
        "The default in the table is\nthe code's.\n\n## When it is broken\n\nElse.\n",
        "error",
    ),
    RuleInfo("verify/merged", "What a step names is merged.", "", "error"),
)


def plan_truth(*claims: ClaimLine, **changes: Any) -> PlanTruth:
    """An active plan that makes some claims."""
    made = PlanTruth(
        path=PATH,
        id="idempotent-orders",
        title="Idempotent order creation",
        template="implementation-plan",
        state="active",
        claims=claims,
    )
    return msgspec.structs.replace(made, **changes)


def truth(*plans: PlanTruth, **changes: Any) -> Truth:
    """Verdicts on some plans; by default on one, of each kind of outcome one."""
    given = plans or (
        plan_truth(
            claim(),
            BROKEN,
            MISSING,
            claim(
                key="c/proof", kind="proof", verdict="pending", subject="", says='"Fast" is proven'
            ),
            msgspec.structs.replace(MISSING, key="d", accepted="until Monday"),
            msgspec.structs.replace(MISSING, key="e", known=True),
            claim(key="f", verdict="unknown", reason="nobody can say"),
        ),
    )
    made = Truth(
        version="1.2.3",
        root="/home/ann/orders",
        at="",
        since="",
        plans=given,
        set_aside=(("docs/plans/archive/old.md", "it is withdrawn"),),
        passed_over=2,
        problems=(Problem("docs/plans/latin.md", 0, "cannot be read: no UTF-8", "Save it anew."),),
        read=Read(
            files=9,
            languages={"python": 3, "go": 1},
            unread={"swift": 2},
            left_out={"binary": 1},
            partly=(("src/bad.py", 4),),
        ),
        kinds=KINDS,
    )
    return msgspec.structs.replace(made, **changes)


def nasty_truth() -> Truth:
    """A claim of each verdict for each nasty text, which stands everywhere."""
    plans = tuple(
        plan_truth(
            *(
                claim(
                    key=f"{verdict}{text}",
                    verdict=verdict,
                    section=text,
                    subject=text,
                    says=text,
                    reason=text,
                    help=text,
                    excerpt=text,
                    fingerprint=text,
                    accepted=text if number % 2 else "",
                    rests=(
                        RestPlace(f"src/{text}", 0, text, True, text),
                        RestPlace(f"src/{text}", 3, text, True, text),
                        RestPlace(text, 2, text, False, text),
                    ),
                )
                for number, verdict in enumerate((*VERDICTS, "broken"))
            ),
            path=f"docs/{text}.md",
            id=text,
            title=text,
        )
        for text in NASTY
    )
    return truth(
        *plans,
        root=f"/{NASTY[0]}/{NASTY[-2]}",
        set_aside=tuple((text, text) for text in NASTY),
        problems=tuple(Problem(text, 0, text, text) for text in NASTY),
        read=Read(1, {"python": 1}, {}, {}, tuple((text, 1) for text in NASTY)),
    )


RESTS = st.builds(RestPlace, TEXTS, st.integers(0, 300), TEXTS, st.booleans(), TEXTS)
CLAIMS = st.builds(
    claim,
    key=TEXTS,
    kind=st.sampled_from(["variable-default", "merged", "proof"]),
    item=TEXTS,
    section=TEXTS,
    verdict=st.sampled_from(VERDICTS),
    subject=TEXTS,
    says=TEXTS,
    reason=TEXTS,
    help=TEXTS,
    place=st.builds(place, NUMBERS, NUMBERS, NUMBERS),
    excerpt=TEXTS,
    fingerprint=TEXTS,
    rests=_some(RESTS, 3),
    accepted=st.just("") | TEXTS,
    known=st.booleans(),
    was=st.sampled_from(["", "absent", *VERDICTS]),
)
TRUTHS = st.builds(
    Truth,
    version=TEXTS,
    root=TEXTS,
    at=st.sampled_from(["", "a" * 40]),
    since=st.sampled_from(["", "b" * 40]),
    plans=_some(
        st.builds(
            PlanTruth,
            path=TEXTS,
            id=TEXTS,
            title=TEXTS,
            template=TEXTS,
            state=TEXTS,
            claims=_some(CLAIMS, 5),
        )
    ),
    set_aside=_some(st.tuples(TEXTS, TEXTS)),
    passed_over=st.integers(0, 9),
    problems=_some(st.builds(Problem, TEXTS, st.integers(0, 9), TEXTS, TEXTS)),
    read=st.builds(
        Read,
        files=NUMBERS,
        languages=st.dictionaries(st.sampled_from(["python", "go"]), NUMBERS),
        unread=st.dictionaries(st.sampled_from(["swift", "c"]), NUMBERS),
        left_out=st.dictionaries(st.sampled_from(["binary", "large"]), NUMBERS),
        partly=_some(st.tuples(TEXTS, NUMBERS)),
    ),
    kinds=st.just(KINDS),
)
"""Verdicts of every shape, most of them nonsense."""
