"""Ktor's server: `routing { route("/p") { get("/x") { } } }` (Ktor 1 to 3).

What lies in one file is put together here. The routes of `fun Route.orders()` hang on `orders()`, and
so does the mount where that function is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._annotated import NOTHING, joined
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"io.ktor.server", b"io.ktor.routing", b"io.ktor.application")

LIKE = rb"\b(?:routing|route|get|post|put|delete|patch|head|options|webSocket|sse)\s*[({]"

_VERBS = frozenset(("get", "post", "put", "delete", "patch", "head", "options"))
_SOCKETS = frozenset(("webSocket", "sse"))
_ROUTERS = ("Route", "Routing", "Routing.Root", "RootRoute")
_BLOCKS = frozenset(
    (
        "routing",
        "route",
        "authenticate",
        "host",
        "port",
        "localPort",
        "header",
        "accept",
        "contentType",
        "param",
        "optionalParam",
        "rateLimit",
        "method",
        "install",
    )
)
_NO_ROUTERS = frozenset(
    ("route", "routing", "authenticate", "install", "handle", "host", "port", "header", "param", "accept", "method",
     "contentType", "rateLimit", "static", "staticFiles", "staticResources", "resources", "files", "file", "default",
     "resource", "swaggerUI", "openAPI", "singlePageApplication", "intercept", "println", "createRouteFromPath",
     "optionalParam", "localPort", "trace", "singlePage")
)  # fmt: skip


class Place(NamedTuple):
    """Where a call stands: below which prefix, on which router, and which method a block is for."""

    prefix: Value
    router: str
    method: str = ""


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and the mounts of functions that hold routes."""
    for call in unit.calls:
        if "." in call.written or call.decorates is not None:
            continue
        word = call.written
        last = call.arguments[-1].node if call.arguments else None
        block = last is not None and last.type == "lambda_literal"
        if word in _VERBS or word in _SOCKETS or word == "handle":
            place = _place(unit, call.node) if block else None
            if place is not None:
                yield from _route(unit, call, place)
        elif word not in _NO_ROUTERS and not block and word[:1].islower():
            yield from _mount(unit, call)


def _route(unit: Unit, call: Call, place: Place) -> Iterator[Fact]:
    path = unit.value(call.argument(0, "path")) if len(call.arguments) > 1 else NOTHING
    whole = joined(place.prefix, path)
    if call.written == "handle" and (not place.method or len(call.arguments) > 1):
        return
    method = place.method if call.written == "handle" else call.written.upper()
    if whole is not None:
        yield Route(
            line=unit.line(call.node),
            method="GET" if call.written in _SOCKETS else method,
            path=whole,
            router=place.router,
        )


def _mount(unit: Unit, call: Call) -> Iterator[Fact]:
    """A call that is a statement of a block of routes: of a function that holds routes itself."""
    if not _in_routes(unit, call.node):
        return
    place = _place(unit, call.node)
    if place is not None:
        child = f"{unit.imports.get(call.written, call.written)}()"
        yield Mount(
            line=unit.line(call.node), child=child, prefix=place.prefix, parent=place.router
        )


def _in_routes(unit: Unit, node: Node) -> bool:
    """Whether a node is a statement of a block of routes, or of a function."""
    above = node.parent
    if above is None or above.type not in ("lambda_literal", "block"):
        return False
    around = above.parent.parent if above.parent is not None else None
    if above.type == "block" or around is None:
        return above.type == "block"
    call = unit.called_at.get(around.id)
    return call is not None and call.written in _BLOCKS


def _place(unit: Unit, node: Node) -> Place | None:
    """Where a node stands among blocks of routes; None where it stands in none, or in a handler."""
    prefix, method, sure = NOTHING, "", False
    above = node.parent
    while above is not None:
        call = unit.called_at.get(above.id)
        if call is not None:
            word = call.function
            if word in _VERBS or word in _SOCKETS or word == "handle":
                return None
            if word == "routing":
                return Place(prefix, "", method)
            if word in ("route", "resource"):
                sure = True
                own = (
                    joined(unit.value(call.argument(0, "path")), prefix)
                    if call.arguments
                    else prefix
                )
                prefix = own or Value("pattern", f"*{prefix.text}")
                method = method or _method(unit, call.argument(1, "method"))
            elif word == "method":
                method = method or _method(unit, call.argument(0))
        elif above.type == "function_declaration":
            return _of_function(unit, above, Place(prefix, "", method), sure=sure)
        above = above.parent
    return Place(prefix, "", method) if sure else None


def _of_function(unit: Unit, function: Node, place: Place, *, sure: bool) -> Place | None:
    """The place within a function: on the function itself where it extends a router."""
    name = function.child_by_field_name("name")
    receiver = next((one for one in function.named_children if one.type == "user_type"), None)
    first = receiver is not None and name is not None and receiver.start_byte < name.start_byte
    if name is None or receiver is None or not first:
        return place if sure else None
    if unit.text(receiver).rpartition(".")[2] not in _ROUTERS:
        return place if sure else None
    return Place(place.prefix, f"{unit.text(name)}()", place.method)


def _method(unit: Unit, node: Node | None) -> str:
    if node is None or node.type == "lambda_literal":
        return ""
    text = unit.path(node)
    return text.rpartition(".")[2].upper() if ".HttpMethod." in f".{text}" else ""
