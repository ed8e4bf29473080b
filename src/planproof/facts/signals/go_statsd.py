"""statsd and DogStatsD (datadog-go, cactus, alexcesaro, smira): `client.Incr("orders.created", tags, 1)`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages.go import import_paths
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"statsd",)

_TYPES = {
    "Inc": "counter",
    "Incr": "counter",
    "Increment": "counter",
    "Dec": "counter",
    "Decr": "counter",
    "Count": "counter",
    "Gauge": "gauge",
    "GaugeDelta": "gauge",
    "Timing": "histogram",
    "TimingDuration": "histogram",
    "PrecisionTiming": "histogram",
    "TimeInMilliseconds": "histogram",
    "Histogram": "histogram",
    "Distribution": "histogram",
    "Set": "",
}
_NAME = r"^[a-zA-Z][\w.*-]*$"
_CLIENT = r"(?i)(?:^|\.)(?:\w*statsd?\w*|\w*metrics?|\w*client|c|s|dd)(?:\(\))?$|statsd"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics that are sent in a file which imports such a library, or by what is called after it."""
    imports = any("statsd" in path for path in import_paths(unit).values())
    for call in unit.calls:
        type_ = _TYPES.get(call.function)
        owner = call.callee.rpartition(".")[0]
        telling = rx(_CLIENT).search(owner) if imports else "statsd" in owner.lower()
        if type_ is None or not telling or not call.arguments:
            continue
        name = unit.value(call.argument(0))
        if name.kind not in ("literal", "pattern") or not rx(_NAME).match(name.text):
            continue
        prefix = _prefix(unit)
        names = (f"{prefix}.{name.text}",) if prefix and name.known else ()
        labels = _labels(unit, call)
        line = unit.line(call.node)
        yield Signal(line=line, signal="metric", name=name, names=names, type=type_, labels=labels)


def _prefix(unit: Unit) -> str:
    """What the file's client puts before every name: `statsd.WithNamespace("orders.")`."""
    for call in unit.calls:
        if call.function in ("WithNamespace", "Prefix") and call.callee.startswith("statsd."):
            return (unit.string(call.argument(0)) or "").strip(".")
    return ""


def _labels(unit: Unit, call: Call) -> tuple[str, ...]:
    """The keys of `[]string{"kind:web"}`."""
    for one in call.arguments[1:]:
        values = [unit.value(item) for item in unit.items(one.node)]
        keys = [
            value.text.partition(":") for value in values if value.kind in ("literal", "pattern")
        ]
        return tuple(key for key, colon, _ in keys if colon and "*" not in key) if values else ()
    return ()
