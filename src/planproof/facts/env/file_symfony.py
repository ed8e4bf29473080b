"""Symfony's configuration in YAML: `%env(X)%` in a value, `env(X): d` among the parameters.

A placeholder without a default fails where the variable is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._symfony import PARAMETER, placeholders
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.trees import Mapping, Scalar, documents, walk
from planproof.text.patterns import rx

FILES = ("config/**/*.yaml", "config/**/*.yml", "src/Resources/config/**/*.yaml")


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The reads of a file, and the defaults it gives."""
    if b"env(" not in data:
        return
    for root in documents(path, data):
        defaults: dict[str, Value] = {}
        for node in walk(root):
            if isinstance(node, Mapping):
                yield from _parameters(node, defaults)
        for node in walk(root):
            if isinstance(node, Scalar) and node.kind == "string":
                yield from placeholders(node.text, node.line, defaults)


def _parameters(root: Mapping, defaults: dict[str, Value]) -> Iterator[Fact]:
    for key, value in root.mapping("parameters").items():
        if not isinstance(value, Scalar):
            continue
        found = rx(PARAMETER).match(key.text)
        given = Value("null") if value.kind == "null" else Value("literal", value.text)
        if found is None:
            defaults[f"%{key.text}"] = given
            continue
        name = found.group(1)
        default = None if given.kind == "null" else given
        if default is not None:
            defaults[name] = default
        literal = Value("literal", name)
        yield EnvRead(line=key.line, name=literal, default=default, required=False)
