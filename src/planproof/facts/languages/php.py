"""PHP, by tree-sitter-php."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages import _php_flow as flow
from planproof.facts.languages import _php_values as values
from planproof.facts.languages._base import Language, Unit, child_at
from planproof.facts.languages._nesting import around
from planproof.facts.languages._php_switches import compared
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Field, Function

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST = 100
_CALLS = frozenset(
    ("function_call_expression", "member_call_expression", "nullsafe_member_call_expression",
     "scoped_call_expression", "object_creation_expression")
)  # fmt: skip
_CHAINED = {
    "member_call_expression": "object",
    "nullsafe_member_call_expression": "object",
    "scoped_call_expression": "scope",
    "member_access_expression": "object",
    "nullsafe_member_access_expression": "object",
    "scoped_property_access_expression": "scope",
}
_CLASSES = frozenset(
    ("class_declaration", "interface_declaration", "trait_declaration", "enum_declaration")
)


class Php(Language):
    """PHP's shapes.

    Variables keep their `$` in paths: `$this.client.get`, `$_ENV`. Namespaces are written with dots.
    Attributes are calls that decorate what they stand before; `new Foo` is a call of `Foo`. Names of
    classes and functions are told without the namespace of the file.
    """

    NAME = "php"
    FAMILY = "php"
    SUFFIXES = (".php",)
    INTERPRETERS = ("php",)
    GRAMMAR = "tree_sitter_php"
    FUNCTION = "language_php"
    QUERY = """
        [(function_call_expression) (member_call_expression) (nullsafe_member_call_expression)] @call
        [(scoped_call_expression) (object_creation_expression) (attribute)] @call
        (subscript_expression) @index
        [(function_definition) (method_declaration)] @function
        [(class_declaration) (interface_declaration) (trait_declaration) (enum_declaration)] @class
        [(assignment_expression) (const_element)] @assignment
        ((function_call_expression function: (name) @_name) @assignment (#eq? @_name "define"))
        (namespace_use_clause) @import
        [(string) (encapsed_string)] @string
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """A call, `new` or an attribute."""
        if node.type == "attribute":
            return self._attribute(unit, node)
        written = self.path(unit, node).removesuffix("()")
        if not written:
            return None
        receiver = node.child_by_field_name(_CHAINED.get(node.type, "function"))
        if node.type in ("function_call_expression", "object_creation_expression"):
            receiver = None
        arguments = tuple(arguments_of(unit, _given(node)))
        return Call(node, unit.resolved(written), written, arguments, receiver)

    def _attribute(self, unit: Unit, node: Node) -> Call | None:
        name = child_at(node)
        written = self.path(unit, name) if name is not None else ""
        if not written:
            return None
        above: Node | None = node
        while above is not None and above.type in (
            "attribute",
            "attribute_group",
            "attribute_list",
        ):
            above = above.parent
        arguments = tuple(arguments_of(unit, node.child_by_field_name("parameters")))
        return Call(node, unit.resolved(written), written, arguments, None, above)

    def function(self, unit: Unit, node: Node) -> Function | None:
        """A function, or a method where it stands in a class."""
        name, given = node.child_by_field_name("name"), node.child_by_field_name("parameters")
        if name is None:
            return None
        parameters = [
            unit.text(found).removeprefix("$")
            for one in (given.named_children if given is not None else ())
            if (found := one.child_by_field_name("name")) is not None
        ]
        owner = class_around(unit, node)
        full = f"{owner}.{unit.text(name)}" if owner else unit.text(name)
        decorators = self._decorators(unit, node)
        return Function(node, full, tuple(parameters), bool(owner), decorators)

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """A class, interface, trait or enum; the cases of an enum are its fields."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return None
        bases = [
            unit.path(base)
            for clause in node.named_children
            if clause.type in ("base_clause", "class_interface_clause")
            for base in clause.named_children
        ]
        fields = tuple(
            found for child in body.named_children for found in self._fields(unit, child)
        )
        what = "class" if node.type in ("class_declaration", "trait_declaration") else "type"
        decorators = self._decorators(unit, node)
        return Class(node, unit.text(name), tuple(bases), fields, decorators, what)

    def _fields(self, unit: Unit, node: Node) -> Iterator[Field]:
        """Properties, promoted parameters of a constructor, and an enum's cases."""
        kind = node.child_by_field_name("type")
        written = "".join(unit.text(kind).split()) if kind is not None else ""
        if node.type == "method_declaration":
            given = node.child_by_field_name("parameters")
            for one in given.named_children if given is not None else ():
                if one.type == "property_promotion_parameter":
                    yield from self._fields(unit, one)
            return
        holders = [one for one in node.named_children if one.type == "property_element"]
        if node.type in ("property_promotion_parameter", "enum_case"):
            holders = [node]
        decorators = self._decorators(unit, node) if holders else ()
        for one in holders:
            name = one.child_by_field_name("name")
            default = one.child_by_field_name("default_value") or one.child_by_field_name("value")
            if name is not None:
                plain = unit.text(name).removeprefix("$")
                yield Field(one, plain, written, default, "", decorators)

    def _decorators(self, unit: Unit, node: Node) -> tuple[Call, ...]:
        listed = node.child_by_field_name("attributes")
        found = [
            self._attribute(unit, attribute)
            for group in (listed.named_children if listed is not None else ())
            for attribute in group.named_children
            if attribute.type == "attribute"
        ]
        return tuple(one for one in found if one)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """`$x = 1`, `const X = 1`, `define("X", 1)`."""
        top = not values.in_function(node)
        if node.type == "const_element":
            inner = node.named_children
            owner = class_around(unit, node)
            if len(inner) > 1:
                name = unit.text(inner[0])
                yield Assignment(node, f"{owner}.{name}" if owner else name, inner[-1], top)
        elif node.type == "function_call_expression":
            given = [one.node for one in arguments_of(unit, _given(node))]
            name = unit.language.value(unit, given[0]).text if len(given) > 1 else ""
            if name:
                yield Assignment(node, name, given[1], top)
        else:
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            path = self.path(unit, left) if left is not None else ""
            if path and "[]" not in path and right is not None:
                yield Assignment(node, path, right, top)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What a `use` brings in, by local name."""
        alias = node.child_by_field_name("alias")
        if not node.named_children:
            return
        path = _dotted(unit, node.named_children[0])
        group = node.parent
        if group is not None and group.type == "namespace_use_group" and group.parent is not None:
            prefix = [one for one in group.parent.named_children if one.type == "namespace_name"]
            path = ".".join((*(_dotted(unit, one) for one in prefix), path))
        yield (unit.text(alias) if alias is not None else path.rpartition(".")[2]), path

    def path(self, unit: Unit, node: Node) -> str:
        """A name, variable or chain of members and calls; `$object[key]` within it is `$object[]`."""
        parts: list[str] = []
        suffix = ""
        for _ in range(_LONGEST):
            called = "()" if node.type in _CALLS else ""
            inner: Node | None = None
            if node.type in _CHAINED:
                name, inner = (
                    node.child_by_field_name("name"),
                    node.child_by_field_name(_CHAINED[node.type]),
                )
                parts.append((unit.text(name) if name is not None else "") + called + suffix)
                suffix = ""
            elif node.type == "class_constant_access_expression" and node.named_child_count == 2:
                inner, name = node.named_children
                parts.append(unit.text(name) + suffix)
                suffix = ""
            elif node.type in ("function_call_expression", "object_creation_expression"):
                inner = node.child_by_field_name("function") or child_at(node)
                suffix = called + suffix
            elif node.type == "subscript_expression":
                inner, suffix = child_at(node), f"[]{suffix}"
            elif node.type == "parenthesized_expression":
                inner = child_at(node)
            else:
                word = _word(unit, node)
                return ".".join((word + suffix, *parts[::-1])) if word else ""
            if inner is None:
                return ""
            node = inner
        return ".".join(("", *parts[::-1]))

    def value(self, unit: Unit, node: Node) -> Value:
        """An expression as a value; see `_php_values.py`."""
        return values.value(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of an array."""
        found: list[tuple[str, Node]] = []
        for child in node.named_children if node.type == "array_creation_expression" else ():
            if child.type == "array_element_initializer" and child.named_child_count == 2:
                name = unit.string(child.named_children[0])
                if name is not None:
                    found.append((name, child.named_children[1]))
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:  # noqa: ARG002
        """The items of an array without keys."""
        if node.type != "array_creation_expression":
            return []
        inner = [one for one in node.named_children if one.type == "array_element_initializer"]
        return [one.named_children[0] for one in inner if one.named_child_count == 1]

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`x ?? d`, `x ?: d`, `x !== false ? x : d`."""
        return flow.fallback(unit, node)

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`x == "true"`: what is missing is off."""
        return compared(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`x ?? throw ...`, `x or die()`, `if (!x) { throw ... }`."""
        return flow.insists(unit, node)

    def written(self, unit: Unit, node: Node) -> bool:  # noqa: ARG002
        """Whether the node is assigned to or unset."""
        above = node.parent
        if above is None or above.type == "unset_statement":
            return above is not None
        left = above.child_by_field_name("left") == node
        return above.type == "assignment_expression" and left


def arguments_of(unit: Unit, node: Node | None) -> Iterator[Argument]:
    """The arguments of an argument list."""
    for child in node.named_children if node is not None else ():
        if child.type != "argument" or not child.named_children:
            continue
        name = child.child_by_field_name("name")
        yield Argument(unit.text(name) if name is not None else "", child.named_children[-1])


def class_around(unit: Unit, node: Node) -> str:
    """The name of the class that a node stands in; empty where there is none."""
    for one in around(node, _CLASSES):
        name = one.child_by_field_name("name")
        if name is not None:
            return unit.text(name)
    return ""


def _given(node: Node) -> Node | None:
    found = node.child_by_field_name("arguments")
    if found is None:
        found = next((one for one in node.named_children if one.type == "arguments"), None)
    return found


def _word(unit: Unit, node: Node) -> str:
    """A name or variable; `self` and `static` are the class around."""
    match node.type:
        case "name" | "qualified_name" | "namespace_name":
            return _dotted(unit, node)
        case "variable_name":
            return unit.text(node)
        case "relative_scope":
            text = unit.text(node)
            return class_around(unit, node) or text if text in ("self", "static") else text
        case _:
            return ""


def _dotted(unit: Unit, node: Node) -> str:
    return unit.text(node).strip("\\").replace("\\", ".")
