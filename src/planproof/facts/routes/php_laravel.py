"""Laravel 5 to 12: `Route::get("/x/{id}", ...)`, `Route::apiResource("orders", ...)`, prefixes and groups.

What `routes/api.php` has below `/api` is told by `file_laravel.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._php_groups import chain, joined, prefixes
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"Route::",)

_VERBS = frozenset(
    (
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "options",
        "any",
        "match",
        "view",
        "redirect",
        "inertia",
    )
)
_FACADE = r"^(?:Illuminate\.Support\.Facades\.)?Route(?:\.|$)"
_ACTIONS = (
    ("index", "GET", ""),
    ("create", "GET", "/create"),
    ("store", "POST", ""),
    ("show", "GET", "/{}"),
    ("edit", "GET", "/{}/edit"),
    ("update", "PUT", "/{}"),
    ("update", "PATCH", "/{}"),
    ("destroy", "DELETE", "/{}"),
)
_OF_ONE = (
    ("show", "GET", ""),
    ("edit", "GET", "/edit"),
    ("update", "PUT", ""),
    ("update", "PATCH", ""),
)


def read(unit: Unit) -> Iterator[Fact]:
    """The routes of a file, and the files it takes routes from."""
    for call in unit.calls:
        if rx(_FACADE).match(call.callee) is None or not call.arguments:
            continue
        if call.function in _VERBS:
            yield from _verb(unit, call)
        elif call.function in ("resource", "apiResource", "singleton", "apiSingleton"):
            controller = call.argument(1)
            yield from _resource(unit, call, unit.value(call.argument(0)), controller)
        elif call.function in ("resources", "apiResources"):
            for name, controller in unit.pairs(call.argument(0)):
                yield from _resource(unit, call, Value("literal", name), controller)
        elif call.function == "group":
            yield from _file(unit, call)


def _verb(unit: Unit, call: Call) -> Iterator[Fact]:
    place = 1 if call.function == "match" else 0
    path = unit.value(call.argument(place, "uri"))
    if len(call.arguments) < place + 2:
        return
    if path.kind not in ("literal", "pattern", "reference"):
        return
    methods: tuple[str, ...] = {
        "any": ("*",),
        "redirect": ("*",),
        "view": ("GET",),
        "inertia": ("GET",),
    }.get(call.function, (call.function.upper(),))
    if call.function == "match":
        words = [unit.string(one) for one in unit.items(call.argument(0))]
        methods = tuple(word.upper() for word in words if word)
    handler = _handler(unit, call.argument(place + 1, "action"))
    handler = "" if call.function in ("view", "redirect", "inertia") else handler
    whole = joined([*prefixes(unit, call.node), path])
    for method in methods:
        yield Route(line=unit.line(_word(call)), method=method, path=whole, handler=handler)


def _word(call: Call) -> Node:
    """Where the line of a chain's call is: its name."""
    return call.node.child_by_field_name("name") or call.node


def _handler(unit: Unit, node: Node | None) -> str:
    """`[Orders::class, 'show']` and `'Orders@show'` as `Orders.show`."""
    if node is None:
        return ""
    items = unit.items(node)
    if len(items) == 2:
        owner, method = unit.path(items[0]).removesuffix(".class"), unit.string(items[1])
        return f"{owner}.{method}" if owner and method else ""
    text = unit.string(node)
    if text is not None:
        return text.replace("@", ".").replace("\\", ".")
    return unit.path(node).removesuffix(".class") if node.type != "variable_name" else ""


def _resource(unit: Unit, call: Call, name: Value, controller: Node | None) -> Iterator[Fact]:
    if not name.known:
        return
    words = name.text.strip("/").split(".")
    base = "/".join(f"{word}/{{{_parameter(word)}}}" for word in words[:-1])
    base = f"{base}/{words[-1]}".strip("/")
    one = "singleton" in call.function.lower()
    only, excluded = _listed(unit, call, "only"), _listed(unit, call, "except") or set()
    owner = _handler(unit, controller)
    start = prefixes(unit, call.node)
    for action, method, rest in _OF_ONE if one else _ACTIONS:
        if action in excluded or (only is not None and action not in only):
            continue
        if call.function.startswith("api") and action in ("create", "edit"):
            continue
        path = base + rest.replace("{}", f"{{{_parameter(words[-1])}}}")
        whole = joined([*start, Value("literal", path)])
        handler = f"{owner}.{action}" if owner else ""
        yield Route(line=unit.line(_word(call)), method=method, path=whole, handler=handler)


def _parameter(word: str) -> str:
    from planproof.facts.routes._rails import singular

    return singular(word.rpartition("/")[2]).replace("-", "_")


def _listed(unit: Unit, call: Call, option: str) -> set[str] | None:
    """`->only([...])` after the call, or `['only' => [...]]` among its arguments."""
    nodes = [dict(unit.pairs(call.argument(2))).get(option)]
    nodes += [
        step.arguments[0].node
        for step in chain(unit, call.node)
        if step.name == option and step.arguments
    ]
    for node in nodes:
        if node is not None:
            words = (unit.string(one) for one in unit.items(node) or [node])
            return {word for word in words if word}
    return None


def _file(unit: Unit, call: Call) -> Iterator[Fact]:
    """`->group(base_path('routes/admin.php'))` takes the routes of a file."""
    given = call.arguments[-1].node
    text = unit.value(given).text if given.type != "function_call_expression" else ""
    if given.type == "function_call_expression":
        inner = next((one for one in unit.calls if one.node == given), None)
        text = unit.string(inner.argument(0)) or "" if inner is not None else ""
    found = rx(r"([\w/.-]*\w)\.php$").search(text)
    if found is None or found.group(1).endswith("routes/api"):
        return
    child = found.group(1).strip("/.").replace("../", "")
    start = prefixes(unit, call.node)
    yield Mount(
        line=unit.line(_word(call)),
        child=child,
        prefix=joined(start) if start else Value("literal", ""),
    )
