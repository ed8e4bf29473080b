"""Symfony's attributes (5.2 and later): `#[Route("/x/{id}", methods: ["GET"])]` on classes and methods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.routes._php_groups import joined
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"Routing\\Attribute", b"Routing\\Annotation")

_ROUTE = (
    "Symfony.Component.Routing.Attribute.Route",
    "Symfony.Component.Routing.Annotation.Route",
)


def read(unit: Unit) -> Iterator[Fact]:
    """The routes of methods, below the prefix of their class; of a class with `__invoke`, its own."""
    for one in unit.classes:
        own = [call for call in one.decorators if call.callee in _ROUTE]
        within = [
            function for function in unit.functions if function.name.partition(".")[0] == one.name
        ]
        found = False
        for function in within:
            for call in function.decorators:
                if call.callee in _ROUTE:
                    found = True
                    for prefix in (*own,) or (None,):
                        yield from _routes(unit, call, prefix, function.name)
        invoked = any(function.name.endswith(".__invoke") for function in within)
        if own and invoked and not found:
            for call in own:
                yield from _routes(unit, call, None, one.name)


def _routes(unit: Unit, call: Call, prefix: Call | None, handler: str) -> Iterator[Fact]:
    methods = (
        _methods(unit, call) or (_methods(unit, prefix) if prefix is not None else ()) or ("*",)
    )
    before = _paths(unit, prefix) if prefix is not None else []
    for path in _paths(unit, call) or [Value("literal", "")]:
        for start in before or [Value("literal", "")]:
            whole = joined([start, path])
            for method in methods:
                yield Route(line=unit.line(call.node), method=method, path=whole, handler=handler)


def _paths(unit: Unit, call: Call) -> list[Value]:
    """The path, or one for each language: `["en" => "/orders", "nl" => "/bestellingen"]`."""
    node = call.argument("path", 0)
    if node is None:
        return []
    nodes: list[Node] = [value for _, value in unit.pairs(node)] or [node]
    values = [unit.value(one) for one in nodes]
    return [value for value in values if value.kind in ("literal", "pattern", "reference")]


def _methods(unit: Unit, call: Call) -> tuple[str, ...]:
    node = call.argument("methods")
    if node is None:
        return ()
    words = (unit.value(one).text.rpartition("METHOD_")[2] for one in unit.items(node) or [node])
    return tuple(word.upper() for word in words if word)
