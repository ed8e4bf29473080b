"""Flask, Quart, Sanic and their extensions beside the decorators: blueprints, rules, resources.

Where a blueprint is registered with a prefix, that one takes the place of the blueprint's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._python_views import (
    methods_of,
    rooted,
    router_at,
    router_of,
    verbs_of,
    view_of,
)
from planproof.facts.shapes import Assignment, Call

NEEDS = (
    b"Blueprint(",
    b"_blueprint(",
    b".blueprint(",
    b"add_url_rule",
    b"add_resource",
    b"add_namespace",
    b"flask_rest",
)

REGISTERS = frozenset(("register_blueprint", "blueprint"))
NOTHING = Value("literal", "")


def read(unit: Unit) -> Iterator[Fact]:
    """Prefixes and where they stand, and routes that are added by a call."""
    replaced = {
        unit.named(call.argument(0, "blueprint"))
        for call in unit.calls
        if call.function in REGISTERS and call.argument("url_prefix") is not None
    }
    for one in unit.assignments:
        if one.target not in replaced:
            yield from _own(unit, one)
    for call in unit.calls:
        owner = router_at(unit, call.node, unit.imported(call.written.rpartition(".")[0]))
        if not owner:
            continue
        if call.function in REGISTERS and call.decorates is None:
            yield from _registered(unit, call, owner, "url_prefix")
        elif call.function == "add_namespace":
            yield from _registered(unit, call, owner, "path")
        elif call.function == "add_url_rule":
            yield from _rule(unit, call, owner)
        elif call.function == "add_resource":
            yield from _resource(unit, call, owner)


def _own(unit: Unit, one: Assignment) -> Iterator[Fact]:
    """`bp = Blueprint("orders", url_prefix="/orders")`, `api = Api(bp, prefix="/v1")`."""
    made = unit.called_at.get(one.value.id)
    if made is None:
        return
    line = unit.line(one.node)
    if made.function == "Api" and made.callee.startswith("flask"):
        prefix = made.argument("prefix")
        parent = unit.named(made.argument(0, "app", "blueprint"))
        if prefix is not None or parent:
            value = unit.value(prefix) if prefix is not None else NOTHING
            yield Mount(line=line, child=one.target, prefix=value, parent=parent)
        return
    word = {"Namespace": "path"}.get(made.function, "url_prefix")
    prefix = made.argument(word)
    if made.function.endswith(("Blueprint", "Namespace")) and (prefix is not None or one.top):
        value = unit.value(prefix) if prefix is not None else NOTHING
        yield Mount(line=line, child=one.target, prefix=value)


def _registered(unit: Unit, call: Call, owner: str, word: str) -> Iterator[Fact]:
    child = router_of(unit, call.argument(0, "blueprint", "ns"))
    if child:
        prefix = call.argument(word)
        value = unit.value(prefix) if prefix is not None else NOTHING
        yield Mount(line=unit.line(call.node), child=child, prefix=value, parent=owner)


def _rule(unit: Unit, call: Call, owner: str) -> Iterator[Fact]:
    path = unit.value(call.argument(0, "rule"))
    if not rooted(path):
        return
    view = call.argument(2, "view_func")
    made = unit.called_at.get(view.id) if view is not None else None
    name = view_of(unit, view)
    made = made or unit.makers.get(name)
    methods = methods_of(unit, call.argument("methods"))
    if made is not None and made.function == "as_view":
        name = unit.imported(made.written.removesuffix(".as_view"))
        methods = methods or verbs_of(unit, name)
    here = any(one.name == name for one in unit.functions)
    for method in methods or ("GET" if here else "*",):  # an imported view may be a class
        yield Route(line=unit.line(call.node), method=method, path=path, router=owner, handler=name)


def _resource(unit: Unit, call: Call, owner: str) -> Iterator[Fact]:
    """Flask-RESTful: `api.add_resource(Order, "/orders/<id>")`; methods are those of the class."""
    name = unit.named(call.argument(0, "resource"))
    paths = [unit.value(one.node) for one in call.arguments[1:] if not one.name]
    for path in paths:
        if rooted(path) and name:
            for method in verbs_of(unit, name):
                yield Route(
                    line=unit.line(call.node), method=method, path=path, router=owner, handler=name
                )
