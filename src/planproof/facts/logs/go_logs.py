"""Log events: slog, zap, logrus, zerolog and logr, where the message is a name: `order.created`.

Fields are the keys beside the message, and those that a chain adds (`WithField("k", v)`, `.Str("k", v)`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

LIKE = (
    rb"\.(?:(?:Trace|Debug|Info|Notice|Warn|Warning|Error|DPanic|Panic|Fatal|Log)(?:Context|Ctx|w|f|S)?"
    rb"|LogAttrs|Msgf?|Send)\(\s*(?:[^\"`\n]{0,60},\s*)?[\"`][a-z][a-zA-Z0-9]*[._:-]"
)

_METHOD = (
    r"^(?:(?:Trace|Debug|Info|Notice|Warn|Warning|Error|DPanic|Panic|Fatal|Log)(?:Context|Ctx|w|S)?"
    r"|LogAttrs|Msg)$"
)
_NAME = r"^[a-z][a-zA-Z0-9]*([._:-][a-zA-Z0-9*]+)+$"
_LOGGER = (
    r"(?:^|[._])(?:log|slog|klog|zap|zlog|logrus|logging|sugar)(?:\(\))?(?:$|\.)"
    r"|(?:[lL]ogger|Log|Sugar)(?:\(\))?(?:$|\.)"
)
_BEFORE = r"(?i)^(?:\w*ctx|context|\w*err|nil|level|lvl|\w+\.level\w*|.*\b(?:context|background|todo)\(\))$"
_ADDS = r"^(?:With(?:Fields?|Values)?|Str|Int\w*|Uint\w*|Bool|Float\w*|Dur|Time|Any|Interface|Err|Strs)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Events logged by what is called a logger."""
    for call in unit.calls:
        before = call.callee.rpartition(".")[0]
        if not rx(_METHOD).match(call.function) or not rx(_LOGGER).search(before):
            continue
        position = _message(unit, call)
        name = unit.value(call.argument(position) or call.node)
        if name.kind in ("literal", "pattern") and rx(_NAME).match(name.text):
            labels = tuple(dict.fromkeys(_fields(unit, call, position)))
            yield Signal(line=unit.line(call.node), signal="log", name=name, labels=labels)


def _message(unit: Unit, call: Call) -> int:
    """Where the message stands: after a context, an error, a level."""
    for position, one in enumerate(call.arguments):
        if not rx(_BEFORE).match(unit.text(one.node)):
            return position
    return 0


def _fields(unit: Unit, call: Call, position: int) -> Iterator[str]:
    """The fields that the receiver's chain adds, and those after the message."""
    yield from _added(unit, call.receiver)
    rest = [one.node for one in call.arguments[position + 1 :]]
    while rest:
        node = rest.pop(0)
        if node.type == "call_expression":  # `slog.String("k", v)`
            key = next((unit.string(one) for one in given_to(node)), None)
        else:
            key = unit.string(node)
            del rest[:1]
        if key:
            yield key


def _added(unit: Unit, receiver: Node | None) -> Iterator[str]:
    found: list[str] = []
    node = receiver
    while node is not None:
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        field = function.child_by_field_name("field") if function is not None else None
        if field is not None and rx(_ADDS).match(unit.text(field)):
            given = given_to(node)
            keys = [key for key, _ in unit.pairs(given[0])] if given else []
            if not keys:
                step = 2 if unit.text(field).startswith("With") else len(given) or 1
                keys = [key for one in given[::step] if (key := unit.string(one))]
            found[:0] = keys
        node = (function or node).child_by_field_name("operand")
    yield from found
