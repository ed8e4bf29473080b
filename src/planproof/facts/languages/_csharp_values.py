"""C#'s expressions as paths and values, as far as names and defaults are written with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import child_at
from planproof.facts.languages._expressions import computed, joined, negative, numeric, unknown
from planproof.facts.languages._strings import dedented, unescaped
from planproof.facts.model import Value
from planproof.facts.shapes import Argument
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DURATIONS = {
    "TimeSpan.FromMicroseconds": "us",
    "TimeSpan.FromMilliseconds": "ms",
    "TimeSpan.FromSeconds": "s",
    "TimeSpan.FromMinutes": "m",
    "TimeSpan.FromHours": "h",
    "TimeSpan.FromDays": "d",
}
_SAME = frozenset(
    ("int.Parse", "long.Parse", "bool.Parse", "double.Parse", "decimal.Parse", "Convert.ToInt32", "Convert.ToString",
     "Uri", "TimeSpan.Parse", "PathString", "Convert.ToBoolean", "EventId")
)  # fmt: skip
"""Calls that give what they are given, in another type."""

_THROUGH = (
    "parenthesized_expression",
    "postfix_unary_expression",
    "await_expression",
    "checked_expression",
)
_CASES = {
    "ToUpper": str.upper,
    "ToUpperInvariant": str.upper,
    "ToLower": str.lower,
    "ToLowerInvariant": str.lower,
}
_WORDS = {"string.Empty": "", "String.Empty": "", "TimeSpan.Zero": "0s"}


def named(node: Node) -> list[Node]:
    """Children that mean something."""
    return [child for child in node.named_children if child.type != "comment"]


def type_path(unit: Unit, node: Node | None) -> str:
    """A type's name as a dotted path, without its arguments; empty for built-in types, arrays and `var`."""
    if node is not None and node.type == "nullable_type":
        node = node.child_by_field_name("type")
    if node is None or node.type in ("predefined_type", "implicit_type", "array_type"):
        return ""
    return path_of(unit, node)


def given_to(node: Node) -> Node | None:
    """What a variable, property or parameter is given."""
    value = node.child_by_field_name("value")
    if value is not None:
        inner = named(value) if value.type == "arrow_expression_clause" else [value]
        return inner[0] if inner else None
    given = False
    for child in node.children:
        if given and child.is_named and child.type != "comment":
            return child
        given = given or child.type == "="
    return None


def arguments(unit: Unit, node: Node) -> Iterator[Argument]:
    """The arguments of a call or attribute; an object's initializer is not among them."""
    for child in node.named_children:
        if child.type not in ("argument_list", "attribute_argument_list"):
            continue
        for one in named(child):
            inner = named(one)
            name = one.child_by_field_name("name")
            if inner and one.type in ("argument", "attribute_argument"):
                yield Argument(unit.text(name) if name is not None else "", inner[-1])


def path_of(unit: Unit, node: Node) -> str:
    """Names, members and call chains as a dotted path; `new X(…)` is `X()`."""
    parts: list[str] = []
    waiting: list[Node] = []  # what stands before `?.`
    suffix = ""
    below: Node | None = node
    while below is not None:
        node = below
        word = _word(unit, node)
        if word:
            parts.append(word + suffix)
            suffix = ""
        match node.type:
            case "member_access_expression":
                below = node.child_by_field_name("expression")
            case "qualified_name":
                below = node.child_by_field_name("qualifier")
            case "member_binding_expression" if waiting:
                below = waiting.pop()
            case "conditional_access_expression" if node.named_child_count == 2:
                waiting.append(node.named_children[0])
                below = node.named_children[1]
            case "invocation_expression":
                suffix, below = "()", node.child_by_field_name("function")
            case kind if kind in _THROUGH and node.named_child_count:
                below = node.named_children[0]
            case "this" | "base":
                break
            case _:
                if not word:
                    return ""
                break
    return ".".join(reversed(parts))


def _word(unit: Unit, node: Node) -> str:
    """The word that a node adds to a path."""
    match node.type:
        case "identifier" | "predefined_type":
            return unit.text(node)
        case "generic_name":
            return unit.text(node.named_children[0])
        case "object_creation_expression":
            made = type_path(unit, node.child_by_field_name("type"))
            return f"{made}()" if made else ""
        case "member_access_expression" | "qualified_name" | "member_binding_expression":
            name = node.child_by_field_name("name")
            return unit.text(name).partition("<")[0] if name is not None else ""
        case "alias_qualified_name":
            name = node.child_by_field_name("name")
            return unit.text(name) if name is not None else ""
        case _:
            return ""


def value_of(unit: Unit, node: Node) -> Value:
    """An expression as a value; names as references."""
    found = _inner(node)
    kind, text = found.type, unit.text(found)
    match kind:
        case "string_literal" | "verbatim_string_literal" | "raw_string_literal":
            return Value("literal", _content(text.removesuffix("u8")))
        case "character_literal":
            return Value("literal", unescaped(text[1:-1]))
        case "interpolated_string_expression":
            return _interpolated(unit, found)
        case "integer_literal" | "real_literal":
            hexadecimal = text[:2].lower() == "0x"
            return numeric(unit, found, text.rstrip("uUlL" if hexadecimal else "uUlLfFdDmM"))
        case "boolean_literal":
            return Value("literal", text)
        case "null_literal":
            return Value("null")
        case "identifier" | "member_access_expression":
            path = path_of(unit, found)
            known = _WORDS.get(path)
            if known is not None:
                return Value("literal", known)
            return Value("reference", path) if path else unknown(unit, found)
        case "prefix_unary_expression":
            return negative(unit, found, unit.value(child_at(found)))
        case "binary_expression":
            return computed(unit, found)
        case "invocation_expression" | "object_creation_expression":
            return _called(unit, found)
        case _:
            return unknown(unit, found)


def _inner(node: Node) -> Node:
    """An expression without parentheses, casts, `!`, and the lambda around it."""
    while True:
        inner: Node | None = None
        if node.type in _THROUGH or node.type == "as_expression":
            inner = child_at(node)
        elif node.type == "cast_expression":
            inner = node.child_by_field_name("value")
        elif node.type == "lambda_expression":
            inner = node.child_by_field_name("body")
            inner = None if inner is not None and inner.type == "block" else inner
        if inner is None:
            return node
        node = inner


def _content(text: str) -> str:
    """What stands in a string literal of any form."""
    if text.startswith('"""'):
        quotes = len(text) - len(text.lstrip('"'))
        body = text[quotes:-quotes]
        return dedented(body.partition("\n")[2]).rstrip("\n") if "\n" in body else body
    if text.startswith("@"):
        return text[2:-1].replace('""', '"')
    return unescaped(text[1:-1])


def _interpolated(unit: Unit, node: Node) -> Value:
    pieces: list[Value] = []
    verbatim = "@" in unit.text(node)[:3]
    for child in node.named_children:
        if child.type == "interpolation":
            inner = [one for one in named(child) if "interpolation" not in one.type]
            known = unit.value(inner[0]) if inner else Value("unknown")
            pieces.append(known if known.known else Value("pattern", "*"))
        elif child.type in ("string_content", "escape_sequence"):
            text = unit.text(child).replace("{{", "{").replace("}}", "}")
            pieces.append(Value("literal", text if verbatim else unescaped(text)))
    return joined(*pieces)


def _called(unit: Unit, node: Node) -> Value:
    """Calls that give a value: durations, conversions, `nameof`, `string.Format`, `"x".ToUpper()`."""
    call = unit.language.call(unit, node)
    if call is None:
        return unknown(unit, node)
    given = [one.node for one in call.arguments]
    path = ".".join(call.written.split(".")[-2:])
    if path == "nameof" and given:
        return Value("literal", path_of(unit, given[0]).rpartition(".")[2])
    if path in _DURATIONS and given:
        number = unit.string(given[0])
        return Value("literal", number + _DURATIONS[path]) if number else unknown(unit, node)
    if path == "TimeSpan" and len(given) == 3:
        numbers = [unit.string(one) or "" for one in given]
        if all(one.isdecimal() for one in numbers):
            hours, minutes, seconds = (int(one) for one in numbers)
            return Value("literal", f"{hours * 3600 + minutes * 60 + seconds}s")
    if path in _SAME and given:
        return unit.value(given[0])
    if path in ("string.Concat", "String.Concat") and given:
        return joined(*(unit.value(one) for one in given))
    if path in ("string.Format", "String.Format") and given:
        template = unit.value(given[0])
        text = rx(r"\{\d+[^{}]*\}").sub("*", template.text)
        return Value("pattern", text) if template.known else unknown(unit, node)
    if call.receiver is not None and (call.function in _CASES or call.function == "ToString"):
        value = unit.value(call.receiver)
        if call.function in _CASES:
            change = _CASES[call.function]
            return Value("literal", change(value.text)) if value.known else Value("pattern", "*")
        return value if value.known else unknown(unit, node)
    return unknown(unit, node)
