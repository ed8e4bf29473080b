"""Charts' values: maps and lists of variables below a key such as `env` or `extraEnv`.

How a chart uses its values is its templates' affair; so only names in capitals count.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import Mapping, Node, Scalar, Sequence, documents, walk
from planproof.text.patterns import rx

FILES = (
    "values.yaml",
    "values.yml",
    "values-*.yaml",
    "values.*.yaml",
    "*-values.yaml",
    "*.values.yaml",
)

NEEDS = (b"env", b"Env")

_KEYS = (
    r"env|envs|envVars|env_vars|environment|environmentVariables|\w*(Env|EnvVars|EnvironmentVars)"
)
_LOUD = r"[A-Z_][A-Z0-9_]*"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The variables that a chart's values set."""
    seen: set[int] = set()
    for root in documents(path, data):
        for node in walk(root):
            if not isinstance(node, Mapping):
                continue
            for key, value in node.pairs:
                if rx(_KEYS).fullmatch(key.text) and id(value) not in seen:
                    seen.add(id(value))
                    yield from _variables(value)


def _variables(node: Node) -> Iterator[Fact]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if not rx(_LOUD).fullmatch(key.text):
                continue
            if isinstance(value, Scalar):
                yield _set(key, value)
            elif isinstance(value, Mapping) and isinstance(value.get("value"), Scalar):
                yield _set(key, value.get("value"))
            elif isinstance(value, Mapping) and value.get("valueFrom") is not None:
                yield _set(key, None)
    elif isinstance(node, Sequence):
        for item in node.items:
            name = item.get("name") if isinstance(item, Mapping) else None
            if not isinstance(item, Mapping) or not isinstance(name, Scalar):
                continue
            if rx(_LOUD).fullmatch(name.text):
                yield _set(name, item.get("value"))


def _set(key: Scalar, value: Node | None) -> Fact:
    known = isinstance(value, Scalar) and "{{" not in value.text
    text = value.text if known and isinstance(value, Scalar) else None
    return EnvSet(line=key.line, name=key.text, value=text, where="chart values")
