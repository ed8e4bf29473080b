"""What Ruby's expressions come to."""

from __future__ import annotations

from collections.abc import Callable
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
from planproof.facts.languages._folding import is_number
from planproof.facts.languages._nesting import around, full_names
from planproof.facts.languages._strings import percent_pattern, unescaped
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DEEPEST = 24
_SAME = frozenset(("freeze", "to_s", "to_sym", "dup", "itself", "to_i", "to_f", "html_safe"))
_CASTS = frozenset(("Integer", "Float", "String", "URI", "Pathname"))
_UNITS = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
_CHANGES: dict[str, Callable[[str], str]] = {
    "upcase": str.upper,
    "downcase": str.lower,
    "strip": str.strip,
}
_STRINGS = frozenset(
    ("string", "delimited_symbol", "bare_string", "bare_symbol", "heredoc_body", "string_content")
)


def value(unit: Unit, node: Node, depth: int = 0) -> Value:
    """An expression as a value; symbols are strings, names references."""
    if depth > _DEEPEST:
        return unknown(unit, node)
    match node.type:
        case (
            "identifier" | "constant" | "scope_resolution" | "global_variable" | "instance_variable"
        ):
            return _named(unit, node)
        case "parenthesized_statements" if node.named_child_count == 1:
            return value(unit, node.named_children[0], depth + 1)
        case "chained_string":
            return strung([value(unit, one, depth + 1) for one in node.named_children])
        case "unary":
            below = node.child_by_field_name("operand")
            found = value(unit, below, depth + 1) if below is not None else Value("unknown")
            return negative(unit, node, found)
        case "binary":
            return _binary(unit, node, depth)
        case "call":
            return _called(unit, node, depth)
        case _:
            return _literal(unit, node)


def _literal(unit: Unit, node: Node) -> Value:
    text = unit.text(node)
    if node.type in _STRINGS:
        return _string(unit, node)
    match node.type:
        case "simple_symbol" | "hash_key_symbol":
            return Value("literal", text.removeprefix(":"))
        case "integer" | "float":
            return numeric(unit, node, text)
        case "true" | "false":
            return Value("literal", node.type)
        case "nil":
            return Value("null")
        case _:
            return unknown(unit, node)


def scoped(unit: Unit, node: Node, path: str) -> str:
    """A constant's path as the modules around it make it, where the file gives it a value there."""
    full = (f"{outer}.{path}" for outer in full_names(modules_around(unit, node)))
    return next((name for name in full if name in unit.constants), path)


def modules_around(unit: Unit, node: Node) -> list[str]:
    """The names of the modules and classes around a node, from the outermost."""
    found = [one.child_by_field_name("name") for one in around(node, ("class", "module"))]
    return [unit.text(name).replace("::", ".") for name in reversed(found) if name is not None]


def _named(unit: Unit, node: Node) -> Value:
    path = unit.language.path(unit, node)
    if not path:
        return unknown(unit, node)
    if path[:1].isupper():
        path = scoped(unit, node, path)
    return Value("reference", path)


def _string(unit: Unit, node: Node) -> Value:
    single = unit.text(node)[:1] == "'"
    parts: list[Value] = []
    for child in node.named_children:
        if child.type == "interpolation":
            inner = child.named_children[0] if child.named_child_count == 1 else None
            simple = inner is not None and inner.type in ("constant", "scope_resolution")
            parts.append(
                constant(unit, _named(unit, inner)) if inner and simple else Value("unknown")
            )
        elif child.type == "escape_sequence":
            parts.append(Value("literal", unescaped(unit.text(child))))
        elif child.type in ("string_content", "heredoc_content"):
            text = unit.text(child)
            if single:
                text = text.replace("\\'", "'").replace("\\\\", "\\")
            parts.append(Value("literal", text))
    return strung(parts)


def _binary(unit: Unit, node: Node, depth: int) -> Value:
    found = operation(unit, node)
    if found is None:
        return unknown(unit, node)
    sides = (found.left, found.right)
    first, second = (constant(unit, value(unit, one, depth + 1)) for one in sides)
    quoted = any(one.type in _STRINGS for one in sides)
    if found.sign == "%" and found.left.type == "string":
        return Value("pattern", percent_pattern(first.text))
    if found.sign == "+" and (quoted or "pattern" in (first.kind, second.kind)):
        return strung((first, second))
    return calculated(first, found.sign, second) or unknown(unit, node)


def _called(unit: Unit, node: Node, depth: int) -> Value:
    """Calls that give a value: `"d".freeze`, `30.seconds`, `Integer("3")`."""
    below, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
    given = node.child_by_field_name("arguments")
    if method is None:
        return unknown(unit, node)
    name = unit.text(method)
    if below is None:
        inner = given.named_children if given is not None else []
        if name in _CASTS and len(inner) == 1:
            return value(unit, inner[0], depth + 1)
        return unknown(unit, node)
    if given is not None and given.named_children:
        return unknown(unit, node)
    found = constant(unit, value(unit, below, depth + 1))
    short = _UNITS.get(name.removesuffix("s"))
    if short and found.known and is_number(found.text):
        return Value("literal", found.text + short)
    if name in _SAME and found.kind in ("literal", "pattern", "reference"):
        return found
    if name in _CHANGES and found.kind in ("literal", "pattern"):
        return Value(found.kind, _CHANGES[name](found.text))
    path = unit.language.path(unit, node)
    return Value("reference", path) if path and "()" not in path else unknown(unit, node)
