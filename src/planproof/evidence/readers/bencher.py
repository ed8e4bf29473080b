"""Bencher Metric Format (BMF), the JSON of Bencher's adapters (from its schema in JSON Schema draft 7).

    {"place order": {"latency": {"value": 88.0, "lower_value": 87.4, "upper_value": 88.9}}}

A figure is named for benchmark and measure, `place order.latency`. The file has no units. Those of
Bencher's own measures are fixed: `latency` is nanoseconds, `throughput` operations per second,
`build-time` seconds, `file-size` bytes; a measure of one's own has none here. The lower and upper
values are the tool's interval, or its extremes: the format leaves that open.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, number, pointer
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered

_KEYS = frozenset(("value", "lower_value", "upper_value"))

_MEASURES = {
    "latency": ("ns", Better.LESS),
    "throughput": ("ops/s", Better.MORE),
    "build-time": ("s", Better.LESS),
    "file-size": ("B", Better.LESS),
}


def recognises(content: Content) -> bool:
    """Whether every benchmark in it has measures, and these nothing but a value and its ends."""
    if not content.head.startswith("{") or not content.is_json:
        return False
    benchmarks = content.json.values()
    return bool(benchmarks) and all(
        isinstance(measures, dict) and measures and all(map(_is_metric, measures.values()))
        for measures in benchmarks
    )


def _is_metric(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value and value.keys() <= _KEYS


def read(content: Content) -> Results:
    """Every measure of every benchmark."""
    gathered = Gathered()
    for benchmark, measures in entries(content.json):
        if not gathered.nameable(benchmark):
            continue
        for measure, metric in entries(measures):
            name = f"{benchmark}.{measure}"
            value = gathered.finite(name, at(metric, "value"))
            if value is None:
                continue
            unit, better = _MEASURES.get(measure, ("", Better.UNSAID))
            low, high = (number(at(metric, key)) for key in ("lower_value", "upper_value"))
            gathered.add(
                Measurement(
                    name=name,
                    value=value,
                    unit=unit,
                    better=better,
                    aliases=(f"{name}.value", pointer(benchmark, measure, "value")),
                    low=low if high is not None else None,
                    high=high if low is not None else None,
                )
            )
    return gathered.results("bencher")
