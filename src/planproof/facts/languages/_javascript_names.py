"""What JavaScript's and TypeScript's functions, classes and fields are called, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._javascript_trees import (
    CLASSES,
    FIELDS,
    FUNCTIONS,
    WRAPPERS,
    first_child,
    key,
    local,
    taken,
)
from planproof.facts.languages._javascript_values import is_conversion
from planproof.facts.shapes import Call, Class, Field, Function

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_NAMESPACES = frozenset(("internal_module", "module"))
_EXPORTED = ("module.exports.", "exports.")


def own_name(unit: Unit, node: Node) -> str:
    """What a function, class or object is called: by itself, or by what it is given to; else empty."""
    name = node.child_by_field_name("name")
    if name is not None:
        return key(unit, name)
    above = node.parent
    while above is not None and (above.type in WRAPPERS or _passes(unit, above)):
        node, above = above, above.parent
    if above is None:
        return ""
    if above.type == "variable_declarator":
        return _declared(unit, above)
    if above.type == "assignment_expression":
        return _assigned(unit, above)
    if above.type == "pair":
        return key(unit, above.child_by_field_name("key"))
    if above.type in FIELDS:
        return field_name(unit, above)
    return "default" if above.type == "export_statement" else ""


def _passes(unit: Unit, node: Node) -> bool:
    """Whether a node belongs to `Object.freeze(...)` and the like, which give back what they are given."""
    call = node.parent if node.type == "arguments" else node
    if call is None or call.type != "call_expression":
        return False
    function = call.child_by_field_name("function")
    return function is not None and is_conversion(unit, function)


def _declared(unit: Unit, declarator: Node) -> str:
    name = declarator.child_by_field_name("name")
    return unit.text(name) if name is not None and name.type == "identifier" else ""


def _assigned(unit: Unit, assignment: Node) -> str:
    left = assignment.child_by_field_name("left")
    if left is None or left.type not in ("identifier", "member_expression"):
        return ""
    text = "".join(unit.text(left).split())
    for prefix in _EXPORTED:
        text = text.removeprefix(prefix)
    return text.replace(".prototype.", ".").removeprefix("this.")


def field_name(unit: Unit, field: Node) -> str:
    """The name of a field of a class."""
    return key(unit, field.child_by_field_name("name") or field.child_by_field_name("property"))


def outer(unit: Unit, node: Node) -> list[str]:
    """The names of what a node stands in, outermost first; a function without a name has an empty one."""
    names: list[str] = []
    above = node.parent
    while above is not None:
        if above.type in FUNCTIONS or above.type in CLASSES or above.type in _NAMESPACES:
            names.append(own_name(unit, above))
        elif above.type == "object":
            name = own_name(unit, above)
            if name and name != "module.exports":
                names.append(name)
        above = above.parent
    return names[::-1]


def full_name(unit: Unit, node: Node) -> str:
    """A function's or class's name with those of what it stands in, by dots."""
    return ".".join((*outer(unit, node), own_name(unit, node)))


def is_top(node: Node) -> bool:
    """Whether a node stands in no function."""
    above = node.parent
    while above is not None:
        if above.type in FUNCTIONS:
            return False
        above = above.parent
    return True


def class_around(unit: Unit, node: Node) -> str:
    """The name of the class that a member stands in directly; empty where it stands in none."""
    above = node.parent
    holder = above.parent if above is not None and above.type == "class_body" else None
    return own_name(unit, holder) if holder is not None else ""


def function(unit: Unit, node: Node, decorators: tuple[Call, ...]) -> Function:
    """The function or method at a node."""
    above = node.parent
    method = above is not None and above.type in ("class_body", "interface_body", *FIELDS)
    return Function(node, full_name(unit, node), parameters(unit, node), method, decorators)


def parameters(unit: Unit, node: Node) -> tuple[str, ...]:
    """The names of a function's parameters; those that are taken out of an object come last."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return (unit.text(single),)
    listed = node.child_by_field_name("parameters")
    names: list[str] = []
    named: list[str] = []
    for child in listed.named_children if listed is not None else ():
        if child.type == "comment":
            continue
        pattern = child.child_by_field_name("pattern") or child
        if pattern.type == "assignment_pattern":
            pattern = pattern.child_by_field_name("left") or pattern
        if pattern.type == "rest_pattern":
            pattern = first_child(pattern) or pattern
        if pattern.type == "object_pattern":
            named += [local(unit, one) or taken(unit, one) for one in _patterns(pattern)]
        if pattern.type != "this":
            names.append(unit.text(pattern) if pattern.type == "identifier" else "")
    return (*names, *named)


def _patterns(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type not in ("comment", "rest_pattern", "ERROR"):
            yield child


def class_(unit: Unit, node: Node, decorators: tuple[Call, ...]) -> Class | None:
    """The class, interface, type or enum at a node; None for a type that is no object."""
    name = full_name(unit, node)
    if not name.rpartition(".")[2]:
        return None
    body = node.child_by_field_name("body") or node.child_by_field_name("value")
    fields = tuple(_fields(unit, body)) if body is not None else ()
    what = (
        "class"
        if node.type in ("class_declaration", "abstract_class_declaration", "class")
        else "type"
    )
    return Class(node, name, tuple(_bases(unit, node)), fields, decorators, what)


def _bases(unit: Unit, node: Node) -> Iterator[str]:
    for child in node.named_children:
        if child.type not in ("class_heritage", "extends_type_clause"):
            continue
        clauses = [one for one in child.named_children if one.type.endswith("_clause")]
        for clause in clauses or [child]:
            for one in clause.named_children:
                base = unit.path(one) if one.type != "type_arguments" else ""
                if base:
                    yield base


def _fields(unit: Unit, body: Node) -> Iterator[Field]:
    for child in body.named_children:
        if child.type in FIELDS or child.type == "property_signature":
            value = child.child_by_field_name("value")
            if value is None or (value.type not in FUNCTIONS and not _constant(child, value)):
                yield _field(unit, child, field_name(unit, child), value)
        elif child.type == "property_identifier" and body.type == "enum_body":
            yield Field(child, key(unit, child), "", None)
        elif child.type == "method_definition" and own_name(unit, child) == "constructor":
            yield from _given_fields(unit, child)


def _constant(field: Node, value: Node) -> bool:
    """Whether a field is one of the class with a plain value, which comes as a constant."""
    static = any(child.type == "static" for child in field.children)
    return static and value.type in ("string", "number", "template_string", "binary_expression")


def _given_fields(unit: Unit, constructor: Node) -> Iterator[Field]:
    """The fields that a constructor's parameters are: `constructor(private readonly x: T)`."""
    listed = constructor.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else ():
        pattern = child.child_by_field_name("pattern")
        said = any(one.type in ("accessibility_modifier", "readonly") for one in child.children)
        if said and pattern is not None and pattern.type == "identifier":
            yield _field(unit, child, unit.text(pattern), child.child_by_field_name("value"))


def _field(unit: Unit, node: Node, name: str, value: Node | None) -> Field:
    annotation = node.child_by_field_name("type")
    type_ = (
        "".join(unit.text(annotation).split()).removeprefix(":") if annotation is not None else ""
    )
    found = (
        unit.language.call(unit, child)
        for child in node.named_children
        if child.type == "decorator"
    )
    return Field(node, name, type_, value, decorators=tuple(one for one in found if one))


def decorated(node: Node) -> Node | None:
    """The class, method, field or parameter that a decorator stands before."""
    above = node.parent
    if above is None:
        return None
    if above.type == "export_statement":
        return above.child_by_field_name("declaration")
    if above.type != "class_body":
        return above
    following = node.next_named_sibling
    while following is not None and following.type in ("decorator", "comment"):
        following = following.next_named_sibling
    return following


def decorators_of(node: Node) -> Iterator[Node]:
    """The decorators before a class or method."""
    for child in node.named_children:
        if child.type == "decorator":
            yield child
    above = node.parent
    if above is None:
        return
    if above.type == "export_statement":
        yield from (child for child in above.named_children if child.type == "decorator")
    elif above.type == "class_body":
        found: list[Node] = []
        before = node.prev_named_sibling
        while before is not None and before.type in ("decorator", "comment"):
            if before.type == "decorator":
                found.append(before)
            before = before.prev_named_sibling
        yield from reversed(found)
