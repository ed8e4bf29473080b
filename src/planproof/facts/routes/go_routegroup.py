"""go-pkgz/routegroup 1: `g.Mount("/p").Route(func(r *routegroup.Bundle) {...})` around net/http's patterns.

`g.With(mw).HandleFunc("GET /orders/{id}", h)`, `Group()`, and `routegroup.Mount(mux, "/base")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.routes._go_routers import Library, Routers, path_of
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"routegroup",)

_GROUPS = Library(
    imports=("github.com/go-pkgz/routegroup",),
    makers=frozenset(("routegroup.New",)),
    types=frozenset(("Bundle",)),
    groups={"Mount": 0, "Group": None, "Route": None},
    passes=frozenset(("With",)),
)
_PATTERN = r"^(?:([A-Z]+)[ \t]+)?[\w.-]*(/\S*)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Routes of groups, and the functions that a group is handed to."""
    routers = Routers(unit, _GROUPS)
    for call in unit.calls:
        if call.receiver is not None and call.function in ("Handle", "HandleFunc"):
            yield from _route(unit, routers, call)
    yield from routers.mounts()


def _route(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    value, handler = unit.value(call.argument(0)), call.argument(1)
    match = rx(_PATTERN).match(value.text) if value.kind in ("literal", "pattern") else None
    hung = routers.at(call.receiver)
    if match is not None and hung.sure and handler is not None:
        yield Route(
            line=unit.line(call.node),
            method=match[1] or "*",
            path=path_of((*hung.prefix, Value(value.kind, match[2]))),
            router=hung.root,
            handler=unit.language.path(unit, handler),
        )
