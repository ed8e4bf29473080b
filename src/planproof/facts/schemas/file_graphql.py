"""GraphQL's schema language: types, inputs, interfaces, enums, unions; and what extends them.

Read by a reader of its own, which needs no library and passes over what is broken. A type stands without
its outermost `!`, which is told as required. Operations and directives define no type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.model import Fact, Schema, SchemaField
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("*.graphql", "*.graphqls", "*.gql")

NEEDS = (b"type", b"input", b"interface", b"enum", b"union")

_LEXEME = (
    r"(?P<space>[\s,\ufeff]+|\#[^\n]*|\.\.\.|…)"
    r"|(?P<string>\"\"\"(?:[^\"\\]|\\\"\"\"|\\|\"(?!\"\"))*(?:\"\"\"|\Z)|\"(?:[^\"\\\n]|\\.)*\"?)"
    r"|(?P<word>[A-Za-z_]\w*|-?\d[\w.+-]*|\$\w+)|(?P<mark>.)"
)
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_WITH_FIELDS = ("type", "input", "interface")
_STARTS = frozenset((*_WITH_FIELDS, "enum", "union", "scalar", "directive", "schema", "extend"))


class _Token(NamedTuple):
    text: str
    line: int
    group: str


def read(_path: str, data: bytes) -> Iterator[Fact]:
    """Each type of a file."""
    yield from schemas(decoded(data))


def schemas(text: str) -> list[Schema]:
    """The same of a text."""
    tokens = _tokens(text)
    found: list[Schema] = []
    at, change = 0, "create"
    while at < len(tokens):
        token = tokens[at]
        if token.text in _PAIRS:
            at, change = _after(tokens, at), "create"
            continue
        named = at + 1 < len(tokens) and tokens[at + 1].group == "word"
        if token.text == "extend":
            change = "add"
        elif named and token.text in (*_WITH_FIELDS, "enum", "union"):
            name = tokens[at + 1].text
            fields, at = _read(token.text, tokens, at + 2)
            schema = Schema(
                line=token.line,
                format="graphql",
                what=token.text,
                name=name,
                fields=fields,
                change=change,
            )
            found.append(schema)
            change = "create"
            continue
        elif token.group == "word":
            change = "create"
        at += 1
    return found


def _tokens(text: str) -> list[_Token]:
    found = []
    line, last = 1, 0
    for one in rx(_LEXEME).finditer(text):
        if one.lastgroup == "space":
            continue
        line += text.count("\n", last, one.start())
        last = one.start()
        found.append(_Token(one.group(), line, one.lastgroup or ""))
    return found


def _after(tokens: list[_Token], at: int) -> int:
    """Where it goes on after the bracket at a place is closed."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place].text in _PAIRS:
            depth += 1
        elif tokens[place].text in ("}", ")", "]"):
            depth -= 1
            if depth <= 0:
                return place + 1
    return len(tokens)


def _read(kind: str, tokens: list[_Token], at: int) -> tuple[tuple[SchemaField, ...], int]:
    """The fields after a type's name, and where it goes on."""
    implements = False
    while at < len(tokens) and tokens[at].text not in ("{", "="):
        text = tokens[at].text
        implements = implements or text == "implements"
        if text == "(":
            at = _after(tokens, at)
        elif (
            text in ("&", "@") or tokens[at - 1].text == "@" or _implemented(implements, tokens[at])
        ):
            at += 1
        else:
            return (), at  # no body
    if at >= len(tokens):
        return (), at
    if tokens[at].text == "=":
        return _members(tokens, at + 1) if kind == "union" else ((), at + 1)
    end = _after(tokens, at)
    inner = tokens[at + 1 : end]
    return tuple(_values(inner) if kind == "enum" else _fields(inner)), end


def _implemented(implements: bool, token: _Token) -> bool:
    return implements and token.group == "word" and token.text not in _STARTS


def _members(tokens: list[_Token], at: int) -> tuple[tuple[SchemaField, ...], int]:
    members = []
    after_bar = True
    while at < len(tokens):
        token = tokens[at]
        if token.text == "|":
            after_bar = True
        elif token.group == "word" and after_bar:
            members.append(SchemaField(token.text))
            after_bar = False
        else:
            break
        at += 1
    return tuple(members), at


def _values(tokens: list[_Token]) -> Iterator[SchemaField]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _PAIRS:
            at = _after(tokens, at)
            continue
        if token.group == "word" and tokens[at - 1].text != "@":
            yield SchemaField(token.text)
        at += 1


def _fields(tokens: list[_Token]) -> Iterator[SchemaField]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _PAIRS:
            at = _after(tokens, at)
            continue
        place = at + 1
        if place < len(tokens) and tokens[place].text == "(":
            place = _after(tokens, place)
        if token.group != "word" or place >= len(tokens) or tokens[place].text != ":":
            at += 1
            continue
        start = place = place + 1
        while place < len(tokens) and tokens[place].text == "[":
            place += 1
        place += 1
        while place < len(tokens) and tokens[place].text in ("]", "!"):
            place += 1
        type_ = "".join(one.text for one in tokens[start:place])
        default, at = _default(tokens, place)
        must = type_.endswith("!") and default is None
        yield SchemaField(token.text, type_.removesuffix("!"), must, default)


def _default(tokens: list[_Token], at: int) -> tuple[str | None, int]:
    if at + 1 >= len(tokens) or tokens[at].text != "=":
        return None, at
    end = _after(tokens, at + 1) if tokens[at + 1].text in _PAIRS else at + 2
    text = " ".join(one.text for one in tokens[at + 1 : end])
    return None if text == "null" else text, end
