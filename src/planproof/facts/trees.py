"""YAML and JSON as a tree of three sorts of nodes, each with its line.

Only the syntax is read: a date or a version is the words that stand there. Aliases of YAML lead to the
node that they name, so a tree may have cycles and shared parts; whoever walks one uses `walk`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from planproof.text.patterns import rx

DEEPEST = 200
"""Levels of nesting that are read; a document with more is left alone."""


class Scalar(NamedTuple):
    """A text, number, boolean or null.

    Attributes:
        text: as the program sees it: without quotes, escapes resolved.
        kind: `word` is what stands bare in JSON and is none of the others, a placeholder mostly.
        style: `plain`, `quoted`, or `block` for the literal and folded blocks of YAML.
    """

    text: str
    line: int
    kind: Literal["string", "number", "boolean", "null", "word"] = "string"
    style: Literal["plain", "quoted", "block"] = "plain"


class Sequence(msgspec.Struct, eq=False):
    """A list."""

    line: int
    items: list[Node] = []


class Mapping(msgspec.Struct, eq=False):
    """Keys with their values, in the order of the text. Keys that are no scalars are left out."""

    line: int
    pairs: list[tuple[Scalar, Node]] = []

    def items(self) -> Iterator[tuple[Scalar, Node]]:
        """Each key once, with what YAML's `<<` merges in after the mapping's own."""
        names: set[str] = set()
        seen = {id(self)}
        waiting: list[Node] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Sequence):
                waiting += [each for each in reversed(one.items) if id(each) not in seen]
                seen.add(id(one))
            if not isinstance(one, Mapping):
                continue
            merged = []
            for key, value in one.pairs:
                if key.text == "<<" and key.style == "plain":
                    merged.append(value)
                elif key.text not in names:
                    names.add(key.text)
                    yield key, value
            waiting += [each for each in reversed(merged) if id(each) not in seen]
            seen.update(map(id, merged))

    def get(self, name: str) -> Node | None:
        """The value of a key."""
        return next((value for key, value in self.items() if key.text == name), None)

    def text(self, name: str) -> str:
        """The text of a key whose value is a scalar and not null; else empty."""
        value = self.get(name)
        return value.text if isinstance(value, Scalar) and value.kind != "null" else ""

    def mapping(self, name: str) -> Mapping:
        """The value of a key, empty where it is no mapping."""
        value = self.get(name)
        return value if isinstance(value, Mapping) else Mapping(self.line)

    def sequence(self, name: str) -> list[Node]:
        """The items of a key's value, none where it is no list."""
        value = self.get(name)
        return value.items if isinstance(value, Sequence) else []


Node = Scalar | Sequence | Mapping


def walk(root: Node) -> Iterator[Node]:
    """Every node, each once, in the order of the text."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Mapping):
            waiting += [value for _, value in reversed(node.pairs)]
        else:
            waiting += reversed(node.items)


def decoded(data: bytes) -> str:
    """A file's text. Never raises."""
    return data.decode("utf-8-sig", "replace")


@lru_cache(maxsize=2)
def documents(path: str, data: bytes) -> tuple[Node, ...]:
    """The documents of a JSON or YAML file, by its suffix. Several probes ask for the same one."""
    text = decoded(data)
    if rx(r"\.(json|jsonc|json5|avsc|avpr)$").search(path):
        from planproof.facts.json_tree import read_json

        return read_json(text).roots
    from planproof.facts.yaml_tree import read_yaml

    return read_yaml(text)
