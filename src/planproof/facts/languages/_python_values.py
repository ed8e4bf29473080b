"""Python's expressions as values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import UNKNOWN_LENGTH, Unit
from planproof.facts.languages._folding import folded, is_number, plain_number
from planproof.facts.model import Value
from planproof.facts.shapes import Argument
from planproof.text.patterns import rx

if TYPE_CHECKING:
    import re

    from tree_sitter import Node

DEEPEST = 20
"""Expressions within each other that are followed; what nests deeper is unknown."""

LISTED_LENGTH = 1000
"""Characters kept of a list that stands as a default."""

_DURATIONS = {
    "milliseconds": "ms",
    "seconds": "s",
    "minutes": "m",
    "hours": "h",
    "days": "d",
    "weeks": "w",
}
_SAME = frozenset(
    ("str", "int", "float", "bool", "bytes", "Path", "PurePath", "Decimal", "SecretStr", "SecretBytes",
     "AnyUrl", "AnyHttpUrl", "HttpUrl", "PostgresDsn", "RedisDsn", "Secret")
)  # fmt: skip
"""Types whose call gives what it is given, as far as a plan would write it."""

_DUMPS = frozenset(("json.dumps", "orjson.dumps", "ujson.dumps"))
_FALLING_BACK = frozenset(("os.getenv", "os.environ.get"))
_ESCAPE = (
    r"\\(\n|[\\'\"abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3})"  # not \N{}
)
_PLAIN_ESCAPES = {
    "\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}  # fmt: skip


def value_of(unit: Unit, node: Node, depth: int = 0) -> Value:
    """An expression as a value; names that are no constants of the file as references."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    kind = node.type
    if depth > DEEPEST:
        return _unknown(unit, node)
    if kind in ("string", "concatenated_string"):
        return _string(unit, node)
    if kind in ("integer", "float"):
        number = plain_number(unit.text(node))
        return Value("literal", number) if number else _unknown(unit, node)
    if kind in ("true", "false"):
        return Value("literal", kind)
    if kind == "none":
        return Value("null")
    if kind in ("identifier", "attribute"):
        path = unit.language.path(unit, node)
        return Value("reference", path) if path else _unknown(unit, node)
    if kind == "unary_operator":
        return _negative(unit, node, depth)
    if kind == "binary_operator":
        return _computed(unit, node, depth)
    if kind == "call":
        return _called(unit, node, depth)
    return _unknown(unit, node)


def arguments_of(unit: Unit, node: Node | None) -> Iterator[Argument]:
    """The arguments of an argument list; `**more` is one by the name of `**`."""
    for child in node.named_children if node is not None else ():
        if child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                yield Argument(unit.text(name), value)
        elif child.type in ("dictionary_splat", "list_splat"):
            yield Argument("**" if child.type == "dictionary_splat" else "*", child)
        elif child.type != "comment":
            yield Argument("", child)


def _inner(unit: Unit, node: Node, depth: int) -> Value:
    """The value of a part, names resolved."""
    if node.type in ("identifier", "attribute"):
        return unit.value(node)
    return value_of(unit, node, depth + 1)


def _unknown(unit: Unit, node: Node) -> Value:
    listed = node.type in ("list", "tuple", "set", "dictionary")
    text = " ".join(unit.text(node).split()) if listed else unit.text(node)
    return Value("unknown", text[: LISTED_LENGTH if listed else UNKNOWN_LENGTH])


def _string(unit: Unit, node: Node) -> Value:
    parts = [node] if node.type == "string" else node.named_children
    pieces: list[str] = []
    whole = True
    for part in parts:
        if part.type != "string":
            continue
        for child in part.named_children:
            if child.type == "interpolation":
                inner = child.child_by_field_name("expression")
                named = inner is not None and inner.type in ("identifier", "attribute")
                known = unit.string(inner) if named else None
                pieces.append("*" if known is None else known)
                whole = whole and known is not None
            elif child.type == "string_content":
                pieces.append(_content(unit, part, child))
    return Value("literal" if whole else "pattern", "".join(pieces))


def _content(unit: Unit, string: Node, content: Node) -> str:
    text = unit.text(content)
    prefix = unit.text(string)[:3].partition('"')[0].partition("'")[0].lower()
    if "f" in prefix or "t" in prefix:
        text = text.replace("{{", "{").replace("}}", "}")
    if "\\" not in text or "r" in prefix:
        return text
    return rx(_ESCAPE).sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code in _PLAIN_ESCAPES:
        return _PLAIN_ESCAPES[code]
    number = int(code, 8) if code.isdigit() else int(code[1:], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _negative(unit: Unit, node: Node, depth: int) -> Value:
    inner = node.child_by_field_name("argument")
    value = _inner(unit, inner, depth) if inner is not None else Value("unknown")
    if value.known and unit.text(node).startswith("-") and is_number(value.text):
        return Value("literal", f"-{value.text}")
    return _unknown(unit, node)


def _computed(unit: Unit, node: Node, depth: int) -> Value:
    """Arithmetic of numbers (`24 * 60`), and strings put together (`PREFIX + "X"`)."""
    steps: list[tuple[str, Node]] = []
    first = node
    while first.type == "binary_operator":  # a long sum nests on its left
        left, right = first.child_by_field_name("left"), first.child_by_field_name("right")
        operator = first.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return _unknown(unit, node)
        steps.append((unit.text(operator), right))
        first = left
    value = _inner(unit, first, depth)
    stringy = first.type in ("string", "concatenated_string")
    for sign, right in reversed(steps):
        if sign == "%" and stringy and value.kind in ("literal", "pattern"):
            value = Value("pattern", rx(r"%(\(\w+\))?[-+# 0-9.]*[a-zA-Z]").sub("*", value.text))
            continue
        stringy = stringy or right.type in ("string", "concatenated_string")
        joined = _joined(sign, value, _inner(unit, right, depth), stringy)
        if joined is None:
            return _unknown(unit, node)
        value = joined
    return value


def _joined(sign: str, first: Value, second: Value, stringy: bool) -> Value | None:
    known = first.known and second.known
    if known and not stringy and is_number(first.text) and is_number(second.text):
        number = folded(sign, first.text, second.text)
        return Value("literal", number) if number is not None else None
    texts = [one.text if one.kind in ("literal", "pattern") else "*" for one in (first, second)]
    if sign == "+" and any(text.strip("*") for text in texts):
        return Value("literal" if known else "pattern", "".join(texts))
    if sign == "/" and known and stringy:  # Path("a") / "b"
        return Value("literal", "/".join(texts))
    return None


def _called(unit: Unit, node: Node, depth: int) -> Value:
    """Calls that give a value: `timedelta(hours=24)`, `str(8080)`, `"X_{}".format(y)`."""
    function = node.child_by_field_name("function")
    if function is None:
        return _unknown(unit, node)
    arguments = list(arguments_of(unit, node.child_by_field_name("arguments")))
    found = _method(unit, function, arguments, depth)
    if found is not None:
        return found
    path = unit.path(function)
    word = path.rpartition(".")[2]
    if word == "timedelta" and len(arguments) == 1:
        unit_word = _DURATIONS.get(arguments[0].name)
        number = _inner(unit, arguments[0].node, depth)
        if unit_word and number.known:
            return Value("literal", number.text + unit_word)
    if word in _SAME and len(arguments) == 1 and not arguments[0].name:
        return _inner(unit, arguments[0].node, depth)
    if path in _DUMPS and arguments:
        return _inner(unit, arguments[0].node, depth)
    if path in _FALLING_BACK and len(arguments) == 2:
        return _inner(unit, arguments[1].node, depth)
    return _unknown(unit, node)


def _method(unit: Unit, function: Node, arguments: list[Argument], depth: int) -> Value | None:
    """What a method of a string gives; None where it is none."""
    below, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    if function.type != "attribute" or below is None or name is None:
        return None
    method = unit.text(name)
    if method not in ("format", "upper", "lower", "strip", "replace"):
        return None
    value = _inner(unit, below, depth)
    if value.kind == "pattern" or (value.known and method in ("format", "replace")):
        if method == "format":
            return Value("pattern", rx(r"\{[^{}]*\}").sub("*", value.text))
        return Value("pattern", value.text if method == "strip" else _changed(value.text, method))
    if method in ("format", "replace"):
        return Value("pattern", "*") if value.kind in ("parameter", "reference") else None
    if value.known and not arguments:
        return Value("literal", _changed(value.text, method))
    return Value("pattern", "*") if value.kind in ("parameter", "reference") else None


def _changed(text: str, method: str) -> str:
    if method == "upper":
        return text.upper()
    if method == "lower":
        return text.lower()
    return text.strip() if method == "strip" else "*"
