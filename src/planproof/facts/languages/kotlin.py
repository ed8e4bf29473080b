"""Kotlin, by tree-sitter-kotlin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Language, Unit
from planproof.facts.languages._kotlin_missing import KotlinMissing
from planproof.facts.languages._kotlin_values import (
    after_equals,
    arguments,
    bare,
    declared,
    named,
    type_path,
    value_of,
    written_type,
)
from planproof.facts.languages._nesting import around, full_names
from planproof.facts.languages.java import TELLING_NOTHING, after_annotations, before
from planproof.facts.model import Value
from planproof.facts.shapes import Assignment, Call, Class, Field, Function, Index

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_PART = 32
_PADDING = b"\n" * 100
_READS = 50_000
"""The grammar (1.1) does not end on some files that are wrong: its scanner waits for white space after an
annotation, and the parser puts in what is missing at one place for ever. So a file ends in white space,
and is handed to the parser in parts, as many as it takes and then no more."""

_MISSING = KotlinMissing()
_TYPES = ("class_declaration", "object_declaration")
_FUNCTIONS = ("function_declaration", "secondary_constructor")
_TOP = ("source_file", "class_body", "enum_class_body")
_LISTS = (
    "listOf",
    "setOf",
    "arrayOf",
    "mutableListOf",
    "List.of",
    "Set.of",
    "emptyList",
    "arrayListOf",
)
_MAPS = ("mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf")


class Kotlin(Language):
    """Kotlin's shapes. Annotations are calls that decorate; a lambda after a call is its last argument."""

    NAME = "kotlin"
    FAMILY = "jvm"
    SUFFIXES = (".kt", ".kts")
    GRAMMAR = "tree_sitter_kotlin"
    LOCALS = True
    QUERY = """
        (call_expression) @call
        (annotation) @call
        (binary_expression left: (binary_expression) right: (parenthesized_expression)) @call
        (index_expression) @index
        (in_expression) @index
        (function_declaration) @function
        (secondary_constructor) @function
        (class_declaration) @class
        (object_declaration) @class
        (property_declaration) @assignment
        (assignment) @assignment
        (import) @import
        (string_literal) @string
        (multiline_string_literal) @string
        (property_declaration) @typed
        (class_parameter) @typed
        (parameter) @typed
    """

    def parse(self, data: bytes) -> Tree:
        """The syntax tree; a file that the parser would go round and round in is cut short."""
        padded = data + _PADDING
        left = _READS + 4 * len(padded)

        def part(start: int, _: object) -> bytes:
            nonlocal left
            left -= 1
            return padded[start : start + _PART] if left > 0 else b""

        return self._loaded[0].parse(part)

    def call(self, unit: Unit, node: Node) -> Call | None:
        """Calls and annotations."""
        if node.type == "annotation":
            return _annotation(unit, node)
        if node.type == "binary_expression":
            return self._generic_call(unit, node)
        function = node.named_children[0] if node.named_children else None
        if function is None or _goes_on(node):
            return None  # it comes with the lambda after it
        given = list(arguments(unit, node))
        if (
            function.type == "call_expression"
            and node.named_children[-1].type == "annotated_lambda"
        ):
            given = [*arguments(unit, function), *given]
            function = function.named_children[0]
        written = self.path(unit, function)
        receiver = None
        if function.type == "navigation_expression" and function.named_child_count == 2:
            receiver = function.named_children[0]
            written = written or f"*.{bare(unit, function.named_children[1])}"
        return (
            Call(node, unit.called(written), written, tuple(given), receiver) if written else None
        )

    def _generic_call(self, unit: Unit, node: Node) -> Call | None:
        """`f<T>(x)`, which the grammar takes for two comparisons."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        function = left.child_by_field_name("left") if left is not None else None
        if left is None or right is None or function is None:
            return None
        signs = [one.type for one in (*left.children, *node.children) if one.type in ("<", ">")]
        written = self.path(unit, function)
        if signs != ["<", ">"] or not written:
            return None
        return Call(node, unit.called(written), written, tuple(arguments(unit, right)))

    def index(self, unit: Unit, node: Node) -> Index | None:
        """`object[key]`, and `key in object`."""
        inner = named(node)
        if len(inner) != 2:
            return None
        container, key = inner if node.type == "index_expression" else inner[::-1]
        written = self.path(unit, container)
        return (
            Index(node, unit.types.get(written) or unit.called(written), key) if written else None
        )

    def function(self, unit: Unit, node: Node) -> Function | None:
        """Functions, methods and secondary constructors."""
        name = node.child_by_field_name("name")
        own = bare(unit, name) if name is not None else "constructor"
        parameters = [
            bare(unit, inner.named_children[0])
            for child in node.named_children
            if child.type == "function_value_parameters"
            for inner in child.named_children
            if inner.type == "parameter" and inner.named_children
        ]
        above = node.parent
        method = above is not None and above.type in ("class_body", "enum_class_body")
        full = ".".join((*outer(unit, node), own))
        return Function(node, full, tuple(parameters), method, _annotations(unit, node))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """Classes, interfaces, enums and objects; what an object holds are constants, not fields."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        fields: list[Field] = []
        bases: list[str] = []
        what = "type" if any(one.type == "interface" for one in node.children) else "class"
        for child in node.named_children:
            if child.type == "primary_constructor":
                fields.extend(_parameters(unit, child))
            elif child.type == "delegation_specifiers":
                bases.extend(_bases(unit, child))
            elif (
                child.type in ("class_body", "enum_class_body")
                and node.type != "object_declaration"
            ):
                fields.extend(_fields(unit, child))
                what = "type" if child.type == "enum_class_body" else what
        full = ".".join((*outer(unit, node), bare(unit, name)))
        return Class(node, full, tuple(bases), tuple(fields), _annotations(unit, node), what)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """Properties, variables and assignments; a `val` of a class with its class."""
        if node.type == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            target = self.path(unit, left) if left is not None else ""
            if target and right is not None:
                yield Assignment(node, target, right, top=False)
            return
        value, above = after_equals(node), node.parent
        target = declared(unit, node)
        if value is None or above is None or not target:
            return
        top = above.type in _TOP and any(child.type == "val" for child in node.children)
        if top:
            target = ".".join((*outer(unit, node), target))
        yield Assignment(node, target, value, top)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What is imported by name; not what `*` brings in."""
        inner = named(node)
        if not inner or any(child.type == "*" for child in node.children):
            return
        path = "".join(unit.text(inner[0]).split()).replace("`", "")
        local = bare(unit, inner[1]) if len(inner) > 1 else path.rpartition(".")[2]
        yield local, path

    def path(self, unit: Unit, node: Node) -> str:
        """Names, members and call chains; `this.` is left out, `!!` and `?.` count for nothing."""
        parts: list[str] = []
        suffix = ""
        below: Node | None = node
        while below is not None:
            node, inner = below, named(below)
            match node.type:
                case "identifier":
                    parts.append(bare(unit, node) + suffix)
                    break
                case "navigation_expression" if len(inner) == 2:
                    parts.append(bare(unit, inner[1]) + suffix)
                    suffix, below = "", inner[0]
                case "call_expression" if inner:
                    suffix, below = "()", inner[0]
                case "parenthesized_expression" if len(inner) == 1:
                    below = inner[0]
                case "unary_expression" if inner and node.children[-1].type == "!!":
                    below = inner[0]
                case "this_expression" if parts:
                    break
                case "super_expression" if parts:
                    parts.append("super")
                    break
                case _:
                    return ""
        return ".".join(reversed(parts))

    def value(self, unit: Unit, node: Node) -> Value:
        """Literals, templates, concatenation, durations and names."""
        return value_of(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of `mapOf("a" to b)`."""
        found: list[tuple[str, Node]] = []
        if node.type == "call_expression" and self.path(unit, node).removesuffix("()") in _MAPS:
            for one in arguments(unit, node):
                inner = named(one.node)
                if (
                    one.node.type == "infix_expression"
                    and len(inner) == 3
                    and unit.text(inner[1]) == "to"
                ):
                    key = unit.string(inner[0])
                    if key is not None:
                        found.append((key, inner[2]))
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """Items of `[…]` in an annotation, `listOf(…)` and their like."""
        if node.type == "collection_literal":
            return named(node)
        if node.type == "call_expression" and self.path(unit, node).removesuffix("()") in _LISTS:
            return [one.node for one in arguments(unit, node)]
        return []

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`x ?: d`, `x.ifBlank { d }`, `if (x == null) d else x`."""
        return _MISSING.outcome(unit, node).default

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`x == "true"`, `x.toBoolean()`."""
        return _MISSING.compared(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`x!!`, `requireNotNull(x)`, `x ?: error("…")`, `if (x == null) throw …`."""
        return _MISSING.outcome(unit, node).fails

    def written(self, unit: Unit, node: Node) -> bool:  # noqa: ARG002
        """Whether the node is assigned to."""
        above = node.parent
        return (
            above is not None
            and above.type == "assignment"
            and above.child_by_field_name("left") == node
        )

    def types(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Properties, variables and parameters with their types; `val x = X(…)` has the type `X`."""
        holder = node
        if node.type == "property_declaration":
            found = [one for one in node.named_children if one.type == "variable_declaration"]
            if not found:
                return
            holder = found[0]
        names = [one for one in holder.named_children if one.type == "identifier"]
        type_ = type_path(unit, holder)
        if not type_ and node.type == "property_declaration":
            value = after_equals(node)
            made = (
                self.path(unit, value)
                if value is not None and value.type == "call_expression"
                else ""
            )
            if (
                made[:1].isupper()
                and made.count("(") == 1
                and made.endswith("()")
                and "." not in made
            ):
                type_ = made.removesuffix("()")
        if names and type_ and type_ not in TELLING_NOTHING:
            yield bare(unit, names[0]), type_

    def scopes(self, unit: Unit, node: Node) -> Iterator[str]:
        """The classes around a node, by their full names."""
        return full_names(outer(unit, node))

    def begins(self, node: Node) -> int:
        """The row of a declaration, without the annotations before it."""
        return after_annotations(node, ("annotation",))


def outer(unit: Unit, node: Node) -> list[str]:
    """The names of the classes and functions around a node, outermost first; companions have none."""
    found = [one.child_by_field_name("name") for one in around(node, (*_TYPES, *_FUNCTIONS))]
    return [bare(unit, name) if name is not None else "constructor" for name in reversed(found)]


def _goes_on(node: Node) -> bool:
    """Whether a call has its lambda in the call around it: `f(x) { … }`."""
    above = node.parent
    return (
        above is not None
        and above.type == "call_expression"
        and above.named_children[0] == node
        and above.named_children[-1].type == "annotated_lambda"
        and node.named_children[-1].type == "value_arguments"
    )


def _annotation(unit: Unit, node: Node) -> Call | None:
    inner = [one for one in named(node) if one.type != "use_site_target"]
    above = node.parent
    if not inner or above is None:
        return None
    written = type_path(unit, node if inner[0].type == "user_type" else inner[0])
    decorates = above.parent
    if above.type == "parameter_modifiers":
        decorates = above.next_named_sibling
    given = tuple(arguments(unit, inner[0]))
    return Call(node, unit.resolved(written), written, given, None, decorates) if written else None


def _annotations(unit: Unit, node: Node) -> tuple[Call, ...]:
    found = (_annotation(unit, child) for child in before(node) if child.type == "annotation")
    return tuple(one for one in found if one)


def _parameters(unit: Unit, constructor: Node) -> Iterator[Field]:
    for holder in constructor.named_children:
        for one in holder.named_children if holder.type == "class_parameters" else ():
            names = [child for child in one.named_children if child.type == "identifier"]
            if names and any(child.type in ("val", "var") for child in one.children):
                name, type_ = bare(unit, names[0]), written_type(unit, one)
                yield Field(one, name, type_, after_equals(one), decorators=_annotations(unit, one))


def _fields(unit: Unit, body: Node) -> Iterator[Field]:
    for child in body.named_children:
        decorators = _annotations(unit, child)
        if child.type == "property_declaration":
            holders = [one for one in child.named_children if one.type == "variable_declaration"]
            type_ = written_type(unit, holders[0]) if holders else ""
            name = declared(unit, child)
            if name:
                yield Field(child, name, type_, after_equals(child), decorators=decorators)
        elif child.type == "enum_entry":
            names = [one for one in child.named_children if one.type == "identifier"]
            if names:
                yield Field(child, bare(unit, names[0]), "", None, decorators=decorators)


def _bases(unit: Unit, specifiers: Node) -> Iterator[str]:
    for one in specifiers.named_children:
        inner = one.named_children[0] if one.named_children else one
        path = type_path(unit, inner if inner.type == "constructor_invocation" else one)
        if path:
            yield unit.resolved(path)
