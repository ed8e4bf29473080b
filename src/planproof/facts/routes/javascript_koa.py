"""Koa's routers: `new Router({ prefix: "/orders" })` of @koa/router (8 to 13) and koa-router."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import plain
from planproof.facts.model import Fact, Route
from planproof.facts.routes._javascript import (
    FACTORIES,
    METHODS,
    Routers,
    handler,
    mount,
    own_prefix,
    paths,
    served,
)
from planproof.text.patterns import rx

NEEDS = (b"koa",)


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, named ones (`router.get("name", "/x", handler)`) too, and routers below a prefix."""
    routers = Routers(unit)
    yield from served(routers, "koa")
    for call in unit.calls:
        if call.node.type == "new_expression" or call.receiver is None:
            if rx(FACTORIES["koa"]).fullmatch(f"{call.callee}()"):
                yield from own_prefix(routers, call, call.argument("prefix"))
        elif routers.framework(call.callee, call.written) == "koa":
            first, second = call.argument(0), call.argument(1)
            if call.function == "prefix":
                yield from own_prefix(routers, call, first)
            elif call.function == "use" and first is not None:
                says = plain(first).type in ("string", "template_string")
                given = [one.node for one in call.arguments if not one.name][says:]
                for child in given:
                    yield from mount(routers, call, child, first if says else None)
            elif call.function in METHODS and call.argument(2) is not None and first is not None:
                name = unit.string(first)
                for value in paths(unit, second) if name and not name.startswith("/") else ():
                    yield Route(
                        line=unit.line(call.node),
                        method=METHODS[call.function],
                        path=value,
                        router=routers.name(call.receiver),
                        handler=handler(unit, call),
                    )
