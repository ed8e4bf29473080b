"""Spans: `tracer.Start(ctx, "n")` of OpenTelemetry, `StartSpan` of OpenTracing, Datadog, OpenCensus, Sentry."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"racer.Start(", b"StartSpan", b"racer().Start(", b'").Start(', b"racer(")

_START = r"(?i)tracer(?:\(\))?\.Start$"


def read(unit: Unit) -> Iterator[Fact]:
    """A span for each call that starts one under a name that is written down."""
    for call in unit.calls:
        name = _name(unit, call)
        if name is not None and name.text:
            yield Signal(line=unit.line(call.node), signal="span", name=name)


def _name(unit: Unit, call: Call) -> Value | None:
    """The first string of the first two arguments: before it there may be a context."""
    places: tuple[int, ...]
    if call.function == "Start":
        places = (1,) if rx(_START).search(call.callee) and len(call.arguments) > 1 else ()
    elif call.function in ("StartSpan", "StartSpanFromContext") and call.receiver is not None:
        places = (0, 1)
    else:
        return None
    for place in places:
        node = call.argument(place)
        value = unit.value(node) if node is not None else Value("null")
        before, _, word = value.text.rpartition(".")
        constant = word[:1].isupper() and (not before or before in unit.imports.values())
        if value.kind in ("literal", "pattern") or (value.kind == "reference" and constant):
            return value
    return None
