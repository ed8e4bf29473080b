"""FastAPI and Starlette beside their decorators: prefixes, `include_router`, `Route`, `Mount`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._python_views import (
    list_around,
    methods_of,
    rooted,
    router_at,
    router_of,
    statuses_of,
    view_of,
)
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"Router(", b"include_router", b"add_api_", b"starlette.routing", b"APIRoute", b".mount(")

ADDS = frozenset(("add_api_route", "add_api_websocket_route"))
ROUTES = ("starlette.routing.Route", "fastapi.routing.APIRoute", "starlette.routing.WebSocketRoute",
          "fastapi.routing.APIWebSocketRoute")  # fmt: skip
MOUNT = ("starlette.routing.Mount", "fastapi.routing.Mount")


def read(unit: Unit) -> Iterator[Fact]:
    """Prefixes of routers' own, what is included where, and routes that are listed."""
    yield from _made(unit)
    for call in unit.calls:
        if call.function == "include_router" and call.receiver is not None:
            yield from _included(unit, call)
        elif call.function in ADDS:
            path = call.argument(0, "path")
            value = unit.value(path)
            if path is not None and value.kind != "unknown":
                yield from _route(
                    unit, call, value, _owner(unit, call), call.function != "add_api_route"
                )
        elif call.callee in ROUTES:
            value = unit.value(call.argument(0, "path"))
            owner = list_around(unit, call.node)
            yield from _route(
                unit, call, _below(unit, call, value), owner, "WebSocket" in call.callee
            )
        elif call.callee in MOUNT:
            child = unit.named(call.argument("routes")) or view_of(unit, call.argument(1, "app"))
            value = _below(unit, call, unit.value(call.argument(0, "path")))
            if child:
                parent = list_around(unit, call.node)
                yield Mount(line=unit.line(call.node), child=child, prefix=value, parent=parent)
        elif call.function == "mount" and call.receiver is not None and call.decorates is None:
            value = unit.value(call.argument(0, "path"))
            child = unit.named(call.argument(1, "app"))
            if rooted(value) and child and not child.endswith("()"):
                line = unit.line(call.node)
                yield Mount(line=line, child=child, prefix=value, parent=_owner(unit, call))


def _made(unit: Unit) -> Iterator[Fact]:
    """Routers, with the prefixes of their own; those without one so that other files find them."""
    for one in unit.assignments:
        made = unit.called_at.get(one.value.id)
        if made is None or not made.function.endswith("Router"):
            continue
        prefix = made.argument("prefix")
        value = unit.value(prefix) if prefix is not None else Value("literal", "")
        if prefix is not None or (one.top and made.function == "APIRouter"):
            yield Mount(line=unit.line(one.node), child=one.target, prefix=value)


def _included(unit: Unit, call: Call) -> Iterator[Fact]:
    child = router_of(unit, call.argument(0, "router"))
    if child:
        prefix = call.argument("prefix")
        yield Mount(
            line=unit.line(call.node),
            child=child,
            prefix=unit.value(prefix) if prefix is not None else Value("literal", ""),
            parent=_owner(unit, call),
        )


def _owner(unit: Unit, call: Call) -> str:
    return router_at(unit, call.node, unit.imported(call.written.rpartition(".")[0]))


def _route(unit: Unit, call: Call, path: Value, owner: str, socket: bool) -> Iterator[Fact]:
    methods = ("WEBSOCKET",) if socket else methods_of(unit, call.argument("methods")) or ("GET",)
    for method in methods:
        yield Route(
            line=unit.line(call.node),
            method=method,
            path=path,
            router=owner,
            handler=view_of(unit, call.argument(1, "endpoint")),
            statuses=statuses_of(unit, call),
        )


def _below(unit: Unit, call: Call, path: Value) -> Value:
    """A path with those of the `Mount` calls that it is written within."""
    above: Node | None = call.node.parent
    while above is not None and above.type != "function_definition":
        outer = unit.called_at.get(above.id)
        if outer is not None and outer.callee in MOUNT:
            before = unit.value(outer.argument(0, "path"))
            kinds = {before.kind, path.kind}
            if kinds <= {"literal", "pattern"}:
                kind = "literal" if kinds == {"literal"} else "pattern"
                path = Value(kind, before.text.rstrip("/") + path.text)  # type: ignore[arg-type]
        above = above.parent
    return path
