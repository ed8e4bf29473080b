"""JSON Schema, as schemas of its own, those of OpenAPI, and examples say it."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from planproof.facts.model import Schema, SchemaField
from planproof.facts.trees import Mapping, Node, Scalar, Sequence

_DEEPEST = 8
_MOST_PARTS = 100
_MOST = 2_000
"""Fields of a schema that are told."""


def schema(node: Node, name: str, root: Node, form: str) -> Schema | None:
    """A schema by its node; None where it says nothing of fields or values."""
    if not isinstance(node, Mapping):
        return None
    values = [one for one in node.sequence("enum") if isinstance(one, Scalar)]
    if values:
        named = tuple(SchemaField(one.text) for one in values)
        return Schema(line=node.line, format=form, what="enum", name=name, fields=named)
    fields = tuple(_fields(node, root))
    if not fields:
        return None
    return Schema(line=node.line, format=form, what="schema", name=name, fields=fields)


def _fields(node: Mapping, root: Node) -> Iterator[SchemaField]:
    """Each property, those of objects within by dots."""
    waiting: list[tuple[str, Mapping, int]] = [("", node, 0)]
    told = 0
    while waiting:
        prefix, at, deep = waiting.pop()
        parts = _parts(at, root)
        required = {
            one.text
            for part in parts
            for one in part.sequence("required")
            if isinstance(one, Scalar)
        }
        inner = []
        for key, value in _properties(parts):
            told += 1
            if told > _MOST:
                return
            name = f"{prefix}{key.text}"
            given = value.get("default") if isinstance(value, Mapping) else None
            yield SchemaField(name, type_of(value, root), key.text in required, written(given))
            held = _held(value)
            if held is not None and deep < _DEEPEST:
                inner.append((f"{name}.", held, deep + 1))
        waiting += reversed(inner)


def _parts(node: Mapping, root: Node) -> list[Mapping]:
    """A schema and all that `allOf` adds to it."""
    found: list[Mapping] = []
    waiting: list[Node] = [node]
    while waiting and len(found) < 50:
        one = waiting.pop(0)
        target = resolved(one, root)
        if isinstance(target, Mapping) and all(target is not each for each in found):
            found.append(target)
            waiting += target.sequence("allOf")
    return found


def _properties(parts: list[Mapping]) -> Iterator[tuple[Scalar, Node]]:
    seen: set[str] = set()
    for part in parts:
        for key, value in part.mapping("properties").items():
            if key.text not in seen:
                seen.add(key.text)
                yield key, value


def _held(node: Node) -> Mapping | None:
    """An object that a property holds, or a list of it; None where it is one with a name."""
    for _ in range(_DEEPEST):
        if not isinstance(node, Mapping) or node.get("$ref") is not None:
            return None
        items = node.get("items")
        if items is None:
            return node if node.get("properties") is not None else None
        node = items
    return None


def resolved(node: Node, root: Node) -> Node:
    """What a `$ref` into the same document leads to; the node itself where it has none."""
    for _ in range(_DEEPEST):
        if not isinstance(node, Mapping) or not node.text("$ref").startswith("#/"):
            return node
        at: Node | None = root
        for step in node.text("$ref")[2:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            at = at.get(name) if isinstance(at, Mapping) else None
        if at is None:
            return node
        node = at
    return node


def type_of(node: Node | None, root: Node) -> str:
    """A type in words: `string`, `array<integer>`, `string|null`, `Order`; empty where none is said."""
    return _type(node, root, set())


def _type(node: Node | None, root: Node, seen: set[int]) -> str:
    """The same; what was looked at already (aliases may go round) says nothing again."""
    if not isinstance(node, Mapping) or id(node) in seen or len(seen) > _MOST_PARTS:
        return ""
    seen.add(id(node))
    reference = node.text("$ref")
    if reference:
        target = resolved(node, root)
        plain = isinstance(target, Mapping) and target is not node and _is_plain(target)
        if not plain:
            return reference.rpartition("/")[2].removesuffix(".json").removesuffix(".yaml")
        return _type(target, root, seen)
    words = _said(node, root, seen)
    if node.text("nullable") == "true":
        words.append("null")
    named = list(dict.fromkeys(word for word in words if word))
    if "null" in named:
        named = [*(word for word in named if word != "null"), "null"]
    return "|".join(named)


def _is_plain(node: Mapping) -> bool:
    """Whether a schema is no object, so that its type says more than its name."""
    keys = {key.text for key, _ in node.pairs}
    return keys.isdisjoint(("properties", "allOf", "anyOf", "oneOf")) and node.text("type") not in (
        "",
        "object",
    )


def _said(node: Mapping, root: Node, seen: set[int]) -> list[str]:
    kind = node.get("type")
    if isinstance(kind, Sequence):
        return [one.text for one in kind.items if isinstance(one, Scalar)]
    if isinstance(kind, Scalar) and kind.text:
        items = node.get("items")
        inner = _type(items, root, seen) if kind.text == "array" else ""
        return [f"array<{inner}>" if inner else kind.text]
    for key in ("anyOf", "oneOf"):
        members = node.sequence(key)[:20]
        if members:
            return [_type(one, root, seen) for one in members]
    if node.get("properties") is not None:
        return ["object"]
    if node.sequence("allOf"):
        return [_type(node.sequence("allOf")[0], root, seen)]
    const = node.get("const")
    values = [*node.sequence("enum"), *(() if const is None else (const,))]
    return [kind_of(value) for value in values[:50]]


def kind_of(node: Node) -> str:
    """The type of a value that is written down."""
    if isinstance(node, Mapping):
        return "object"
    if isinstance(node, Sequence):
        return "array"
    if node.kind == "number":
        return "number" if any(char in node.text for char in ".eE") else "integer"
    return "" if node.kind == "word" else node.kind


def written(node: Node | None) -> str | None:
    """A default as it stands; None where there is none, or null."""
    if node is None or (isinstance(node, Scalar) and node.kind == "null"):
        return None
    if isinstance(node, Scalar):
        return node.text
    return _compact(node, 4)


def _compact(node: Node, deep: int) -> str:
    if isinstance(node, Scalar):
        return dumps(node.text) if node.kind == "string" else node.text
    if deep == 0:
        return "..."
    if isinstance(node, Sequence):
        return f"[{', '.join(_compact(one, deep - 1) for one in node.items[:20])}]"
    pairs = (f"{dumps(key.text)}: {_compact(one, deep - 1)}" for key, one in node.pairs[:20])
    return f"{{{', '.join(pairs)}}}"
