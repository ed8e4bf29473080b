"""OpenTelemetry's metrics (Go API 1): `meter.Int64Counter("orders.created", metric.WithUnit("{order}"))`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import instrument, is_name
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
        if not is_name(name):
            continue
        type_ = "gauge" if match[1] else match[2].lower()
        yield instrument(unit.line(call.node), name, type_, _unit(unit, call))


def _unit(unit: Unit, call: Call) -> str:
    for one in call.arguments[1:]:
        function = one.node.child_by_field_name("function")
        if function is not None and unit.path(function).endswith(".WithUnit"):
            return next((unit.string(given) or "" for given in given_to(one.node)), "")
    return ""
