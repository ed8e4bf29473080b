"""NestJS (8 to 11): `@Controller("orders")` with `@Get(":id")`, and `setGlobalPrefix`.

A controller's prefix is a mount of its own. A global prefix is the prefix of `@nestjs/common.Controller`,
which stands for every controller of the application. So is what versions put before paths: `v1` of
`enableVersioning({ type: VersioningType.URI, defaultVersion: "1" })`, as a mount on `@nestjs/common.Version`.
What has a version of its own hangs on `OrdersController@2`, without one on `OrdersController@`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call, Class, Function

NEEDS = (b"@Controller(", b"setGlobalPrefix", b"enableVersioning")

CONTROLLER = "@nestjs/common.Controller"
VERSION = "@nestjs/common.Version"
_VERBS = {"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD",
          "Options": "OPTIONS", "All": "*", "Search": "SEARCH", "Sse": "GET"}  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Controllers' prefixes, and the endpoints of their methods."""
    for call in unit.calls:
        prefix = call.argument(0)
        if call.function == "setGlobalPrefix" and prefix is not None:
            yield Mount(line=unit.line(call.node), child=CONTROLLER, prefix=unit.value(prefix))
        elif call.function == "enableVersioning":
            yield from _versioned(unit, call)
    within: dict[str, list[Function]] = {}
    for function in unit.functions:
        if function.method:
            within.setdefault(function.name.rpartition(".")[0], []).append(function)
    for one in unit.classes:
        for decorator in one.decorators:
            if decorator.callee == CONTROLLER:
                own = _versions(unit, decorator.argument("version"))
                for function in within.get(one.name, ()):
                    yield from _endpoints(unit, function, one.name, own)
                yield from _prefixes(unit, one, decorator, own, within.get(one.name, []))


def _versioned(unit: Unit, call: Call) -> Iterator[Fact]:
    """What is put before the paths of controllers that say no version."""
    kind = call.argument("type")
    if kind is not None and not unit.language.path(unit, kind).endswith(".URI"):
        return
    default = unit.string(call.argument("defaultVersion"))
    prefix = Value("literal", f"v{default}" if default else "")
    yield Mount(line=unit.line(call.node), child=CONTROLLER, prefix=prefix, parent=VERSION)


def _versions(unit: Unit, node: Node | None) -> tuple[str, ...]:
    """The versions that an argument says, as routers are called by them: `@2`; `@` for none at all."""
    if node is None:
        return ()
    words = [unit.string(one) for one in unit.items(node) or [node]]
    return tuple(f"@{word or ''}" for word in words)


def _own(unit: Unit, function: Function) -> tuple[str, ...]:
    for decorator in function.decorators:
        if decorator.callee == VERSION:
            return _versions(unit, decorator.argument(0))
    return ()


def _paths(unit: Unit, decorator: Call) -> list[tuple[Value, Node]]:
    """The paths that a decorator says: none, one, a list, or the `path` of an object."""
    node = decorator.argument("path") or decorator.argument(0)
    if node is None or (node.type == "object" and decorator.argument("path") is None):
        return [(Value("literal", ""), decorator.node)]
    return [(unit.value(one), one) for one in unit.items(node) or [node]]


def _prefixes(
    unit: Unit, one: Class, decorator: Call, own: tuple[str, ...], functions: list[Function]
) -> Iterator[Fact]:
    versions = dict.fromkeys(own or ("",))
    for function in functions:
        versions.update(dict.fromkeys(_own(unit, function)))
    for value, _ in _paths(unit, decorator):
        for version in versions if value.text or value.kind != "literal" else ():
            line = unit.line(decorator.node)
            yield Mount(line=line, child=f"{one.name}{version}", prefix=value)


def _endpoints(
    unit: Unit, function: Function, controller: str, versions: tuple[str, ...]
) -> Iterator[Fact]:
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
            for version in _own(unit, function) or versions or ("",):
                yield Route(
                    line=unit.line(decorator.node),
                    method=_VERBS[word],
                    path=value,
                    router=f"{controller}{version}",
                    handler=function.name.rpartition(".")[2],
                    statuses=statuses,
                )
