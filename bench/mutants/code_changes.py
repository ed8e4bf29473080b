"""Single changes of a service's code, or of what is around it, each with the verdicts that are to change."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from bench.mutants.maker import MERGED, Maker, made
from bench.mutants.model import DOUBTED, Claim, Mutation
from bench.mutants.names import altered_tables, other_default, other_signal, renamed
from bench.mutants.plans import DECISION, DECISION_LINK, OWNERS, PLAN, RUNBOOK, RUNBOOK_LINK
from tests.verdict.telling import FakeHistory


def code_changes(maker: Maker) -> Iterator[Mutation]:
    """All of them."""
    for one in (
        _variables, _defaults, _required, _more_variables, _modules, _routes, _signals, _flags, _tests,
        _functions, _tables, _around, _nothing,
    ):  # fmt: skip
        yield from one(maker)


_FORMS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("default", "required"): ("make a variable required", "broken", "broken"),
    ("bare", "required"): ("make a variable required", "", "broken"),
    ("required", "default"): ("make a variable optional", "broken", "broken"),
    ("required", "bare"): ("make a variable optional", "", "unknown"),
    ("default", "bare"): ("take a default away", "unknown", ""),
    ("bare", "default"): ("give a default", "broken", ""),
}
"""From one form to another: what is done, and the verdicts on default and required."""


def _variables(maker: Maker) -> Iterator[Mutation]:
    for one in maker.some(list(maker.service.variables), 3):
        new = msgspec.structs.replace(one, name=renamed(one.name))
        yield maker.code(
            "rename a variable", f"{one.name} ({one.idiom}) becomes {new.name}", maker.with_variable(one, new),
            {**maker.unread(one), **maker.unlisted(new)},
        )  # fmt: skip
    for one in maker.some(list(maker.service.variables), 2):
        rest = tuple(other for other in maker.service.variables if other is not one)
        service = msgspec.structs.replace(maker.service, variables=rest)
        yield maker.code(
            "stop reading a variable", f"{one.name} ({one.idiom})", service,
            maker.unread(msgspec.structs.replace(one, comment=False), rest),
        )  # fmt: skip


def _defaults(maker: Maker) -> Iterator[Mutation]:
    given = [one for one in maker.service.variables if one.form == "default"]
    for one in maker.some(given, 3):
        new = msgspec.structs.replace(one, default=other_default(one))
        yield maker.code(
            "change a default", f"{one.name} ({one.idiom}): `{one.default}` becomes `{new.default}`",
            maker.with_variable(one, new), {Claim("variable-default", one.name): "broken"},
        )  # fmt: skip


def _required(maker: Maker) -> Iterator[Mutation]:
    for one in maker.some(list(maker.service.variables), 9):
        for form in maker.base.language.IDIOMS[one.idiom]:
            expected = _FORMS.get((one.form, form))
            if expected is None:
                continue
            kind, default, required = expected
            changes = {
                Claim("variable-default", one.name): default,
                Claim("variable-required", one.name): required,
            }
            new = msgspec.structs.replace(one, form=form)
            yield maker.code(
                kind, f"{one.name} ({one.idiom}): {one.form} becomes {form}", maker.with_variable(one, new),
                {claim: verdict for claim, verdict in changes.items() if verdict},
            )  # fmt: skip


def _more_variables(maker: Maker) -> Iterator[Mutation]:
    one = maker.random.choice(maker.service.variables)
    name = f"{maker.service.thing.upper()}_LATELY_ADDED"
    new = msgspec.structs.replace(one, name=name, comment=False, other=name)
    service = msgspec.structs.replace(maker.service, variables=(*maker.service.variables, new))
    yield maker.code(
        "read a variable that the table lacks",
        f"{name} ({one.idiom})",
        service,
        maker.unlisted(new),
    )


def _modules(maker: Maker) -> Iterator[Mutation]:
    helper, names = maker.names.helper, maker.names
    claims = [names.helper_named]
    for kind, path in (
        ("delete a module", helper),
        ("delete a module without a trace", helper),
    ):
        history = FakeHistory(commits=MERGED, gone_paths={path: ("ab12cd34ef", "")})
        yield Mutation(
            kind, path, {path: None}, {Claim("component", one): "broken" for one in claims},
            None if "trace" in kind else history,
        )  # fmt: skip
    for path, facts in maker.base.code.facts.items():
        if facts:
            named = [
                Claim("component", one)
                for one in names.components
                if (fnmatchcase(path, one) and "*" in one) or one == path
            ]
            # What is mounted may still be there by another name.
            verdict = {names.routes: DOUBTED, names.measures: maker.remarked}.get(path, "broken")
            expected = {**dict.fromkeys(facts, verdict), **dict.fromkeys(named, "broken")}
            history = FakeHistory(commits=MERGED, gone_paths={path: ("ab12cd34ef", "")})
            yield Mutation("delete a module", path, {path: None}, expected, history)
    for folder in ("inner", "deep/er"):
        service = msgspec.structs.replace(maker.service, helper_folder=folder)
        moved = made(maker.base.language, service).names.helper
        history = FakeHistory(commits=MERGED, gone_paths={helper: ("ab12cd34ef", moved)})
        if moved != helper:
            yield maker.code(
                "move a module", f"{helper} to {moved}", service,
                {Claim("component", one): "broken" for one in claims}, history,
            )  # fmt: skip


def _routes(maker: Maker) -> Iterator[Mutation]:
    if not maker.names.routes:
        return
    service = maker.service
    for route in maker.random.sample(service.routes, 2):
        rest = tuple(one for one in service.routes if one is not route)
        claim = Claim("endpoint", f"{route.method} {service.served(route)}")
        yield maker.code(
            "drop a route",
            claim.subject,
            msgspec.structs.replace(service, routes=rest),
            {claim: maker.lost(route)},
        )
    for route in maker.random.sample(service.routes, 2):
        method = (
            "PATCH"
            if route.method in ("PUT", "POST")
            else "PUT"
            if route.method == "DELETE"
            else "POST"
        )
        if any(one.method == method and one.local == route.local for one in service.routes):
            method = "PATCH"
        claim = Claim("endpoint", f"{route.method} {service.served(route)}")
        new = msgspec.structs.replace(route, method=method)
        yield maker.code(
            "change a route's method",
            f"{claim.subject} becomes {method}",
            maker.with_route(route, new),
            {claim: maker.lost(route)},
        )
    for route in maker.random.sample(service.routes, 2):
        claim = Claim("endpoint", f"{route.method} {service.served(route)}")
        new = msgspec.structs.replace(route, local=f"{route.local}/full")
        yield maker.code(
            "change a route's path",
            f"{claim.subject} becomes {new.local}",
            maker.with_route(route, new),
            {claim: maker.lost(route)},
        )
    if service.prefix:
        other = msgspec.structs.replace(service, prefix="/v9/desk")
        claims = [
            Claim("endpoint", f"{one.method} {service.served(one)}")
            for one in service.routes
            if one.nested
        ]
        yield maker.code(
            "change a router's prefix",
            f"{service.prefix} becomes /v9/desk",
            other,
            dict.fromkeys(claims, "broken"),
        )


def _signals(maker: Maker) -> Iterator[Mutation]:
    if not maker.names.measures:
        return
    for field, kind in (("metrics", "rename a metric"), ("events", "rename a log event")):
        names: tuple[str, ...] = getattr(maker.service, field)
        for name in names:
            new = tuple(other_signal(one) if one == name else one for one in names)
            service = msgspec.structs.replace(maker.service, **{field: new})
            yield maker.code(
                kind,
                f"{name} becomes {other_signal(name)}",
                service,
                {Claim("signal", name): maker.remarked},
            )


def _flags(maker: Maker) -> Iterator[Mutation]:
    flag = maker.service.flag
    if flag:
        for kind, new, verdict in (
            ("remove a flag that is in use", "", maker.remarked),
            ("rename a flag", f"late-{maker.service.thing}-steps", maker.remarked),
            ("rename a flag", f"{flag}-v2", DOUBTED),
        ):
            service = msgspec.structs.replace(maker.service, flag=new)
            title = f"{flag} becomes {new}" if new else flag
            yield maker.code(kind, title, service, {Claim("flag", flag): verdict})


def _tests(maker: Maker) -> Iterator[Mutation]:
    tests = maker.service.tests
    for place in maker.random.sample(range(len(tests)), 2):
        new = tuple(
            "does something else" if one == place else test for one, test in enumerate(tests)
        )
        subject = "::".join(maker.names.tests[place])
        yield maker.code(
            "rename a test", subject, msgspec.structs.replace(maker.service, tests=new),
            {Claim("test", subject): "broken"},
        )  # fmt: skip
    fewer = msgspec.structs.replace(maker.service, tests=tests[:-1])
    subject = "::".join(maker.names.tests[-1])
    yield maker.code("delete a test", subject, fewer, {Claim("test", subject): "broken"})


def _functions(maker: Maker) -> Iterator[Mutation]:
    functions = maker.service.functions
    for place, words in enumerate(functions):
        other = "ponder matters" if place else "weigh matters"
        new = tuple(other if one == words else one for one in functions)
        subject = maker.names.functions[place]
        yield maker.code(
            "rename a function", subject, msgspec.structs.replace(maker.service, functions=new),
            {Claim("symbol", subject): DOUBTED if maker.service.remark else "broken"},
        )  # fmt: skip


def _tables(maker: Maker) -> Iterator[Mutation]:
    for title, table in altered_tables(maker.service.table, maker.random):
        service = msgspec.structs.replace(maker.service, table=table)
        expected = {Claim("schema", maker.service.table.name): "broken"}
        yield maker.code("change a table's column", title, service, expected)
        yield maker.plan("reword a column", title, service, expected)


def _around(maker: Maker) -> Iterator[Mutation]:
    for owner in maker.service.owners:
        yield maker.text(
            "take an owner away",
            OWNERS,
            owner,
            "@hopper",
            {Claim("stakeholder", owner): "broken"},
        )
    for reference in MERGED:
        rest = {one: commit for one, commit in MERGED.items() if one != reference}
        yield Mutation(
            "unmerge a reference", reference, {}, {Claim("merged", reference): "broken"},
            FakeHistory(commits=rest),
        )  # fmt: skip
        yield Mutation(
            "cut the history off", reference, {}, {Claim("merged", reference): "unknown"},
            FakeHistory(commits=rest, shallow=True),
        )  # fmt: skip
    yield Mutation(
        "delete a linked document",
        RUNBOOK,
        {RUNBOOK: None},
        {Claim("link", RUNBOOK_LINK): "broken"},
    )
    for path, old, link in (
        (RUNBOOK, "## Turn it off", RUNBOOK_LINK),
        (DECISION, "## What was decided", DECISION_LINK),
    ):
        yield maker.text(
            "rename a linked heading",
            path,
            old,
            "## Something else",
            {Claim("link", link): "broken"},
        )


def _nothing(maker: Maker) -> Iterator[Mutation]:
    kind = "nothing: "
    lines = msgspec.structs.replace(maker.service, noise=5)
    yield maker.code(f"{kind}more comments", "", lines, {})
    for one in maker.some(list(maker.service.variables), 3):
        ways = [
            way
            for way, forms in maker.base.language.IDIOMS.items()
            if one.form in forms and way != one.idiom
        ]
        if ways:
            way = maker.random.choice(ways)
            service = maker.with_variable(one, msgspec.structs.replace(one, idiom=way))
            yield maker.code(
                f"{kind}read it in another way",
                f"{one.name}: {one.idiom} becomes {way}",
                service,
                {},
            )
    for place in (0, -1):
        routes = (
            (*maker.service.routes[1:], maker.service.routes[0])
            if place
            else maker.service.routes[::-1]
        )
        variables = maker.service.variables[::-1] if place else maker.service.variables
        service = msgspec.structs.replace(maker.service, routes=routes, variables=variables)
        yield maker.code(f"{kind}another order", "", service, {})
    more = {
        "README.md": f"{maker.texts['README.md']}\n`OTHER_NAME` is not read.\n",
        "docs/notes.md": "# Notes\n\nThe flag `late-fees` and `GET /late` are for later.\n",
    }
    yield Mutation(f"{kind}other documents", "README.md", dict(more), {})
    yield maker.text(
        f"{kind}another purpose", PLAN, "Says what to use", "Says what shall be used", {}
    )
    yield maker.text(
        f"{kind}another summary", PLAN, "for a while", "for some time, as `X_NOT_READ`", {}
    )
