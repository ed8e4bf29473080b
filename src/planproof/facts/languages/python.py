"""Python, by tree-sitter-python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from planproof.facts.languages import _python_flow as flow
from planproof.facts.languages import _python_loops as loops
from planproof.facts.languages._base import Language, Unit
from planproof.facts.languages._python_missing import missing
from planproof.facts.languages._python_values import arguments_of, value_of
from planproof.facts.model import Value
from planproof.facts.shapes import Assignment, Call, Class, Field, Function, Index

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_CHOICES = ("conditional_expression", "boolean_operator")
_ENVIRON = ("os.environ", "environ")
_LEFT_OUT = ("parenthesized_expression", "await")


class Python(Language):
    """Python's shapes. Decorators are calls that decorate what they stand before."""

    NAME = "python"
    FAMILY = "python"
    SUFFIXES = (".py", ".pyi")
    INTERPRETERS = ("python", "pypy")
    GRAMMAR = "tree_sitter_python"
    QUERY = """
        (call) @call
        (decorator) @call
        (subscript) @index
        (comparison_operator) @index
        (function_definition) @function
        (class_definition) @class
        (assignment) @assignment
        (import_statement) @import
        (import_from_statement) @import
        (string) @string
    """

    def parse(self, data: bytes) -> Tree:
        """Lines that stand too deep are taken for comments: the grammar's scanner dies of 500 levels."""
        return super().parse(_too_deep().sub(_commented, data))

    def call(self, unit: Unit, node: Node) -> Call | None:
        """A decorator without arguments is a call too."""
        decorates = None
        whole = node
        if node.type == "decorator":
            if not node.named_children:
                return None
            node, decorates = node.named_children[0], _decorated(node)
        elif node.parent is not None and node.parent.type == "decorator":
            return None  # it comes as the decorator
        if node.type != "call":
            written = self.path(unit, node)
            callee = unit.resolved(written)
            return Call(whole, callee, written, (), None, decorates) if written else None
        function = node.child_by_field_name("function")
        written = self.path(unit, function) if function is not None else ""
        if not written:
            return None
        receiver = function.child_by_field_name("object") if function is not None else None
        arguments = tuple(arguments_of(unit, node.child_by_field_name("arguments")))
        return Call(whole, unit.resolved(written), written, arguments, receiver, decorates)

    def index(self, unit: Unit, node: Node) -> Index | None:
        """`object[key]`, and `key in object`, which reads it too."""
        key: Node | None
        container: Node | None
        if node.type == "comparison_operator":
            if not any(child.type in ("in", "not in") for child in node.children):
                return None
            if node.named_child_count != 2:
                return None
            key, container = node.named_children
        else:
            key = node.child_by_field_name("subscript")
            container = node.child_by_field_name("value")
        path = unit.path(container)
        return Index(node, path, key) if path and key is not None else None

    def function(self, unit: Unit, node: Node) -> Function | None:
        """Parameters without `self` and `cls`."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        outer, in_class = _outer(unit, node)
        parameters = [
            found
            for child in (node.child_by_field_name("parameters") or node).named_children
            if (found := _parameter(unit, child))
        ]
        if in_class and parameters and parameters[0] in ("self", "cls"):
            del parameters[0]
        full = ".".join((*outer, unit.text(name)))
        decorators, defaults = _decorators(self, unit, node), tuple(_defaults(unit, node))
        return Function(node, full, tuple(parameters), in_class, decorators, defaults)

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """Fields are what is assigned or annotated in its body."""
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is None or body is None:
            return None
        given = list(arguments_of(unit, node.child_by_field_name("superclasses")))
        bases = tuple(unit.path(_unsubscripted(one.node)) for one in given if not one.name)
        fields = tuple(found for child in body.named_children if (found := _field(unit, child)))
        full = ".".join((*_outer(unit, node)[0], unit.text(name)))
        keywords = tuple(one for one in given if one.name)
        decorators = _decorators(self, unit, node)
        return Class(node, full, bases, fields, decorators, arguments=keywords)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """`a = b = 1` is two, and so is `a, b = 1, 2`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        while right is not None and right.type == "assignment":
            right = right.child_by_field_name("right")
        if left is None or right is None:
            return
        top = not unit.within_function(node)
        if left.type in ("identifier", "attribute"):
            target = unit.text(left)
            if top and node.start_point[1]:  # indented: in a class, or below an `if`
                outer, in_class = _outer(unit, node)
                if in_class:
                    target = ".".join((*outer, target))
            yield Assignment(node, target, right, top)
        elif left.type in ("pattern_list", "tuple_pattern"):
            values = self.items(unit, right)
            for target_node, value in zip(left.named_children, values, strict=False):
                if target_node.type == "identifier":
                    yield Assignment(node, unit.text(target_node), value, top)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What is imported relative to the file's package begins with dots: `.orders.router`."""
        module = node.child_by_field_name("module_name")
        prefix = unit.text(module) if module is not None else ""
        prefix += "." if prefix.strip(".") else ""
        for child in node.children_by_field_name("name"):
            name_node = (
                child.child_by_field_name("name") if child.type == "aliased_import" else child
            )
            alias = child.child_by_field_name("alias")
            name = unit.text(name_node) if name_node is not None else ""
            if alias is not None:
                yield unit.text(alias), prefix + name
            elif prefix:
                yield name, prefix + name
            else:
                yield name.partition(".")[0], name.partition(".")[0]

    def path(self, unit: Unit, node: Node) -> str:
        """A call within a path is written `()`; `await` is left out."""
        parts: list[str] = []
        suffix = ""
        while True:
            if node.type == "identifier":
                parts.append(unit.text(node) + suffix)
                return ".".join(reversed(parts))
            if node.type == "attribute":
                name = node.child_by_field_name("attribute")
                below = node.child_by_field_name("object")
                if name is None or below is None:
                    return ""
                parts.append(unit.text(name) + suffix)
                suffix, node = "", below
            elif node.type == "call" and not suffix:
                below = node.child_by_field_name("function")
                if below is None:
                    return ""
                suffix, node = "()", below
            elif node.type in _LEFT_OUT and node.named_child_count == 1:
                node = node.named_children[0]
            elif node.type in _CHOICES and not parts:
                # `os.environ if env is None else env`: whatever it is else, it stands in for that
                options = [unit.text(one) for one in node.named_children]
                return next((one for one in _ENVIRON if one in options), "")
            else:
                return ""

    def value(self, unit: Unit, node: Node) -> Value:
        """Constants are put in where they are part of an expression."""
        return value_of(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """`{"key": value}` and `dict(key=value)`."""
        found: list[tuple[str, Node]] = []
        if node.type == "dictionary":
            for child in node.named_children:
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                name = unit.string(key) if child.type == "pair" else None
                if name is not None and value is not None:
                    found.append((name, value))
        elif node.type == "call" and unit.path(node.child_by_field_name("function")) == "dict":
            arguments = arguments_of(unit, node.child_by_field_name("arguments"))
            found = [(one.name, one.node) for one in arguments if one.name]
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:  # noqa: ARG002
        """Lists, tuples and sets."""
        while node.type == "parenthesized_expression" and node.named_child_count == 1:
            node = node.named_children[0]
        if node.type in ("list", "tuple", "set", "expression_list"):
            return [child for child in node.named_children if child.type != "comment"]
        return []

    def each(self, unit: Unit, name: Node, default: Node | None) -> list[tuple[Node, Node | None]]:
        """Rounds of a loop as well: see `_python_loops.py`."""
        return loops.each(unit, name, default) or super().each(unit, name, default)

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """See `_python_missing.py`."""
        return missing(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """An `if not x: raise` after it."""
        return flow.insists(unit, node)

    def guarded(self, unit: Unit, node: Node) -> bool:
        """A `try` that catches KeyError and goes on, or `if "X" in`."""
        return flow.guarded(unit, node)

    def written(self, unit: Unit, node: Node) -> bool:  # noqa: ARG002
        """What is assigned to, `+=` included, or deleted."""
        above = node.parent
        if above is None:
            return False
        if above.type in ("assignment", "augmented_assignment"):
            return above.child_by_field_name("left") == node
        return above.type in ("pattern_list", "tuple_pattern", "delete_statement")


@cache
def _too_deep() -> re.Pattern[bytes]:
    """More white space than Python's own hundred levels of blocks ever need."""
    return re.compile(rb"[ \t\f]{300,}")


def _commented(match: re.Match[bytes]) -> bytes:
    return b"#" * len(match[0])


def _decorated(node: Node) -> Node | None:
    above = node.parent
    return above.child_by_field_name("definition") if above is not None else None


def _decorators(language: Python, unit: Unit, node: Node) -> tuple[Call, ...]:
    above = node.parent
    if above is None or above.type != "decorated_definition":
        return ()
    found = (language.call(unit, child) for child in above.children if child.type == "decorator")
    return tuple(one for one in found if one)


def _outer(unit: Unit, node: Node) -> tuple[list[str], bool]:
    """The names of the classes and functions around a node, and whether the innermost is a class."""
    names: list[str] = []
    in_class = None
    above = node.parent
    while above is not None:
        if above.type in ("class_definition", "function_definition"):
            name = above.child_by_field_name("name")
            names.append(unit.text(name) if name is not None else "")
            if in_class is None:
                in_class = above.type == "class_definition"
        above = above.parent
    return names[::-1], bool(in_class)


def _parameter(unit: Unit, node: Node) -> str:
    if node.type == "identifier":
        return unit.text(node)
    if node.type in ("default_parameter", "typed_default_parameter"):
        name = node.child_by_field_name("name")
        return unit.text(name) if name is not None else ""
    if node.type == "typed_parameter":
        inner = next(iter(node.named_children), None)
        return unit.text(inner) if inner is not None and inner.type == "identifier" else ""
    return ""


def _defaults(unit: Unit, function: Node) -> Iterator[tuple[str, Node]]:
    for child in (function.child_by_field_name("parameters") or function).named_children:
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if child.type in ("default_parameter", "typed_default_parameter") and name and value:
            yield unit.text(name), value


def _unsubscripted(node: Node) -> Node:
    """`Base[int]` as `Base`."""
    value = node.child_by_field_name("value") if node.type == "subscript" else None
    return value if value is not None else node


def _field(unit: Unit, node: Node) -> Field | None:
    if node.type != "expression_statement" or not node.named_children:
        return None
    inner = node.named_children[0]
    left, type_ = inner.child_by_field_name("left"), inner.child_by_field_name("type")
    if inner.type != "assignment" or left is None or left.type != "identifier":
        return None
    kind = "".join(unit.text(type_).split()) if type_ is not None else ""
    return Field(inner, unit.text(left), kind, inner.child_by_field_name("right"))
