"""Go's expressions as values: constants, durations, names put together."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.facts.languages._base import UNKNOWN_LENGTH, Unit
from planproof.facts.languages._folding import folded, is_number, plain_number
from planproof.facts.languages._go_scopes import scopes_of
from planproof.facts.model import Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

_STRINGS = ("interpreted_string_literal", "raw_string_literal")
_PLAIN = ("int_literal", "float_literal", "true", "false")
_UNITS = {
    "Nanosecond": "ns",
    "Microsecond": "us",
    "Millisecond": "ms",
    "Second": "s",
    "Minute": "m",
    "Hour": "h",
}
_METHODS = ("Get", "Head", "Post", "Put", "Patch", "Delete", "Connect", "Options", "Trace")
_STANDARD = {f"time.{name}": f"1{unit}" for name, unit in _UNITS.items()} | {
    f"http.Method{name}": name.upper() for name in _METHODS
}
"""Constants of the standard library that facts are written with."""

_SAME = frozenset(
    ("string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
     "float32", "float64", "bool", "time.Duration", "strconv.Itoa", "strconv.Quote", "resource.MustParse",
     "ptr.To", "lo.ToPtr", "pointer.String", "pointer.Int", "pointer.Bool", "aws.String", "aws.Int",
     "aws.Bool", "strings.TrimSpace")
)  # fmt: skip
"""Conversions, after which a value reads as before."""

DEEPEST = 32
"""Levels of syntax that are looked through for a loop."""

_VERB = r"%[-+# 0]*(?:\[\d+\])?(?:\d+|\*)?(?:\.\d+)?[a-zA-Z%]"


def value_of(unit: Unit, node: Node) -> Value:
    """An expression as a value; names as references, not yet resolved."""
    node = bare(node)
    kind = node.type
    if kind in _STRINGS:
        return Value("literal", string_of(unit, node))
    if kind in ("int_literal", "float_literal"):
        return Value(
            "literal", (plain_number(unit.text(node)) or unit.text(node)).removesuffix(".")
        )
    if kind == "rune_literal":
        return Value("literal", _unescaped(unit.text(node)[1:-1]))
    if kind in ("true", "false"):
        return Value("literal", kind)
    if kind == "nil":
        return Value("null")
    if kind in ("identifier", "selector_expression"):
        return _named(unit, node)
    if kind == "unary_expression":
        return _negative(unit, node)
    if kind == "binary_expression":
        return _computed(unit, node)
    if kind == "type_conversion_expression":
        operand = node.child_by_field_name("operand")
        return unit.value(operand) if operand is not None else _unknown(unit, node)
    if kind == "call_expression":
        return _called(unit, node)
    return _unknown(unit, node)


def bare(node: Node) -> Node:
    """An expression without the parentheses around it."""
    while node.type == "parenthesized_expression":
        inner = first(node)
        if inner is None:
            break
        node = inner
    return node


def first(node: Node) -> Node | None:
    """The first named child."""
    return node.named_children[0] if node.named_child_count else None


def given_to(call: Node) -> list[Node]:
    """The arguments of a call."""
    listed = call.child_by_field_name("arguments")
    return (
        [one for one in listed.named_children if one.type != "comment"]
        if listed is not None
        else []
    )


def string_of(unit: Unit, node: Node) -> str:
    """What a string literal stands for."""
    pieces: list[str] = []
    for child in node.named_children:
        text = unit.text(child)
        pieces.append(_unescaped(text) if child.type == "escape_sequence" else text)
    return "".join(pieces)


def looped(unit: Unit, node: Node) -> Node | None:
    """The list that a loop goes through, for its variable: `for _, key := range []string{...}`."""
    name = unit.text(node)
    above = node.parent
    for _ in range(DEEPEST):
        if above is None or above.type == "function_declaration":
            break
        clause = first(above) if above.type == "for_statement" else None
        if clause is not None and clause.type == "range_clause":
            left = clause.child_by_field_name("left")
            names = [unit.text(one) for one in left.named_children] if left is not None else []
            if len(names) == 2 and names[1] == name:
                return clause.child_by_field_name("right")
        above = above.parent
    return None


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(ast.literal_eval(f'"{text}"'))
    except (SyntaxError, ValueError):
        return text


def _named(unit: Unit, node: Node) -> Value:
    path = unit.language.path(unit, node)
    if not path or "()" in path:
        return _unknown(unit, node)
    if path == "iota":
        return Value("unknown", path)
    if "." not in path:
        return _local(unit, node, path) or Value("reference", path)
    standard = _STANDARD.get(unit.resolved(path))
    return Value("literal", standard) if standard is not None else Value("reference", path)


def _local(unit: Unit, node: Node, name: str) -> Value | None:
    """The string of a name that its function gives a value once, be it put together there."""
    scopes = scopes_of(unit)
    function = scopes.id_around(node)
    given = scopes.given.get((function, name), []) if function else []
    if len(given) != 1 or given[0].node.end_byte > node.start_byte:
        return None
    value = bare(given[0].value)
    if value.type in _STRINGS:
        return Value("literal", string_of(unit, value))
    if value.type in _PLAIN:
        return value_of(unit, value)
    # one step and no further: what is put together is looked at without what it is put together from
    operator = value.child_by_field_name("operator")
    if operator is not None and value.type == "binary_expression":
        operands = _operands(value, operator.type)
        if all(one.type in (*_PLAIN, "selector_expression") for one in operands):
            number = _computed(unit, value)
            return number if number.known else None
        pieces = [_plain(unit, one) for one in _operands(value, "+")]
        return joined(pieces) if any(one.text for one in pieces) else None
    if value.type == "call_expression" and unit.text(value).startswith("fmt.Sprintf("):
        form = first(value.child_by_field_name("arguments") or value)
        if form is not None and form.type in _STRINGS:
            text = rx(_VERB).sub("*", string_of(unit, form))
            return Value("pattern", text) if text.strip("*") else None
    return None


def _plain(unit: Unit, node: Node) -> Value:
    """A string, or a constant of the file."""
    if node.type in _STRINGS:
        return Value("literal", string_of(unit, node))
    known = unit.constants.get(unit.text(node)) if node.type == "identifier" else None
    return known if known is not None and known.known else Value("unknown")


def _negative(unit: Unit, node: Node) -> Value:
    operand = node.child_by_field_name("operand")
    if operand is not None and unit.text(node).startswith("-"):
        value = unit.value(operand)
        if value.known and (is_number(value.text) or _duration(value.text)):
            return Value("literal", f"-{value.text}")
    return _unknown(unit, node)


def _computed(unit: Unit, node: Node) -> Value:
    """Arithmetic (`24 * time.Hour`), and strings put together (`prefix + "X"`)."""
    operator = node.child_by_field_name("operator")
    sign = operator.type if operator is not None else ""
    operands = _operands(node, sign)
    values = [unit.value(one) for one in operands]
    if sign == "+" and any(one.type in _STRINGS for one in operands):
        return joined(values)
    if not all(one.kind in ("literal", "pattern") for one in values):
        return joined(values) if sign == "+" and any(map(_wordy, values)) else _unknown(unit, node)
    if sign == "+" and any(map(_wordy, values)):
        return joined(values)
    number = values[0].text
    for one in values[1:]:
        number = _combined(sign, number, one.text) or ""
    return Value("literal", number) if number else _unknown(unit, node)


def _operands(node: Node, sign: str) -> list[Node]:
    """The operands of a chain of one operator, in order."""
    found: list[Node] = []
    stack = [node]
    while stack:
        one = bare(stack.pop())
        operator = one.child_by_field_name("operator") if one.type == "binary_expression" else None
        left, right = one.child_by_field_name("left"), one.child_by_field_name("right")
        chained = sign in ("+", "*") or one == node
        if operator is not None and operator.type == sign and chained and left and right:
            stack += (right, left)
        else:
            found.append(one)
    return found


def _wordy(value: Value) -> bool:
    return (
        value.kind in ("literal", "pattern")
        and not is_number(value.text)
        and not _duration(value.text)
    )


def joined(values: Sequence[Value], between: str = "") -> Value:
    """Strings put together; what is not known of them is a `*`."""
    texts = [one.text if one.kind in ("literal", "pattern") else "*" for one in values]
    known = all(one.kind == "literal" for one in values)
    text = between.join(texts)
    if known:
        return Value("literal", text)
    text = rx(r"\*{2,}").sub("*", text)
    return Value("pattern", text) if text.strip("*") else Value("unknown", text)


def _duration(text: str) -> tuple[str, str] | None:
    match = rx(r"^(-?\d+(?:\.\d+)?)(ns|us|ms|s|m|h)$").match(text)
    return (match[1], match[2]) if match else None


def _combined(sign: str, left: str, right: str) -> str | None:
    """`24 * 1h`, and what plain numbers come to."""
    for number, other in ((left, right), (right, left)):
        duration = _duration(other)
        if sign == "*" and duration is not None and is_number(number):
            product = folded("*", number, duration[0])
            return product + duration[1] if product is not None else None
    return folded(sign, left, right)


def _called(unit: Unit, node: Node) -> Value:
    """Calls that give a value: conversions, `fmt.Sprintf`, `strings.Join` and the like."""
    path = unit.path(node.child_by_field_name("function"))
    given = given_to(node)
    if not given:
        return _unknown(unit, node)
    if len(given) == 1 and (path in _SAME or _own_type(unit, path)):
        return unit.value(given[0])
    match path:
        case "fmt.Sprintf":
            return _formatted(unit, given)
        case "strings.ToUpper" | "strings.ToLower":
            value = unit.value(given[0])
            text = value.text.upper() if path.endswith("Upper") else value.text.lower()
            return (
                Value(value.kind, text)
                if value.known or value.kind == "pattern"
                else _unknown(unit, node)
            )
        case "strings.Join" if len(given) == 2:
            return _list_joined(unit, node, given)
        case "prometheus.BuildFQName" | "metrics.BuildFQName":
            values = [unit.value(one) for one in given]
            return joined([one for one in values if one.text or not one.known], "_")
        case _:
            return _unknown(unit, node)


def _own_type(unit: Unit, path: str) -> bool:
    """Whether a call converts to a type of this file, or to one of a flag: `featuregate.Feature("X")`."""
    if "." in path:
        return path.endswith(".Feature")
    return path in scopes_of(unit).types


def _formatted(unit: Unit, given: Sequence[Node]) -> Value:
    form = unit.value(given[0])
    if not form.known:
        return _unknown(unit, given[0])
    rest = list(given[1:])
    pieces: list[Value] = []
    at = 0
    for match in rx(_VERB).finditer(form.text):
        pieces.append(Value("literal", form.text[at : match.start()]))
        at = match.end()
        if match[0] == "%%":
            pieces.append(Value("literal", "%"))
            continue
        value = unit.value(rest.pop(0)) if rest else Value("unknown")
        pieces.append(value if match[0] in ("%s", "%v", "%d") else Value("unknown"))
    pieces.append(Value("literal", form.text[at:]))
    return joined(pieces)


def _list_joined(unit: Unit, node: Node, given: Sequence[Node]) -> Value:
    between = unit.string(given[1])
    items = unit.items(given[0])
    if between is None or not items:
        return _unknown(unit, node)
    return joined([unit.value(one) for one in items], between)


def _unknown(unit: Unit, node: Node) -> Value:
    return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])
