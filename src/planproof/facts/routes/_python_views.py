"""What Python's routers have in common: status codes, views that are classes, lists of routes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


def statuses_of(unit: Unit, call: Call) -> tuple[int, ...]:
    """The status codes that a route declares: `status_code=201`, `responses={404: ...}`."""
    nodes = [call.argument("status_code")]
    texts = [unit.value(node) for node in nodes if node is not None]
    texts += [Value("literal", key) for key, _ in unit.pairs(call.argument("responses"))]
    return tuple(code for value in texts if (code := _status(value)))


def _status(value: Value) -> int:
    if value.known:
        return int(value.text) if rx(r"^[1-5]\d\d$").match(value.text) else 0
    word = value.text.rpartition(".")[2] if value.kind == "reference" else ""
    numbered = rx(r"^HTTP_([1-5]\d\d)").match(word)
    if numbered:
        return int(numbered[1])
    named = HTTPStatus.__members__.get(word)
    return named.value if named is not None and "HTTPStatus" in value.text else 0


def methods_of(unit: Unit, node: Node | None) -> tuple[str, ...]:
    """Methods in a list or by themselves: `["GET", "POST"]`, `"GET"`."""
    if node is None:
        return ()
    inner = unit.called_at.get(node.id)  # frozenset({"POST"})
    if inner is not None and inner.arguments:
        node = inner.arguments[0].node
    words = [unit.string(one) for one in unit.items(node) or [node]]
    return tuple(word.upper() for word in words if word)


def verbs_of(unit: Unit, name: str, before: str = "", after: str = "") -> tuple[str, ...]:
    """The methods that a class of this file answers, by the names of its functions; `*` for another's."""
    word = name.rpartition(".")[2].removesuffix("()")
    found = {
        one.name.rpartition(".")[2]: None
        for one in unit.functions
        if one.name.rpartition(".")[0] == word
    }
    said = tuple(verb.upper() for verb in VERBS if f"{before}{verb}{after}" in found)
    return said or ("*",)


def view_of(unit: Unit, node: Node | None) -> str:
    """A view by name: `views.Orders` for `views.Orders.as_view()`, for `views.Orders()` and for itself."""
    path = unit.named(node)
    return path.removesuffix("()").removesuffix(".as_view").removesuffix(".as_asgi")


def router_of(unit: Unit, node: Node | None) -> str:
    """A router by name: `shop.app.app`; a parameter with its function: `register(app)`."""
    return router_at(unit, node, unit.named(node)) if node is not None else ""


def router_at(unit: Unit, node: Node, name: str) -> str:
    """The same for a name that stands at a node."""
    function = unit.around(node) if name and "." not in name else None
    while function is not None:
        if name in function.parameters:
            return f"{function.name}({name})"
        function = unit.around(function.node)
    return name


def rooted(value: Value) -> bool:
    """Whether a value is a path that begins with a slash."""
    return value.kind in ("literal", "pattern") and value.text.startswith("/")


def list_around(unit: Unit, node: Node) -> str:
    """The name that the list, or call, around a node is given: `urlpatterns`; empty where there is none."""
    above = node.parent
    while above is not None:
        if above.type in ("assignment", "augmented_assignment"):
            left = above.child_by_field_name("left")
            return unit.text(left) if left is not None and left.type != "pattern_list" else ""
        if above.type in ("function_definition", "class_definition", "lambda"):
            return ""
        above = above.parent
    return ""
