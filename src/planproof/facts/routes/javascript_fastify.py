"""Fastify (4 and 5): `fastify.get("/x", handler)`, `fastify.route({ ... })`, plugins below a prefix.

Routes that hang on the parameter of a function hang on the function, so that what registers the
function as a plugin says their prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route
from planproof.facts.routes._javascript import Routers, mount, paths, served

if TYPE_CHECKING:
    from planproof.facts.shapes import Call

NEEDS = (b"fastify", b"Fastify")


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and plugins with their prefixes."""
    routers = Routers(unit)
    yield from served(routers, "fastify")
    for call in unit.calls:
        if call.receiver is None or routers.framework(call.callee, call.written) != "fastify":
            continue
        if call.function == "route":
            yield from _route(routers, call)
        elif call.function == "register":
            prefix = call.argument("prefix")
            yield from mount(routers, call, call.argument(0), prefix, plugins=True)


def _route(routers: Routers, call: Call) -> Iterator[Fact]:
    """`fastify.route({ method: ["GET"], url: "/x", handler })`."""
    unit, listed = routers.unit, call.argument("method")
    if listed is None or call.receiver is None:
        return
    answers = call.argument("handler")
    for one in unit.items(listed) or [listed]:
        word = unit.string(one)
        for value in paths(unit, call.argument("url", "path")) if word else ():
            yield Route(
                line=unit.line(call.node),
                method=(word or "").upper(),
                path=value,
                router=routers.name(call.receiver),
                handler=unit.path(answers) if answers is not None else "",
            )
