"""C#, by tree-sitter-c-sharp."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Language, Unit, child_at
from planproof.facts.languages._csharp_missing import CSharpMissing
from planproof.facts.languages._csharp_values import (
    arguments,
    given_to,
    named,
    path_of,
    type_path,
    value_of,
)
from planproof.facts.languages._nesting import full_names, names_around
from planproof.facts.model import Value
from planproof.facts.shapes import Assignment, Call, Class, Field, Function, Index

if TYPE_CHECKING:
    from tree_sitter import Node

_MISSING = CSharpMissing()
_TYPES = (
    "class_declaration",
    "record_declaration",
    "struct_declaration",
    "interface_declaration",
    "enum_declaration",
)
_FUNCTIONS = ("method_declaration", "constructor_declaration", "local_function_statement")
_CODELESS = ("interface_declaration", "enum_declaration")
_TELLING_NOTHING = frozenset(
    ("Dictionary", "IDictionary", "IReadOnlyDictionary", "Object", "String")
)


class CSharp(Language):
    """C#'s shapes. Attributes are calls that decorate what they stand before."""

    NAME = "csharp"
    FAMILY = "csharp"
    SUFFIXES = (".cs",)
    GRAMMAR = "tree_sitter_c_sharp"
    LOCALS = True
    QUERY = """
        (invocation_expression) @call
        (object_creation_expression) @call
        (implicit_object_creation_expression) @call
        (attribute) @call
        (element_access_expression) @index
        (conditional_access_expression (element_binding_expression)) @index
        (method_declaration) @function
        (constructor_declaration) @function
        (local_function_statement) @function
        (class_declaration) @class
        (record_declaration) @class
        (struct_declaration) @class
        (interface_declaration) @class
        (enum_declaration) @class
        (variable_declarator) @assignment
        (assignment_expression) @assignment
        (property_declaration) @assignment
        (using_directive) @import
        (string_literal) @string
        (verbatim_string_literal) @string
        (raw_string_literal) @string
        (variable_declaration) @typed
        (parameter) @typed
        (property_declaration) @typed
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """Method calls, `new`, and attributes."""
        if node.type == "attribute":
            return _attribute(unit, node)
        given = tuple(arguments(unit, node))
        if node.type == "invocation_expression":
            function = node.child_by_field_name("function")
            written = self.path(unit, node).removesuffix("()")
            receiver = _receiver(function)
            name = function.child_by_field_name("name") if function is not None else None
            if not written and name is not None:
                written = f"*.{path_of(unit, name)}"
            return Call(node, unit.called(written), written, given, receiver) if written else None
        if node.type == "implicit_object_creation_expression":
            written = _target_type(unit, node)
        else:
            written = type_path(unit, node.child_by_field_name("type"))
        return Call(node, unit.resolved(written), written, given) if written else None

    def index(self, unit: Unit, node: Node) -> Index | None:
        """`object[key]` and `object?[key]`."""
        inner = named(node)
        if len(inner) != 2:
            return None
        keys = [one for one in inner[1].named_children if one.type == "argument"]
        written = self.path(unit, inner[0])
        if len(keys) != 1 or not keys[0].named_children or not written:
            return None
        object_ = unit.types.get(written) or unit.called(written)
        return Index(node, object_, keys[0].named_children[-1])

    def function(self, unit: Unit, node: Node) -> Function | None:
        """Methods, constructors and local functions."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        parameters: list[str] = []
        given = node.child_by_field_name("parameters")
        for child in given.named_children if given is not None else ():
            inner = child.child_by_field_name("name") if child.type == "parameter" else None
            if "this" in _modifiers(unit, child):
                continue  # what an extension method is called on
            if inner is not None:
                parameters.append(unit.text(inner))
            elif child.type == "identifier":  # of `params string[] rest`
                parameters.append(unit.text(child))
        full = ".".join((*outer(unit, node), unit.text(name)))
        method = node.type != "local_function_statement"
        return Function(node, full, tuple(parameters), method, _attributes(unit, node))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """Classes, records, structs, interfaces and enums; constants are not among the fields."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        fields: list[Field] = []
        bases: list[str] = []
        for child in node.named_children:
            if child.type == "parameter_list" and node.type == "record_declaration":
                fields.extend(
                    _field(unit, one) for one in child.named_children if one.type == "parameter"
                )
            elif child.type == "base_list":
                found = (path_of(unit, one) for one in child.named_children)
                bases.extend(unit.resolved(path) for path in found if path)
        body = node.child_by_field_name("body")
        for member in named(body) if body is not None else ():
            fields.extend(_fields(unit, member))
        full = ".".join((*outer(unit, node), unit.text(name)))
        what = "type" if node.type in _CODELESS else "class"
        return Class(node, full, tuple(bases), tuple(fields), _attributes(unit, node), what)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """Fields, properties, variables and assignments; a constant with its class."""
        if node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            target = self.path(unit, left) if left is not None else ""
            if target and right is not None:
                yield Assignment(node, target, right, _at_top(node))
            return
        name = node.child_by_field_name("name")
        value = given_to(node)
        if value is None or name is None:
            return
        target, constant = unit.text(name), _constant(unit, node)
        if constant:
            target = ".".join((*outer(unit, node), target))
        yield Assignment(node, target, value, constant or _at_top(node))

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Aliases: `using Env = System.Environment`. What a namespace brings in has no path."""
        name = node.child_by_field_name("name")
        inner = [one for one in named(node) if one != name]
        if name is not None and inner:
            path = path_of(unit, inner[-1])
            if path:
                yield unit.text(name), path

    def path(self, unit: Unit, node: Node) -> str:
        """Names, members and call chains; `this.` is left out, `?.` and `!` count for nothing."""
        return path_of(unit, node)

    def value(self, unit: Unit, node: Node) -> Value:
        """Literals, interpolation, concatenation, durations and names."""
        return value_of(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of a dictionary's initializer."""
        found: list[tuple[str, Node]] = []
        filled = node.child_by_field_name("initializer")
        for one in named(filled) if filled is not None else ():
            inner = named(one)
            if len(inner) == 2 and one.type in ("assignment_expression", "initializer_expression"):
                key_node = inner[0]
                if key_node.type == "element_binding_expression" and key_node.named_children:
                    key_node = key_node.named_children[0].named_children[0]
                key = (
                    unit.text(key_node) if key_node.type == "identifier" else unit.string(key_node)
                )
                if key is not None:
                    found.append((key, inner[1]))
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:  # noqa: ARG002
        """Items of `new[] {…}`, `[…]` and `new List<T> {…}`."""
        if node.type == "collection_expression":
            inner = [one for child in named(node) for one in named(child)]
            return [one.named_children[0] if one.named_children else one for one in inner]
        for child in node.named_children:
            if child.type == "initializer_expression" and "creation" in node.type:
                return named(child)
        return []

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`x ?? d`, `x ??= d`, `string.IsNullOrEmpty(x) ? d : x`, `if (x is null) x = d`."""
        return _MISSING.outcome(unit, node).default

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`x == "true"`, `string.Equals(x, "true")`."""
        return _MISSING.compared(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`x ?? throw …`, `ThrowIfNull(x)`, `int.Parse(x)`, `if (x is null) throw …`."""
        return _MISSING.outcome(unit, node).fails

    def written(self, unit: Unit, node: Node) -> bool:  # noqa: ARG002
        """Whether the node is assigned to."""
        above = node.parent
        if above is None or above.type != "assignment_expression":
            return False
        if any(child.type == "??=" for child in above.children):
            return False
        return above.child_by_field_name("left") == node

    def types(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Fields, properties, variables and parameters with their types, without arguments."""
        type_ = type_path(unit, node.child_by_field_name("type"))
        name = node.child_by_field_name("name")
        if name is not None and type_ and type_ not in _TELLING_NOTHING:
            yield unit.text(name), type_
        for child in node.named_children:
            name = (
                child.child_by_field_name("name") if child.type == "variable_declarator" else None
            )
            value = given_to(child) if name is not None else None
            made = type_
            if not type_ and value is not None and value.type == "object_creation_expression":
                made = type_path(unit, value.child_by_field_name("type"))
            if name is not None and made and made not in _TELLING_NOTHING:
                yield unit.text(name), made

    def scopes(self, unit: Unit, node: Node) -> Iterator[str]:
        """The classes around a node, by their full names."""
        return full_names(outer(unit, node))

    def begins(self, node: Node) -> int:
        """The row of a declaration, without the attributes before it."""
        for child in node.children:
            if child.type not in ("attribute_list", "comment"):
                return child.start_point[0]
        return node.start_point[0]


def outer(unit: Unit, node: Node) -> list[str]:
    """The names of the types and functions around a node, outermost first; namespaces left out."""
    return names_around(unit, node, (*_TYPES, *_FUNCTIONS))


def namespace(unit: Unit, node: Node) -> str:
    """The namespace a node stands in; empty for the global one."""
    names: list[str] = []
    above: Node | None = node
    while above is not None:
        if above.type == "namespace_declaration":
            name = above.child_by_field_name("name")
            names.append("".join(unit.text(name).split()) if name is not None else "")
        above = above.parent
    for child in unit.root.named_children:
        if child.type == "file_scoped_namespace_declaration":
            name = child.child_by_field_name("name")
            names.append("".join(unit.text(name).split()) if name is not None else "")
    return ".".join(reversed(names))


def type_arguments(unit: Unit, call: Call) -> list[str]:
    """The type arguments of a generic call: `["OrdersOptions"]` of `Configure<OrdersOptions>(…)`."""
    function = call.node.child_by_field_name("function")
    found = function.child_by_field_name("name") if function is not None else None
    if function is not None and function.type == "generic_name":
        found = function
    for child in found.named_children if found is not None else ():
        if child.type == "type_argument_list":
            return [type_path(unit, one) or unit.text(one) for one in named(child)]
    return []


def _receiver(function: Node | None) -> Node | None:
    """What a method is called on: `x` of `x.F()` and `x?.F()`."""
    if function is None:
        return None
    if function.type == "conditional_access_expression":
        return child_at(function)
    return function.child_by_field_name("expression")


def _target_type(unit: Unit, node: Node) -> str:
    """The type of `new(…)`, from the declaration it stands in."""
    above = node.parent
    while above is not None and above.type in ("variable_declarator", "equals_value_clause"):
        above = above.parent
    if above is None or above.type not in ("variable_declaration", "property_declaration"):
        return ""
    return type_path(unit, above.child_by_field_name("type"))


def _attribute(unit: Unit, node: Node) -> Call | None:
    name = node.child_by_field_name("name")
    above = node.parent
    if name is None or above is None:
        return None
    written = path_of(unit, name).removesuffix("Attribute")
    given = tuple(arguments(unit, node))
    return Call(node, unit.resolved(written), written, given, None, above.parent)


def _attributes(unit: Unit, node: Node) -> tuple[Call, ...]:
    found = [
        _attribute(unit, one)
        for child in node.children
        if child.type == "attribute_list"
        for one in child.named_children
        if one.type == "attribute"
    ]
    return tuple(one for one in found if one)


def _modifiers(unit: Unit, node: Node) -> frozenset[str]:
    return frozenset(unit.text(child) for child in node.children if child.type == "modifier")


def _constant(unit: Unit, node: Node) -> bool:
    """Whether a field is `const` or `static readonly`, or a property static without being set."""
    holder = node.parent.parent if node.type == "variable_declarator" and node.parent else node
    if holder is None or holder.type not in ("field_declaration", "property_declaration"):
        return False
    words = _modifiers(unit, holder)
    if holder.type == "property_declaration":
        accessors = holder.child_by_field_name("accessors")
        return "static" in words and "set" not in (unit.text(accessors) if accessors else "")
    return "const" in words or {"static", "readonly"} <= words


def _at_top(node: Node) -> bool:
    """Whether something stands in a program's top-level statements, in no block."""
    above = node.parent
    while above is not None and above.type in (
        "variable_declaration",
        "local_declaration_statement",
        "expression_statement",
    ):
        above = above.parent
    return above is not None and above.type == "global_statement"


def _field(unit: Unit, node: Node) -> Field:
    """The field of a property, parameter or enum member."""
    name, type_ = node.child_by_field_name("name"), node.child_by_field_name("type")
    kind = "".join(unit.text(type_).split()) if type_ is not None else ""
    value = node.child_by_field_name("value")
    if node.type == "parameter":
        value = given_to(node)
    elif node.type != "property_declaration" or (value and value.type == "arrow_expression_clause"):
        value = None
    own = unit.text(name) if name is not None else ""
    return Field(node, own, kind, value, decorators=_attributes(unit, node))


def _fields(unit: Unit, node: Node) -> Iterator[Field]:
    if node.type in ("property_declaration", "enum_member_declaration"):
        if not _constant(unit, node):
            yield _field(unit, node)
    elif node.type == "field_declaration":
        for child in node.named_children:
            if child.type != "variable_declaration":
                continue
            type_ = child.child_by_field_name("type")
            kind = "".join(unit.text(type_).split()) if type_ is not None else ""
            for one in child.named_children:
                name = one.child_by_field_name("name")
                if name is not None and not _constant(unit, one):
                    decorators = _attributes(unit, node)
                    yield Field(node, unit.text(name), kind, given_to(one), decorators=decorators)
