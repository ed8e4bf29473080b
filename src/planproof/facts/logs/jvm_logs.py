"""Log events of SLF4J, Log4j, kotlin-logging and their like, where the message is a name: `order.created`.

Fields are structured arguments (`kv("id", x)`), keys of the fluent API, and keys after the name in the
message (`order.created id={}`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

_METHODS = frozenset(("trace", "debug", "info", "warn", "error", "log", "setMessage"))
_LOGGER = (
    r"(?i)(?:^|[._])(?:log|logger|\w*logger|at(?:trace|debug|info|warn|error)\(\))(?:\(\))?(?:$|\.)"
)
_NAME = r"^([a-z][a-zA-Z0-9]*(?:[._-][a-zA-Z0-9]+)+)((?:[ ,;:]+[\w.]+[=:]\s?(?:\{\}|\*))*)$"
_ADDS = frozenset(("kv", "keyValue", "value", "v", "addKeyValue", "with", "addArgument"))


def read(unit: Unit) -> Iterator[Fact]:
    """Events logged by what is called a logger."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0]
        if call.function not in _METHODS or not rx(_LOGGER).search(above):
            continue
        for position, one in enumerate(call.arguments[:2]):
            name = unit.value(one.node)
            if name.kind not in ("literal", "pattern"):
                continue
            match = rx(_NAME).match(name.text)
            if match is not None:
                keys = rx(r"([\w.]+)[=:]\s?(?:\{\}|\*)").findall(match[2])
                labels = dict.fromkeys([*_added(unit, call), *keys, *_given(unit, call, position)])
                known = Value("literal", match[1])
                line = unit.line(call.node)
                yield Signal(line=line, signal="log", name=known, labels=tuple(labels))
            break


def _given(unit: Unit, call: Call, position: int) -> Iterator[str]:
    """Keys of structured arguments after the message."""
    for one in call.arguments[position + 1 :]:
        inner = unit.called_at.get(one.node.id)
        key = (
            unit.string(inner.argument(0))
            if inner is not None and inner.function in _ADDS
            else None
        )
        if key:
            yield key


def _added(unit: Unit, call: Call) -> list[str]:
    """Keys that the fluent API adds before the message."""
    found: list[str] = []
    node: Node | None = call.receiver
    while node is not None:
        inner = unit.called_at.get(node.id)
        if inner is None:
            break
        key = unit.string(inner.argument(0)) if inner.function == "addKeyValue" else None
        if key:
            found.insert(0, key)
        node = inner.receiver
    return found
