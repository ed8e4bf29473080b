"""HOCON, the configuration of Akka, Play, Ktor and others: `${?X}`.

A substitution looks among the keys first and in the environment then. `port = 8080` before
`port = ${?PORT}` is the default of `PORT`; without the question mark absence fails. (HOCON, "Substitution
fallback to environment variables".)
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import LOUD_NAME
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("application*.conf", "reference.conf", "resources/*.conf", "*.hocon")

_LEXEME = (
    r'(?P<comment>(?://|\#)[^\n]*)|(?P<string>"""(?:.|\n)*?"""+|"(?:[^"\\\n]|\\.)*")|(?P<substitution>\$\{\??[^}\n]*\})'
    r"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<given>\+=|[=:])|(?P<end>[,\n])|(?P<space>[^\S\n]+)"
    r'|(?P<bare>(?:(?!//)[^\s{}\[\]=:,"\#$])+|.)'
)


_IN_LIST = "[]"


class _Reader:
    """Goes through the lexemes; knows the key it is at and what keys were given before.

    Attributes:
        above: the path of each object and list that is open.
        key: words of the key, while no value has begun.
        value: lexemes of the value, None before it begins.
    """

    def __init__(self) -> None:
        self.above: list[str] = [""]
        self.key = ""
        self.value: list[tuple[str, str]] | None = None
        self.known: dict[str, str] = {}
        self.start = 0

    @property
    def path(self) -> str:
        """The key's full path."""
        return ".".join(
            part for part in (self.above[-1], self.key.strip().replace('"', "")) if part
        )

    def take(self, sort: str, text: str, line: int) -> Iterator[EnvRead]:
        """Take a lexeme; what ends a value gives its reads."""
        if sort == "open":
            yield from self.finish() if self.value else ()
            self.above.append(_IN_LIST if text == "[" else self.path)
            self.key, self.value = "", [] if text == "[" else None
        elif sort in ("end", "close"):
            yield from self.finish()
            if sort == "close" and len(self.above) > 1:
                self.above.pop()
        elif sort == "given" and self.value is None:
            self.value = []
        elif sort == "substitution" or self.value is not None:
            if not self.value:
                self.start = line
            self.value = self.value or []
            self.value.append((sort, text))
        else:
            self.key += text

    def finish(self) -> Iterator[EnvRead]:
        """The reads of the value, and what is known of its key after it."""
        pieces = [piece for piece in self.value or [] if piece[0] != "space"]
        for sort, text in pieces:
            name = text[2:-1].removeprefix("?").strip()
            if sort == "substitution" and rx(LOUD_NAME).match(name) and name not in self.known:
                yield self._read(name, optional=text.startswith("${?"), alone=len(pieces) == 1)
        path = "" if self.above[-1] == _IN_LIST else self.path
        plain = len(pieces) == 1 and pieces[0][0] in ("string", "bare")
        if not path:
            pass
        elif plain and pieces[0][1] != "null":
            self.known[path] = pieces[0][1].strip('"')
        elif pieces and not (len(pieces) == 1 and pieces[0][1].startswith("${?")):
            words = [text for sort, text in self.value or [] if sort in ("bare", "space")]
            whole = "".join(words).strip()
            self.known[path] = whole if len(words) == len(self.value or []) else ""
        self.key, self.value = "", None

    def _read(self, name: str, *, optional: bool, alone: bool) -> EnvRead:
        before = self.known.get(self.path) if alone and optional and self.path else None
        default = Value("literal", before) if before else None
        return EnvRead(
            line=self.start, name=Value("literal", name), default=default, required=not optional
        )


def read(path: str, data: bytes) -> Iterator[Fact]:  # noqa: ARG001
    """Substitutions that are named like variables."""
    text = decoded(data)
    if "${" not in text:
        return
    reader = _Reader()
    line, last = 1, 0
    for lexeme in rx(_LEXEME).finditer(text):
        line += text.count("\n", last, lexeme.start())
        last = lexeme.start()
        sort = lexeme.lastgroup or "bare"
        if sort != "comment":
            yield from reader.take(sort, lexeme[0], line)
    yield from reader.finish()
