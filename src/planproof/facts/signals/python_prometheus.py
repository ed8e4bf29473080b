"""prometheus_client (0.20 and later): `Counter("orders_created", "help", ["kind"], namespace="app")`.

The name is namespace, subsystem, name and unit; a counter ends in `_total`, once, and an info in `_info`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import is_name, labels_of, prometheus

NEEDS = (b"prometheus_client", b"aioprometheus", b"django_prometheus")

LIBRARIES = ("prometheus_client.", "aioprometheus.", "django_prometheus.")
TYPES = {
    "Counter": "counter",
    "Gauge": "gauge",
    "Histogram": "histogram",
    "Summary": "summary",
    "Info": "info",
    "Enum": "gauge",
    "CounterMetricFamily": "counter",
    "GaugeMetricFamily": "gauge",
    "HistogramMetricFamily": "histogram",
    "SummaryMetricFamily": "summary",
    "InfoMetricFamily": "info",
}


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics made in the file."""
    for call in unit.calls:
        type_ = TYPES.get(call.function)
        if type_ is None or not call.callee.startswith(LIBRARIES):
            continue
        name = unit.value(call.argument(0, "name"))
        if not is_name(name):
            continue
        labels = labels_of(unit, call.argument(2, "labelnames", "labels"))
        whole = _whole(unit, call, name)
        known = name.kind != "reference" and "*" not in whole
        ended = _ending(whole, type_) if known else None
        yield prometheus(unit.line(call.node), name, type_, labels, ended)


def _whole(unit: Unit, call: Call, name: Value) -> str:
    parts = [_given(unit, call, word) for word in ("namespace", "subsystem")]
    parts += [name.text, _given(unit, call, "unit")]
    return "_".join(part for part in parts if part)


def _given(unit: Unit, call: Call, word: str) -> str:
    node = call.argument(word)
    value = unit.value(node) if node is not None else Value("null")
    return "" if value.kind == "null" else value.text if value.known else "*"


def _ending(name: str, type_: str) -> str:
    if type_ == "counter":
        return f"{name.removesuffix('_total')}_total"
    return f"{name}_info" if type_ == "info" else name
