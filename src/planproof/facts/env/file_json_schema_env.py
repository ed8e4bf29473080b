"""Schemas of configuration that name the variable of each setting: `x-env-variable` (OpenFGA's).

The setting's default is the variable's. Nothing is read by a schema: it tells the default of what code reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.trees import Mapping, Scalar, documents, walk
from planproof.text.patterns import rx

FILES = ("*.json", "*.yaml", "*.yml")

NEEDS = (b"x-env-variable",)


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each setting that has a variable."""
    for root in documents(path, data):
        for node in walk(root):
            if not isinstance(node, Mapping):
                continue
            name = node.get("x-env-variable")
            if not isinstance(name, Scalar) or not rx(r"[A-Za-z_]\w*").fullmatch(name.text):
                continue
            default = _default(node)
            yield EnvRead(
                line=name.line,
                name=Value("literal", name.text),
                default=default,
                required=False if default else None,
                level="mentioned",
            )


def _default(node: Mapping) -> Value | None:
    default = node.get("default")
    if default is None:
        return None
    if isinstance(default, Scalar):
        return None if default.kind == "null" else Value("literal", default.text)
    empty = not (default.pairs if isinstance(default, Mapping) else default.items)
    if empty:
        return Value("literal", "")
    if isinstance(default, Mapping):
        return Value("unknown", "an object")
    items = [one.text for one in default.items if isinstance(one, Scalar)]
    known = len(items) == len(default.items)
    return Value("unknown", f"[{', '.join(items)}]" if known else "a list")
