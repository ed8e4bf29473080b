"""Decorators without a router: Bottle, Litestar and BlackSheep. `@get("/orders")`.

Litestar's routes hang on their controller, or on their function by name, for `Router(route_handlers=)`
takes either.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import handler_of
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._python_views import VERBS, methods_of, rooted, statuses_of
from planproof.facts.shapes import Call

NEEDS = (b"bottle", b"litestar", b"starlite", b"blacksheep")

LIBRARIES = frozenset(("bottle", "litestar", "starlite", "blacksheep"))
ROUTERS = ("litestar.Router", "litestar.Litestar", "starlite.Router", "starlite.Starlite")


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, controllers' paths, and routers that list them."""
    for call in unit.calls:
        library, _, rest = call.callee.partition(".")
        if library not in LIBRARIES:
            continue
        word = rest.rpartition(".")[2]
        if call.decorates is not None and (word in VERBS or word == "route"):
            yield from _routes(unit, call, library, word)
        elif call.callee in ROUTERS:
            yield from _router(unit, call)
    for one in unit.classes:
        if any(base.endswith(".Controller") for base in one.bases):
            for field in one.fields:
                if field.name == "path" and field.default is not None:
                    value = unit.value(field.default)
                    yield Mount(line=unit.line(field.node), child=one.name, prefix=value)


def _routes(unit: Unit, call: Call, library: str, word: str) -> Iterator[Fact]:
    node = call.argument(0, "path")
    paths = [unit.value(one) for one in (unit.items(node) or [node])] if node is not None else []
    if library in ("litestar", "starlite"):
        paths = paths or [Value("literal", "/")]
        function = unit.around(call.node)
        router = _controller(unit, call) or handler_of(unit, call)
        router = router if function is None else ""
    else:
        router = ""
    methods = methods_of(unit, call.argument("method", "methods", "http_method")) or ("GET",)
    for path in paths:
        if rooted(path) or (library in ("litestar", "starlite") and path.known):
            for method in methods if word == "route" else (word.upper(),):
                yield Route(
                    line=unit.line(call.node),
                    method=method,
                    path=path,
                    router=router,
                    handler=handler_of(unit, call),
                    statuses=statuses_of(unit, call),
                )


def _controller(unit: Unit, call: Call) -> str:
    above = call.node.parent
    while above is not None:
        if above.type == "class_definition":
            name = above.child_by_field_name("name")
            return unit.text(name) if name is not None else ""
        above = above.parent
    return ""


def _router(unit: Unit, call: Call) -> Iterator[Fact]:
    """`Router(path="/v1", route_handlers=[Orders, show])`."""
    prefix = call.argument("path", 0) if call.function == "Router" else call.argument("path")
    value = unit.value(prefix) if prefix is not None else Value("literal", "")
    name = next(
        (one.target for one in unit.assignments if one.value.id == call.node.id), call.function
    )
    for node in unit.items(call.argument("route_handlers")):
        child = unit.named(node)
        if child:
            yield Mount(line=unit.line(call.node), child=child, prefix=value, parent=name)
