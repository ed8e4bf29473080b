"""gin-gonic/gin 1: `r.POST("/orders/:id", handler)`, groups included.

Routes are often registered in a file that does not import gin. There, what is called GET, POST ... with
a path and something that is no string counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._go_routers import Library, Routers, imported, routes, words
from planproof.facts.shapes import Call

NEEDS = (
    b"gin-gonic/gin", b'.GET("/', b'.POST("/', b'.PUT("/', b'.PATCH("/', b'.DELETE("/', b'.HEAD("/', b'.OPTIONS("/'
)  # fmt: skip

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
_STRINGS = ("interpreted_string_literal", "raw_string_literal")
_OTHERS = (
    "github.com/labstack/echo",
    "github.com/julienschmidt/httprouter",
    "github.com/gavv/httpexpect",
)
_GIN = Library(
    imports=("github.com/gin-gonic/gin",),
    makers=frozenset(("gin.Default", "gin.New")),
    types=frozenset(("Engine", "RouterGroup", "IRouter", "IRoutes")),
    groups={"Group": 0},
    passes=frozenset(("Use",)),
)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and the functions that a group is handed to."""
    if imported(unit, *_OTHERS):
        return
    routers = Routers(unit, _GIN)
    own = imported(unit, *_GIN.imports)
    for call in unit.calls:
        if own or (len(call.arguments) > 1 and call.arguments[-1].node.type not in _STRINGS):
            yield from _routes(unit, routers, call)
    if own:
        yield from routers.mounts()


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    if call.receiver is None or len(call.arguments) < 2:
        return
    handler = call.arguments[-1].node
    if call.function in _METHODS or call.function == "Any":
        methods, path = [call.function if call.function != "Any" else "*"], call.argument(0)
    elif call.function in ("Handle", "Match") and len(call.arguments) > 2:
        methods, path = words(unit, call.argument(0)), call.argument(1)
    else:
        return
    yield from routes(unit, routers, call, methods, path, handler)
