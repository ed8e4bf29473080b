"""Unleash (unleash-client-go 3 and 4): `unleash.IsEnabled("orders-v2", unleash.WithFallback(true))`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.languages.go import import_paths
from planproof.facts.model import Fact, FlagUse, Value
from planproof.facts.shapes import Call

NEEDS = (b"unleash-client-go",)


def read(unit: Unit) -> Iterator[Fact]:
    """Flags and variants that are asked for."""
    if not any("unleash-client-go" in path.lower() for path in import_paths(unit).values()):
        return
    for call in unit.calls:
        if call.function not in ("IsEnabled", "GetVariant") or call.receiver is None:
            continue
        node = call.argument(0)
        name = unit.value(node) if node is not None else Value("null")
        if name.kind in ("null", "unknown") or (name.known and len(name.text) < 3):
            continue
        default = _fallback(unit, call)
        yield FlagUse(line=unit.line(call.node), name=name, default=default, system="unleash")


def _fallback(unit: Unit, call: Call) -> Value | None:
    for one in call.arguments[1:]:
        function = one.node.child_by_field_name("function")
        if function is not None and unit.path(function).endswith(".WithFallback"):
            given = given_to(one.node)
            return unit.value(given[0]) if given else None
    return None
