"""JSON Schema: the schema of a file, and those that it defines for itself."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Schema
from planproof.facts.schemas._json_schema import schema
from planproof.facts.trees import Mapping, Node, documents
from planproof.text.patterns import rx

FILES = ("*.json", "*.yaml", "*.yml")

NEEDS = (b"json-schema.org", b'"properties"', b"properties:")


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each schema of a file that says it holds one, by its `$schema` or its name (`order.schema.json`)."""
    named = rx(r"\.schema\.(json|ya?ml)$").search(path) is not None
    if not named and b"json-schema.org" not in data:
        return
    stem = rx(r"(\.schema)?\.\w+$").sub("", path.rpartition("/")[2])
    for root in documents(path, data):
        if named or (isinstance(root, Mapping) and "json-schema.org" in root.text("$schema")):
            yield from schemas(root, stem)


def schemas(root: Node, stem: str) -> Iterator[Schema]:
    """The schemas of a tree; the outermost is called by its title, or else by the file."""
    if not isinstance(root, Mapping):
        return
    title = root.text("title")
    name = title if rx(r"[A-Za-z_][\w.-]*").fullmatch(title) else stem
    candidates: list[tuple[str, Node]] = [(name, root)]
    for part in ("$defs", "definitions"):
        candidates += [(key.text, value) for key, value in root.mapping(part).items()]
    for called, node in candidates:
        found = schema(node, called, root, "json-schema")
        if found is not None:
            yield found
