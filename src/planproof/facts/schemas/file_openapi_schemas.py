"""OpenAPI 3 and Swagger 2: the schemas that a description names."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Schema
from planproof.facts.routes.file_openapi import FILES, NEEDS, is_description
from planproof.facts.schemas._json_schema import schema
from planproof.facts.trees import Mapping, Node, documents

__all__ = ["FILES", "NEEDS", "read"]


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each schema of a description."""
    for root in documents(path, data):
        if is_description(root):
            yield from schemas(root)


def schemas(root: Node) -> Iterator[Schema]:
    """The schemas of a tree."""
    if not isinstance(root, Mapping):
        return
    for part in (root.mapping("components").mapping("schemas"), root.mapping("definitions")):
        for key, node in part.items():
            found = schema(node, key.text, root, "openapi")
            if found is not None:
                yield found
