"""OpenTelemetry's metrics (Go API 1): `meter.Int64Counter("orders.created", metric.WithUnit("{order}"))`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.facts.signals._spelling import of_opentelemetry
from planproof.text.patterns import rx

LIKE = rb"\.(?:Int64|Float64)(?:Observable)?(?:UpDown)?(?:Counter|Gauge|Histogram)\("

_FUNCTION = r"^(?:Int64|Float64)(?:Observable)?(UpDown)?(Counter|Gauge|Histogram)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments made in the file, whatever the meter is called."""
    for call in unit.calls:
        match = rx(_FUNCTION).match(call.function)
        if match is None or call.receiver is None or not call.arguments:
            continue
        name = unit.value(call.argument(0))
        if name.kind not in ("literal", "pattern", "reference") or (name.known and not name.text):
            continue
        type_ = "gauge" if match[1] else match[2].lower()
        names = of_opentelemetry(name.text, type_, _unit(unit, call)) if name.known else ()
        yield Signal(line=unit.line(call.node), signal="metric", name=name, names=names, type=type_)


def _unit(unit: Unit, call: Call) -> str:
    for one in call.arguments[1:]:
        function = one.node.child_by_field_name("function")
        if function is not None and unit.path(function).endswith(".WithUnit"):
            return next((unit.string(given) or "" for given in given_to(one.node)), "")
    return ""
