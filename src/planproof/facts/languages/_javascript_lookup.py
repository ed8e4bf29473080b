"""What names of a JavaScript file stand for, for probes: the expression behind a name, the root of a chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._javascript_trees import brings_in, first_child, key, path, plain
from planproof.facts.languages._javascript_values import converted, first_argument
from planproof.facts.shapes import Function

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

STEPS = 8
"""Names that stand for names; what is behind more of them is not looked for."""


class Link(NamedTuple):
    """A call in a chain of calls: `.default(5)` in `z.number().default(5)`.

    Attributes:
        name: of what is called.
        first: its first argument; None without one.
    """

    call: Node
    name: str
    first: Node | None


class Names:
    """The expressions that the names of a file are given, once each."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._given: dict[str, Node | None] = {}
        for one in unit.assignments:
            self._given[one.target] = None if one.target in self._given else one.value

    def meant(self, node: Node | None) -> Node | None:
        """The expression that a name stands for, or the node itself where it is no name of this file."""
        for _ in range(STEPS):
            if node is None:
                return None
            node = converted(self.unit, node)
            named = node.type in (
                "identifier",
                "member_expression",
                "shorthand_property_identifier",
            )
            given = self._given.get(path(self.unit, node)) if named else None
            if given is None:
                return node
            node = given
        return node

    def pairs(self, node: Node | None) -> Iterator[tuple[str, Node]]:
        """The entries of an object literal, by a name too; what is spread in from this file as well."""
        todo = [self.meant(node)]
        for _ in range(100):
            if not todo:
                return
            one = todo.pop()
            if one is None or one.type != "object":
                continue
            yield from self.unit.pairs(one)
            spread = [child for child in one.named_children if child.type == "spread_element"]
            todo += [self.meant(first_child(child)) for child in spread]


def chain(unit: Unit, node: Node) -> tuple[list[Link], Node]:
    """The calls of a chain, the last one first, and what it begins with.

    `z.string().default("x")` is `default`, `string`, and the node of `z`.
    """
    links: list[Link] = []
    while True:
        node = plain(node)
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        if function is None:
            return links, node
        function = plain(function)
        below = function.child_by_field_name("object")
        name = function.child_by_field_name("property")
        if below is None or name is None:
            links.append(Link(node, unit.text(function) if function.type == "identifier" else "",
                              first_argument(node)))  # fmt: skip
            return links, function
        links.append(Link(node, key(unit, name), first_argument(node)))
        node = below


def chained(unit: Unit, call: Node) -> Iterator[Link]:
    """The calls that follow a call in its chain: `required` and `asInt` after `env.get("X")`."""
    while True:
        above = call.parent
        while above is not None and above.type == "non_null_expression":
            call, above = above, above.parent
        if above is None or above.type != "member_expression":
            return
        name, outer = above.child_by_field_name("property"), above.parent
        if name is None or outer is None or outer.type != "call_expression":
            return
        yield Link(outer, unit.text(name), first_argument(outer))
        call = outer


def imported(unit: Unit, node: Node | None) -> str:
    """A path with imports resolved, but no other names: a router by the name that it has in its file."""
    if node is None:
        return ""
    written = path(unit, node)
    head, dot, rest = written.partition(".")
    name = head.removesuffix("()")
    if name in unit.imports:
        return unit.imports[name] + head[len(name) :] + dot + rest
    for one in unit.assignments:
        if one.target == name and brings_in(unit, _source(one.value)):
            return unit.resolved(written)
    return written


def _source(node: Node) -> Node:
    """The object that a destructured property is taken out of, or the node itself."""
    while node.type.endswith("_pattern"):
        above = node.parent
        if above is None:
            return node
        if above.type == "variable_declarator":
            return above.child_by_field_name("value") or node
        node = above
    return node


def scope(unit: Unit, function: Function) -> str:
    """A name for a function as what routes hang on: its own, or its first parameter's with its line."""
    if function.name.rpartition(".")[2]:
        return function.name
    first = function.parameters[0] if function.parameters else ""
    return f"{first}@{unit.line(function.node)}"


def holder(unit: Unit, name: str, node: Node) -> str:
    """What a name at a node is: itself, or the function that it is a parameter of."""
    function = unit.around(node)
    while function is not None:
        if name in function.parameters:
            return scope(unit, function)
        function = unit.around(function.node)
    return name
