"""prometheus-net: `Metrics.CreateCounter("name", "help", "label")` (prometheus-net 8)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import is_name, prometheus

NEEDS = (b"using Prometheus", b"Prometheus.Metrics")

_TYPES = {
    "CreateCounter": "counter",
    "CreateGauge": "gauge",
    "CreateHistogram": "histogram",
    "CreateSummary": "summary",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics of `Metrics` and of factories made from it."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0].removesuffix("()").rpartition(".")[2]
        factory = above in ("Metrics", "IMetricFactory", "WithCustomRegistry", "WithLabels")
        if call.function not in _TYPES or not (factory or above.lower().endswith("factory")):
            continue
        name = unit.value(call.argument(0, "name"))
        if is_name(name):
            labels = tuple(_labels(unit, call))
            whole = name.text if name.known else None
            yield prometheus(unit.line(call.node), name, _TYPES[call.function], labels, whole)


def _labels(unit: Unit, call: Call) -> Iterator[str]:
    """Labels as a list, as further strings, or in a configuration object."""
    for position, one in enumerate(call.arguments):
        if position < 2 and one.name in ("", "name", "help"):
            continue
        nodes = unit.items(one.node)
        for key, value in unit.pairs(one.node):
            nodes = unit.items(value) if key == "LabelNames" else nodes
        if not nodes and one.node.type == "string_literal":
            nodes = [one.node]
        yield from (label for node in nodes if (label := unit.string(node)))
