"""client_golang 1 and what takes its options: `prometheus.NewCounterVec(prometheus.CounterOpts{...})`.

A metric's name is namespace, subsystem and name with `_` between them; nothing is put behind it.
Kubernetes' component-base and controller-runtime's helpers take options of the same names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import joined
from planproof.facts.model import Fact, Signal, Value
from planproof.facts.signals._metrics import labels_of, prometheus
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"CounterOpts",
    b"GaugeOpts",
    b"HistogramOpts",
    b"SummaryOpts",
    b"UntypedOpts",
    b"prometheus.Opts",
    b"NewDesc(",
)

_OPTIONS = r"(?:^|\.)(Counter|Gauge|Histogram|Summary|Untyped|)Opts$"
_NAME = r"^[a-zA-Z_:*][a-zA-Z0-9_:*]*$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics by their options, wherever these are written, and descriptions of collectors."""
    for node in unit.nodes("composite"):
        match = rx(_OPTIONS).search(unit.path(node.child_by_field_name("type")))
        if match is None:
            continue
        told = dict(unit.pairs(node))
        if "Name" not in told:
            continue
        parts = [
            unit.value(told[word]) for word in ("Namespace", "Subsystem", "Name") if word in told
        ]
        name = joined([one for one in parts if one.text or not one.known], "_")
        type_ = match[1].lower() or _maker(unit, node)
        yield from _made(
            unit, node, name, type_.replace("untyped", ""), labels_of(unit, _after(node))
        )
    for call in unit.calls:
        if call.callee == "prometheus.NewDesc":
            labels = labels_of(unit, call.argument(2))
            yield from _made(unit, call.node, unit.value(call.argument(0)), "", labels)


def _made(
    unit: Unit, node: Node, name: Value, type_: str, labels: tuple[str, ...]
) -> Iterator[Signal]:
    if name.kind not in ("literal", "pattern", "reference"):
        return
    if name.kind != "reference" and not rx(_NAME).match(name.text):
        return
    yield prometheus(unit.line(node), name, type_, labels, name.text if name.known else None)


def _maker(unit: Unit, node: Node) -> str:
    """The type that a call makes of plain options: `NewGauge(prometheus.Opts{...})`."""
    call = node.parent.parent if node.parent is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    match = rx(r"(Counter|Gauge|Histogram|Summary)").search(unit.path(function))
    return match[1].lower() if match else ""


def _after(node: Node) -> Node | None:
    """The argument after the options."""
    while node.parent is not None and node.parent.type == "unary_expression":
        node = node.parent
    listed = node.parent
    return (
        node.next_named_sibling if listed is not None and listed.type == "argument_list" else None
    )
