"""Unleash (Java SDK 9 and older): `unleash.isEnabled("k", context, true)`, `getVariant("k")`, `@Toggle`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value

NEEDS = (b"nleash",)

_METHODS = ("isEnabled", "getVariant", "deprecatedGetVariant")


def read(unit: Unit) -> Iterator[Fact]:
    """Flags that what is called `unleash` is asked for; the default is a boolean at the end."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0].removesuffix("()").rpartition(".")[2]
        annotated = call.decorates is not None and call.function == "Toggle"
        asked = call.function in _METHODS and "unleash" in above.lower()
        if not (annotated or asked):
            continue
        name = unit.value(call.argument("name", 0))
        if name.kind not in ("literal", "pattern", "reference") or len(name.text) < 3:
            continue
        default: Value | None = None
        if asked and call.function == "isEnabled" and len(call.arguments) > 1:
            last = unit.value(call.arguments[-1].node)
            default = last if last.text in ("true", "false") else None
        yield FlagUse(line=unit.line(call.node), name=name, default=default, system="unleash")
