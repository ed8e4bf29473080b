"""Clients of statsd (league/statsd, datadog/php-datadogstatsd): `$statsd->increment('orders.created')`."""

from planproof.facts.idiom import emits

NEEDS = (b"statsd", b"Statsd", b"StatsD")

_TYPES = {
    "increment": "counter", "decrement": "counter", "count": "counter", "updateStats": "counter",
    "gauge": "gauge", "timing": "histogram", "microtiming": "histogram", "time": "histogram",
    "histogram": "histogram", "distribution": "histogram", "set": "",
}  # fmt: skip
_OWNERS = ("*statsd", "*Statsd", "*StatsD", "*statsD", "*Statsd()", "*StatsD()", "*statsd()")

IDIOMS = tuple(
    emits("metric", *(f"{owner}.{word}" for owner in _OWNERS), type=type_)
    for word, type_ in _TYPES.items()
)
