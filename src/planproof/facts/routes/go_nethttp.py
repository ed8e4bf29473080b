"""net/http of Go 1.22: `mux.HandleFunc("POST /orders/{id}", handler)`; without a method any counts.

gRPC-Gateway's `mux.HandlePath("GET", "/orders", h)` is one of these as well. Other routers have methods
of the same names: a file that imports one of them is theirs, but for `http.HandleFunc`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._go_routers import Hung, Library, Routers, imported
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b".HandleFunc(", b".Handle(", b".HandlePath(")

_OTHERS = (
    "github.com/gorilla/mux", "github.com/go-chi/chi", "github.com/gin-gonic/gin", "github.com/labstack/echo",
    "github.com/gofiber/fiber", "github.com/julienschmidt/httprouter", "github.com/go-pkgz/routegroup",
)  # fmt: skip
_NET = Library(
    imports=("net/http",),
    makers=frozenset(("http.NewServeMux",)),
    types=frozenset(("ServeMux",)),
    groups={},
)
_PATTERN = r"^(?:([A-Z]+)[ \t]+)?[\w.*{}-]*(/\S*)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and muxes that others are mounted on."""
    routers = Routers(unit, _NET)
    others = imported(unit, *_OTHERS)
    for call in unit.calls:
        if call.receiver is None or call.function not in ("Handle", "HandleFunc", "HandlePath"):
            continue
        hung = routers.at(call.receiver)
        if call.callee.startswith("http.Handle") or hung.sure or not others:
            yield from _routes(unit, call, hung, routers)
    if not others:
        yield from routers.mounts()


def _routes(unit: Unit, call: Call, hung: Hung, routers: Routers) -> Iterator[Fact]:
    if call.function == "HandlePath":
        method, path = unit.string(call.argument(0)), unit.value(call.argument(1))
        if method and len(call.arguments) == 3 and path.text.startswith("/"):
            yield _route(unit, call, hung, method, path, call.argument(2))
        return
    value = unit.value(call.argument(0))
    handler = call.argument(1)
    if len(call.arguments) != 2 or handler is None:
        return
    match = rx(_PATTERN).match(value.text) if value.kind in ("literal", "pattern") else None
    if match is None:
        if value.kind == "reference" and hung.sure:
            yield _route(unit, call, hung, "*", value, handler)
        return
    inner = _stripped(unit, handler)
    served = inner.argument(1) if inner is not None else None
    if (
        served is None or not routers.at(served).sure
    ):  # what a mux of this file serves is told by its routes
        yield _route(unit, call, hung, match[1] or "*", Value(value.kind, match[2]), handler)
    if inner is not None:
        child, prefix = unit.language.path(unit, served or handler), unit.value(inner.argument(0))
        if child:
            yield Mount(line=unit.line(call.node), child=child, prefix=prefix, parent=hung.root)


def _route(
    unit: Unit, call: Call, hung: Hung, method: str, path: Value, handler: Node | None
) -> Route:
    name = unit.language.path(unit, handler) if handler is not None else ""
    line = unit.line(call.node)
    return Route(line=line, method=method.upper(), path=path, router=hung.root, handler=name)


def _stripped(unit: Unit, handler: Node) -> Call | None:
    """`mux.Handle("/api/", http.StripPrefix("/api", api))` serves all of `api` there."""
    inner = unit.language.call(unit, handler) if handler.type == "call_expression" else None
    return inner if inner is not None and inner.callee == "http.StripPrefix" else None
