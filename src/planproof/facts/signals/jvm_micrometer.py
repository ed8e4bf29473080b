"""Micrometer: meters of a registry, builders, `@Timed`, `@Counted`, observations (Micrometer 1).

Prometheus' spelling is that of `PrometheusNamingConvention`: dots become `_`, counters end in `_total`,
timers in `_seconds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.shapes import Call
from planproof.facts.signals._chains import chained
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"io.micrometer",)

_BUILDERS = {
    "Counter": "counter",
    "FunctionCounter": "counter",
    "Gauge": "gauge",
    "TimeGauge": "gauge",
    "MultiGauge": "gauge",
    "Timer": "timer",
    "LongTaskTimer": "timer",
    "FunctionTimer": "timer",
    "DistributionSummary": "summary",
}
_METHODS = {"counter": "counter", "gauge": "gauge", "timer": "timer", "summary": "summary"}
_ANNOTATIONS = {"Timed": "timer", "Counted": "counter", "Observed": "timer"}
_OBSERVATIONS = ("createNotStarted", "start")


def read(unit: Unit) -> Iterator[Fact]:
    """The meters of a file."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0]
        holder = above.rpartition(".")[2]
        if call.decorates is not None:
            type_ = _ANNOTATIONS.get(call.function)
            if type_ and (not above or above.startswith("io.micrometer")):
                yield from _meter(
                    unit, call, call.argument("name", 0, "value"), type_, _extra(unit, call)
                )
        elif call.function == "builder" and holder in _BUILDERS and _own(above):
            yield from _meter(unit, call, call.argument(0), _BUILDERS[holder], _tags(unit, call))
        elif call.function in _METHODS and _is_registry(above):
            labels = _pairs(unit, [one.node for one in call.arguments[1:]])
            yield from _meter(unit, call, call.argument(0), _METHODS[call.function], labels)
        elif call.function in _OBSERVATIONS and holder == "Observation" and call.arguments:
            yield from _meter(unit, call, call.argument(0), "timer", ())


def _own(above: str) -> bool:
    return "." not in above or above.startswith("io.micrometer")


def _is_registry(above: str) -> bool:
    word = above.removesuffix("()").rpartition(".")[2]
    if word == "Metrics":
        return _own(above)
    return word.endswith("MeterRegistry") or word.lower() in (
        "meterregistry",
        "registry",
        "getmeterregistry",
    )


def _meter(
    unit: Unit, call: Call, node: Node | None, type_: str, labels: tuple[str, ...]
) -> Iterator[Fact]:
    name = unit.value(node)
    if node is None or name.kind in ("null", "unknown") or (name.known and not name.text):
        return
    base = next(
        (
            unit.string(one.argument(0)) or ""
            for one in chained(unit, call)
            if one.function == "baseUnit"
        ),
        "",
    )
    yield Signal(
        line=unit.line(call.node),
        signal="metric",
        name=name,
        names=spelled(name, type_, base),
        type="" if type_ in ("timer", "summary") else type_,
        labels=labels,
    )


def spelled(name: Value, type_: str, base: str = "") -> tuple[str, ...]:
    """The names in Prometheus; none where the name is not known."""
    if not name.known:
        return ()
    plain = rx(r"[^A-Za-z0-9_:]").sub("_", name.text)
    if type_ == "timer":
        plain = plain if plain.endswith("_seconds") else f"{plain}_seconds"
    elif base and not plain.endswith(f"_{base}"):
        plain = f"{plain}_{base}"
    if type_ == "counter":
        return (plain if plain.endswith("_total") else f"{plain}_total",)
    if type_ == "gauge":
        return (plain,)
    return (plain, *(f"{plain}_{word}" for word in ("count", "sum", "max", "bucket")))


def _tags(unit: Unit, call: Call) -> tuple[str, ...]:
    found: list[str] = []
    for one in chained(unit, call):
        if one.function in ("tag", "tags"):
            found += _pairs(unit, [argument.node for argument in one.arguments])
    return tuple(dict.fromkeys(found))


def _extra(unit: Unit, call: Call) -> tuple[str, ...]:
    return _pairs(unit, unit.items(call.argument("extraTags", "lowCardinalityKeyValues")))


def _pairs(unit: Unit, nodes: list[Node]) -> tuple[str, ...]:
    """The keys of `"k", v, "k2", v2`, also within `Tags.of(…)`."""
    if len(nodes) == 1 and nodes[0].id in unit.called_at:
        inner = unit.called_at[nodes[0].id]
        nodes = [one.node for one in inner.arguments] if inner.function == "of" else []
    keys = [unit.string(one) for one in nodes[::2]] if len(nodes) % 2 == 0 else []
    return tuple(key for key in keys if key)
