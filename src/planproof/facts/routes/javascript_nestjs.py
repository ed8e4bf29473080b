"""NestJS (8 to 11): `@Controller("orders")` with `@Get(":id")`, and `setGlobalPrefix`.

A controller's prefix is a mount of its own. A global prefix is the prefix of `@nestjs/common.Controller`,
which stands for every controller of the application; versions of paths are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call, Class, Function

NEEDS = (b"@Controller(", b"setGlobalPrefix")

CONTROLLER = "@nestjs/common.Controller"
_VERBS = {"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD",
          "Options": "OPTIONS", "All": "*", "Search": "SEARCH", "Sse": "GET"}  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Controllers' prefixes, and the endpoints of their methods."""
    for call in unit.calls:
        prefix = call.argument(0)
        if call.function == "setGlobalPrefix" and prefix is not None:
            yield Mount(line=unit.line(call.node), child=CONTROLLER, prefix=unit.value(prefix))
    controllers = {}
    for one in unit.classes:
        for decorator in one.decorators:
            if decorator.callee == CONTROLLER:
                controllers[one.name] = one
                yield from _prefixes(unit, one, decorator)
    for function in unit.functions:
        name = function.name.rpartition(".")[0]
        if function.method and name in controllers:
            yield from _endpoints(unit, function, name)


def _paths(unit: Unit, decorator: Call) -> list[tuple[Value, Node]]:
    """The paths that a decorator says: none, one, a list, or the `path` of an object."""
    node = decorator.argument("path") or decorator.argument(0)
    if node is None or (node.type == "object" and decorator.argument("path") is None):
        return [(Value("literal", ""), decorator.node)]
    return [(unit.value(one), one) for one in unit.items(node) or [node]]


def _prefixes(unit: Unit, one: Class, decorator: Call) -> Iterator[Fact]:
    for value, _ in _paths(unit, decorator):
        if value.text or value.kind != "literal":
            yield Mount(line=unit.line(decorator.node), child=one.name, prefix=value)


def _endpoints(unit: Unit, function: Function, controller: str) -> Iterator[Fact]:
    statuses = tuple(
        int(code)
        for decorator in function.decorators
        if decorator.callee == "@nestjs/common.HttpCode"
        and (code := unit.string(decorator.argument(0)) or "").isdecimal()
    )
    for decorator in function.decorators:
        module, _, word = decorator.callee.rpartition(".")
        if module != "@nestjs/common" or word not in _VERBS:
            continue
        for value, _ in _paths(unit, decorator):
            yield Route(
                line=unit.line(decorator.node),
                method=_VERBS[word],
                path=value,
                router=controller,
                handler=function.name.rpartition(".")[2],
                statuses=statuses,
            )
