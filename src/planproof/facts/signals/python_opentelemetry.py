"""OpenTelemetry's metrics (API 1.x): `meter.create_counter("orders.created", unit="{order}")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.signals._metrics import SNAKE, instrument, is_name

NEEDS = (
    b"create_counter",
    b"create_histogram",
    b"create_gauge",
    b"create_up_down",
    b"create_observable",
)


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments made in the file, whatever the meter is called."""
    for call in unit.calls:
        type_ = SNAKE.get(call.function)
        if type_ is None or call.receiver is None:
            continue
        name = unit.value(call.argument(0, "name"))
        if not is_name(name):
            continue
        place = 2 if "observable" in call.function else 1
        measured = unit.string(call.argument("unit", place)) or ""
        yield instrument(unit.line(call.node), name, type_, measured)
