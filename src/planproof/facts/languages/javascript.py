"""JavaScript, TypeScript and TSX, by tree-sitter-javascript and tree-sitter-typescript.

`new Counter(...)` is a call of `Counter`. An object literal that a call is given is an argument and, as
long as it is short, its properties are keywords: `new Counter({ name: "x" })` has the keyword `name`.
A default import is its module's own path (`import express from "express"` is `express`), a named one is
below it (`express.Router`); `require("express")` is the same. A parameter with a type stands for its
type: `(app: FastifyInstance)` makes `app.get` a call of `fastify.FastifyInstance.get`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from planproof.facts.languages import _javascript_flow as flow
from planproof.facts.languages import _javascript_missing as missing
from planproof.facts.languages import _javascript_names as names
from planproof.facts.languages import _javascript_values as values
from planproof.facts.languages._base import Language, Unit
from planproof.facts.languages._javascript_trees import (
    FIELDS,
    PATTERNS,
    brings_in,
    content,
    first_child,
    key,
    local,
    module_name,
    path,
    plain,
    taken,
)
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Function, Index, Member

if TYPE_CHECKING:
    from tree_sitter import Node

KEYWORDS = 24
"""Properties of the largest object literal that counts as a call's keywords; what is larger is data."""

TYPES = ("type_identifier", "nested_type_identifier", "generic_type")

ENTRIES = 300
"""Entries of an object literal that are kept as constants."""

_SHARED = """
    (call_expression) @call
    (new_expression) @call
    (decorator) @call
    (subscript_expression) @index
    (binary_expression operator: "in") @index
    (member_expression) @member
    (variable_declarator name: (object_pattern [
        (shorthand_property_identifier_pattern) (object_assignment_pattern) (pair_pattern)
    ] @member))
    (function_declaration) @function
    (generator_function_declaration) @function
    (function_expression) @function
    (generator_function) @function
    (arrow_function) @function
    (method_definition) @function
    (class_declaration) @class
    (class) @class
    (variable_declarator) @assignment
    (assignment_expression) @assignment
    (import_statement) @import
    (string) @string
    (template_string) @string
"""
_TYPED = """
    (function_signature) @function
    (method_signature) @function
    (abstract_method_signature) @function
    (abstract_class_declaration) @class
    (interface_declaration) @class
    (type_alias_declaration) @class
    (enum_declaration) @class
    (enum_assignment) @assignment
    (public_field_definition value: (_)) @assignment
    (required_parameter type: (type_annotation [
        (type_identifier) (nested_type_identifier) (generic_type)
    ])) @assignment
"""


class JavaScript(Language):
    """JavaScript's shapes, JSX among them."""

    NAME = "javascript"
    FAMILY = "javascript"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".js", ".mjs", ".cjs", ".jsx")
    INTERPRETERS: ClassVar[tuple[str, ...]] = ("node", "nodejs", "bun", "zx")
    GRAMMAR = "tree_sitter_javascript"
    QUERY = f"{_SHARED} (field_definition value: (_)) @assignment"

    def call(self, unit: Unit, node: Node) -> Call | None:
        """The call, `new` or decorator at a node."""
        whole = node
        decorates: Node | None = None
        if node.type == "decorator":
            inner = first_child(node)
            if inner is None:
                return None
            node, decorates = plain(inner), names.decorated(node)
        elif node.parent is not None and node.parent.type == "decorator":
            return None  # it comes as the decorator
        if node.type not in ("call_expression", "new_expression"):
            written = path(unit, node)
            return (
                Call(whole, unit.resolved(written), written, (), None, decorates)
                if written
                else None
            )
        called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        written = path(unit, called) if called is not None else ""
        if not written or called is None:
            return None
        arguments = tuple(_arguments(unit, node.child_by_field_name("arguments")))
        receiver = plain(called).child_by_field_name("object")
        return Call(whole, unit.resolved(written), written, arguments, receiver, decorates)

    def index(self, unit: Unit, node: Node) -> Index | None:
        """`object[key]`, and `key in object`, which reads it too."""
        if node.type == "binary_expression":
            key_node, below = node.child_by_field_name("left"), node.child_by_field_name("right")
        else:
            key_node, below = node.child_by_field_name("index"), node.child_by_field_name("object")
        found = unit.path(below)
        return Index(node, found, key_node) if found and key_node is not None else None

    def member(self, unit: Unit, node: Node) -> Member | None:
        """`object.name`, and each property that `const { name } = object` takes out."""
        if node.type in PATTERNS:
            found, _, name = path(unit, node).rpartition(".")
            return Member(node, unit.resolved(found), name) if found and name else None
        property_, below = node.child_by_field_name("property"), node.child_by_field_name("object")
        found = unit.path(below)
        if not found or property_ is None or _is_called(node):
            return None
        return Member(node, found, unit.text(property_))

    def function(self, unit: Unit, node: Node) -> Function | None:
        """The function, method or arrow function at a node; without a name its name ends in nothing."""
        return names.function(unit, node, self._decorators(unit, node))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """The class, interface, type or enum at a node."""
        return names.class_(unit, node, self._decorators(unit, node))

    def _decorators(self, unit: Unit, node: Node) -> tuple[Call, ...]:
        found = (self.call(unit, one) for one in names.decorators_of(node))
        return tuple(one for one in found if one)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """Declarations, assignments, fields, enum members, entries of constant objects, typed parameters."""
        if node.type == "variable_declarator":
            yield from _declared(unit, node)
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            target = path(unit, left) if left is not None else ""
            target = target.removeprefix("module.").removeprefix("exports.")
            if target and "(" not in target and right is not None:
                yield Assignment(node, target, right, names.is_top(node))
        elif node.type in FIELDS:
            yield from _of_class(unit, node)
        elif node.type == "enum_assignment":
            yield from _of_enum(unit, node)
        else:
            pattern, type_ = node.child_by_field_name("pattern"), node.child_by_field_name("type")
            named = first_child(type_) if type_ is not None else None
            if pattern is not None and pattern.type == "identifier" and named is not None:
                yield Assignment(node, unit.text(pattern), named, False)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What an `import` brings in, by local name."""
        for clause in node.named_children:
            source = node.child_by_field_name("source") or clause.child_by_field_name("source")
            if source is None or clause.type not in ("import_clause", "import_require_clause"):
                continue
            module = module_name(content(unit, source))
            for child in clause.named_children:
                if child.type == "identifier":
                    yield unit.text(child), module
                elif child.type == "namespace_import" and child.named_child_count:
                    yield unit.text(child.named_children[-1]), module
                elif child.type == "named_imports":
                    yield from _named(unit, child, module)

    def path(self, unit: Unit, node: Node) -> str:
        """A name, member or chain of calls as a dotted path as written, else empty."""
        return path(unit, node)

    def value(self, unit: Unit, node: Node) -> Value:
        """An expression as a value."""
        return values.value(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of an object literal."""
        return values.pairs(unit, node)

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """The items of an array."""
        return values.items(unit, node)

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """What is taken in place of an expression: `x ?? d`, `x || d`, `{ x = d }`, `x ? x : d`."""
        return flow.fallback(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """Whether the program fails without: `x!`, `if (!x) throw`, `assert(x)`, `x ?? fail()`."""
        return flow.insists(unit, node)

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`x === "true"`, `["true", "1"].includes(x)`."""
        return missing.compared(unit, node)

    def written(self, unit: Unit, node: Node) -> bool:
        """Whether a node is assigned to or deleted."""
        return flow.written(unit, node)


class TypeScript(JavaScript):
    """TypeScript's shapes: JavaScript's with types, which are looked through."""

    NAME = "typescript"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".ts", ".mts", ".cts")
    INTERPRETERS: ClassVar[tuple[str, ...]] = ("deno", "tsx", "ts-node")
    GRAMMAR = "tree_sitter_typescript"
    FUNCTION = "language_typescript"
    QUERY = f"{_SHARED} {_TYPED}"


class TSX(TypeScript):
    """TypeScript with JSX."""

    NAME = "tsx"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".tsx",)
    INTERPRETERS: ClassVar[tuple[str, ...]] = ()
    FUNCTION = "language_tsx"


def _is_called(node: Node) -> bool:
    above = node.parent
    if above is None or above.type not in ("call_expression", "new_expression"):
        return False
    called = above.child_by_field_name("function") or above.child_by_field_name("constructor")
    return called == node


def _arguments(unit: Unit, node: Node | None) -> Iterator[Argument]:
    """A call's arguments: first the properties of the objects it is given, as keywords."""
    if node is None:
        return
    if node.type == "template_string":
        yield Argument("", node)
        return
    given = [child for child in node.named_children if child.type != "comment"]
    for one in given:
        literal = plain(one)
        if literal.type == "object" and literal.named_child_count <= KEYWORDS:
            yield from (Argument(name, below) for name, below in unit.pairs(literal) if name)
    for one in given:
        yield Argument("", one)


def _declared(unit: Unit, node: Node) -> Iterator[Assignment]:
    name, given = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None:
        return
    if name.type == "object_pattern" and given is not None:
        top = names.is_top(node) and not brings_in(unit, given)
        for child in name.named_children:
            target = local(unit, child) if child.type in PATTERNS else ""
            if target and taken(unit, child):
                yield Assignment(node, target, child, top)
        return
    if name.type != "identifier":
        return
    if given is None:
        type_ = node.child_by_field_name("type")
        given = first_child(type_) if type_ is not None else None
        if given is not None and given.type in TYPES:
            yield Assignment(node, unit.text(name), given, False)
        return
    top = names.is_top(node) and not brings_in(unit, given)
    target = ".".join((*names.outer(unit, node), unit.text(name))) if top else unit.text(name)
    yield Assignment(node, unit.text(name), given, top)
    if top:
        yield from _entries(unit, target, given)


def _entries(unit: Unit, target: str, node: Node) -> Iterator[Assignment]:
    """The entries of a constant object, as constants: `FLAGS.NEW_CHECKOUT`."""
    stack = [(target, node)]
    found = 0
    while stack:
        prefix, below = stack.pop()
        for name, given in values.pairs(unit, below, computed=False)[:ENTRIES]:
            plainly = plain(given)
            if plainly.type == "object":
                stack.append((f"{prefix}.{name}", plainly))
            elif plainly.type in ("string", "number", "template_string", "binary_expression"):
                found += 1
                if found > ENTRIES:
                    return
                yield Assignment(given, f"{prefix}.{name}", given, True, entry=True)


def _of_class(unit: Unit, node: Node) -> Iterator[Assignment]:
    """A field with its value: of the class where it is static, of `this` else."""
    given = node.child_by_field_name("value")
    name, class_name = names.field_name(unit, node), names.class_around(unit, node)
    if given is None or not name or not class_name:
        return
    static = any(child.type == "static" for child in node.children)
    yield Assignment(node, f"{class_name if static else 'this'}.{name}", given, names.is_top(node))


def _of_enum(unit: Unit, node: Node) -> Iterator[Assignment]:
    body = node.parent
    enum = body.parent if body is not None else None
    name, given = node.child_by_field_name("name"), node.child_by_field_name("value")
    if enum is not None and name is not None and given is not None:
        target = f"{names.own_name(unit, enum)}.{key(unit, name)}"
        yield Assignment(node, target, given, names.is_top(node), entry=True)


def _named(unit: Unit, node: Node, module: str) -> Iterator[tuple[str, str]]:
    for child in node.named_children:
        name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
        if name is None:
            continue
        full = module if unit.text(name) == "default" else f"{module}.{key(unit, name)}"
        yield unit.text(alias if alias is not None else name), full
