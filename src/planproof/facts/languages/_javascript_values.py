"""JavaScript's expressions as values: strings, products, templates, conversions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planproof.facts.languages._base import UNKNOWN_LENGTH
from planproof.facts.languages._folding import folded, is_number, plain_number
from planproof.facts.languages._javascript_trees import (
    PATTERNS,
    content,
    escaped,
    first_child,
    key,
    path,
    plain,
)
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

CONVERSIONS = frozenset(("String", "Number", "BigInt", "parseInt", "parseFloat", "Number.parseInt",
                         "Number.parseFloat", "Object.freeze"))  # fmt: skip
"""Calls whose first argument is their value, in another type."""

_CASES: dict[str, Callable[[str], str]] = {
    "toUpperCase": str.upper,
    "toLowerCase": str.lower,
    "trim": str.strip,
}


def value(unit: Unit, node: Node) -> Value:
    """An expression as a value; names as references, not yet resolved."""
    node = converted(unit, node)
    kind = node.type
    if kind == "string":
        return Value("literal", content(unit, node))
    if kind == "template_string":
        return _template(unit, node)
    if kind == "number":
        return _number(unit, node)
    if kind in ("true", "false"):
        return Value("literal", kind)
    if kind in ("null", "undefined"):
        return Value("null")
    if kind in ("identifier", "member_expression", "subscript_expression", *PATTERNS):
        return _reference(unit, node)
    if kind == "shorthand_property_identifier":
        return Value("reference", unit.text(node))
    if kind == "binary_expression":
        return _computed(unit, node)
    if kind == "unary_expression":
        return _signed(unit, node)
    return _called(unit, node) if kind == "call_expression" else unknown(unit, node)


def unknown(unit: Unit, node: Node) -> Value:
    """An expression that is not understood, as it is written."""
    return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])


def converted(unit: Unit, node: Node) -> Node:
    """An expression without wrappers and conversions: `Number("5")` is `"5"`."""
    node = plain(node)
    while node.type == "call_expression":
        function = node.child_by_field_name("function")
        if function is None or not is_conversion(unit, function):
            return node
        given = first_argument(node)
        if given is None:
            return node
        node = plain(given)
    return node


def is_conversion(unit: Unit, function: Node) -> bool:
    """Whether a call of a function is its first argument in another type."""
    short = function.end_byte - function.start_byte <= 20
    return short and unit.text(function) in CONVERSIONS


def first_argument(call: Node) -> Node | None:
    """The first argument of a call; None without one."""
    arguments = call.child_by_field_name("arguments")
    for child in arguments.named_children if arguments is not None else ():
        if child.type != "comment":
            return child
    return None


def pairs(unit: Unit, node: Node, *, computed: bool = True) -> list[tuple[str, Node]]:
    """Keys and values of an object literal; methods are values, what is spread in is left out.

    Args:
        unit: the file.
        node: the literal.
        computed: whether keys that are constants (`[KEY]: x`) count. They take the file's constants,
            which cannot be asked for while they are gathered.
    """
    node = converted(unit, node)
    found: list[tuple[str, Node]] = []
    if node.type != "object":
        return found
    for child in node.named_children:
        if child.type == "pair":
            name = _key(unit, child) if computed else key(unit, child.child_by_field_name("key"))
            below = child.child_by_field_name("value")
            if name and below is not None:
                found.append((name, below))
        elif child.type == "shorthand_property_identifier":
            found.append((unit.text(child), child))
        elif child.type == "method_definition":
            found.append((key(unit, child.child_by_field_name("name")), child))
    return found


def _key(unit: Unit, pair: Node) -> str:
    node = pair.child_by_field_name("key")
    if node is None or node.type != "computed_property_name":
        return key(unit, node)
    below = first_child(node)
    return (
        (unit.string(below) or "") if below is not None and path(unit, below) else key(unit, node)
    )


def items(unit: Unit, node: Node) -> list[Node]:
    """The items of an array, or of a `new Set([...])`."""
    node = converted(unit, node)
    if node.type == "new_expression":
        given = first_argument(node)
        constructor = node.child_by_field_name("constructor")
        if given is None or constructor is None or unit.text(constructor) != "Set":
            return []
        node = plain(given)
    if node.type != "array":
        return []
    return [
        child for child in node.named_children if child.type not in ("comment", "spread_element")
    ]


def _number(unit: Unit, node: Node) -> Value:
    text = unit.text(node).removesuffix("n")
    number = plain_number(text)
    if number is None:
        return unknown(unit, node)
    if "e" in number.lower():
        whole = float(number)
        number = str(int(whole)) if whole.is_integer() and whole < 1e18 else number
    return Value("literal", f"0{number}" if number.startswith(".") else number)


def _reference(unit: Unit, node: Node) -> Value:
    if node.type == "identifier" and unit.text(node) == "undefined":
        return Value("null")
    written = path(unit, node)
    if not written or "(" in written:
        return unknown(unit, node)
    return Value("reference", written)


def _template(unit: Unit, node: Node) -> Value:
    """A template string; names of this file's constants are put in, anything else is `*`."""
    pieces: list[str] = []
    whole = True
    for child in node.named_children:
        if child.type == "string_fragment":
            pieces.append(unit.text(child))
        elif child.type == "escape_sequence":
            pieces.append(escaped(unit.text(child)))
        elif child.type == "template_substitution":
            below = first_child(child)
            named = below is not None and below.type in ("identifier", "member_expression")
            known = unit.string(below) if named else None
            whole = whole and known is not None
            pieces.append("*" if known is None else known)
    return Value("literal" if whole else "pattern", "".join(pieces))


def _signed(unit: Unit, node: Node) -> Value:
    sign, below = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    word = unit.text(sign) if sign is not None else ""
    if word == "void":
        return Value("null")
    if below is not None and below.type == "number" and word in ("-", "+"):
        number = _number(unit, below)
        return Value(number.kind, number.text if word == "+" else f"-{number.text}")
    return unknown(unit, node)


def _computed(unit: Unit, node: Node) -> Value:
    """Arithmetic of numbers (`5 * 60 * 1000`), and strings put together (`PREFIX + "X"`)."""
    done: list[tuple[Value, bool]] = []
    todo: list[Node | tuple[str]] = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, tuple):
            second, first = done.pop(), done.pop()
            done.append(_combined(one[0], first, second))
            continue
        one = converted(unit, one)
        left, right = one.child_by_field_name("left"), one.child_by_field_name("right")
        sign = one.child_by_field_name("operator")
        if one.type != "binary_expression" or left is None or right is None or sign is None:
            done.append((unit.value(one), one.type in ("string", "template_string")))
            continue
        todo += [(unit.text(sign),), right, left]
    found = done[0][0]
    return found if found.kind in ("literal", "pattern") else unknown(unit, node)


def _combined(
    sign: str, first: tuple[Value, bool], second: tuple[Value, bool]
) -> tuple[Value, bool]:
    """Two operands, each with whether it is a string, as one."""
    (left, left_text), (right, right_text) = first, second
    texts = [one.text if one.kind in ("literal", "pattern") else "*" for one in (left, right)]
    stringy = left_text or right_text or not all(map(is_number, texts))
    if sign == "+" and stringy:
        known = left.kind == right.kind == "literal"
        if known or any(text.strip("*") for text in texts):
            return Value("literal" if known else "pattern", "".join(texts)), True
        return Value("unknown"), True
    number = _divided(*texts) if sign == "/" else folded(sign, *texts)
    if number is None or left.kind != "literal" or right.kind != "literal":
        return Value("unknown"), False
    return Value("literal", number), False


def _divided(left: str, right: str) -> str | None:
    if (
        not (is_number(left) and is_number(right))
        or not float(right)
        or len(left) + len(right) > 40
    ):
        return None
    found = float(left) / float(right)
    return str(int(found)) if found.is_integer() else str(found)


def _called(unit: Unit, node: Node) -> Value:
    """Calls that give a value: `"x".toUpperCase()`, `["a", "b"].join(",")`, `ms("5m")`."""
    function, given = node.child_by_field_name("function"), first_argument(node)
    if function is None:
        return unknown(unit, node)
    text = given is not None and given.type == "string"
    if given is not None and text and function.type == "identifier" and unit.path(function) == "ms":
        return Value("literal", "".join(content(unit, given).split()))
    below, name = function.child_by_field_name("object"), function.child_by_field_name("property")
    if below is None or name is None:
        return unknown(unit, node)
    word = unit.text(name)
    if word in _CASES and below.type in ("string", "identifier"):
        known = unit.value(below)
        return Value("literal", _CASES[word](known.text)) if known.known else unknown(unit, node)
    if word == "join" and below.type == "array":
        values = [unit.value(one) for one in items(unit, below) if one.type == "string"]
        separator = unit.string(given) if given is not None else ","
        if separator is not None and len(values) == below.named_child_count:
            return Value("literal", separator.join(one.text for one in values))
    return unknown(unit, node)
