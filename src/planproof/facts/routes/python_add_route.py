"""`add_route` and its likes: Falcon, Starlette, Sanic, Pyramid, and aiohttp's `add_get`, `web.get`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._python_views import (
    VERBS,
    list_around,
    methods_of,
    rooted,
    verbs_of,
    view_of,
)
from planproof.facts.shapes import Call

NEEDS = (b"add_route", b"router.add_", b"add_subapp", b"aiohttp")

ADDS = {f"add_{verb}": verb.upper() for verb in VERBS} | {"add_view": "*"}
"""aiohttp's methods of `app.router`."""

LISTED = {f"aiohttp.web.{verb}": verb.upper() for verb in VERBS} | {"aiohttp.web.view": "*"}


def read(unit: Unit) -> Iterator[Fact]:
    """Routes added by a call, and sub-applications."""
    for call in unit.calls:
        if call.decorates is not None:
            continue
        if call.callee in LISTED:
            around = _adder(unit, call) or list_around(unit, call.node)
            path = unit.value(call.argument(0, "path"))
            yield from _route(unit, call, LISTED[call.callee], path, around, 1)
        elif call.callee == "aiohttp.web.route":
            around = _adder(unit, call) or list_around(unit, call.node)
            path = unit.value(call.argument(1, "path"))
            yield from _route(unit, call, _method(unit, call), path, around, 2)
        elif call.receiver is None:
            continue
        elif call.function in ADDS and call.written.endswith(f"router.{call.function}"):
            path = unit.value(call.argument(0, "path"))
            yield from _route(unit, call, ADDS[call.function], path, _owner(unit, call), 1)
        elif call.function == "add_route":
            yield from _added(unit, call)
        elif call.function == "add_subapp":
            child, value = unit.named(call.argument(1, "subapp")), unit.value(call.argument(0))
            if child and rooted(value):
                owner = _owner(unit, call)
                yield Mount(line=unit.line(call.node), child=child, prefix=value, parent=owner)
        elif call.function == "add_routes":
            child = unit.named(call.argument(0))
            if child and "." not in child.strip("."):
                nothing = Value("literal", "")
                owner = _owner(unit, call)
                yield Mount(line=unit.line(call.node), child=child, prefix=nothing, parent=owner)


def _owner(unit: Unit, call: Call) -> str:
    return unit.imported(call.written.rpartition(".")[0]).removesuffix(".router")


def _adder(unit: Unit, call: Call) -> str:
    """The application in `app.add_routes([web.get("/x", show)])`."""
    above = call.node.parent
    while above is not None and above.type in ("list", "tuple", "argument_list", "call"):
        outer = unit.called_at.get(above.id)
        if outer is not None:
            return _owner(unit, outer) if outer.function == "add_routes" else ""
        above = above.parent
    return ""


def _method(unit: Unit, call: Call) -> str:
    return (unit.string(call.argument(0, "method")) or "*").upper()


def _added(unit: Unit, call: Call) -> Iterator[Fact]:
    """`add_route`: what the first two arguments are tells whose it is."""
    first, second = unit.value(call.argument(0)), unit.value(call.argument(1))
    owner = _owner(unit, call)
    if rooted(first):  # Falcon, Starlette
        yield from _resource(unit, call, first, owner)
    elif rooted(second) and first.known and first.text.lower() in ("*", *VERBS):  # aiohttp
        yield from _route(unit, call, _method(unit, call), second, owner, 2)
    elif rooted(second) and first.known:  # Pyramid: name, pattern
        said = methods_of(unit, call.argument("request_method"))
        for method in said or ("*",):
            yield Route(line=unit.line(call.node), method=method, path=second, router=owner)
    elif rooted(second):  # Sanic: handler, path
        for method in methods_of(unit, call.argument(2, "methods")) or ("GET",):
            yield from _route(unit, call, method, second, owner, 0)


def _resource(unit: Unit, call: Call, path: Value, owner: str) -> Iterator[Fact]:
    """Falcon answers by the class' `on_get`, Starlette by a function for the methods named."""
    given = methods_of(unit, call.argument("methods"))
    made = call.argument(1, "resource", "route")
    name = view_of(unit, made)
    suffix = unit.string(call.argument("suffix"))
    if not given and any(path.startswith("falcon") for path in unit.imports.values()):
        maker = unit.makers.get(name)
        name = unit.imported(maker.written) if maker is not None else name
        given = verbs_of(unit, name, "on_", f"_{suffix}" if suffix else "")
    for method in given or ("GET" if name in _functions(unit) else "*",):
        line = unit.line(call.node)
        yield Route(line=line, method=method, path=path, router=owner, handler=name)


def _functions(unit: Unit) -> set[str]:
    return {one.name for one in unit.functions if not one.method}


def _route(
    unit: Unit, call: Call, method: str, path: Value, owner: str, handler: int
) -> Iterator[Fact]:
    if rooted(path):
        name = view_of(unit, call.argument(handler, "handler"))
        said = verbs_of(unit, name) if method == "*" else (method,)
        for one in said:
            line = unit.line(call.node)
            yield Route(line=line, method=one, path=path, router=owner, handler=name)
