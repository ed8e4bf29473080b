"""cadence (0.20 to 1.5) and other clients of statsd: `statsd_count!("orders.created", 1)`, `statsd.incr("n")`."""

from planproof.facts.idiom import emits

NEEDS = (b"statsd",)

_MACROS = {
    "statsd_count!": "counter", "statsd_time!": "histogram", "statsd_gauge!": "gauge",
    "statsd_meter!": "counter", "statsd_histogram!": "histogram", "statsd_distribution!": "histogram",
    "statsd_set!": "",
}  # fmt: skip
_METHODS = {
    "count": "counter", "count_with_tags": "counter", "incr": "counter", "decr": "counter",
    "gauge": "gauge", "gauge_with_tags": "gauge", "time": "histogram", "time_with_tags": "histogram",
    "timer": "histogram", "histogram": "histogram", "histogram_with_tags": "histogram",
    "distribution": "histogram", "distribution_with_tags": "histogram", "set": "",
}  # fmt: skip

IDIOMS = (
    *(
        emits("metric", word, f"cadence_macros.{word}", type=type_, fields=True)
        for word, type_ in _MACROS.items()
    ),
    *(
        emits("metric", f"*statsd*.{word}", f"*StatsdClient*.{word}", type=type_)
        for word, type_ in _METHODS.items()
    ),
)
