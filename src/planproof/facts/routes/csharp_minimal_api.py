"""ASP.NET Core's minimal APIs: `app.MapGet("/x", …)`, `MapGroup("/p")`, `MapMethods`, health checks.

Groups of one file are put together here. The routes of a method that gets its builder as a parameter
(`MapOrders(this IEndpointRouteBuilder app)`) hang on `MapOrders()`, and so does the mount where it is
called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import Unit, child_at
from planproof.facts.languages._csharp_values import type_path
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._annotated import NOTHING, joined, status
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"MapGet",
    b"MapPost",
    b"MapPut",
    b"MapDelete",
    b"MapPatch",
    b"MapGroup",
    b"MapMethods",
    b"MapHealthChecks",
)

_VERBS = {
    "MapGet": "GET",
    "MapPost": "POST",
    "MapPut": "PUT",
    "MapDelete": "DELETE",
    "MapPatch": "PATCH",
    "MapHealthChecks": "GET",
    "Map": "*",
}
_BUILDERS = (
    "EndpointRouteBuilder", "RouteGroupBuilder", "WebApplication", "IVersionedEndpointRouteBuilder",
)  # fmt: skip
_OF_FRAMEWORK = (
    r"^Map(Get|Post|Put|Delete|Patch|Methods|Group|HealthChecks|Fallback\w*|Controller\w*|Default\w*|Razor\w*|Blazor\w*"
    r"|Hub|Grpc\w*|Swagger\w*|OpenApi|Scalar\w*|When|Metrics|Prometheus\w*|Static\w*|Identity\w*|ReverseProxy|Area\w*"
    r"|From|Dynamic\w*)?$"
)
STEPS = 24
"""Calls of a chain, and groups within groups, that are followed."""


class Place(NamedTuple):
    """What a builder stands for: a prefix below a router; `group` where a `MapGroup` is in it."""

    prefix: Value
    router: str
    group: bool


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, and the mounts of methods that hold routes."""
    for call in unit.calls:
        if call.receiver is None or call.decorates is not None:
            continue
        word = call.function
        if word in _VERBS:
            if word == "MapHealthChecks" or len(call.arguments) > 1:
                yield from _route(unit, call, (_VERBS[word],), call.argument(0, "pattern"))
        elif word == "MapMethods":
            listed = call.argument(1, "httpMethods")
            methods = [unit.string(one) for one in unit.items(listed)]
            known = tuple(one.upper() for one in methods if one)
            yield from _route(unit, call, known or ("*",), call.argument(0, "pattern"))
        elif word.startswith("Map") and rx(_OF_FRAMEWORK).match(word) is None:
            place = _place(unit, call.receiver)
            if place.group or place.router:
                line = unit.line(call.node.named_children[-1])
                yield Mount(line=line, child=f"{word}()", prefix=place.prefix, parent=place.router)


def _route(unit: Unit, call: Call, methods: tuple[str, ...], path: Node | None) -> Iterator[Fact]:
    value = unit.value(path)
    if call.receiver is None or value.kind not in ("literal", "pattern"):
        return
    if call.function == "Map" and not value.text.startswith("/"):
        return
    place = _place(unit, call.receiver)
    whole = joined(place.prefix, value)
    last = call.arguments[-1].node
    for method in methods if whole is not None else ():
        yield Route(
            line=unit.line(call.node.named_children[-1]),
            method=method,
            path=whole or value,
            router=place.router,
            handler="" if call.function == "MapHealthChecks" else unit.path(last),
            statuses=_statuses(unit, call.node),
        )


def _place(unit: Unit, node: Node) -> Place:
    """What an expression stands for, back through calls and names of this file."""
    prefix, group = NOTHING, False
    at: Node | None = node
    for _ in range(STEPS):
        if at is None:
            break
        call = unit.called_at.get(at.id)
        if call is not None:
            if call.function == "MapGroup":
                group = True
                own = unit.value(call.argument(0, "prefix"))
                prefix = joined(own, prefix) or Value("pattern", f"*{prefix.text}")
            at = call.receiver
        elif at.type == "identifier":
            given = _given(unit, at)
            if given is None:
                return Place(prefix, _function(unit, at), group)
            at = given
        else:
            at = child_at(at) if at.type == "parenthesized_expression" else None
    return Place(prefix, "", group)


def _given(unit: Unit, name: Node) -> Node | None:
    """What a local name was last given before it is used, in the same function or around it."""
    text = unit.text(name)
    functions = set()
    around = unit.around(name)
    while around is not None:
        functions.add(around.name)
        around = unit.around(around.node)
    found: Node | None = None
    for one in unit.assignments:
        if one.target == text and one.node.start_byte < name.start_byte:
            holder = unit.around(one.node)
            if holder is None or holder.name in functions:
                found = one.value if one.value.id in unit.called_at else None
    return found


def _function(unit: Unit, name: Node) -> str:
    """The function that gets a builder as a parameter, as a router."""
    text = unit.text(name)
    around = unit.around(name)
    while around is not None:
        given = around.node.child_by_field_name("parameters")
        for one in given.named_children if given is not None else ():
            own, type_ = one.child_by_field_name("name"), one.child_by_field_name("type")
            if own is not None and unit.text(own) == text:
                builder = type_path(unit, type_).endswith(_BUILDERS)
                return f"{around.name.rpartition('.')[2]}()" if builder else ""
        around = unit.around(around.node)
    return ""


def _statuses(unit: Unit, node: Node) -> tuple[int, ...]:
    """The codes of `.Produces(201)` and its kin after a route."""
    codes: list[int] = []
    for _ in range(STEPS):
        above = node.parent
        if above is None or above.type != "member_access_expression" or above.parent is None:
            break
        node = above.parent
        call = unit.called_at.get(node.id)
        if call is None:
            break
        if call.function.startswith("Produces"):
            codes += [status(unit.value(one.node).text) for one in call.arguments]
            if not call.arguments and call.function == "Produces":
                codes.append(200)
            if not call.arguments and call.function == "ProducesValidationProblem":
                codes.append(400)
    return tuple(dict.fromkeys(code for code in codes if code))
