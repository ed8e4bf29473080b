"""Units of systemd: `Environment=` and `PassEnvironment=`.

What they mean is in systemd.exec(5), how words are quoted in systemd.syntax(7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("*.service", "*.service.in", "*.service.d/*.conf", "*.container")

NEEDS = (b"Environment",)

_WORD = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\\.|[^\s\"'\\])+"
_QUOTED = r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\\(.)"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """What a unit sets, and what it lets through."""
    name = path.rpartition("/")[2].removesuffix(".in").removesuffix(".service")
    where = f"unit {name}"
    key = ""
    for number, line in enumerate(decoded(data).splitlines(), 1):
        bare = line.strip()
        if bare.startswith(("#", ";")):
            continue
        text = bare
        if not key:
            head, equals, text = bare.partition("=")
            key = head.strip() if equals else ""
        if key in ("Environment", "PassEnvironment"):
            yield from _words(text.removesuffix("\\"), key, number, where)
        if not bare.endswith("\\"):
            key = ""


def _words(text: str, key: str, line: int, where: str) -> Iterator[Fact]:
    for found in rx(_WORD).finditer(text):
        word = rx(_QUOTED).sub(_unquoted, found.group())
        name, equals, value = word.partition("=")
        if not rx(r"[A-Za-z_]\w*").fullmatch(name):
            continue
        if key == "Environment" and equals:
            yield EnvSet(line=line, name=name, value=value, where=where)
        elif key == "PassEnvironment" and not equals:
            yield EnvSet(line=line, name=name, where=where)


def _unquoted(found: re.Match[str]) -> str:
    inner = found.group(1) or found.group(2) or ""
    return rx(r"\\(.)").sub(r"\1", inner) if found.group(3) is None else str(found.group(3))
