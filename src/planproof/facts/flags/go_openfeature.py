"""OpenFeature (go-sdk 1): `client.BooleanValue(ctx, "orders-v2", false, evaluation)`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse
from planproof.text.patterns import rx

NEEDS = (b"open-feature/go-sdk", b"BooleanValue(", b"BooleanValueDetails(")

_ASKS = r"^(?:Boolean|String|Float|Int|Object)Value(?:Details)?$"
_SHORT = frozenset(("Boolean", "String", "Float", "Int", "Object"))


def read(unit: Unit) -> Iterator[Fact]:
    """Flags that a client is asked for, with what the call falls back on."""
    for call in unit.calls:
        short = call.function in _SHORT and len(call.arguments) >= 4
        if call.receiver is None or not (short or rx(_ASKS).match(call.function)):
            continue
        node, default = call.argument(1), call.argument(2)
        if node is None or default is None:
            continue
        name = unit.value(node)
        if name.kind in ("null", "unknown") or (name.known and len(name.text) < 3):
            continue
        given = unit.value(default)
        yield FlagUse(line=unit.line(call.node), name=name, default=given, system="openfeature")
