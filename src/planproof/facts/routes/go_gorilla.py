"""gorilla/mux 1: `r.HandleFunc("/orders/{id}", h).Methods("POST")`, `PathPrefix("/p").Subrouter()`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, found_in, routes
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"gorilla/mux",)

_GORILLA = Library(
    imports=("github.com/gorilla/mux",),
    makers=frozenset(("mux.NewRouter",)),
    types=frozenset(("Router", "Route")),
    groups={"PathPrefix": 0},
    passes=frozenset(
        ("Subrouter", "Methods", "Host", "Schemes", "Headers", "Queries", "StrictSlash", "Name", "NewRoute",
         "MatcherFunc", "SkipClean", "UseEncodedPath", "Path")
    ),
)  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and the functions that a router is handed to."""
    return found_in(unit, _GORILLA, _routes)


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    if call.receiver is None or call.callee.startswith("http."):
        return
    told = _chain(unit, call)
    if call.function in ("HandleFunc", "Handle") and len(call.arguments) == 2:
        path, handler = call.argument(0), call.argument(1)
    elif call.function in ("Handler", "HandlerFunc") and len(call.arguments) == 1:
        given = told.get("Path") or told.get("PathPrefix") or []
        path, handler = (given[0] if given else None), call.argument(0)
    else:
        return
    if path is None:
        return
    if "Path" not in told and call.function.startswith("Handler"):
        call = call._replace(receiver=_before(unit, call, "PathPrefix"))
    methods = [unit.string(one) or "*" for one in told.get("Methods", ())]
    yield from routes(unit, routers, call, methods or ["*"], path, handler)


def _before(unit: Unit, call: Call, name: str) -> Node | None:
    """What stands before a method in the chain that a call ends."""
    node = call.receiver
    while node is not None and node.type == "call_expression":
        function = node.child_by_field_name("function")
        field = function.child_by_field_name("field") if function is not None else None
        node = function.child_by_field_name("operand") if function is not None else None
        if field is not None and unit.text(field) == name:
            return node
    return node


def _chain(unit: Unit, call: Call) -> dict[str, list[Node]]:
    """The methods of the chain that a call stands in, with their arguments; not those of a subrouter's."""
    found: dict[str, list[Node]] = {}
    node: Node | None = call.node
    while (
        node is not None and node.parent is not None and node.parent.type == "selector_expression"
    ):
        node = node.parent.parent
    while node is not None and node.type == "call_expression":
        function = node.child_by_field_name("function")
        field = function.child_by_field_name("field") if function is not None else None
        name = unit.text(field) if field is not None else ""
        if name == "Subrouter":
            break
        found.setdefault(name, given_to(node))
        node = function.child_by_field_name("operand") if function is not None else None
    return found
