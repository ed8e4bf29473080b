"""The metrics crate (0.12 to 0.24): `counter!("orders.created", "kind" => kind)`, `gauge!`, `histogram!`."""

from planproof.facts.idiom import emits

NEEDS = (b"counter!", b"gauge!", b"histogram!", b"timing!")

IDIOMS = (
    *(
        emits("metric", word, f"metrics.{word}", type=type_, fields=True)
        for type_, words in {
            "counter": ("counter!", "increment_counter!", "absolute_counter!", "describe_counter!"),
            "gauge": ("gauge!", "increment_gauge!", "decrement_gauge!", "describe_gauge!"),
            "histogram": ("histogram!", "timing!", "describe_histogram!"),
        }.items()
        for word in words
    ),
    emits("metric", "metrics.register_counter!", type="counter", fields=True),
    emits("metric", "metrics.register_gauge!", type="gauge", fields=True),
    emits("metric", "metrics.register_histogram!", type="histogram", fields=True),
)
