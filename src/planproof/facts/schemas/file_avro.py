"""Avro: records and enums. A field must be there unless it has a default or may be null."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Schema, SchemaField
from planproof.facts.schemas._json_schema import written
from planproof.facts.trees import Mapping, Node, Scalar, Sequence, documents, walk

FILES = ("*.avsc", "*.avpr")

NEEDS = (b'"record"', b'"enum"', b'"error"')

_DEEPEST = 8


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each record and enum of a file."""
    for root in documents(path, data):
        yield from schemas(root)


def schemas(root: Node) -> Iterator[Schema]:
    """The same of a tree; those within others by their own names."""
    for node in walk(root):
        if not isinstance(node, Mapping):
            continue
        kind = node.get("type")
        name = node.text("name").rpartition(".")[2]
        if not isinstance(kind, Scalar) or not name:
            continue
        if kind.text in ("record", "error") and isinstance(node.get("fields"), Sequence):
            fields = tuple(_fields(node))
            yield Schema(line=node.line, format="avro", what="record", name=name, fields=fields)
        elif kind.text == "enum":
            symbols = (one for one in node.sequence("symbols") if isinstance(one, Scalar))
            fields = tuple(SchemaField(symbol.text) for symbol in symbols)
            yield Schema(line=node.line, format="avro", what="enum", name=name, fields=fields)


def _fields(record: Mapping) -> Iterator[SchemaField]:
    for field in record.sequence("fields"):
        if not isinstance(field, Mapping) or not field.text("name"):
            continue
        given = field.get("type")
        default = field.get("default")
        nullable = isinstance(given, Sequence) and any(
            isinstance(one, Scalar) and one.text == "null" for one in given.items
        )
        yield SchemaField(
            name=field.text("name"),
            type=_type(given, _DEEPEST),
            required=not (nullable or default is not None),
            default=written(default),
        )


def _type(node: Node | None, deep: int) -> str:
    """A type in words: `string`, `long timestamp-millis`, `array<string>`; of a union without null."""
    if node is None or deep == 0:
        return ""
    if isinstance(node, Scalar):
        return node.text.rpartition(".")[2]
    if isinstance(node, Sequence):
        members = (_type(one, deep - 1) for one in node.items)
        return "|".join(one for one in members if one != "null")
    kind = node.get("type")
    if not isinstance(kind, Scalar):
        return _type(kind, deep - 1)
    if kind.text == "array":
        return f"array<{_type(node.get('items'), deep - 1)}>"
    if kind.text == "map":
        return f"map<{_type(node.get('values'), deep - 1)}>"
    if kind.text in ("record", "enum", "fixed", "error"):
        return node.text("name").rpartition(".")[2]
    return f"{kind.text} {node.text('logicalType')}".strip()
