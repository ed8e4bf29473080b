"""Log events of Microsoft.Extensions.Logging and Serilog, where they have a name.

A message template that begins with a name (`order.created {OrderId}`), `[LoggerMessage(EventName = "…")]`
and `new EventId(1, "OrderCreated")`. Fields are the template's holes.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

_METHOD = r"^(?:Log(?:Trace|Debug|Information|Warning|Error|Critical)?|Verbose|Debug|Information|Warning|Error|Fatal)$"
_LOGGER = r"(?i)(?:^|[._])(?:log|logger|\w*logger)(?:\(\))?(?:$|\.)"
_NAME = r"^([a-z][a-zA-Z0-9]*(?:[._-][a-zA-Z0-9]+)+)((?:[ ,;:]+(?:[\w.]+[=:]\s?)?\{[^{}]*\})*)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Events that are logged or declared."""
    for call in unit.calls:
        if call.decorates is not None:
            if call.function == "LoggerMessage":
                yield from _declared(unit, call)
        elif call.function == "EventId" and len(call.arguments) == 2:
            name = unit.value(call.argument(1, "name"))
            if name.known and name.text:
                yield Signal(line=unit.line(call.node), signal="log", name=name)
        elif rx(_METHOD).match(call.function):
            yield from _logged(unit, call)


def _declared(unit: Unit, call: Call) -> Iterator[Fact]:
    name = unit.value(call.argument("EventName"))
    if name.known and name.text:
        labels = _holes(unit.string(call.argument("Message")) or "")
        yield Signal(line=unit.line(call.node), signal="log", name=name, labels=labels)


def _logged(unit: Unit, call: Call) -> Iterator[Fact]:
    if not rx(_LOGGER).search(call.callee.rpartition(".")[0]):
        return
    for one in call.arguments[:4]:
        text = unit.value(one.node)
        if text.known and one.node.type != "integer_literal":
            match = rx(_NAME).match(text.text)
            if match is not None:
                name = Value("literal", match[1])
                labels = _holes(match[2])
                yield Signal(line=unit.line(call.node), signal="log", name=name, labels=labels)
            return


def _holes(text: str) -> tuple[str, ...]:
    """The names in a template: `{OrderId}`, `{@Order}`, `{Total:N2}`."""
    return tuple(dict.fromkeys(rx(r"\{[@$]?([A-Za-z_]\w*)[^{}]*\}").findall(text)))
