"""Spans of tracing (0.1): `info_span!("n")`, `span!(Level::INFO, "n")`, `#[instrument(name = "n")]`.

An instrumented function without a name of its own gives the span its name.
"""

from collections.abc import Iterator

from planproof.facts.idiom import emits
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value

NEEDS = (b"_span!", b"span!(", b"instrument")

_SPANS = ("trace_span!", "debug_span!", "info_span!", "warn_span!", "error_span!")

IDIOMS = (
    emits("span", *_SPANS, *(f"tracing.{one}" for one in _SPANS), name=0),
    emits("span", "span!", "tracing.span!", name=1),
)


def read(unit: Unit) -> Iterator[Fact]:
    """The spans of instrumented functions."""
    for one in unit.functions:
        for call in one.decorators:
            if call.callee not in ("instrument", "tracing.instrument"):
                continue
            node = call.argument("name")
            first = call.argument(0)
            if node is None and first is not None and first.type.endswith("string_literal"):
                node = first
            own = Value("literal", one.name.rpartition(".")[2])
            name = unit.value(node) if node is not None else own
            if name.kind in ("literal", "pattern", "reference"):
                yield Signal(line=unit.line(call.node), signal="span", name=name)
