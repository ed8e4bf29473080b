"""Protobuf: the endpoints that calls are given by `google.api.http`, as gRPC's gateways serve them."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Route, Value
from planproof.facts.schemas._protobuf import Statement, statements
from planproof.facts.trees import decoded

FILES = ("*.proto",)

NEEDS = (b"google.api.http",)

_METHODS = frozenset(("get", "put", "post", "delete", "patch"))


def read(_path: str, data: bytes) -> Iterator[Fact]:
    """Each binding of each call."""
    for statement in statements(decoded(data)):
        around = dict(statement.path)
        if statement.words[:4] == ("option", "(", "google.api.http", ")") and "rpc" in around:
            yield from _bindings(statement, f"{around.get('service', '')}.{around['rpc']}")


def _bindings(statement: Statement, handler: str) -> Iterator[Fact]:
    words = statement.words[4:]
    method = ""
    for at, word in enumerate(words):
        name = word.lstrip(".")
        if name in _METHODS:
            method = name.upper()
        elif word == "kind":
            method = _strings(words, at + 1)
        elif word in ("body", "response_body"):
            method = ""
        if method and (name in _METHODS or word == "path"):
            path = _strings(words, at + 1)
            if path.startswith("/"):
                yield Route(
                    line=statement.lines[at + 4],
                    method=method,
                    path=Value("literal", path),
                    handler=handler,
                )
            method = ""


def _strings(words: tuple[str, ...], at: int) -> str:
    """The text after `:` or `=`; strings that follow each other are one."""
    text = ""
    for word in words[at:]:
        if word[0] in "\"'":
            text += word[1:].removesuffix(word[0])
        elif word not in (":", "=") or text:
            break
    return text
