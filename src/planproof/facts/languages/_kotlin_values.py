"""Kotlin's expressions as values, as far as names and defaults are written with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import child_at
from planproof.facts.languages._expressions import computed, joined, negative, numeric, unknown
from planproof.facts.languages._folding import plain_number
from planproof.facts.languages._java_values import DURATIONS, SAME
from planproof.facts.languages._strings import dedented, percent_pattern, unescaped
from planproof.facts.model import Value
from planproof.facts.shapes import Argument
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_UNITS = {
    "nanoseconds": "ns",
    "milliseconds": "ms",
    "seconds": "s",
    "minutes": "m",
    "hours": "h",
    "days": "d",
}
_SAME_OF = (
    "toString",
    "toInt",
    "toLong",
    "toDouble",
    "toBoolean",
    "trim",
    "trimIndent",
    "trimMargin",
)
_CASES = {
    "uppercase": str.upper,
    "toUpperCase": str.upper,
    "lowercase": str.lower,
    "toLowerCase": str.lower,
}


def bare(unit: Unit, node: Node) -> str:
    """A name without backticks."""
    return unit.text(node).strip("`")


def named(node: Node) -> list[Node]:
    """Children that mean something."""
    return [child for child in node.named_children if "comment" not in child.type]


def after_equals(node: Node) -> Node | None:
    """What a property or parameter is given."""
    given = False
    for child in node.children:
        if given and child.is_named and "comment" not in child.type:
            return child
        given = given or child.type == "="
    return None


def type_path(unit: Unit, node: Node) -> str:
    """The type that is a child of a node, as a dotted path without arguments."""
    for child in node.named_children:
        if child.type == "nullable_type":
            return type_path(unit, child)
        if child.type == "user_type":
            return ".".join(
                bare(unit, one) for one in child.named_children if one.type == "identifier"
            )
    return ""


def declared(unit: Unit, node: Node) -> str:
    """The name of a property."""
    for child in node.named_children:
        if child.type == "variable_declaration" and child.named_children:
            return bare(unit, child.named_children[0])
    return ""


def written_type(unit: Unit, node: Node) -> str:
    """The type of a parameter or property as written."""
    for child in node.named_children:
        if child.type in ("user_type", "nullable_type"):
            return "".join(unit.text(child).split())
    return ""


def arguments(unit: Unit, node: Node) -> Iterator[Argument]:
    """The arguments of a call, annotation or parenthesis; the lambda after a call is the last."""
    if node.type == "parenthesized_expression":
        yield from (Argument("", one) for one in named(node))
    for child in node.named_children:
        if child.type == "value_arguments":
            for one in child.named_children:
                inner = named(one)
                if one.type != "value_argument" or not inner:
                    continue
                keyword = len(inner) > 1 and any(token.type == "=" for token in one.children)
                yield Argument(bare(unit, inner[0]) if keyword else "", inner[-1])
        elif child.type == "annotated_lambda":
            yield from (Argument("", one) for one in named(child)[-1:])


def lambda_body(node: Node | None) -> Node | None:
    """The only expression of a lambda; what is no lambda stays as it is."""
    if node is None or node.type != "lambda_literal":
        return node
    inner = [one for one in named(node) if one.type != "lambda_parameters"]
    return inner[0] if len(inner) == 1 else node


def value_of(unit: Unit, node: Node) -> Value:
    """An expression as a value; names as references."""
    found = _inner(node)
    kind, text = found.type, unit.text(found)
    match kind:
        case "string_literal" | "multiline_string_literal":
            return _string(unit, found)
        case "character_literal":
            return Value("literal", unescaped(text[1:-1]))
        case "number_literal" | "float_literal":
            hexadecimal = text[:2].lower() == "0x"
            return numeric(unit, found, text.rstrip("uUL" if hexadecimal else "uULfF"))
        case "identifier" if text in ("true", "false"):
            return Value("literal", text)
        case "identifier" if text == "null":
            return Value("null")
        case "identifier" | "navigation_expression":
            return _name(unit, found)
        case "unary_expression":
            return negative(unit, found, unit.value(child_at(found)))
        case "binary_expression":
            return computed(unit, found)
        case "call_expression":
            return _called(unit, found)
        case _:
            return unknown(unit, found)


def _inner(node: Node) -> Node:
    """An expression without parentheses, casts, and the lambda around it."""
    while node.type in ("parenthesized_expression", "as_expression", "lambda_literal"):
        body = lambda_body(node) if node.type == "lambda_literal" else child_at(node)
        if body is None or body == node:
            break
        node = body
    return node


def _name(unit: Unit, node: Node) -> Value:
    """A name, or a duration: `30.seconds`."""
    inner = named(node)
    if node.type == "navigation_expression" and inner and inner[0].type == "number_literal":
        suffix = _UNITS.get(unit.text(inner[-1]))
        number = plain_number(unit.text(inner[0]).rstrip("L"))
        return Value("literal", number + suffix) if suffix and number else unknown(unit, node)
    path = unit.language.path(unit, node)
    return Value("reference", path) if path else unknown(unit, node)


def _string(unit: Unit, node: Node) -> Value:
    pieces: list[Value] = []
    run = ""
    for child in node.named_children:
        if child.type == "string_content":
            run += unit.text(child)
            continue
        pieces.extend(_templates(unit, node, run))
        run = ""
        if child.type == "escape_sequence":
            pieces.append(Value("literal", unescaped(unit.text(child))))
        elif child.type == "interpolation":
            inner = child_at(child)
            value = unit.value(inner) if inner is not None else Value("unknown")
            pieces.append(value if value.known else Value("pattern", "*"))
    pieces.extend(_templates(unit, node, run))
    return joined(*pieces)


def _templates(unit: Unit, node: Node, text: str) -> Iterator[Value]:
    """`a$name`: the grammar does not tell a name after other characters from text."""
    if node.type == "multiline_string_literal" or "$" not in text:
        yield Value("literal", text)
        return
    last = 0
    for match in rx(r"\$([A-Za-z_]\w*)").finditer(text):
        yield Value("literal", text[last : match.start()])
        known = unit.constant(match[1], node)
        yield known if known is not None and known.known else Value("pattern", "*")
        last = match.end()
    yield Value("literal", text[last:])


def _called(unit: Unit, node: Node) -> Value:
    """Calls that give a value: durations, conversions, `"…".format(x)`, `"x".uppercase()`."""
    call = unit.language.call(unit, node)
    if call is None:
        return unknown(unit, node)
    given = [one.node for one in call.arguments]
    path = ".".join(call.written.split(".")[-2:])
    if path in DURATIONS and len(given) == 1:
        number = unit.string(given[0])
        return Value("literal", number + DURATIONS[path]) if number else unknown(unit, node)
    if given and (path in SAME or call.written in SAME):
        return unit.value(given[0])
    if call.receiver is None:
        return unknown(unit, node)
    value = unit.value(call.receiver)
    if call.function == "format":
        template = unit.value(given[0]) if call.written == "String.format" and given else value
        known = template.known
        return Value("pattern", percent_pattern(template.text)) if known else unknown(unit, node)
    if call.function in _CASES:
        change = _CASES[call.function]
        return Value("literal", change(value.text)) if value.known else Value("pattern", "*")
    if call.function in _SAME_OF and value.kind in ("literal", "pattern"):
        indented = call.function == "trimIndent"
        return Value(value.kind, dedented(value.text).strip("\n") if indented else value.text)
    return unknown(unit, node)
