"""What Ruby's expressions come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planproof.facts.languages._base import UNKNOWN_LENGTH
from planproof.facts.languages._folding import folded, is_number, plain_number
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
            return _joined([value(unit, one, depth + 1) for one in node.named_children])
        case "unary":
            return _negative(unit, node, depth)
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
            number = plain_number(text)
            return Value("literal", number) if number is not None else unknown(unit, node)
        case "true" | "false":
            return Value("literal", node.type)
        case "nil":
            return Value("null")
        case _:
            return unknown(unit, node)


def unknown(unit: Unit, node: Node) -> Value:
    """An expression that is not understood."""
    return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])


def scoped(unit: Unit, node: Node, path: str) -> str:
    """A constant's path as the modules around it make it, where the file gives it a value there."""
    around = modules_around(unit, node)
    for cut in range(len(around), 0, -1):
        full = ".".join((*around[:cut], path))
        if full in unit.constants:
            return full
    return path


def modules_around(unit: Unit, node: Node) -> list[str]:
    """The names of the modules and classes around a node, from the outermost."""
    names: list[str] = []
    above = node.parent
    while above is not None:
        name = above.child_by_field_name("name") if above.type in ("class", "module") else None
        if name is not None:
            names.append(unit.text(name).replace("::", "."))
        above = above.parent
    return names[::-1]


def _named(unit: Unit, node: Node) -> Value:
    path = unit.language.path(unit, node)
    if not path:
        return unknown(unit, node)
    if path[:1].isupper():
        path = scoped(unit, node, path)
    return Value("reference", path)


def _constant(unit: Unit, found: Value) -> Value:
    return unit.constants.get(found.text, found) if found.kind == "reference" else found


def _joined(parts: list[Value]) -> Value:
    known = all(part.known for part in parts)
    texts = [part.text if part.kind in ("literal", "pattern") else "*" for part in parts]
    return Value("literal" if known else "pattern", "".join(texts))


def _string(unit: Unit, node: Node) -> Value:
    single = unit.text(node)[:1] == "'"
    parts: list[Value] = []
    for child in node.named_children:
        if child.type == "interpolation":
            inner = child.named_children[0] if child.named_child_count == 1 else None
            simple = inner is not None and inner.type in ("constant", "scope_resolution")
            parts.append(
                _constant(unit, _named(unit, inner)) if inner and simple else Value("unknown")
            )
        elif child.type == "escape_sequence":
            parts.append(Value("literal", unescaped(unit.text(child))))
        elif child.type in ("string_content", "heredoc_content"):
            text = unit.text(child)
            if single:
                text = text.replace("\\'", "'").replace("\\\\", "\\")
            parts.append(Value("literal", text))
    return _joined(parts)


def _negative(unit: Unit, node: Node, depth: int) -> Value:
    inner = node.child_by_field_name("operand")
    found = value(unit, inner, depth + 1) if inner is not None else Value("unknown")
    if unit.text(node).startswith("-") and found.known and is_number(found.text):
        return Value("literal", f"-{found.text}")
    return unknown(unit, node)


def _binary(unit: Unit, node: Node, depth: int) -> Value:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left is None or right is None or sign is None:
        return unknown(unit, node)
    first, second = (_constant(unit, value(unit, one, depth + 1)) for one in (left, right))
    number = (
        folded(unit.text(sign), first.text, second.text) if first.known and second.known else None
    )
    quoted = any(one.type in _STRINGS for one in (left, right))
    if unit.text(sign) == "%" and left.type == "string":
        return Value("pattern", percent_pattern(first.text))
    if unit.text(sign) == "+" and (quoted or "pattern" in (first.kind, second.kind)):
        return _joined([first, second])
    return Value("literal", number) if number is not None else unknown(unit, node)


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
    found = _constant(unit, value(unit, below, depth + 1))
    short = _UNITS.get(name.removesuffix("s"))
    if short and found.known and is_number(found.text):
        return Value("literal", found.text + short)
    if name in _SAME and found.kind in ("literal", "pattern", "reference"):
        return found
    if name in _CHANGES and found.kind in ("literal", "pattern"):
        return Value(found.kind, _CHANGES[name](found.text))
    path = unit.language.path(unit, node)
    return Value("reference", path) if path and "()" not in path else unknown(unit, node)
