"""What expressions come to, as far as several languages have it in common: sums, strings put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import UNKNOWN_LENGTH
from planproof.facts.languages._folding import folded, is_number, plain_number
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


class Operation(NamedTuple):
    """An operator between two operands: `left sign right`."""

    left: Node
    sign: str
    right: Node


def operation(unit: Unit, node: Node) -> Operation | None:
    """The operation at a node; None where the syntax is wrong."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left is None or right is None or sign is None:
        return None
    return Operation(left, unit.text(sign), right)


def unknown(unit: Unit, node: Node) -> Value:
    """An expression that is not understood, as it is written."""
    return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])


def numeric(unit: Unit, node: Node, text: str) -> Value:
    """A number as the program sees it, by its text without a suffix."""
    plain = plain_number(text)
    return Value("literal", plain) if plain is not None else unknown(unit, node)


def negative(unit: Unit, node: Node, inner: Value) -> Value:
    """What an operator before a number makes of it: `-5`; nothing is made of anything else."""
    if unit.text(node).startswith("-") and inner.known and is_number(inner.text):
        return Value("literal", f"-{inner.text}")
    return unknown(unit, node)


def constant(unit: Unit, found: Value) -> Value:
    """What a name of the file was given; anything else stays as it is."""
    return unit.constants.get(found.text, found) if found.kind == "reference" else found


def calculated(left: Value, sign: str, right: Value) -> Value | None:
    """What an operator makes of two numbers; None of anything else."""
    result = folded(sign, left.text, right.text) if left.known and right.known else None
    return Value("literal", result) if result is not None else None


def strung(values: Sequence[Value]) -> Value:
    """Strings one after another; what is not known in them is `*`."""
    texts = [one.text if one.kind in ("literal", "pattern") else "*" for one in values]
    known = all(one.known for one in values)
    return Value("literal" if known else "pattern", "".join(texts))


def joined(*values: Value) -> Value:
    """Strings one after another, with one `*` for all that is not known in one place."""
    whole = strung(values)
    return Value(whole.kind, whole.text.replace("**", "*"))


def computed(unit: Unit, node: Node) -> Value:
    """Strings put together (`PREFIX + "X"`), and arithmetic of numbers, from left to right."""
    operands: list[tuple[str, Node]] = []
    below = node
    while below.type == "binary_expression":
        found = operation(unit, below)
        if found is None:
            return unknown(unit, node)
        operands.append((found.sign, found.right))
        below = found.left
    value, stringy = unit.value(below), "string" in below.type
    for sign, operand in reversed(operands):
        other = unit.value(operand)
        result = None if stringy else calculated(value, sign, other)
        if result is not None:
            value = result
        elif sign == "+":
            value, stringy = joined(value, other), True
        else:
            return unknown(unit, node)
    return value if value.known or value.text.strip("*") else unknown(unit, node)
