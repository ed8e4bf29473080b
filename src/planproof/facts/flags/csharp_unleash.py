"""Unleash (.NET SDK 5 and older): `unleash.IsEnabled("k", context, true)`, `GetVariant("k")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value

NEEDS = (b"nleash",)


def read(unit: Unit) -> Iterator[Fact]:
    """Flags that what is called `unleash` is asked for; the default is a boolean at the end."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0].removesuffix("()").rpartition(".")[2]
        if call.function not in ("IsEnabled", "GetVariant") or "unleash" not in above.lower():
            continue
        name = unit.value(call.argument(0, "toggleName"))
        if name.kind not in ("literal", "pattern", "reference") or len(name.text) < 3:
            continue
        default: Value | None = None
        if call.function == "IsEnabled" and len(call.arguments) > 1:
            last = unit.value(call.arguments[-1].node)
            default = last if last.text in ("true", "false") else None
        yield FlagUse(line=unit.line(call.node), name=name, default=default, system="unleash")
