"""Tornado: `(r"/orders/([^/]+)", OrderHandler)` in the list that an `Application` is made with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route
from planproof.facts.routes._python_views import list_around, rooted, verbs_of

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"tornado",)

SPECS = ("tornado.web.url", "tornado.web.URLSpec", "tornado.routing.URLSpec")
TAKES = frozenset(("Application", "add_handlers"))


def read(unit: Unit) -> Iterator[Fact]:
    """Pairs of a path and a handler, in lists given to an application and in lists on their own."""
    if not any(path.startswith("tornado") for path in unit.imports.values()):
        return
    lists = [one.value for one in unit.assignments if one.value.type == "list"]
    for call in unit.calls:
        if call.function in TAKES or call.function == "__init__":
            lists += [one.node for one in call.arguments if one.node.type == "list"]
        if call.callee in SPECS:
            first, second = call.argument(0, "pattern"), call.argument(1, "handler")
            yield from _routes(unit, call.node, first, second)
    for node in lists:
        for item in unit.items(node):
            parts = unit.items(item)
            if item.type == "tuple" and len(parts) >= 2:
                yield from _routes(unit, item, parts[0], parts[1])


def _routes(unit: Unit, at: Node, first: Node | None, second: Node | None) -> Iterator[Fact]:
    path, handler = unit.value(first), unit.named(second)
    if rooted(path) and handler:
        for method in verbs_of(unit, handler):
            yield Route(
                line=unit.line(at),
                method=method,
                path=path,
                router=list_around(unit, at),
                handler=handler,
            )
