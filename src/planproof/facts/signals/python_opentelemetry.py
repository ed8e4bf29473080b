"""OpenTelemetry's metrics (API 1.x): `meter.create_counter("orders.created", unit="{order}")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._spelling import of_opentelemetry

NEEDS = (
    b"create_counter",
    b"create_histogram",
    b"create_gauge",
    b"create_up_down",
    b"create_observable",
)

TYPES = {
    "create_counter": "counter",
    "create_observable_counter": "counter",
    "create_up_down_counter": "gauge",
    "create_observable_up_down_counter": "gauge",
    "create_gauge": "gauge",
    "create_observable_gauge": "gauge",
    "create_histogram": "histogram",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments made in the file, whatever the meter is called."""
    for call in unit.calls:
        type_ = TYPES.get(call.function)
        if type_ is None or call.receiver is None:
            continue
        name = unit.value(call.argument(0, "name"))
        if name.kind not in ("literal", "pattern", "reference") or (name.known and not name.text):
            continue
        place = 2 if "observable" in call.function else 1
        measured = unit.string(call.argument("unit", place)) or ""
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=of_opentelemetry(name.text, type_, measured) if name.known else (),
            type=type_,
        )
