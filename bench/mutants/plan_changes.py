"""Single changes of a service's plan, each with the verdicts that are to change."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bench.mutants.maker import Maker
from bench.mutants.model import GONE, Claim, Mutation
from bench.mutants.names import other_default, other_signal, renamed
from bench.mutants.plans import DECISION_LINK, PLAN, RUNBOOK_LINK


def plan_changes(maker: Maker) -> Iterator[Mutation]:
    """All of them."""
    for one in (_plan_rows, _plan_names, _plan_steps, _plan_links):
        yield from one(maker)


def _plan_rows(maker: Maker) -> Iterator[Mutation]:
    for one in maker.some([one for one in maker.service.variables if one.form == "default"], 2):
        new = msgspec.structs.replace(one, default=other_default(one))
        yield maker.plan(
            "reword the plan's default", f"{one.name} ({one.idiom}): `{new.default}`", maker.with_variable(one, new),
            {Claim("variable-default", one.name): "broken"},
        )  # fmt: skip
    for one in maker.some(list(maker.service.variables), 2):
        new = msgspec.structs.replace(one, name=renamed(one.name))
        gone = dict.fromkeys(
            (Claim("variable-read", one.name), Claim("variable-default", one.name), Claim("variable-required", one.name)),
            GONE,
        )  # fmt: skip
        yield maker.plan(
            "rename a variable in the plan", f"{one.name} becomes {new.name}", maker.with_variable(one, new),
            {**gone, Claim("variable-read", new.name): maker.doubted("broken"), **maker.unlisted(one)},
        )  # fmt: skip
        rest = tuple(other for other in maker.service.variables if other is not one)
        yield maker.plan(
            "take a row out of the table", one.name, msgspec.structs.replace(maker.service, variables=rest),
            {**gone, **maker.unlisted(one)},
        )  # fmt: skip
    for one in maker.some([one for one in maker.service.variables if one.form != "bare"], 2):
        row = next(
            line for line in maker.texts[PLAN].splitlines() if line.startswith(f"| `{one.name}`")
        )
        other = (
            row.replace("| Yes |", "| No |")
            if one.form == "required"
            else row.replace("| No |", "| Yes |")
        )
        yield maker.text(
            "reword what is required",
            PLAN,
            row,
            other,
            {Claim("variable-required", one.name): "broken"},
        )


def _plan_names(maker: Maker) -> Iterator[Mutation]:
    service = maker.service
    if maker.names.routes:
        route = maker.random.choice(service.routes)
        old = f"{route.method} {service.served(route)}"
        for new in (f"PATCH {service.served(route)}", f"{old}/parts"):
            yield maker.reworded("reword an endpoint", "endpoint", old, new)
    for field, kind in (("metrics", "reword a metric"), ("events", "reword a log event")):
        for name in getattr(service, field)[:1] if maker.names.measures else ():
            yield maker.reworded(kind, "signal", name, other_signal(name))
    if service.flag:
        text = maker.texts[PLAN].replace(service.flag, f"{service.flag}-x")
        expected = {
            Claim("flag", service.flag): GONE,
            Claim("flag", f"{service.flag}-x"): "broken",
        }
        yield Mutation("reword a flag", service.flag, {PLAN: text}, expected)
    path, test = maker.random.choice(maker.names.tests)
    yield maker.reworded("reword a test", "test", f"{path}::{test}", f"{path}::{test}_too")
    name = maker.random.choice(maker.names.functions)
    bare = name.removesuffix("()")
    yield maker.reworded("reword a function", "symbol", name, name.replace(bare, f"{bare}Twice"))
    component = maker.random.choice(maker.names.components[1:])
    head, dot, tail = component.rpartition(".")
    wrong = f"{head}_old{dot}{tail}" if "/" in component else f"{component}_old"
    yield maker.reworded("reword a component", "component", component, wrong)
    for owner in service.owners[:1]:
        yield maker.reworded("reword a stakeholder", "stakeholder", owner, "@nobody")


def _plan_steps(maker: Maker) -> Iterator[Mutation]:
    flag = maker.service.flag
    if flag:
        yield maker.text(
            "leave a flag though its removal is ticked", PLAN, "* [ ] 6.", "* [x] 6.",
            {Claim("flag", flag): "broken", Claim("order", "step-5", "step-6"): "holds"},
        )  # fmt: skip
    yield maker.text(
        "tick a step whose work is not there", PLAN, "* [ ] 7.", "* [x] 7.",
        {Claim("component", maker.names.to_come): "broken"},
    )  # fmt: skip
    yield maker.text(
        "untick a step that others come after", PLAN, "* [x] 1.", "* [ ] 1.",
        {Claim("order", "step-1", "step-2"): "broken", Claim("merged", "#41"): GONE},
    )  # fmt: skip
    yield maker.text(
        "untick a step that others come after", PLAN, "* [x] 2.", "* [ ] 2.",
        {Claim("order", "step-2", "step-3"): "broken", Claim("order", "step-1", "step-2"): GONE},
    )  # fmt: skip
    yield maker.text(
        "refer to what was never merged", PLAN, "(#57)", "(#58)",
        {Claim("merged", "#57"): GONE, Claim("merged", "#58"): "broken"},
    )  # fmt: skip


def _plan_links(maker: Maker) -> Iterator[Mutation]:
    for old, new in (
        (RUNBOOK_LINK, "../runbook.md#turn-it-on"),
        (RUNBOOK_LINK, "../run-book.md#turn-it-off"),
        (DECISION_LINK, "../decisions/0002-keep-holds.md"),
    ):
        expected = {Claim("link", old): GONE, Claim("link", new): "broken"}
        yield maker.text("point a link nowhere", PLAN, f"({old})", f"({new})", expected)
