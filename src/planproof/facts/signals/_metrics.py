"""Metrics as facts: OpenTelemetry's instruments, and metrics of Prometheus with their series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.model import Signal, Value
from planproof.facts.signals._spelling import of_opentelemetry, series

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

CAMEL = {
    "createCounter": "counter",
    "createObservableCounter": "counter",
    "createUpDownCounter": "gauge",
    "createObservableUpDownCounter": "gauge",
    "createGauge": "gauge",
    "createObservableGauge": "gauge",
    "createHistogram": "histogram",
}
"""A meter's methods (OpenTelemetry's API 1) and the types of what they make."""

SNAKE = {
    "create_counter": "counter",
    "create_observable_counter": "counter",
    "create_up_down_counter": "gauge",
    "create_observable_up_down_counter": "gauge",
    "create_gauge": "gauge",
    "create_observable_gauge": "gauge",
    "create_histogram": "histogram",
}
"""The same, as Python and Ruby spell them."""


def is_name(value: Value) -> bool:
    """Whether a value can be a name: known, put together at run time, or a constant of another file."""
    return value.kind in ("literal", "pattern", "reference") and bool(value.text)


def instrument(line: int, name: Value, type_: str, measured: str) -> Signal:
    """An instrument of OpenTelemetry, by its line, name and type, and the unit it is measured in."""
    names = of_opentelemetry(name.text, type_, measured) if name.known else ()
    return Signal(line=line, signal="metric", name=name, names=names, type=type_)


def prometheus(
    line: int, name: Value, type_: str, labels: tuple[str, ...], whole: str | None
) -> Signal:
    """A metric of Prometheus, with the names of its series.

    Args:
        line: where it is made.
        name: as the code gives it.
        type_: `counter`, `gauge`, `histogram` ...; empty where it is not known.
        labels: their names.
        whole: the name with what the library puts before and behind it; None where it is not known.
    """
    names = series(whole, type_) if whole is not None else ()
    return Signal(
        line=line,
        signal="metric",
        name=name,
        names=() if names == (name.text,) else names,
        type=type_,
        labels=labels,
    )


def labels_of(unit: Unit, node: Node | None) -> tuple[str, ...]:
    """The labels that a list has, as far as they are known."""
    return tuple(word for one in unit.items(node) if (word := unit.string(one)))
