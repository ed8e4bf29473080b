"""OpenAPI 3 and Swagger 2: the endpoints that a description lists.

`basePath` of Swagger 2 is a prefix of them all. The `servers` of OpenAPI 3 are places rather than
prefixes and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.trees import Mapping, Node, Scalar, documents

FILES = ("*.json", "*.yaml", "*.yml")

NEEDS = (b"openapi:", b'"openapi"', b"'openapi'", b"swagger:", b'"swagger"', b"'swagger'")

METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))

_BASE = "basePath"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The endpoints of a description."""
    for root in documents(path, data):
        if is_description(root):
            yield from endpoints(root)


def is_description(root: Node) -> bool:
    """Whether a document is a description of an API."""
    return isinstance(root, Mapping) and bool(root.text("openapi") or root.text("swagger"))


def endpoints(root: Node) -> Iterator[Fact]:
    """Each method of each path, and the prefix of them all."""
    if not isinstance(root, Mapping):
        return
    base = root.get(_BASE)
    prefix = isinstance(base, Scalar) and base.text.strip("/ ") != ""
    if prefix and isinstance(base, Scalar):
        yield Mount(line=base.line, child=_BASE, prefix=Value("literal", base.text))
    for path, methods in root.mapping("paths").items():
        if not path.text.startswith("/") or not isinstance(methods, Mapping):
            continue
        for method, operation in methods.items():
            if method.text.lower() in METHODS:
                yield Route(
                    line=method.line,
                    method=method.text.upper(),
                    path=Value("literal", path.text),
                    router=_BASE if prefix else "",
                    handler=operation.text("operationId") if isinstance(operation, Mapping) else "",
                    statuses=_statuses(operation),
                )


def _statuses(operation: Node) -> tuple[int, ...]:
    if not isinstance(operation, Mapping):
        return ()
    keys = (key.text for key, _ in operation.mapping("responses").items())
    return tuple(int(key) for key in keys if len(key) == 3 and key.isascii() and key.isdigit())
