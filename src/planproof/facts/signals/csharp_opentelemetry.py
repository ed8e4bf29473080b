""".NET's own diagnostics, which OpenTelemetry exports: `ActivitySource.StartActivity`, `Meter.CreateCounter`.

Also the shim's `tracer.StartActiveSpan("x")`. An activity without a name has that of its method
(`CallerMemberName`).
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import instrument, is_name

NEEDS = (
    b"StartActivity",
    b"StartActiveSpan",
    b"StartRootSpan",
    b"CreateCounter",
    b"CreateHistogram",
    b"CreateUpDownCounter",
    b"CreateGauge",
    b"CreateObservable",
)

_SPANS = ("StartActivity", "StartActiveSpan", "StartSpan", "StartRootSpan", "CreateActivity")
_INSTRUMENTS = {
    "CreateCounter": "counter",
    "CreateHistogram": "histogram",
    "CreateUpDownCounter": "gauge",
    "CreateGauge": "gauge",
    "CreateObservableCounter": "counter",
    "CreateObservableGauge": "gauge",
    "CreateObservableUpDownCounter": "gauge",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Spans and instruments of a file."""
    prometheus = b"using Prometheus;" in unit.data
    for call in unit.calls:
        if call.receiver is None:
            continue
        if call.function in _SPANS:
            yield from _span(unit, call)
        elif call.function in _INSTRUMENTS and not (prometheus and _is_prometheus(call)):
            yield from _instrument(unit, call)


def _is_prometheus(call: Call) -> bool:
    word = call.callee.rpartition(".")[0].removesuffix("()").rpartition(".")[2]
    return word == "Metrics" or word.lower().endswith("factory") or word == "WithLabels"


def _span(unit: Unit, call: Call) -> Iterator[Fact]:
    node = call.argument(0, "name")
    name = unit.value(node)
    if call.function == "StartActivity" and (node is None or "ActivityKind." in name.text):
        function = unit.around(call.node)
        if function is None:
            return
        name = Value("literal", function.name.rpartition(".")[2])
    if is_name(name):
        yield Signal(line=unit.line(call.node), signal="span", name=name)


def _instrument(unit: Unit, call: Call) -> Iterator[Fact]:
    name = unit.value(call.argument(0, "name"))
    if not is_name(name):
        return
    type_ = _INSTRUMENTS[call.function]
    place = 2 if "Observable" in call.function else 1
    measured = unit.string(call.argument("unit", place)) or ""
    yield instrument(unit.line(call.node), name, type_, measured)
