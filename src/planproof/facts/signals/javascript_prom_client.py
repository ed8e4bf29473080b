"""prom-client (13 to 15): `new Counter({ name: "orders_created_total", labelNames: ["kind"] })`.

Names come out as they are given. `createCounter({ name, help })` of a module of one's own makes the same.
@willsoto/nestjs-prometheus makes the same with `makeCounterProvider`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.signals._metrics import labels_of, prometheus

NEEDS = (b"prom-client", b"nestjs-prometheus", b"createCounter", b"createGauge", b"createHistogram",
         b"createSummary")  # fmt: skip

_TYPES = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram", "Summary": "summary"}


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics made of the library's classes."""
    for call in unit.calls:
        module, _, word = call.callee.rpartition(".")
        if module == "@willsoto/nestjs-prometheus":
            word = word.removeprefix("make").removesuffix("Provider")
        elif call.argument("name") is not None and call.argument("help") is not None:
            word = word.removeprefix("create")
        elif not module.startswith("prom-client"):
            continue
        type_ = _TYPES.get(word)
        name = unit.value(call.argument("name")) if type_ is not None else None
        if type_ is None or name is None or name.kind not in ("literal", "pattern", "reference"):
            continue
        labels = labels_of(unit, call.argument("labelNames"))
        whole = name.text if name.known else None
        yield prometheus(unit.line(call.node), name, type_, labels, whole)
