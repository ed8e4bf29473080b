"""OpenTelemetry's metrics (@opentelemetry/api 1.x): `meter.createCounter("orders.created", { unit })`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._spelling import of_opentelemetry

NEEDS = (b"createCounter", b"createHistogram", b"createGauge", b"createUpDown", b"createObservable")

_TYPES = {
    "createCounter": "counter",
    "createObservableCounter": "counter",
    "createUpDownCounter": "gauge",
    "createObservableUpDownCounter": "gauge",
    "createGauge": "gauge",
    "createObservableGauge": "gauge",
    "createHistogram": "histogram",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments made in the file by what is a meter, or is called one."""
    for call in unit.calls:
        type_ = _TYPES.get(call.function)
        owner = call.callee.rpartition(".")[0].lower()
        if type_ is None or not ("meter" in owner or owner.startswith("@opentelemetry")):
            continue
        name = unit.value(call.argument(0))
        if name.kind not in ("literal", "pattern", "reference") or (name.known and not name.text):
            continue
        measured = unit.string(call.argument("unit")) or ""
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=of_opentelemetry(name.text, type_, measured) if name.known else (),
            type=type_,
        )
