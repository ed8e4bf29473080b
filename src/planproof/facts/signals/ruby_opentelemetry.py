"""OpenTelemetry for Ruby (API 1): `tracer.in_span("n")`, `meter.create_counter("n", unit: "s")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._metrics import SNAKE, instrument, is_name

NEEDS = (
    b"in_span", b"start_span", b"start_root_span", b"create_counter", b"create_histogram", b"create_gauge",
    b"create_up_down_counter", b"create_observable",
)  # fmt: skip

_SPANS = frozenset(("in_span", "start_span", "start_root_span"))


def read(unit: Unit) -> Iterator[Fact]:
    """Spans of what is called a tracer, and instruments whatever the meter is called."""
    for call in unit.calls:
        name = unit.value(call.argument(0))
        if call.receiver is None or not is_name(name):
            continue
        type_ = SNAKE.get(call.function)
        line = unit.line(call.node)
        if type_ is not None:
            measured = unit.string(call.argument("unit")) or ""
            yield instrument(line, name, type_, measured)
        elif call.function in _SPANS and "tracer" in call.callee.lower():
            yield Signal(line=line, signal="span", name=name)
