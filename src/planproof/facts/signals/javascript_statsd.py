"""statsd and DogStatsD: hot-shots, node-statsd, statsd-client, and dd-trace's `dogstatsd`.

What a client is made with as `prefix` stands before its names, as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import is_name
from planproof.text.patterns import rx

NEEDS = (b"tatsd", b"tatsD", b"hot-shots")

_TYPES = {
    "increment": "counter",
    "decrement": "counter",
    "counter": "counter",
    "incrementBy": "counter",
    "decrementBy": "counter",
    "gauge": "gauge",
    "gaugeDelta": "gauge",
    "timing": "histogram",
    "timer": "histogram",
    "asyncTimer": "histogram",
    "histogram": "histogram",
    "distribution": "histogram",
    "set": "",
    "unique": "",
}
_CLIENT = r"(?i)^(?:hot-shots|node-statsd|statsd-client|statsd)\b.*\(\)$|(?:^|[._])\w*statsd(?:client)?(?:\(\))?$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics that are sent by what a library makes, or what is called after it."""
    for call in unit.calls:
        owner = call.callee.rpartition(".")[0]
        if call.function not in _TYPES or rx(_CLIENT).search(owner) is None:
            continue
        name = unit.value(call.argument(0))
        if not is_name(name):
            continue
        prefix = _prefix(unit, call)
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=(f"{prefix}{name.text}",) if prefix and name.known else (),
            type=_TYPES[call.function],
        )


def _prefix(unit: Unit, call: Call) -> str:
    """What the client puts before every name, where it is made in this file."""
    maker = unit.makers.get(call.written.rpartition(".")[0])
    return unit.string(maker.argument("prefix")) or "" if maker is not None else ""
