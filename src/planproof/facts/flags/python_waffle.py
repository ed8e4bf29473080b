"""django-waffle (4.x): `flag_is_active(request, "k")`, `switch_is_active("k")`, decorators and mixins."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value
from planproof.facts.shapes import Call

NEEDS = (b"waffle", b"flag_is_active", b"switch_is_active", b"sample_is_active")

CALLS = {"flag_is_active": 1, "switch_is_active": 0, "sample_is_active": 0}
"""Functions, and which of their arguments is the name."""

DECORATORS = frozenset(("waffle_flag", "waffle_switch", "waffle_sample"))


def read(unit: Unit) -> Iterator[Fact]:
    """What calls and decorators ask for, and what a view's class says."""
    for call in unit.calls:
        node = None
        if call.function in CALLS:
            node = call.argument(
                CALLS[call.function], "flag_name", "switch_name", "sample_name", "name"
            )
        elif call.function in DECORATORS or _of_model(call):
            node = call.argument(0, "flag_name", "switch_name", "sample_name", "name")
        if node is not None:
            yield from _use(unit.line(call.node), unit.value(node))
    for one in unit.classes:
        for field in one.fields:
            if field.name in DECORATORS and field.default is not None:
                yield from _use(unit.line(field.node), unit.value(field.default))


def _of_model(call: Call) -> bool:
    """`get_waffle_flag_model().get("k")`."""
    return call.callee.endswith(
        (
            "get_waffle_flag_model().get",
            "get_waffle_switch_model().get",
            "get_waffle_sample_model().get",
        )
    )


def _use(line: int, value: Value) -> Iterator[Fact]:
    """A name with `!` before it asks for the flag to be off."""
    if value.kind in ("literal", "pattern", "reference") and value.text:
        name = Value(value.kind, value.text.removeprefix("!"))
        yield FlagUse(line=line, name=name, system="waffle")
