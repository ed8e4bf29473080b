"""Home-made metrics: `Counter("orders_created_total", "help")` of any class of that name.

And `metrics.increment("orders.created")` of what is called `metrics`. The first argument must look like a
metric's name; `collections.Counter("abracadabra")` does not, and is never one.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.facts.signals._spelling import series
from planproof.text.patterns import rx

NEEDS = (b"Counter(", b"Gauge(", b"Histogram(", b"Summary(", b"Timer(", b"metrics.")

LIKE = (
    rb"(?:Counter|Gauge|Histogram|Summary|Timer)\(\s*(?:name\s*=\s*)?(?:[fr]?['\"][a-z{]|[A-Z][A-Z0-9_]*\s*[,)])"
    rb"|\b(?:_?metrics?|meter|registry|metrics_client)\.(?:counter|incr|increment|inc|decr|gauge|histogram|timing"
    rb"|timer|timed|distribution|observe|summary)\("
)

CLASSES = {
    "Counter": "counter",
    "Gauge": "gauge",
    "Histogram": "histogram",
    "Summary": "summary",
    "Timer": "histogram",
}
METHODS = {
    "counter": "counter",
    "incr": "counter",
    "increment": "counter",
    "inc": "counter",
    "decr": "counter",
    "gauge": "gauge",
    "histogram": "histogram",
    "timing": "histogram",
    "timer": "histogram",
    "timed": "histogram",
    "distribution": "histogram",
    "observe": "histogram",
    "summary": "summary",
}
OWNERS = frozenset(("metrics", "_metrics", "metric", "meter", "registry", "metrics_client"))
ELSEWHERE = ("prometheus_client.", "aioprometheus.", "django_prometheus.", "collections.", "typing.",
             "opentelemetry.", "threading.", "timeit.", "sched.")  # fmt: skip
NAME = r"^[a-z][a-z0-9]*([._:-][a-z0-9*]+)+$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics by the name of their class, or of the method and what it is called on."""
    for call in unit.calls:
        if call.callee.startswith(ELSEWHERE):
            continue
        type_ = _type(call)
        if type_ is None:
            continue
        name = unit.value(call.argument(0, "name"))
        if name.kind not in ("literal", "pattern") or not rx(NAME).match(name.text):
            continue
        listed = unit.items(call.argument("labelnames", "labels", "label_names", "tags"))
        values = [unit.value(one) for one in listed]
        keys = [one.text.partition(":")[0] for one in values if one.kind in ("literal", "pattern")]
        labels = [key for key in keys if key and "*" not in key]  # of a tag `kind:web`, the key
        labels += [key for key, _ in unit.pairs(call.argument("tags", "labels"))]
        names = series(name.text, type_) if name.known and "." not in name.text else ()
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=names if len(names) > 1 else (),
            type=type_,
            labels=tuple(labels),
        )


def _type(call: Call) -> str | None:
    if call.function in CLASSES:
        return CLASSES[call.function]
    owners = {path.split(".")[-2:-1][0].removesuffix("()").lower() for path in _paths(call)}
    return METHODS.get(call.function) if not OWNERS.isdisjoint(owners) else None


def _paths(call: Call) -> tuple[str, ...]:
    """What is called, as it is written and with its alias resolved, where it is called on something."""
    return tuple(path for path in (call.written, call.callee) if "." in path)
