"""axum 0.4 to 0.8, and aide: `Router::new().route("/x/{id}", get(h).post(g)).nest("/p", orders::routes())`."""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route
from planproof.facts.routes._rust_routers import Routers, arguments_of, chain, joined
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

LIKE = rb"\.(?:api_route|route|nest)(?:_service|_with)?\(|Router::new"

_NESTS: dict[str, int | None] = {
    "nest": 0, "nest_service": 0, "nest_api_service": 0, "merge": None, "fallback_service": None,
}  # fmt: skip
_ROUTES = frozenset(("route", "api_route", "api_route_with", "route_with_tsr"))
_METHOD = r"^(get|post|put|delete|patch|head|options|trace|connect|any)(?:_service|_with)?$"
_HOME = r"^(?:axum|aide)\."


def read(unit: Unit) -> Iterator[Fact]:
    """Routes and mounts of the routers that a file builds."""
    if b"axum" not in unit.data:
        return
    routers = Routers(unit, _NESTS)
    for call in unit.calls:
        if call.receiver is None:
            continue
        if call.function in _ROUTES and len(call.arguments) > 1:
            yield from _routes(unit, routers, call)
        elif call.function == "route_service" and _axum(call):
            yield from _route(unit, routers, call, (("*", ""),))
        elif call.function in ("nest", "nest_service") and len(call.arguments) == 2:
            prefix = unit.value(call.argument(0))
            if not prefix.known or prefix.text.startswith("/"):
                yield from routers.mount(call.node, call.arguments[1].node, prefix)
        elif call.function == "merge" and len(call.arguments) == 1 and _axum(call):
            yield from routers.mount(call.node, call.arguments[0].node, None)


def _axum(call: Call) -> bool:
    """Whether a chain begins with a router as far as the file tells."""
    return rx(r"Router\.(?:new|default|with_state)\(\)|[Rr]outer").search(call.callee) is not None


def _routes(unit: Unit, routers: Routers, call: Call) -> Iterator[Fact]:
    methods = tuple(_methods(unit, call.arguments[1].node))
    if not methods and rx(r"Router\.(?:new|default)\(\)").search(call.callee):
        methods = (("*", ""),)
    yield from _route(unit, routers, call, methods)


def _route(
    unit: Unit, routers: Routers, call: Call, methods: tuple[tuple[str, str], ...]
) -> Iterator[Fact]:
    path = unit.value(call.argument(0))
    rooted = (
        path.text.startswith("/")
        if path.kind in ("literal", "pattern")
        else path.kind == "reference"
    )
    if not methods or not rooted:
        return
    prefixes, router = routers.of(call.node)
    whole = joined([*prefixes, path])
    for method, handler in methods:
        line = unit.line(call.arguments[0].node)
        yield Route(line=line, method=method, path=whole, router=router, handler=handler)


def _methods(unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
    """`get(h).post(g)` as methods and handlers; nothing for what is no method router."""
    found = chain(unit, node)
    function = found.start.child_by_field_name("function")
    path = unit.path(function) if found.start.type == "call_expression" else ""
    first = path.rpartition(".")[2]
    known = rx(_HOME).match(path) is not None or path in (first, f"routing.{first}")
    if not known or (first != "on" and rx(_METHOD).match(first) is None):
        return
    for name, call in ((first, found.start), *found.steps):
        given = arguments_of(call)
        match = rx(_METHOD).match(name)
        if name == "on" and len(given) > 1:
            for word in unit.text(given[0]).split("|"):
                method = word.strip().rpartition("::")[2]
                yield method, unit.path(given[1])
        elif match is not None:
            word = match.group(1)
            handler = unit.path(given[0]) if given else ""
            yield ("*" if word == "any" else word.upper()), handler
