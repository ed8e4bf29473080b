"""OpenTelemetry (opentelemetry 0.18 to 0.30): `meter.u64_counter("orders.created")`, `tracer.start("n")`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import instrument
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"u64_counter", b"f64_counter", b"u64_observable", b"f64_observable", b"i64_observable",
    b"u64_histogram", b"f64_histogram", b"_gauge(", b"up_down_counter", b"span_builder(", b"in_span(",
    b"tracer.start", b"tracer().start",
)  # fmt: skip

_METER = r"^[uif]64_(?:observable_)?(up_down_)?(counter|gauge|histogram)$"
_SPAN = r"(?i)tracer(?:\(\))?\.(start|start_with_context|span_builder|in_span)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Instruments, whatever the meter is called, and spans of what is called a tracer."""
    for call in unit.calls:
        name = unit.value(call.argument(0))
        if call.receiver is None or name.kind not in ("literal", "pattern", "reference"):
            continue
        match = rx(_METER).match(call.function)
        line = unit.line(call.node.child_by_field_name("arguments") or call.node)
        if match is not None:
            type_ = "gauge" if match.group(1) else match.group(2)
            yield instrument(line, name, type_, _unit(unit, call))
        elif rx(_SPAN).search(call.callee) and name.text:
            yield Signal(line=line, signal="span", name=name)


def _unit(unit: Unit, call: Call) -> str:
    """`.with_unit("s")` after it; before 0.24 `.with_unit(Unit::new("s"))`."""
    at: Node | None = call.node.parent
    while at is not None and at.type in ("field_expression", "call_expression"):
        step = unit.called_at.get(at.id)
        if step is not None and step.function == "with_unit":
            given = step.argument(0)
            inner = unit.called_at.get(given.id) if given is not None else None
            return unit.string(inner.argument(0) if inner is not None else given) or ""
        at = at.parent
    return ""
