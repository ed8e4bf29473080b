"""The prometheus crate (0.11 to 0.14): `register_int_counter_vec!("n", "help", &["kind"])`, `Opts::new("n", "help")`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.shapes import Call
from planproof.facts.signals._metrics import is_name, labels_of, prometheus
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

LIKE = rb"register_\w+!|\bopts!|Opts::new|prometheus::"

_MACRO = (
    r"^(?:prometheus\.)?register_(?:int_)?(counter|gauge|histogram)(_vec)?(?:_with_registry)?!$"
)
_OPTS = r"^(?:prometheus\.)?(?:(histogram_)?opts!|(Histogram)?Opts\.new)$"
_MADE = r"^prometheus\.(?:core\.)?(?:Int)?(Counter|Gauge|Histogram)(Vec)?\.(?:new|with_opts)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics whose name stands in the file: in a macro, in options, in a constructor."""
    for call in unit.calls:
        macro = rx(_MACRO).match(call.callee)
        made = rx(_MADE).match(call.callee)
        opts = rx(_OPTS).match(call.callee)
        if macro and len(call.arguments) > 1:
            place = 2 if macro.group(2) else None
            yield from _metric(unit, call, macro.group(1), place)
        elif made and len(call.arguments) > 1 and not made.group(2):
            yield from _metric(unit, call, made.group(1).lower(), None)
        elif opts:
            known = "histogram" if opts.group(1) or opts.group(2) else ""
            yield from _metric(unit, call, known or _type_around(unit, call), None, opts=True)


def _metric(
    unit: Unit, call: Call, type_: str, labels: int | None, *, opts: bool = False
) -> Iterator[Fact]:
    name = unit.value(call.argument(0))
    if not is_name(name) or not call.arguments:
        return
    if name.known and rx(r"^[a-zA-Z_:][\w:]*$").match(name.text) is None:
        return
    found = labels_of(unit, call.argument(labels)) if labels is not None else ()
    whole = "_".join((*(_parts(unit, call) if opts else ()), name.text)) if name.known else None
    yield prometheus(unit.line(call.node), name, type_, found, whole)


def _parts(unit: Unit, call: Call) -> list[str]:
    """`.namespace("app").subsystem("net")` after `Opts::new`."""
    found: dict[str, str] = {}
    at: Node | None = call.node.parent
    while at is not None and at.type in ("field_expression", "call_expression"):
        step = unit.called_at.get(at.id)
        if step is not None and step.function in ("namespace", "subsystem"):
            found[step.function] = unit.string(step.argument(0)) or ""
        at = at.parent
    return [found[word] for word in ("namespace", "subsystem") if found.get(word)]


def _type_around(unit: Unit, call: Call) -> str:
    """What the options are given to: `IntCounterVec::new(Opts::new(...), &[...])`."""
    at: Node | None = call.node.parent
    for _ in range(12):
        if at is None:
            return ""
        step = unit.called_at.get(at.id)
        if step is not None:
            match = rx(_MACRO).match(step.callee)
            made = rx(_MADE).match(step.callee)
            if match or made:
                return (match or made)[1].lower()  # type: ignore[index]  # one of them is
        at = at.parent
    return ""
