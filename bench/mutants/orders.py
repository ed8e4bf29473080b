"""examples/orders with its plan in good order, and single changes of it, each written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bench.mutants.model import DOUBTED, GONE, Claim, Mutation, Repository
from tests.verdict.telling import FakeHistory

ROOT = Path(__file__).parent.parent.parent / "examples" / "orders"
PLAN = "docs/plans/idempotent-orders.md"
OTHER_PLANS = ("docs/plans/rate-limits.md", "docs/plans/client-quotas.md")

_CONFIG = "src/orders/config.py"
_FLAGS = "src/orders/flags.py"
_API = "src/orders/api.py"
_METRICS = "src/orders/metrics.py"
_TESTS = "tests/test_idempotency.py"
_SQL = "src/orders/migrations/002_idempotency_keys.sql"
_RUNBOOK = "docs/runbooks/idempotent-orders.md"
_LINK = "../runbooks/idempotent-orders.md"


@cache
def repository() -> Repository:
    """The example. What is to be proven is not proven, and one module is still to come."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".db", ".pyc")
    }
    waits = {
        Claim("proof", ""): "pending or unproven",
        Claim("component", "src/orders/sweeper.py"): "pending",
    }
    return Repository("example orders", PLAN, files, FakeHistory(), waits)


def mutations() -> Iterator[Mutation]:
    """All of them."""
    for part in (
        _variables,
        _defaults,
        _modules,
        _behaviour,
        _tests,
        _around,
        _words,
        _steps,
        _nothing,
    ):
        yield from part()


def _changed(
    kind: str, path: str, pairs: Mapping[str, str], expected: dict[Claim, str]
) -> Mutation:
    """Words of a file become others, wherever they stand in it."""
    return _everywhere(kind, (path,), pairs, expected)


def _everywhere(
    kind: str, paths: tuple[str, ...], pairs: Mapping[str, str], expected: dict[Claim, str]
) -> Mutation:
    files: dict[str, str | None] = {}
    for path in paths:
        text = repository().files[path]
        for old, new in pairs.items():
            text = text.replace(old, new)
        if text != repository().files[path]:
            files[path] = text
    assert files, pairs  # noqa: S101  # the example says so
    title = ", ".join(f"`{old}` becomes `{new}`" for old, new in pairs.items())
    return Mutation(kind, f"{', '.join(files)}: {title}", files, expected)


def _code() -> tuple[str, ...]:
    return tuple(path for path in repository().files if path.startswith("src/"))


def _unread(name: str, verdict: str = "broken") -> dict[Claim, str]:
    return {
        Claim("variable-read", name): verdict,
        Claim("variable-default", name): GONE,
        Claim("variable-required", name): GONE,
    }


def _unlisted(name: str) -> dict[Claim, str]:
    return {Claim("variable-unlisted", ""): GONE, Claim("variable-unlisted", name): "broken"}


def _variables() -> Iterator[Mutation]:
    for name, verdict in (
        ("ORDERS_DB", "unknown"),  # bench/load.py sets it
        ("ORDERS_PORT", "broken"), ("ORDERS_LOG_LEVEL", "broken"), ("ORDERS_FLAGS", "broken"),
        ("IDEMPOTENCY_TTL", "unknown"),  # a field of the settings has its name in small letters
    ):  # fmt: skip
        for new in (f"{name}_NOW", f"THE_{name}"):
            expected = {**_unread(name, verdict), **_unlisted(new)}
            yield _everywhere("rename a variable", _code(), {name: new}, expected)
    for name, verdict in (("ORDERS_PORT", "unknown"), ("ORDERS_LOG_LEVEL", "broken")):
        new = f"{name}_READ"
        yield _changed(
            "rename a variable",
            _CONFIG,
            {f'get("{name}"': f'get("{new}"'},
            {**_unread(name, verdict), **_unlisted(new)},
        )
    yield _changed(
        "stop reading a variable", _CONFIG, {'os.environ.get("ORDERS_LOG_LEVEL", "INFO")': '"INFO"'},
        _unread("ORDERS_LOG_LEVEL"),
    )  # fmt: skip
    for path in (_CONFIG, _METRICS):
        text = (
            repository()
            .files[path]
            .replace(
                "import annotations\n",
                'import annotations\n\nimport os\n\nMORE = os.getenv("ORDERS_MORE")\n',
                1,
            )
        )
        yield Mutation(
            "read a variable that the table lacks", path, {path: text}, _unlisted("ORDERS_MORE")
        )


def _defaults() -> Iterator[Mutation]:
    for name, old, new, path in (
        ("ORDERS_PORT", "8080", "8000", _CONFIG),
        ("ORDERS_LOG_LEVEL", "INFO", "WARNING", _CONFIG),
        ("IDEMPOTENCY_TTL", "86400", "3600", _CONFIG),
        ("ORDERS_FLAGS", "idempotent-orders", "rate-limits", _FLAGS),
    ):
        claim = {Claim("variable-default", name): "broken"}
        yield _changed(
            "change a default", path, {f'("{name}", "{old}")': f'("{name}", "{new}")'}, claim
        )
        row = next(
            line for line in repository().files[PLAN].splitlines() if line.startswith(f"| `{name}`")
        )
        yield _changed(
            "reword the plan's default", PLAN, {row: row.replace(f"`{old}`", f"`{new}`")}, claim
        )
        required = {Claim("variable-required", name): "broken"}
        yield _changed(
            "reword what is required", PLAN, {row: row.replace("| No |", "| Yes |")}, required
        )
        yield _changed(
            "make a variable required",
            path,
            {f'.get("{name}", "{old}")': f'["{name}"]'},
            {**claim, **required},
        )
        yield _changed(
            "take a default away", path, {f'("{name}", "{old}")': f'("{name}")'},
            {Claim("variable-default", name): "unknown"},
        )  # fmt: skip
        gone = {**dict.fromkeys(_unread(name), GONE), **_unlisted(name)}
        yield _changed("take a row out of the table", PLAN, {f"{row}\n": ""}, gone)
    yield _changed(
        "make a variable optional", _CONFIG, {'["ORDERS_DB"]': '.get("ORDERS_DB", "orders.db")'},
        {Claim("variable-default", "ORDERS_DB"): "broken", Claim("variable-required", "ORDERS_DB"): "broken"},
    )  # fmt: skip


def _modules() -> Iterator[Mutation]:
    component = "component"
    for path, expected in (
        (_METRICS, {
            Claim(component, _METRICS): "broken", **_signals("metric"),
            # api.py has the names of the constants that held these.
            **{Claim("signal", name): DOUBTED for name in _METRIC_NAMES[:3]},
        }),
        (_SQL, {
            Claim(component, _SQL): "broken", Claim("link", f"../../{_SQL}"): "broken",
            Claim("schema", "idempotency_keys"): "broken",
        }),
        ("bench/load.py", {
            Claim("link", "../../bench/load.py"): "broken", Claim("test", "bench/load.py"): "pending",
        }),
        (_RUNBOOK, {Claim("link", f"{_LINK}#a-client-gets-409"): "broken", Claim("link", _LINK): "broken"}),
        *((path, _untested(path, *_named(path))) for path in (_TESTS, "tests/test_api.py")),
    ):  # fmt: skip
        yield Mutation("delete a module", path, {path: None}, expected)
    for path, new in (
        (_FLAGS, "src/orders/toggles.py"), (_METRICS, "src/orders/telemetry/metrics.py"),
        ("src/orders/store.py", "src/orders/database.py"), (_API, "src/orders/http/api.py"),
        (_METRICS, "service/src/orders/metrics.py"),
    ):  # fmt: skip
        history = FakeHistory(gone_paths={path: ("ab12cd34ef", new)})
        yield Mutation(
            "move a module", f"{path} to {new}", {path: None, new: repository().files[path]},
            {Claim(component, path): "broken"}, history,
        )  # fmt: skip


def _untested(path: str, *names: str) -> dict[Claim, str]:
    """Tests that are not there. No ticked step names their section; a ticked step's proof is one of them."""
    found: dict[Claim, str] = {}
    for name in names:
        found[Claim("test", f"{path}::{name}")] = "pending"
        if name == "test_sixteen_at_once_make_one_order":
            found[Claim("test", f"{path}::{name}", "step-4")] = "broken"
    return found


def _named(path: str) -> list[str]:
    """The tests of a file that the plan names."""
    plan = repository().files[PLAN]
    return sorted({piece.partition("`")[0] for piece in plan.split(f"`{path}::")[1:]})


_METRIC_NAMES = (
    "orders_created_total",
    "orders_replayed_total",
    "orders_conflicts_total",
    "orders_request_seconds",
)
_EVENT_NAMES = ("order.created", "order.replayed", "order.conflict")


def _signals(kind: str) -> dict[Claim, str]:
    names = _METRIC_NAMES if kind == "metric" else _EVENT_NAMES
    return {Claim("signal", name): "broken" for name in names}


def _behaviour() -> Iterator[Mutation]:
    for decorator, subject, method in (
        ('@app.post("/orders")', "POST /orders", "get"),
        ('@app.get("/orders/{id}")', "GET /orders/{id}", "post"),
    ):
        claim = {Claim("endpoint", subject): "broken"}
        path = subject.partition(" ")[2]
        yield _changed("drop a route", _API, {f"{decorator}\n": ""}, claim)
        yield _changed(
            "change a route's method", _API, {decorator: f'@app.{method}("{path}")'}, claim
        )
        yield _changed(
            "change a route's path", _API, {decorator: decorator.replace('")', '/all")')}, claim
        )
    for name in _METRIC_NAMES:
        yield _changed(
            "rename a metric",
            _METRICS,
            {f'"{name}"': f'"the_{name}"'},
            {Claim("signal", name): "broken"},
        )
    for name in _EVENT_NAMES:
        yield _changed(
            "rename a log event",
            _API,
            {f'"{name}"': f'"{name}ing"'},
            {Claim("signal", name): "broken"},
        )
        yield _changed(
            "rename a log event",
            _API,
            {f'"{name}"': f'"the_{name}"'},
            {Claim("signal", name): "broken"},
        )
    flag = Claim("flag", "idempotent-orders")
    default = {Claim("variable-default", "ORDERS_FLAGS"): "broken"}
    yield _everywhere(
        "rename a flag",
        (_API, _FLAGS),
        {"idempotent-orders": "orders-once"},
        {flag: "broken", **default},
    )
    for function, subject in (
        ("fingerprint", "fingerprint()"), ("answer_once", "Idempotency.answer_once()"),
        ("transaction", "Store.transaction()"),
    ):  # fmt: skip
        code = tuple(path for path in repository().files if path.endswith(".py"))
        yield _everywhere(
            "rename a function",
            code,
            {f"{function}(": f"renamed_{len(function)}("},
            {Claim("symbol", subject): "pending"},  # no ticked step names it
        )
    table = {Claim("schema", "idempotency_keys"): "broken"}
    for old, new in (
        ("body_hash TEXT", "body_digest TEXT"), ("answer TEXT NOT NULL", "answer TEXT"),
        ("created_at REAL NOT NULL", "created_at INTEGER NOT NULL"), ("    answer TEXT NOT NULL,\n", ""),
        ("answer TEXT NOT NULL", "answer TEXT NOT NULL DEFAULT ''"),
    ):  # fmt: skip
        yield _changed("change a table's column", _SQL, {old: new}, table)
        yield _changed("reword a column", PLAN, {old: new}, table)
    yield _changed("rename a table", _SQL, {"idempotency_keys": "order_keys"}, table)


def _tests() -> Iterator[Mutation]:
    for path in (_TESTS, "tests/test_api.py"):
        for name in _named(path):
            expected = _untested(path, name)
            yield _changed("rename a test", path, {f"def {name}(": f"def {name}_again("}, expected)
            yield _changed("delete a test", path, {f"def {name}(": "def helper("}, expected)


def _around() -> Iterator[Mutation]:
    owners = ".github/CODEOWNERS"
    for handle in ("@ada", "@grace", "@acme/qa", "@acme/support"):
        claim = {Claim("stakeholder", handle): "broken"}
        yield _changed("take an owner away", owners, {handle: "@hopper"}, claim)
    yield _changed(
        "rename a linked heading", _RUNBOOK, {"## A client gets 409": "## When a client gets 409"},
        {Claim("link", f"{_LINK}#a-client-gets-409"): "broken"},
    )  # fmt: skip


def _words() -> Iterator[Mutation]:
    for kind, claim, old, new in (
        ("reword a component", "component", _FLAGS, "src/orders/flag.py"),
        ("reword a component", "component", "src/orders/store.py", "src/orders/stores.py"),
        ("reword an endpoint", "endpoint", "GET /orders/{id}", "DELETE /orders/{id}"),
        ("reword a metric", "signal", "orders_replayed_total", "orders_repeated_total"),
        ("reword a metric", "signal", "orders_request_seconds", "orders_request_milliseconds"),
        ("reword a log event", "signal", "order.replayed", "order.repeated"),
        ("reword a function", "symbol", "fingerprint()", "fingerprint_of()"),
        ("reword a function", "symbol", "Store.transaction()", "Store.commit()"),
        ("reword a function", "symbol", "Idempotency.answer_once()", "Idempotence.answer_once()"),
        ("reword a test", "test", f"{_TESTS}::test_key_outlives_a_restart", f"{_TESTS}::test_key_outlives"),
        ("reword a test", "test", "tests/test_api.py::test_bad_body_is_refused", "tests/test_http.py::test_bad_body_is_refused"),
    ):  # fmt: skip
        yield _changed(
            kind,
            PLAN,
            {f"`{old}`": f"`{new}`"},
            {
                Claim(claim, old): GONE,
                Claim(claim, new): "pending" if claim in ("symbol", "test") else "broken",
            },
        )
    for old, new in (
        (f"{_LINK}#a-client-gets-409", f"{_LINK}#a-client-gets-410"),
        ("../../bench/load.py", "../bench/load.py"),
    ):
        yield _changed(
            "point a link nowhere",
            PLAN,
            {f"({old})": f"({new})"},
            {Claim("link", old): GONE, Claim("link", new): "broken"},
        )
    yield _changed(
        "reword a stakeholder", PLAN, {"| Reviewer | @grace": "| Reviewer | @grase"},
        {Claim("stakeholder", "@grace"): GONE, Claim("stakeholder", "@grase"): "broken"},
    )  # fmt: skip
    yield _changed(
        "reword a flag", PLAN, {"idempotent-orders`": "orders-idempotent`"},
        {
            Claim("flag", "idempotent-orders"): GONE, Claim("flag", "orders-idempotent"): "broken",
            Claim("variable-default", "ORDERS_FLAGS"): "broken",
        },
    )  # fmt: skip


def _steps() -> Iterator[Mutation]:
    yield _changed(
        "tick a step whose work is not there", PLAN, {"* [ ] 7.": "* [x] 7."},
        {Claim("component", "src/orders/sweeper.py"): "broken", Claim("order", "step-6", "step-7"): "holds"},
    )  # fmt: skip
    yield _changed(
        "leave a flag though its removal is ticked", PLAN, {"* [ ] 8.": "* [x] 8."},
        {Claim("flag", "idempotent-orders"): "broken", Claim("order", "step-7", "step-8"): "broken"},
    )  # fmt: skip
    for number, before, after in ((2, (), ("3",)), (3, ("2",), ("4", "5")), (5, ("3",), ("6",))):
        expected = {Claim("order", f"step-{number}", f"step-{one}"): "broken" for one in after}
        expected |= {Claim("order", f"step-{one}", f"step-{number}"): GONE for one in before}
        yield _changed(
            "untick a step that others come after",
            PLAN,
            {f"* [x] {number}.": f"* [ ] {number}."},
            expected,
        )


def _nothing() -> Iterator[Mutation]:
    kind = "nothing: "
    for path, old, new in (
        (_CONFIG, '"""Settings of the service', '"""ORDERS_HOST is not read.\n\nSettings of the service'),
        (_CONFIG, '"ORDERS_PORT", os.environ.get("ORDERS_PORT", "8080")', '"ORDERS_PORT", os.getenv("ORDERS_PORT") or "8080"'),
        (_CONFIG, 'os.environ["ORDERS_DB"]', 'os.environ[\n            "ORDERS_DB"\n        ]'),
        (_CONFIG, "import os\n", "from os import environ\n\nimport os\n"),
        (_API, "MAX_KEY_LENGTH = 255", "MAX_KEY_LENGTH = 200"),
        (_METRICS, '"Orders written to the database."', '"Orders that were written."'),
        (_TESTS, "import", "# ORDERS_PORT, orders_created_total, POST /orders\nimport"),
        ("README.md", "# ", "# `NOT_A_VARIABLE` "),
        ("src/orders/limits.py", '"RATE_LIMIT_BURST", "50"', '"RATE_LIMIT_BURST", "60"'),
        (PLAN, "Seconds for which a key's answer is kept", "For how many seconds an answer is kept"),
        (PLAN, "`86400`", "`24h`"),
        (PLAN, "| `8080` |", "| 8080 |"),
    ):  # fmt: skip
        text = repository().files[path].replace(old, new, 1)
        assert text != repository().files[path], (path, old)  # noqa: S101
        yield Mutation(f"{kind}other words", f"{path}: `{old}`", {path: text}, {})
    yield _everywhere(f"{kind}another name inside", _code(), {"whole_number(": "number_from("}, {})
