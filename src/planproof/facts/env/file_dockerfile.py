"""Images: `ENV` of Dockerfiles and Containerfiles.

`ARG` is known while the image is built and no more, so it sets nothing; but a value may be made of one,
`ENV PORT=$PORT`, and is the argument's default then. What is made of anything else is None. Form and quoting are those of
the Dockerfile reference: `ENV A=1 B="2 3"`, the older `ENV A the rest of the line`, lines continued by
the escape character, comments within them, here-documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.env._variables import interpolation
from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = (
    "Dockerfile",
    "Dockerfile.*",
    "*.Dockerfile",
    "*.dockerfile",
    "Containerfile",
    "Containerfile.*",
    "*.Containerfile",
)

NEEDS = (b"ENV", b"env", b"Env")

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_LIVE = "\0"
_HEREDOC = r"<<(-?)\s*([\"']?)([A-Za-z_]\w*)\2"


def read(_path: str, data: bytes) -> Iterator[Fact]:
    """What each stage of an image sets."""
    text = decoded(data)
    directive = rx(r"\A(?:\s*#[^\n]*\n)*?\s*#\s*escape\s*=\s*(`|\\)\s*\n").match(text[:2000])
    escape = directive.group(1) if directive else "\\"
    where = "image"
    shared: dict[str, str | None] = {}  # arguments before the first stage
    known = shared
    for instruction in _instructions(text, escape):
        words = rx(r"(?i)\s*(?:ONBUILD\s+)?(\w+)\s+").match(instruction.text)
        if words is None:
            continue
        name = words.group(1).upper()
        if name == "FROM":
            stage = rx(r"(?i)\sAS\s+(\S+)\s*$").search(instruction.text)
            where = f"image stage {stage.group(1)}" if stage else "image"
            known = {}
        elif name in ("ARG", "ENV"):
            said: dict[str, str | None] = {}
            for key, value, at in _pairs(instruction.text, words.end(), escape):
                said[key] = shared.get(key) if value is None else _settled(value, known)
                if name == "ENV":
                    line = instruction.line(at)
                    yield EnvSet(line=line, name=key, value=said[key], where=where)
            known.update(said)


class _Instruction(NamedTuple):
    """An instruction with its lines put together.

    Attributes:
        starts: where in the text each of its lines begins.
        lines: and their numbers.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line(self, at: int) -> int:
        return self.lines[bisect_right(self.starts, at) - 1]


def _instructions(text: str, escape: str) -> Iterator[_Instruction]:
    pieces: list[str] = []
    starts: list[int] = []
    lines: list[int] = []
    length = 0
    closing: list[tuple[str, bool]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            word, tabs = closing[0]
            if (line.lstrip("\t") if tabs else line).rstrip("\r") == word:
                closing.pop(0)
            continue
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        goes_on = bare.endswith(escape)
        piece = line.rstrip()[:-1] if goes_on else line.rstrip()
        pieces.append(piece)
        starts.append(length)
        lines.append(number)
        length += len(piece)
        if goes_on:
            continue
        whole = "".join(pieces)
        closing = _heredocs(whole)
        yield _Instruction(whole, tuple(starts), tuple(lines))
        pieces, starts, lines, length = [], [], [], 0
    if pieces:
        yield _Instruction("".join(pieces), tuple(starts), tuple(lines))


def _heredocs(instruction: str) -> list[tuple[str, bool]]:
    if "<<" not in instruction or not rx(r"(?i)(RUN|COPY|ADD)\s").match(instruction):
        return []
    return [(found.group(3), bool(found.group(1))) for found in rx(_HEREDOC).finditer(instruction)]


def _pairs(text: str, at: int, escape: str) -> Iterator[tuple[str, str | None, int]]:
    """Names, their values, and where each stands."""
    if not rx(rf"{_NAME}(=|\s*\Z)").match(text, at):
        older = rx(rf"({_NAME})\s+(\S.*)").match(text, at)
        if older is not None:
            yield older[1], "".join(word for word, _ in _words(older[2], 0, escape, "")), at
        return
    for word, start in _words(text, at, escape, " \t"):
        name, equals, value = word.partition("=")
        if rx(_NAME).fullmatch(name):
            yield name, value if equals else None, start


def _settled(value: str, known: dict[str, str | None]) -> str | None:
    """A value with what is known of its variables; None where one is not."""
    if _LIVE not in value:
        return value
    text = value.replace("$", "$$").replace(_LIVE, "$")
    return interpolation(text, known).settled


def _words(text: str, at: int, escape: str, separators: str) -> Iterator[tuple[str, int]]:
    """Words without their quotes, and where each begins; a dollar sign that counts is `_LIVE`."""
    word: list[str] = []
    start, quote = -1, ""
    while at < len(text):
        char = text[at]
        if not quote and char in separators:
            if start >= 0:
                yield "".join(word), start
            word, start = [], -1
            at += 1
            continue
        start = at if start < 0 else start
        if char == escape and quote != "'" and at + 1 < len(text):
            at += 1
            if quote and text[at] not in f'"${escape}':
                word.append(char)
            word.append(text[at])
        elif char == quote:
            quote = ""
        elif not quote and char in "\"'":
            quote = char
        else:
            word.append(_LIVE if char == "$" and quote != "'" else char)
        at += 1
    if start >= 0:
        yield "".join(word), start
