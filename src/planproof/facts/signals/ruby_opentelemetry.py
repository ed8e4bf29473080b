"""OpenTelemetry for Ruby (API 1): `tracer.in_span("n")`, `meter.create_counter("n", unit: "s")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._spelling import of_opentelemetry

NEEDS = (
    b"in_span", b"start_span", b"start_root_span", b"create_counter", b"create_histogram", b"create_gauge",
    b"create_up_down_counter", b"create_observable",
)  # fmt: skip

_SPANS = frozenset(("in_span", "start_span", "start_root_span"))
_TYPES = {
    "create_counter": "counter",
    "create_observable_counter": "counter",
    "create_up_down_counter": "gauge",
    "create_observable_up_down_counter": "gauge",
    "create_gauge": "gauge",
    "create_observable_gauge": "gauge",
    "create_histogram": "histogram",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Spans of what is called a tracer, and instruments whatever the meter is called."""
    for call in unit.calls:
        name = unit.value(call.argument(0))
        if (
            call.receiver is None
            or name.kind not in ("literal", "pattern", "reference")
            or not name.text
        ):
            continue
        type_ = _TYPES.get(call.function)
        line = unit.line(call.node)
        if type_ is not None:
            measured = unit.string(call.argument("unit")) or ""
            names = of_opentelemetry(name.text, type_, measured) if name.known else ()
            yield Signal(line=line, signal="metric", name=name, names=names, type=type_)
        elif call.function in _SPANS and "tracer" in call.callee.lower():
            yield Signal(line=line, signal="span", name=name)
