"""statsd-instrument (2 and 3), dogstatsd-ruby (4 and 5): `StatsD.increment("orders.created", tags: ["kind:x"])`."""

from planproof.facts.idiom import emits

NEEDS = (b"statsd", b"StatsD", b"Statsd")

_TYPES = {
    "increment": "counter", "decrement": "counter", "count": "counter", "gauge": "gauge",
    "timing": "histogram", "time": "histogram", "measure": "histogram", "histogram": "histogram",
    "distribution": "histogram", "set": "",
}  # fmt: skip
_OWNERS = ("StatsD", "*statsd", "*statsd()", "*STATSD", "*Statsd.new()", "*.StatsD")

IDIOMS = tuple(
    emits("metric", *(f"{owner}.{word}" for owner in _OWNERS), type=type_)
    for word, type_ in _TYPES.items()
)
