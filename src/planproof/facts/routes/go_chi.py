"""go-chi/chi 5: `r.Get("/orders/{id}", handler)` in whatever `Route`, `Group` and `With`; `Mount`.

In a file that does not import chi, what is called a router and has such methods counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, imported, routes
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (
    b"go-chi/chi",
    b'outer.Get("/',
    b'outer.Post("/',
    b'outer.Put("/',
    b'outer.Patch("/',
    b'outer.Delete("/',
)

_METHODS = frozenset(
    ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Connect", "Trace")
)
_OTHERS = ("github.com/gofiber/fiber", "github.com/gorilla/mux", "github.com/go-resty")
_CHI = Library(
    imports=("github.com/go-chi/chi",),
    makers=frozenset(("chi.NewRouter", "chi.NewMux")),
    types=frozenset(("Router", "Mux")),
    groups={"Route": 0, "Group": None},
    passes=frozenset(("With",)),
    mounts={"Mount": (0, 1)},
)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and routers that are mounted."""
    if imported(unit, *_OTHERS):
        return
    routers = Routers(unit, _CHI)
    own = imported(unit, *_CHI.imports)
    for call in unit.calls:
        named = rx(r"(?i)router$").search(call.written.rpartition(".")[0]) is not None
        if (own or named) and not call.callee.startswith("http."):
            yield from _routes(unit, routers, call)
    if own:
        yield from routers.mounts()


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    if call.receiver is None or len(call.arguments) < 2:
        return
    at = 0
    if call.function in _METHODS:
        method = call.function
    elif call.function in ("Handle", "HandleFunc"):
        method = "*"
    elif call.function in ("Method", "MethodFunc") and len(call.arguments) > 2:
        method, at = unit.string(call.argument(0)) or "*", 1
    else:
        return
    yield from routes(unit, routers, call, [method], call.argument(at), call.argument(at + 1))
