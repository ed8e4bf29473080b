"""actix-web 2 to 4: `web::scope("/p")`, `web::resource("/x").route(web::get().to(h))`, and its registrations.

`.service(h)` and `.configure(orders::config)` mount a handler with an attribute, or a configuration.
"""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.routes._rust_routers import Routers, arguments_of, chain, joined
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

LIKE = rb"\bweb::(?:scope|resource|get|post|put|delete|patch|method|route)\b|ServiceConfig|\.service\(|\bresource\("

_NESTS: dict[str, int | None] = {"service": None}
_METHOD = r"(?:^|(?:^|\.)web\.)(get|post|put|delete|patch|head|trace|route|method)$"
_SCOPE = r"(?:^|(?:^|\.)web\.)(?:scope|resource)$"
"""With `use actix_web::web::*` they stand alone."""

_SHORT = frozenset(("get", "post", "put", "delete", "patch", "head", "trace", "to", "to_async"))


def read(unit: Unit) -> Iterator[Fact]:
    """Routes and mounts."""
    routers = Routers(unit, _NESTS, _prefix)
    for call in unit.calls:
        if call.receiver is None:
            continue
        if call.function == "route" and call.arguments:
            yield from _routed(unit, routers, call)
        elif call.function in _SHORT and len(call.arguments) == 1:
            if _is_resource(unit, call.receiver):
                method = "*" if call.function.startswith("to") else call.function.upper()
                yield from _route(unit, routers, call, [], (method, unit.path(call.argument(0))))
        elif call.function in ("service", "configure") and len(call.arguments) == 1:
            given = _called(call.arguments[0].node)
            for one in unit.items(given) or [given]:
                yield from routers.mount(call.node, one, None)


def _called(node: Node) -> Node:
    """What a closure does nothing but call: `|cfg| orders::config(cfg, true)`; else the node itself."""
    body = node.child_by_field_name("body") if node.type == "closure_expression" else None
    if body is not None and body.type == "block" and body.named_child_count == 1:
        body = body.named_child(0)
    if body is not None and body.type == "expression_statement":
        body = body.named_child(0)
    function = body.child_by_field_name("function") if body is not None else None
    plain = function is not None and function.type != "field_expression"
    return body if body is not None and plain else node


def _prefix(unit: Unit, start: Node) -> Value | None:
    """The path of `web::scope("/p")` or `web::resource("/x")`."""
    function = start.child_by_field_name("function") if start.type == "call_expression" else None
    if function is None or rx(_SCOPE).search(unit.path(function)) is None:
        return None
    given = arguments_of(start)
    return unit.value(given[0]) if given else None


def _is_resource(unit: Unit, receiver: Node) -> bool:
    start = chain(unit, receiver).start
    function = start.child_by_field_name("function") if start.type == "call_expression" else None
    path = unit.path(function) if function is not None else ""
    return path == "resource" or path.endswith("web.resource")


def _routed(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    """`.route("/x", web::get().to(h))`, or `.route(web::get().to(h))` of a resource."""
    found = _method(unit, call.arguments[-1].node)
    if found is None:
        return
    paths = []
    if len(call.arguments) == 2:
        paths = [unit.value(call.arguments[0].node)]
    elif not _is_resource(unit, call.receiver or call.node):
        return
    yield from _route(unit, routers, call, paths, found)


def _route(
    unit: Unit, routers: Routers, call: Call, paths: list[Value], found: tuple[str, str]
) -> Iterator[Fact]:
    prefixes, router = routers.of(call.node)
    whole = joined([*prefixes, *paths])
    line = unit.line(call.arguments[0].node)
    yield Route(line=line, method=found[0], path=whole, router=router, handler=found[1])


def _method(unit: Unit, node: Node) -> tuple[str, str] | None:
    """Method and handler of `web::get().to(h)`."""
    found = chain(unit, node)
    function = found.start.child_by_field_name("function")
    match = rx(_METHOD).search(unit.path(function)) if function is not None else None
    if match is None:
        return None
    word = match.group(1)
    method = "*" if word == "route" else word.upper()
    handler = ""
    if word == "method":
        given = arguments_of(found.start)
        method = unit.text(given[0]).rpartition("::")[2] if given else "*"
    steps = {name for name, _ in found.steps}
    if steps.isdisjoint(("to", "to_async", "service")):
        return None
    for name, call in found.steps:
        given = arguments_of(call)
        if name in ("to", "to_async") and given:
            handler = unit.path(given[0])
        elif name == "method" and given:
            method = unit.text(given[0]).rpartition("::")[2]
    return method, handler
