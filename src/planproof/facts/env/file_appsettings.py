"""`appsettings.json` of .NET: each key can be set by a variable; the value that stands there is its default.

What belongs to one environment only (`appsettings.Development.json`) has no default here.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._dotnet_configuration import key_read
from planproof.facts.model import Fact, Value
from planproof.facts.trees import Mapping, Node, Scalar, documents

FILES = ("appsettings.json", "appsettings.*.json")

_LEFT_OUT = ("$schema", "FeatureManagement", "feature_management")


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The keys of the file; lists as a whole."""
    of_environment = not path.endswith("appsettings.json")
    for root in documents(path, data):
        waiting: list[tuple[str, Node, int]] = [("", root, 0)]
        while waiting:
            key, node, line = waiting.pop()
            if isinstance(node, Mapping):
                for name, value in reversed(list(node.items())):
                    inner = f"{key}:{name.text}" if key else name.text
                    if inner not in _LEFT_OUT:
                        waiting.append((inner, value, name.line))
                continue
            default = None
            if isinstance(node, Scalar) and node.kind != "null" and not of_environment:
                default = Value("literal", node.text)
            found = (
                key_read(line, Value("literal", key), default) if key and "*" not in key else None
            )
            if found is not None:
                yield found
