"""Rocket 0.4 and 0.5: `rocket::build().mount("/p", routes![show, orders::list])`.

The routes are told by the attributes of their functions, see `rust_attributes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Value
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"routes!",)

_LISTS = ("routes!", "rocket.routes!", "openapi_get_routes!", "rocket_okapi.openapi_get_routes!")


def read(unit: Unit) -> Iterator[Fact]:
    """The mounts, and the lists of routes that functions return to be mounted elsewhere."""
    lists = {call.node.id: call for call in unit.calls if call.callee in _LISTS}
    for call in unit.calls:
        if call.function != "mount" or len(call.arguments) != 2:
            continue
        prefix, given = unit.value(call.argument(0)), call.arguments[1].node
        if prefix.known and not prefix.text.startswith("/"):
            continue
        listed = lists.pop(given.id, None)
        children = [*_children(unit, listed)] if listed else [_function(unit, given)]
        for child in children:
            if child:
                yield _mount(unit, call, child, prefix)
    for call in lists.values():
        if unit.around(call.node) is not None:
            for child in _children(unit, call):
                yield _mount(unit, call, child, Value("literal", ""))


def _function(unit: Unit, given: Node) -> str:
    """The function that returns the list; `routes::all()` is of a module, though `routes!` is imported."""
    written = unit.language.path(unit, given).replace("()", "")
    modules = {
        unit.text(name)
        for node in unit.root.children
        if node.type == "mod_item" and (name := node.child_by_field_name("name")) is not None
    }
    return written if written.partition(".")[0] in modules else unit.path(given).replace("()", "")


def _mount(unit: Unit, call: Call, child: str, prefix: Value) -> Mount:
    function = unit.around(call.node)
    parent = function.name if function is not None else ""
    return Mount(line=unit.line(call.node), child=child, prefix=prefix, parent=parent)


def _children(unit: Unit, call: Call) -> Iterator[str]:
    for one in call.arguments:
        value = unit.language.value(unit, one.node)
        if value.kind == "reference":
            yield unit.resolved(value.text)
