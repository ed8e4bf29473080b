"""OpenTelemetry for PHP (API 1): `$tracer->spanBuilder('n')`, `$meter->createCounter('n', 's')`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._metrics import CAMEL, instrument, is_name

NEEDS = (b"spanBuilder(", b"createCounter(", b"createHistogram(", b"createGauge(", b"createUpDownCounter(",
         b"createObservable")  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Spans and instruments."""
    for call in unit.calls:
        name = unit.value(call.argument(0, "spanName", "name"))
        if call.receiver is None or not is_name(name):
            continue
        line = unit.line(call.node.child_by_field_name("name") or call.node)
        type_ = CAMEL.get(call.function)
        if type_ is not None and "meter" in call.callee.lower():
            measured = unit.string(call.argument(1, "unit")) or ""
            yield instrument(line, name, type_, measured)
        elif call.function == "spanBuilder":
            yield Signal(line=line, signal="span", name=name)
