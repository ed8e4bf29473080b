"""Prometheus' own client for Java: simpleclient (`io.prometheus.client`) and 1.x (`io.prometheus.metrics`)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.signals._chains import chained
from planproof.facts.signals._spelling import series

NEEDS = (b"io.prometheus",)

_TYPES = {
    "Counter": "counter",
    "CounterWithCallback": "counter",
    "Gauge": "gauge",
    "GaugeWithCallback": "gauge",
    "Histogram": "histogram",
    "Summary": "summary",
    "Info": "info",
    "Enumeration": "gauge",
    "StateSet": "gauge",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics that builders make: names of the builder's call, or of `.name("x")` after it."""
    for call in unit.calls:
        above, _, word = call.callee.rpartition(".")
        package, _, holder = above.rpartition(".")
        if word not in ("build", "builder") or holder not in _TYPES:
            continue
        if package and not package.startswith("io.prometheus"):
            continue
        said = {one.function: one for one in chained(unit, call)}
        node = call.argument(0)
        if node is None and "name" in said:
            node = said["name"].argument(0)
        name = unit.value(node)
        if node is None or name.kind in ("null", "unknown"):
            continue
        parts = [
            unit.string(said[key].argument(0)) or ""
            for key in ("namespace", "subsystem")
            if key in said
        ]
        labels = (
            [unit.string(one.node) for one in said["labelNames"].arguments]
            if "labelNames" in said
            else []
        )
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=_spelled(name, parts, _TYPES[holder]),
            type=_TYPES[holder],
            labels=tuple(label for label in labels if label),
        )


def _spelled(name: Value, parts: list[str], type_: str) -> tuple[str, ...]:
    if not name.known:
        return ()
    whole = "_".join([*(part for part in parts if part), name.text])
    if type_ == "counter":
        return (
            (whole, f"{whole.removesuffix('_total')}_total")
            if not whole.endswith("_total")
            else (whole,)
        )
    return series(whole, type_)
