"""julienschmidt/httprouter 1: `router.GET("/orders/:id", h)`, `router.HandlerFunc("GET", "/orders", h)`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, imported, routes

NEEDS = (b"julienschmidt/httprouter",)

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
_HTTPROUTER = Library(
    imports=("github.com/julienschmidt/httprouter",),
    makers=frozenset(("httprouter.New",)),
    types=frozenset(("Router",)),
    groups={},
)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes."""
    if not imported(unit, *_HTTPROUTER.imports):
        return
    routers = Routers(unit, _HTTPROUTER)
    for call in unit.calls:
        if call.receiver is None or len(call.arguments) < 2:
            continue
        at = 0
        if call.function in _METHODS:
            method = call.function
        elif call.function in ("Handle", "Handler", "HandlerFunc") and len(call.arguments) > 2:
            method, at = unit.string(call.argument(0)) or "*", 1
        else:
            continue
        yield from routes(unit, routers, call, [method], call.argument(at), call.argument(at + 1))
