"""Compose: what services are given, and what Compose itself reads from the host.

A value with `${X:-d}` in it is what stands there when the host says nothing: `d`. One whose variable
has no default comes from elsewhere, so its value is None. Compose reads each `$X` of the file, from
whatever key it stands under; `$$` is a dollar sign. (Compose specification, interpolation.)
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._variables import interpolation
from planproof.facts.model import EnvRead, EnvSet, Fact, Value
from planproof.facts.trees import Mapping, Node, Scalar, Sequence, documents, walk
from planproof.text.patterns import rx

FILES = (
    "docker-compose*.yml",
    "docker-compose*.yaml",
    "*.docker-compose.yml",
    "*.docker-compose.yaml",
    "compose.yml",
    "compose.yaml",
    "compose.*.yml",
    "compose.*.yaml",
    "compose-*.yml",
    "compose-*.yaml",
)

NEEDS = (b"services",)


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The environment of services, and the variables of the host."""
    for root in documents(path, data):
        if not isinstance(root, Mapping) or not isinstance(root.get("services"), Mapping):
            continue
        for key, service in root.mapping("services").items():
            if isinstance(service, Mapping):
                yield from _given(service.get("environment"), f"service {key.text}")
        for node in walk(root):
            if isinstance(node, Scalar) and "$" in node.text:
                yield from _reads(node)


def _given(environment: Node | None, where: str) -> Iterator[Fact]:
    if isinstance(environment, Mapping):
        for key, value in environment.items():
            if isinstance(value, Scalar):
                text = None if value.kind == "null" else _settled(value.text)
                yield EnvSet(line=key.line, name=key.text, value=text, where=where)
    elif isinstance(environment, Sequence):
        for item in environment.items:
            if not isinstance(item, Scalar):
                continue
            name, equals, rest = item.text.partition("=")
            if rx(r"[A-Za-z_][\w.-]*").fullmatch(name):
                text = _settled(rest) if equals else None
                yield EnvSet(line=item.line, name=name, value=text, where=where)


def _reads(node: Scalar) -> Iterator[Fact]:
    for one in interpolation(node.text).variables:
        default = None
        if one.operator in ("-", ":-"):
            default = Value("unknown") if one.default is None else Value("literal", one.default)
        required = True if "?" in one.operator else False if default else None
        line = node.line
        if node.style == "block":
            line += 1 + node.text.count("\n", 0, one.start)
        yield EnvRead(
            line=line, name=Value("literal", one.name), default=default, required=required
        )


def _settled(text: str) -> str | None:
    return interpolation(text).settled if "$" in text else text
