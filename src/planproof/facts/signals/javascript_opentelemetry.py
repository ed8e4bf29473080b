"""OpenTelemetry's metrics (@opentelemetry/api 1.x): `meter.createCounter("orders.created", { unit })`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.signals._metrics import CAMEL, instrument, is_name

NEEDS = (b"createCounter", b"createHistogram", b"createGauge", b"createUpDown", b"createObservable")


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments made in the file by what is a meter, or is called one."""
    for call in unit.calls:
        type_ = CAMEL.get(call.function)
        owner = call.callee.rpartition(".")[0].lower()
        if type_ is None or not ("meter" in owner or owner.startswith("@opentelemetry")):
            continue
        name = unit.value(call.argument(0))
        if not is_name(name):
            continue
        measured = unit.string(call.argument("unit")) or ""
        yield instrument(unit.line(call.node), name, type_, measured)
