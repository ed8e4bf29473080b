"""Texts with variables in them, as shells, Docker and Compose write them: `$X`, `${X:-d}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from planproof.text.patterns import rx

_VARIABLE = r"\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])|(?=\})))"
_DEEPEST = 20


class Variable(NamedTuple):
    """A variable in a text.

    Attributes:
        start: where in the text its dollar sign stands.
        operator: what follows its name: `:-`, `-`, `:?`, `?`, `:+`, `+`, or nothing.
        default: None where it has none, or one that is not known.
    """

    name: str
    start: int
    operator: str = ""
    default: str | None = None


class Interpolation(NamedTuple):
    """A text read for variables.

    Attributes:
        settled: the text when each variable has its known value, or else its default; None where one
            has neither.
    """

    variables: list[Variable]
    settled: str | None


class _Open(NamedTuple):
    """A `${X:-` whose brace is not closed yet. A None among the pieces is not known."""

    name: str
    start: int
    operator: str
    braces: list[str]
    pieces: list[str | None]


def interpolation(text: str, known: Mapping[str, str | None] | None = None) -> Interpolation:
    """Read a text. `$$` is a dollar sign; a brace in a default has to be closed in it."""
    known = known or {}
    found: list[Variable] = []
    outer: list[str | None] = []
    stack: list[_Open] = []
    at = 0
    while at < len(text):
        pieces = stack[-1].pieces if stack else outer
        variable = rx(_VARIABLE).match(text, at) if text[at] == "$" else None
        if variable is not None:
            dollar, plain, name, operator = variable.groups()
            if dollar:
                pieces.append("$")
            elif plain:
                found.append(Variable(plain, at))
                pieces.append(known.get(plain))
            elif len(stack) < _DEEPEST:
                stack.append(_Open(name, at, operator or "", [], []))
            at = variable.end()
            continue
        at += 1
        char = text[at - 1]
        if stack and char == "{":
            stack[-1].braces.append(char)
        elif stack and char == "}" and stack[-1].braces:
            stack[-1].braces.pop()
        elif stack and char == "}":
            one = stack.pop()
            default = _joined(one.pieces) if one.operator in ("-", ":-") else None
            found.append(Variable(one.name, one.start, one.operator, default))
            said = known.get(one.name)
            (stack[-1].pieces if stack else outer).append(default if said is None else said)
            continue
        pieces.append(char)
    return Interpolation(found, None if stack else _joined(outer))


def _joined(pieces: list[str | None]) -> str | None:
    known = [piece for piece in pieces if piece is not None]
    return "".join(known) if len(known) == len(pieces) else None
