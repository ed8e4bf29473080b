"""labstack/echo 4: `e.POST("/orders/:id", handler, middleware...)`, groups included."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, found_in, routes, words
from planproof.facts.shapes import Call

NEEDS = (b"labstack/echo",)

_METHODS = frozenset(
    ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
)
_ECHO = Library(
    imports=("github.com/labstack/echo",),
    makers=frozenset(("echo.New",)),
    types=frozenset(("Echo", "Group")),
    groups={"Group": 0},
)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and the functions that a group is handed to."""
    return found_in(unit, _ECHO, _routes)


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    if call.receiver is None or len(call.arguments) < 2:
        return
    at = 0
    if call.function in _METHODS or call.function == "Any":
        methods = [call.function if call.function != "Any" else "*"]
    elif call.function in ("Add", "Match") and len(call.arguments) > 2:
        methods, at = words(unit, call.argument(0)), 1
    else:
        return
    yield from routes(unit, routers, call, methods, call.argument(at), call.argument(at + 1))
