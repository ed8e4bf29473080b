"""Java, by tree-sitter-java."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Language, Unit
from planproof.facts.languages._java_missing import JavaMissing
from planproof.facts.languages._java_values import type_path, value_of
from planproof.facts.languages._nesting import full_names, names_around
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Field, Function

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPES = (
    "class_declaration",
    "record_declaration",
    "interface_declaration",
    "enum_declaration",
    "annotation_type_declaration",
)
_FUNCTIONS = ("method_declaration", "constructor_declaration", "compact_constructor_declaration")
_CODELESS = ("interface_declaration", "enum_declaration", "annotation_type_declaration")
_MISSING = JavaMissing()
_LISTS = ("List.of", "Set.of", "Arrays.asList", "Collections.singletonList", "Stream.of")

TELLING_NOTHING = frozenset(
    ("var", "val", "String", "Object", "CharSequence", "Optional", "Map", "HashMap", "LinkedHashMap",
     "TreeMap", "SortedMap", "ConcurrentMap", "ConcurrentHashMap", "Integer", "Long", "Boolean", "Double",
     "Any", "Int", "MutableMap")
)  # fmt: skip
"""Types of which a name tells less than what it is given: `Map<String, String> env = System.getenv()`."""


class Java(Language):
    """Java's shapes. Annotations are calls that decorate what they stand before."""

    NAME = "java"
    FAMILY = "jvm"
    SUFFIXES = (".java",)
    GRAMMAR = "tree_sitter_java"
    LOCALS = True
    QUERY = """
        (method_invocation) @call
        (object_creation_expression) @call
        (annotation) @call
        (marker_annotation) @call
        (method_declaration) @function
        (constructor_declaration) @function
        (class_declaration) @class
        (record_declaration) @class
        (interface_declaration) @class
        (enum_declaration) @class
        (annotation_type_declaration) @class
        (variable_declarator) @assignment
        (assignment_expression) @assignment
        (import_declaration) @import
        (string_literal) @string
        (field_declaration) @typed
        (local_variable_declaration) @typed
        (formal_parameter) @typed
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """Method calls, `new`, and annotations."""
        if node.type in ("annotation", "marker_annotation"):
            return _annotation(unit, node)
        arguments = tuple(_arguments(node.child_by_field_name("arguments")))
        if node.type == "object_creation_expression":
            written = type_path(unit, node.child_by_field_name("type"))
            return Call(node, unit.resolved(written), written, arguments) if written else None
        written = self.path(unit, node).removesuffix("()")
        receiver = node.child_by_field_name("object")
        if not written:
            name = node.child_by_field_name("name")
            written = f"*.{unit.text(name)}" if name is not None else ""
        return Call(node, unit.called(written), written, arguments, receiver) if written else None

    def function(self, unit: Unit, node: Node) -> Function | None:
        """Methods and constructors."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        parameters = []
        for one in _named(node.child_by_field_name("parameters")):
            inner = one.child_by_field_name("name") or next(
                (c.child_by_field_name("name") for c in one.named_children if c.type == "variable_declarator"),
                None,
            )  # fmt: skip
            if inner is not None:
                parameters.append(unit.text(inner))
        full = ".".join((*outer(unit, node), unit.text(name)))
        return Function(node, full, tuple(parameters), True, _annotations(unit, node))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """Classes, records, interfaces, enums and annotation types; constants are not among the fields."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        fields = [
            Field(one, _text(unit, one.child_by_field_name("name")), _type(unit, one), None,
                  decorators=_annotations(unit, one))
            for one in _named(node.child_by_field_name("parameters"))
        ]  # fmt: skip
        for member in _members(node):
            fields.extend(_fields(unit, member))
        full = ".".join((*outer(unit, node), unit.text(name)))
        what = "type" if node.type in _CODELESS else "class"
        decorators = _annotations(unit, node)
        return Class(node, full, tuple(_bases(unit, node)), tuple(fields), decorators, what)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """Fields, local variables and assignments; a final field with its class."""
        if node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            target = self.path(unit, left) if left is not None else ""
            if target and right is not None:
                yield Assignment(node, target, right, top=False)
            return
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        above = node.parent
        if name is None or value is None or above is None:
            return
        constant = above.type == "constant_declaration" or (
            above.type == "field_declaration" and "final" in modifiers(unit, above)
        )
        target = unit.text(name)
        if constant:
            target = ".".join((*outer(unit, node), target))
        yield Assignment(node, target, value, top=constant)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What is imported by name, static members too; not what `*` brings in."""
        if any(child.type == "asterisk" for child in node.children):
            return
        for child in node.named_children:
            if child.type in ("scoped_identifier", "identifier"):
                path = "".join(unit.text(child).split())
                yield path.rpartition(".")[2], path

    def path(self, unit: Unit, node: Node) -> str:
        """Names, members and call chains; `this.` is left out, `new X(…)` is `X()`."""
        parts: list[str] = []
        below: Node | None = node
        while below is not None:
            node = below
            name = node.child_by_field_name("name")
            match node.type:
                case "identifier":
                    parts.append(unit.text(node))
                    break
                case "field_access":
                    parts.append(_text(unit, node.child_by_field_name("field")))
                    below = node.child_by_field_name("object")
                case "method_invocation":
                    parts.append(_text(unit, name) + "()")
                    below = node.child_by_field_name("object")
                case "object_creation_expression":
                    parts.append(type_path(unit, node.child_by_field_name("type")) + "()")
                    break
                case "method_reference" if node.named_child_count == 2:
                    parts.append(unit.text(node.named_children[1]))
                    below = node.named_children[0]
                case "parenthesized_expression" if node.named_child_count == 1:
                    below = node.named_children[0]
                case "this" if parts:
                    break
                case "super" if parts:
                    parts.append("super")
                    break
                case "type_identifier" | "scoped_type_identifier" | "generic_type":
                    parts.append(type_path(unit, node))
                    break
                case _:
                    return ""
        return ".".join(reversed(parts))

    def value(self, unit: Unit, node: Node) -> Value:
        """Literals, text blocks, concatenation, durations and names."""
        return value_of(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of `Map.of(…)`."""
        if node.type != "method_invocation" or self.path(unit, node) != "Map.of()":
            return []
        given = [one.node for one in _arguments(node.child_by_field_name("arguments"))]
        keys = [
            (unit.string(key), value) for key, value in zip(given[::2], given[1::2], strict=False)
        ]
        return [(key, value) for key, value in keys if key is not None]

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """Items of `{…}`, `new X[] {…}`, `List.of(…)` and their like."""
        if node.type == "array_creation_expression":
            inner = node.child_by_field_name("value")
            return self.items(unit, inner) if inner is not None else []
        if node.type in ("element_value_array_initializer", "array_initializer"):
            return _named(node)
        if node.type == "method_invocation" and self.path(unit, node).removesuffix("()") in _LISTS:
            return [one.node for one in _arguments(node.child_by_field_name("arguments"))]
        return []

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`x != null ? x : d`, `Optional…orElse(d)`, `requireNonNullElse(x, d)`, `if (x == null) x = d`."""
        return _MISSING.outcome(unit, node).default

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`"true".equals(x)`, `Boolean.parseBoolean(x)`."""
        return _MISSING.compared(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`requireNonNull(x)`, `orElseThrow()`, `if (x == null) throw …`, `Integer.parseInt(x)`."""
        return _MISSING.outcome(unit, node).fails

    def types(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Fields, local variables and parameters with the names of their types, without arguments."""
        type_ = type_path(unit, node.child_by_field_name("type"))
        name = node.child_by_field_name("name")
        if name is not None and type_ not in TELLING_NOTHING:
            yield unit.text(name), type_
        for one in node.children_by_field_name("declarator"):
            given, value = type_, one.child_by_field_name("value")
            if (
                type_ in ("var", "val")
                and value is not None
                and value.type == "object_creation_expression"
            ):
                given = type_path(unit, value.child_by_field_name("type"))
            if given and given not in TELLING_NOTHING:
                yield _text(unit, one.child_by_field_name("name")), given

    def scopes(self, unit: Unit, node: Node) -> Iterator[str]:
        """The classes around a node, by their full names."""
        return full_names(outer(unit, node))

    def begins(self, node: Node) -> int:
        """The row of a declaration, without the annotations before it."""
        return after_annotations(node, ("annotation", "marker_annotation"))


def before(node: Node) -> list[Node]:
    """The modifiers and annotations before a declaration."""
    first = node.children[0] if node.child_count else None
    return first.children if first is not None and first.type == "modifiers" else []


def after_annotations(node: Node, annotations: tuple[str, ...]) -> int:
    """The row where a declaration begins after its annotations."""
    listed = before(node)
    last = -1
    for position, child in enumerate(listed):
        if child.type in annotations:
            last = position
    if last < 0:
        return node.start_point[0]
    rest = [*listed[last + 1 :], *node.children[1:]]
    rest = [child for child in rest if "comment" not in child.type]
    return rest[0].start_point[0] if rest else node.start_point[0]


def modifiers(unit: Unit, node: Node) -> frozenset[str]:
    """The modifiers of a declaration: `static`, `final` ..."""
    return frozenset(unit.text(child) for child in before(node) if "annotation" not in child.type)


def outer(unit: Unit, node: Node) -> list[str]:
    """The names of the classes and methods around a node, outermost first."""
    return names_around(unit, node, (*_TYPES, *_FUNCTIONS))


def _text(unit: Unit, node: Node | None) -> str:
    return unit.text(node) if node is not None else ""


def _name(unit: Unit, node: Node) -> str:
    return _text(unit, node.child_by_field_name("name"))


def _named(node: Node | None) -> list[Node]:
    """Children that mean something."""
    if node is None:
        return []
    return [child for child in node.named_children if "comment" not in child.type]


def _arguments(node: Node | None) -> Iterator[Argument]:
    for child in _named(node):
        if child.type == "element_value_pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None and key.text is not None:
                yield Argument(key.text.decode("utf-8", "replace"), value)
        else:
            yield Argument("", child)


def _annotation(unit: Unit, node: Node) -> Call | None:
    name = node.child_by_field_name("name")
    above = node.parent
    if name is None or above is None:
        return None
    written = "".join(unit.text(name).split())
    arguments = tuple(_arguments(node.child_by_field_name("arguments")))
    decorates = above.parent if above.type == "modifiers" else above
    return Call(node, unit.resolved(written), written, arguments, None, decorates)


def _annotations(unit: Unit, node: Node) -> tuple[Call, ...]:
    kinds = ("annotation", "marker_annotation")
    found = (_annotation(unit, child) for child in before(node) if child.type in kinds)
    return tuple(one for one in found if one)


def _type(unit: Unit, node: Node) -> str:
    return "".join(_text(unit, node.child_by_field_name("type")).split())


def _members(node: Node) -> Iterator[Node]:
    """What stands in the body of a class; in an enum also what stands after its constants."""
    for child in _named(node.child_by_field_name("body")):
        if child.type == "enum_body_declarations":
            yield from _named(child)
        else:
            yield child


def _fields(unit: Unit, node: Node) -> Iterator[Field]:
    decorators = _annotations(unit, node)
    if node.type == "enum_constant":
        yield Field(node, _name(unit, node), "", None, decorators=decorators)
    elif node.type == "field_declaration" and not {"static", "final"} <= modifiers(unit, node):
        for one in node.children_by_field_name("declarator"):
            value = one.child_by_field_name("value")
            yield Field(node, _name(unit, one), _type(unit, node), value, decorators=decorators)


def _bases(unit: Unit, node: Node) -> Iterator[str]:
    for child in node.named_children:
        if child.type in ("superclass", "super_interfaces", "extends_interfaces"):
            for inner in child.named_children:
                for one in inner.named_children if inner.type == "type_list" else (inner,):
                    base = type_path(unit, one)
                    if base:
                        yield unit.resolved(base)
