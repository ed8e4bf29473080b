"""Hono (4): `app.get("/x", handler)`, `app.route("/p", sub)`, `basePath`, and @hono/zod-openapi."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_lookup import chain
from planproof.facts.model import Fact, Route
from planproof.facts.routes._javascript import Routers, handler, mount, own_prefix, paths, served

if TYPE_CHECKING:
    from planproof.facts.shapes import Call

NEEDS = (b"hono'", b'hono"', b"hono/", b"Hono(", b"Hono<", b"HonoApp")


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, those of `on` and `openapi` too, and routers below a prefix."""
    routers = Routers(unit)
    yield from served(routers, "hono")
    for call in unit.calls:
        if call.receiver is None or routers.framework(call.callee, call.written) != "hono":
            continue
        if call.function == "route":
            yield from mount(routers, call, call.argument(1), call.argument(0))
        elif call.function == "basePath":
            yield from own_prefix(routers, call, call.argument(0))
        elif call.function == "on" and call.argument(2) is not None:
            yield from _on(routers, call)
        elif call.function == "openapi":
            yield from _described(routers, call)


def _on(routers: Routers, call: Call) -> Iterator[Fact]:
    """`app.on(["PUT", "DELETE"], "/x", handler)`."""
    unit, listed = routers.unit, call.argument(0)
    if listed is None or call.receiver is None:
        return
    for one in unit.items(listed) or [listed]:
        word = unit.string(one)
        for value in paths(unit, call.argument(1)) if word else ():
            yield Route(
                line=unit.line(call.node),
                method=(word or "").upper(),
                path=value,
                router=routers.name(call.receiver),
                handler=handler(unit, call),
            )


def _described(routers: Routers, call: Call) -> Iterator[Fact]:
    """`app.openapi(createRoute({ method: "get", path: "/x/{id}" }), handler)`."""
    unit = routers.unit
    described = routers.names.meant(call.argument(0))
    if described is None or described.type != "call_expression" or call.receiver is None:
        return
    links, _ = chain(unit, described)
    said = dict(routers.names.pairs(links[-1].first)) if links else {}
    method = unit.string(said.get("method"))
    for value in paths(unit, said.get("path")) if method else ():
        yield Route(
            line=unit.line(call.node),
            method=(method or "").upper(),
            path=value,
            router=routers.name(call.receiver),
            handler=handler(unit, call),
        )
