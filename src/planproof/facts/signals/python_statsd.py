"""statsd and DogStatsD: `statsd.increment("orders.created", tags=["kind:web"])`, with a client's prefix."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import is_name

NEEDS = (b"statsd", b"StatsClient", b"dogstatsd", b"markus", b"DogStatsd", b"Statsd")

TYPES = {
    "incr": "counter",
    "increment": "counter",
    "decr": "counter",
    "decrement": "counter",
    "count": "counter",
    "gauge": "gauge",
    "timing": "histogram",
    "timer": "histogram",
    "timed": "histogram",
    "histogram": "histogram",
    "distribution": "histogram",
    "set": "",
}
CLIENTS = ("StatsClient()", "DogStatsd()", "StatsdClient()", "get_metrics()", "TCPStatsClient()",
           "DogStatsdClient()", "UnixSocketStatsClient()")  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics sent by what is made by one of the libraries, or is called after them."""
    for call in unit.calls:
        owner = call.callee.rpartition(".")[0]
        if call.function not in TYPES or not owner:
            continue
        written = call.written.rpartition(".")[0].rpartition(".")[2].lower()
        named = "statsd" in owner.rpartition(".")[2].lower() or "statsd" in written
        if not named and not owner.endswith(CLIENTS):
            continue
        name = unit.value(call.argument(0, "stat", "metric"))
        if not is_name(name):
            continue
        prefix = _prefix(unit, call)
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=(f"{prefix}.{name.text}",) if prefix and name.known else (),
            type=TYPES[call.function],
            labels=_labels(unit, call),
        )


def _prefix(unit: Unit, call: Call) -> str:
    """What the client puts before every name, where it is made in this file."""
    maker = unit.makers.get(call.written.rpartition(".")[0])
    node = maker.argument("prefix", "namespace") if maker is not None else None
    if maker is not None and node is None:
        place = {"StatsClient": 2, "get_metrics": 0}.get(maker.function)
        node = maker.argument(place) if place is not None else None
    return (unit.string(node) or "").strip(".") if node is not None else ""


def _labels(unit: Unit, call: Call) -> tuple[str, ...]:
    """The keys of `tags=["kind:web", f"shop:{shop}"]`."""
    values = [unit.value(one) for one in unit.items(call.argument("tags"))]
    keys = [one.text.partition(":")[0] for one in values if one.kind in ("literal", "pattern")]
    return tuple(key for key in keys if key and "*" not in key)
