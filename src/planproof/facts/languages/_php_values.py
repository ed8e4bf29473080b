"""What PHP's expressions come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._expressions import (
    calculated,
    constant,
    negative,
    numeric,
    operation,
    strung,
    unknown,
)
from planproof.facts.languages._nesting import within
from planproof.facts.languages._strings import percent_pattern, unescaped
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DEEPEST = 24
_NAMES = frozenset(("name", "qualified_name", "class_constant_access_expression"))
_WITHIN = frozenset(
    ("variable_name", "member_access_expression", "subscript_expression", "dynamic_variable_name",
     "nullsafe_member_access_expression", "member_call_expression", "scoped_property_access_expression",
     "function_call_expression", "scoped_call_expression")
)  # fmt: skip
"""What a string in double quotes may have in it."""

_CASTS = frozenset(("intval", "strval", "floatval", "boolval", "trim", "rtrim"))
_CHANGES = {"strtoupper": str.upper, "strtolower": str.lower}


def value(unit: Unit, node: Node, depth: int = 0) -> Value:
    """An expression as a value; names as references, variables without their `$`."""
    if depth > _DEEPEST:
        return unknown(unit, node)
    match node.type:
        case "string" | "encapsed_string" | "heredoc" | "nowdoc":
            return _string(unit, node, depth)
        case "variable_name":
            return _variable(unit, node)
        case kind if kind in _NAMES:
            path = unit.language.path(unit, node)
            return Value("reference", path) if path else unknown(unit, node)
        case (
            "parenthesized_expression"
            | "cast_expression"
            | "argument"
            | "array_element_initializer"
        ):
            inner = node.named_children[-1] if node.named_children else None
            return value(unit, inner, depth + 1) if inner is not None else unknown(unit, node)
        case "unary_op_expression":
            below = node.child_by_field_name("argument")
            found = value(unit, below, depth + 1) if below is not None else Value("unknown")
            return negative(unit, node, found)
        case "binary_expression":
            return _binary(unit, node, depth)
        case "function_call_expression":
            return _called(unit, node, depth)
        case _:
            return _literal(unit, node)


def _literal(unit: Unit, node: Node) -> Value:
    text = unit.text(node)
    match node.type:
        case "integer" | "float":
            return numeric(unit, node, text)
        case "boolean":
            return Value("literal", text.lower())
        case "null":
            return Value("null")
        case _:
            return unknown(unit, node)


def in_function(node: Node) -> bool:
    """Whether a node stands in a function, where a file's own variables cannot be seen."""
    return within(node, ("function_definition", "method_declaration", "anonymous_function"))


def _variable(unit: Unit, node: Node) -> Value:
    name = unit.text(node)
    known = unit.constants.get(name)
    if known is not None and known.kind in ("literal", "pattern") and not in_function(node):
        return known
    return Value("reference", name.removeprefix("$"))


def _string(unit: Unit, node: Node, depth: int) -> Value:
    if node.type in ("heredoc", "nowdoc"):
        body = node.child_by_field_name("value")
        if body is None:
            return Value("literal", "")
        node = body
    pieces: list[str] = []
    whole = True
    single = unit.text(node)[:1] == "'"
    for child in node.named_children:
        if child.type in _WITHIN:
            found = (
                value(unit, child, depth + 1) if child.type == "variable_name" else Value("unknown")
            )
            pieces.append(found.text if found.known else "*")
            whole = whole and found.known
        elif child.type == "escape_sequence":
            text = unit.text(child)
            pieces.append(text[1:] if single else unescaped(text))
        else:
            pieces.append(unit.text(child))
    text = "".join(pieces)
    return Value("literal" if whole else "pattern", text if whole else text.replace("{*}", "*"))


def _binary(unit: Unit, node: Node, depth: int) -> Value:
    found = operation(unit, node)
    if found is None:
        return unknown(unit, node)
    sides = (found.left, found.right)
    first, second = (constant(unit, value(unit, one, depth + 1)) for one in sides)
    if found.sign == ".":
        return strung((first, second))
    return calculated(first, found.sign, second) or unknown(unit, node)


def _called(unit: Unit, node: Node, depth: int) -> Value:
    """Calls that give a value: `sprintf("APP_%s", $x)`, `strtoupper("x")`, `intval("3")`."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    inner = given.named_children if given is not None else []
    if function is None or not inner:
        return unknown(unit, node)
    name = unit.text(function).lstrip("\\")
    found = constant(unit, value(unit, inner[0], depth + 1))
    if name == "sprintf" and found.kind in ("literal", "pattern"):
        return Value("pattern", percent_pattern(found.text))
    if len(inner) == 1 and name in _CHANGES:
        known = found.kind in ("literal", "pattern")
        return Value(found.kind, _CHANGES[name](found.text)) if known else Value("pattern", "*")
    return found if len(inner) == 1 and name in _CASTS else unknown(unit, node)
