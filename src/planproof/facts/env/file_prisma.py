"""Prisma schemas: `url = env("DATABASE_URL")` in a `datasource` or `generator` block (Prisma 2 and later)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

FILES = ("*.prisma",)

NEEDS = (b"env(",)

_PIECE = r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|[A-Za-z_]\w*|[^\s\w]|\d+"


def read(path: str, data: bytes) -> Iterator[Fact]:  # noqa: ARG001
    """Each call of `env`; the schema cannot be used where its variable is missing."""
    tokens: list[tuple[str, int]] = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        tokens += [(one, number) for one in rx(_PIECE).findall(line) if not one.startswith("//")]
    for at, (word, number) in enumerate(tokens[:-3]):
        given = tokens[at + 2][0]
        called = word == "env" and tokens[at + 1][0] == "(" and tokens[at + 3][0] == ")"
        if called and rx(r'"[A-Za-z_]\w*"').fullmatch(given):
            yield EnvRead(line=number, name=Value("literal", given.strip('"')), required=True)
