"""Decorators of routers, home-made ones included: `@app.get("/x")`, `@bp.route("/x", methods=["POST"])`.

FastAPI, Starlette, Flask, Quart, Sanic, aiohttp, Bottle, Chalice, django-ninja and their likes agree on
these, so a path that begins with `/` is enough, whatever the router is.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import handler_of
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.routes._python_views import (
    VERBS,
    methods_of,
    rooted,
    router_at,
    statuses_of,
    verbs_of,
)
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

LIKE = (
    rb"@[\w.()]+\.(?:get|post|put|patch|delete|head|options|trace|(?:api_|websocket_)?route|websocket"
    rb"|resource|view)\("
)

ROUTES = frozenset(("route", "api_route", "resource", "view"))
SOCKETS = frozenset(("websocket", "websocket_route"))
NO_ROUTERS = frozenset(
    ("mock", "mocker", "respx", "responses", "httpretty", "requests_mock", "pook")
)
_ROUTER = r"(?i)(rout|app|api|bp|blueprint|server|controller|namespace)|^(ns|blp|web)$"


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each method and path of a decorator."""
    for call in unit.calls:
        if call.decorates is None or call.receiver is None:
            continue
        word = call.function
        if word not in ROUTES and word not in SOCKETS and word not in VERBS:
            continue
        router = unit.imported(call.written.rpartition(".")[0])
        if router.rpartition(".")[2] in NO_ROUTERS:
            continue
        paths = list(_paths(unit, call, router))
        for method in _methods(unit, call) if paths else ():
            for path in paths:
                yield Route(
                    line=unit.line(call.node),
                    method=method,
                    path=path,
                    router=router_at(unit, call.node, router),
                    handler=handler_of(unit, call),
                    statuses=statuses_of(unit, call),
                )


def _paths(unit: Unit, call: Call, router: str) -> Iterator[Value]:
    """The path; Flask-RESTX takes several."""
    told = rx(_ROUTER).search(router.rpartition(".")[2].removesuffix("()")) is not None
    first = call.argument(0, "path", "rule", "uri")
    nodes = [one.node for one in call.arguments if not one.name] or ([first] if first else [])
    for at, node in enumerate(nodes):
        value = unit.value(node)
        composed = value.kind == "pattern" or (value.kind == "reference" and at == 0)
        if rooted(value) or (told and (composed or (value.known and not value.text))):
            yield value
        elif at == 0:
            return


def _methods(unit: Unit, call: Call) -> tuple[str, ...]:
    word = call.function
    if word in VERBS:
        return (word.upper(),)
    if word in SOCKETS:
        return ("WEBSOCKET",)
    given = methods_of(unit, call.argument("methods", "method"))
    if given:
        return given
    if call.decorates is not None and call.decorates.type == "class_definition":
        return verbs_of(unit, handler_of(unit, call))
    return ("GET",)
