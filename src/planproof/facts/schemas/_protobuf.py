"""Protobuf as statements and blocks, without recursion.

Only the syntax that proto2, proto3 and editions share is needed: a file is statements, each of which ends
in `;` or in a block of braces. What a statement means, those say who ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.trees import DEEPEST
from planproof.text.patterns import rx

_LEXEME = (
    r"(?P<space>\s+|//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z))"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<word>\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|[-+]?[\w.][\w.+]*)"
    r"|(?P<mark>.)"
)


class Token(NamedTuple):
    """A word, string or mark. A string has its quotes."""

    text: str
    line: int
    group: str


class Statement(NamedTuple):
    """What stands before a `;` or a `{`.

    Attributes:
        words: its words, strings and marks.
        path: the blocks around it, as kind and name: `(("message", "Order"), ("oneof", "kind"))`.
        lines: the line of each of them.
        block: what block it opens, likewise; None where it opens none.
    """

    words: tuple[str, ...]
    lines: tuple[int, ...]
    path: tuple[tuple[str, str], ...]
    block: tuple[str, str] | None = None

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.lines[0]


def statements(text: str) -> Iterator[Statement]:
    """Every statement, in order; one with a block comes before what stands in it.

    The braces and brackets of a value (`option (google.api.http) = {...}`, `[(rules) = {...}]`) are part
    of their statement.
    """
    path: list[tuple[str, str]] = []
    waiting: list[Token] = []
    depth = 0
    for token in _tokens(text):
        mark = token.text if token.group == "mark" else ""
        if mark == "[" or (mark == "{" and (depth or _takes_value(waiting))):
            depth += 1
        elif mark in ("}", "]") and depth:
            depth -= 1
        elif mark in (";", "{", "}") and not depth:
            block = _block(waiting) if mark == "{" else None
            if waiting:
                yield _statement(waiting, path, block)
            waiting = []
            if block is not None:
                path.append(block)
                if len(path) > DEEPEST:
                    return  # nobody wrote this
            elif mark == "}" and path:
                path.pop()
            continue
        waiting.append(token)
    if waiting:
        yield _statement(waiting, path, None)


def _statement(
    waiting: list[Token], path: list[tuple[str, str]], block: tuple[str, str] | None
) -> Statement:
    words = tuple(one.text for one in waiting)
    return Statement(words, tuple(one.line for one in waiting), tuple(path), block)


def _tokens(text: str) -> Iterator[Token]:
    line, last = 1, 0
    for found in rx(_LEXEME).finditer(text):
        if found.lastgroup == "space":
            continue
        line += text.count("\n", last, found.start())
        last = found.start()
        yield Token(found.group(), line, found.lastgroup or "")


def _takes_value(waiting: list[Token]) -> bool:
    return bool(waiting) and waiting[-1].text in ("=", ":")


def _block(waiting: list[Token]) -> tuple[str, str]:
    words = [one.text for one in waiting]
    if words[:1] in (["export"], ["local"]):  # edition 2024
        words = words[1:]
    if "group" in words[:2]:
        at = words.index("group") + 1
        return ("message", words[at] if len(words) > at else "")
    return (words[0] if words else "", words[1] if len(words) > 1 else "")
