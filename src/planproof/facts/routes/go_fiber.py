"""gofiber/fiber 2 and 3: `app.Get("/orders/:id", handler)`, groups, `Route` and `Mount` included."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, found_in, routes, words
from planproof.facts.shapes import Call

NEEDS = (b"gofiber/fiber",)

_METHODS = frozenset(
    ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Connect", "Trace")
)
_FIBER = Library(
    imports=("github.com/gofiber/fiber",),
    makers=frozenset(("fiber.New",)),
    types=frozenset(("App", "Router", "Group")),
    groups={"Group": 0, "Route": 0},
    mounts={"Mount": (0, 1)},
)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, apps that are mounted, and the functions that a group is handed to."""
    return found_in(unit, _FIBER, _routes)


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    if call.receiver is None or len(call.arguments) < 2:
        return
    at = 0
    if call.function in _METHODS or call.function == "All":
        methods = [call.function if call.function != "All" else "*"]
    elif call.function == "Add" and len(call.arguments) > 2:
        methods, at = words(unit, call.argument(0)), 1
    else:
        return
    yield from routes(unit, routers, call, methods, call.argument(at), call.arguments[-1].node)
