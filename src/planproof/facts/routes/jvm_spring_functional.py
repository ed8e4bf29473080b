"""Spring's functional endpoints: `RouterFunctions.route()`, and `router { }` of Kotlin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.routes._annotated import NOTHING, joined
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"reactive.function.server", b"servlet.function")

_VERBS = frozenset(("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"))


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each `GET("/x", handler)`, below the paths it is nested in."""
    for call in unit.calls:
        if call.function not in _VERBS or not call.arguments or call.decorates is not None:
            continue
        path = unit.value(call.argument(0))
        plain = path.kind in ("literal", "pattern")
        if not plain or (path.text and not path.text.startswith(("/", "*"))):
            continue
        whole = joined(_prefix(unit, call.node), path)
        if whole is not None:
            yield Route(
                line=unit.line(call.node.named_children[-1]),
                method=call.function,
                path=whole,
                router=_router(unit, call.node),
                handler=_handler(unit, call),
            )


def _router(unit: Unit, node: Node) -> str:
    """The method around, unless the framework asks for it as a bean: somebody else puts it somewhere."""
    function = unit.around(node)
    while function is not None and not function.name.rpartition(".")[2]:
        function = unit.around(function.node)
    if function is None or any(one.function == "Bean" for one in function.decorators):
        return ""
    return f"{function.name}()"


def _handler(unit: Unit, call: Call) -> str:
    """What answers: the last argument, or that of `route(GET("/x"), handler)` around it."""
    if len(call.arguments) > 1:
        return unit.path(call.arguments[-1].node)
    above = call.node.parent
    outer = unit.called_at.get(above.parent.id) if above is not None and above.parent else None
    if outer is None or outer.function not in ("route", "andRoute") or len(outer.arguments) < 2:
        return ""
    return unit.path(outer.arguments[-1].node)


def _prefix(unit: Unit, node: Node) -> Value:
    """The paths of `path("/p", …)`, `nest(path("/p"), …)` and `"/p".nest { }` around a node."""
    prefix = NOTHING
    below, above = node, node.parent
    while above is not None:
        call = unit.called_at.get(above.id)
        if call is not None and (call.receiver is None or not _within(call.receiver, below)):
            own = _nested(unit, call)
            prefix = (joined(own, prefix) or prefix) if own is not None else prefix
        below, above = above, above.parent
    return prefix


def _within(receiver: Node, node: Node) -> bool:
    return receiver.start_byte <= node.start_byte and node.end_byte <= receiver.end_byte


def _nested(unit: Unit, call: Call) -> Value | None:
    if call.function == "path" and len(call.arguments) == 2:
        return unit.value(call.argument(0))
    if call.function != "nest":
        return None
    given = call.argument(0) if len(call.arguments) == 2 else call.receiver
    inner = unit.called_at.get(given.id) if given is not None else None
    if inner is not None and inner.function == "path":
        given = inner.argument(0)
    value = unit.value(given) if given is not None else NOTHING
    return value if value.kind in ("literal", "pattern") else None
