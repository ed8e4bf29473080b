"""OpenTelemetry for Java: instruments, spans, `@WithSpan`; Micrometer Tracing's `@NewSpan` (API 1)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.facts.signals._chains import chained
from planproof.facts.signals._metrics import instrument

NEEDS = (
    b"counterBuilder",
    b"CounterBuilder",
    b"histogramBuilder",
    b"gaugeBuilder",
    b"spanBuilder",
    b"WithSpan",
    b"NewSpan",
)

_INSTRUMENTS = {
    "counterBuilder": "counter",
    "upDownCounterBuilder": "gauge",
    "histogramBuilder": "histogram",
    "gaugeBuilder": "gauge",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments and spans of a file."""
    for call in unit.calls:
        line = unit.line(call.node)
        if call.decorates is not None:
            if call.function in ("WithSpan", "NewSpan"):
                yield from _annotated(unit, call)
            continue
        name = unit.value(call.argument(0))
        if call.receiver is None or name.kind not in ("literal", "pattern", "reference"):
            continue
        if call.function == "spanBuilder":
            yield Signal(line=line, signal="span", name=name)
        elif call.function in _INSTRUMENTS:
            type_ = _INSTRUMENTS[call.function]
            said = [one.argument(0) for one in chained(unit, call) if one.function == "setUnit"]
            measured = unit.string(said[0]) or "" if said else ""
            yield instrument(line, name, type_, measured)


def _annotated(unit: Unit, call: Call) -> Iterator[Fact]:
    """A span by the name that is given, or by class and method."""
    name = unit.value(call.argument(0, "value", "name"))
    if name.kind == "unknown":
        function = next((one for one in unit.functions if one.node == call.decorates), None)
        if function is None:
            return
        name = Value("literal", ".".join(function.name.split(".")[-2:]))
    yield Signal(line=unit.line(call.node), signal="span", name=name)
