"""Java's expressions as values, as far as names and defaults are written with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._expressions import computed, negative, numeric, unknown
from planproof.facts.languages._strings import dedented, percent_pattern, unescaped
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

DURATIONS = {
    "Duration.ofNanos": "ns",
    "Duration.ofMillis": "ms",
    "Duration.ofSeconds": "s",
    "Duration.ofMinutes": "m",
    "Duration.ofHours": "h",
    "Duration.ofDays": "d",
    "Period.ofDays": "d",
    "DataSize.ofBytes": "B",
    "DataSize.ofKilobytes": "KB",
    "DataSize.ofMegabytes": "MB",
    "DataSize.ofGigabytes": "GB",
}
_CHRONO = {"MILLIS": "ms", "SECONDS": "s", "MINUTES": "m", "HOURS": "h", "DAYS": "d"}
SAME = frozenset(
    ("String.valueOf", "Integer.valueOf", "Integer.parseInt", "Integer.toString", "Long.valueOf", "Long.parseLong",
     "Long.toString", "Boolean.valueOf", "Boolean.parseBoolean", "Boolean.toString", "Double.valueOf",
     "Double.parseDouble", "Path.of", "Paths.get", "URI.create", "Optional.of", "BigDecimal", "URI",
     "Objects.requireNonNull", "AtomicInteger", "AtomicLong", "AtomicBoolean")
)  # fmt: skip
"""Calls that give what they are given, in another type."""

_NUMBERS = (
    "decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal",
    "decimal_floating_point_literal",
)  # fmt: skip


def type_path(unit: Unit, node: Node | None) -> str:
    """A type's name as a dotted path, without its arguments; empty for arrays and primitive types."""
    while node is not None:
        if node.type in ("type_identifier", "identifier"):
            return unit.text(node)
        if node.type == "scoped_type_identifier":
            return "".join(unit.text(node).partition("<")[0].split())
        if node.type not in ("generic_type", "annotated_type") or not node.named_children:
            return ""
        inner = [one for one in node.named_children if "annotation" not in one.type]
        node = inner[0] if inner else None
    return ""


def value_of(unit: Unit, node: Node) -> Value:
    """An expression as a value; names as references."""
    while node.type in ("parenthesized_expression", "cast_expression", "lambda_expression"):
        inner = node.child_by_field_name("body" if node.type == "lambda_expression" else "value")
        inner = inner or (node.named_children[-1] if node.named_children else None)
        if inner is None or inner.type == "block":
            return unknown(unit, node)
        node = inner
    kind = node.type
    if kind == "string_literal":
        return _string(unit, node)
    if kind == "character_literal":
        return Value("literal", unescaped(unit.text(node)[1:-1]))
    if kind in _NUMBERS:
        return _number(unit, node)
    if kind in ("true", "false"):
        return Value("literal", kind)
    if kind == "null_literal":
        return Value("null")
    if kind in ("identifier", "field_access"):
        return _name(unit, node)
    if kind == "unary_expression":
        return negative(unit, node, unit.value(node.child_by_field_name("operand")))
    if kind == "binary_expression":
        return computed(unit, node)
    if kind in ("method_invocation", "object_creation_expression"):
        return _called(unit, node)
    return unknown(unit, node)


def _name(unit: Unit, node: Node) -> Value:
    path = unit.language.path(unit, node)
    if path in ("Duration.ZERO", "java.time.Duration.ZERO"):
        return Value("literal", "0s")
    return Value("reference", path) if path else unknown(unit, node)


def _string(unit: Unit, node: Node) -> Value:
    text = unit.text(node)
    if text.startswith('"""'):
        # JEP 378: the rest of the opening line is not in it, nor is what all lines are indented by.
        body = text[3:].removesuffix('"""').partition("\n")[2]
        return Value("literal", unescaped(dedented(body)))
    return Value("literal", unescaped(text[1:-1]))


def _number(unit: Unit, node: Node) -> Value:
    text = unit.text(node).replace("_", "").rstrip("lL")
    if node.type == "decimal_floating_point_literal":
        text = text.rstrip("fFdD")
    elif node.type == "octal_integer_literal":
        text = f"0o{text.lstrip('0') or '0'}"
    return numeric(unit, node, text)


def _called(unit: Unit, node: Node) -> Value:
    """Calls that give a value: durations, conversions, `String.format`, `"x".toUpperCase()`."""
    call = unit.language.call(unit, node)
    given = [one.node for one in call.arguments] if call is not None else []
    if call is None:
        return unknown(unit, node)
    path = ".".join(call.written.split(".")[-2:])
    if path in DURATIONS and len(given) == 1:
        number = unit.string(given[0])
        return Value("literal", number + DURATIONS[path]) if number else unknown(unit, node)
    if path == "Duration.of" and len(given) == 2:
        number, suffix = unit.string(given[0]), _CHRONO.get(unit.text(given[1]).rpartition(".")[2])
        return Value("literal", number + suffix) if number and suffix else unknown(unit, node)
    if (path in SAME or call.written in SAME) and given:
        return unit.value(given[0])
    if path == "String.format" and given:
        return _formatted(unit, given[0], node)
    below = call.receiver
    if below is not None and below.type == "string_literal":
        if call.function == "formatted":
            return _formatted(unit, below, node)
        if call.function in ("trim", "strip", "intern", "stripIndent", "toString"):
            return unit.value(below)
    if call.function in ("toUpperCase", "toLowerCase") and below is not None:
        value = unit.value(below)
        change = str.upper if call.function == "toUpperCase" else str.lower
        return Value("literal", change(value.text)) if value.known else Value("pattern", "*")
    return unknown(unit, node)


def _formatted(unit: Unit, template: Node, node: Node) -> Value:
    value = unit.value(template)
    return Value("pattern", percent_pattern(value.text)) if value.known else unknown(unit, node)
