"""Heroku's `app.json`: the variables that an app is set up with."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import Mapping, Scalar, documents
from planproof.text.patterns import rx

FILES = ("app.json",)

NEEDS = (b'"env"',)


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each variable; its value is None where it is asked for, or made up."""
    for root in documents(path, data):
        if not isinstance(root, Mapping):
            continue
        for key, given in root.mapping("env").items():
            if not rx(r"[A-Za-z_]\w*").fullmatch(key.text):
                continue
            value = given.get("value") if isinstance(given, Mapping) else given
            text = value.text if isinstance(value, Scalar) and value.kind != "null" else None
            yield EnvSet(line=key.line, name=key.text, value=text, where="app.json")
