"""Kubernetes: `env` of containers, whatever resource they stand in, and the data of config maps.

A variable from a secret, a config map or a field has no value here. A config map's keys become
variables by `envFrom`, which mostly stands in another file; so a key in capitals counts as one, and any
other only where this file says so. A secret's values are never read. Charts' templates are another
probe's: they are no YAML.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env.file_helm import FILES as TEMPLATES
from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import Mapping, Node, Scalar, decoded, walk
from planproof.facts.yaml_tree import read_yaml
from planproof.text.globs import lies_in
from planproof.text.patterns import rx

FILES = ("*.yaml", "*.yml")

NEEDS = (b"env:", b'"env"', b"envFrom", b"ConfigMap", b"Secret", b"literals:")

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_MAY_SET = (
    r"(?m)env\"?:[ \t]*(#.*)?\n?([ \t]*#.*\n)*[ \t]*[-\[&*]|<<:|envFrom|literals:"
    r"|^ *\"?kind\"?: *\"?(ConfigMap|Secret|List)\b"
)
_KEYS = frozenset(
    ("env", "envFrom", "kind", "configMapGenerator", "secretGenerator", "<<")
)  # of mappings that matter
_LOUD = r"[A-Z_][A-Z0-9_]*"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The variables of each resource of a manifest."""
    if b"kind:" not in data and b'"kind"' not in data and "kustomization." not in path:
        return
    if b"{{" in data and lies_in(path, TEMPLATES):
        return
    resources = [
        node
        for root in _documents(decoded(data))
        for node in walk(root)
        if isinstance(node, Mapping) and not _KEYS.isdisjoint(key.text for key, _ in node.pairs)
    ]
    used = {
        reference.text("name")
        for node in resources
        for source in node.sequence("envFrom")
        if isinstance(source, Mapping)
        for reference in (source.mapping("configMapRef"), source.mapping("secretRef"))
    }
    for node in resources:
        kind = node.text("kind")
        if kind in ("ConfigMap", "Secret") and node.text("apiVersion"):
            yield from _data(node, kind, used)
        for generator in ("configMapGenerator", "secretGenerator"):
            for one in node.sequence(generator):
                yield from _literals(one, generator.startswith("secret"))
        for variable in node.sequence("env"):
            yield from _variable(variable, node)


def _documents(text: str) -> Iterator[Node]:
    """The documents that may set variables. Definitions of resources are long, and have none."""
    at = 0
    for end in (*(one.start() + 1 for one in rx(r"\n---").finditer(text)), len(text)):
        if rx(_MAY_SET).search(text, at, end):
            yield from read_yaml("\n" * text.count("\n", 0, at) + text[at:end])
        at = end


def _variable(variable: Node, container: Mapping) -> Iterator[Fact]:
    if not isinstance(variable, Mapping) or "$patch" in {key.text for key, _ in variable.pairs}:
        return
    name = variable.get("name")
    if not isinstance(name, Scalar) or not rx(_NAME).fullmatch(name.text):
        return
    value = variable.get("value")
    text: str | None = ""  # as Kubernetes has it where nothing is said
    if variable.get("valueFrom") is not None:
        text = None
    elif isinstance(value, Scalar):
        text = "" if value.kind == "null" else value.text
    elif value is not None:
        return
    where = f"container {container.text('name')}".strip()
    yield EnvSet(line=name.line, name=name.text, value=text, where=where)


def _data(resource: Mapping, kind: str, used: set[str]) -> Iterator[Fact]:
    name = resource.mapping("metadata").text("name")
    secret = kind == "Secret"
    where = f"{'secret' if secret else 'config map'} {name}".strip()
    pattern = _NAME if name in used else _LOUD
    for part in ("data", "stringData"):
        for key, value in resource.mapping(part).items():
            if not isinstance(value, Scalar) or not rx(pattern).fullmatch(key.text):
                continue
            if value.style == "block" and value.text.count("\n") > 1:
                continue  # a file
            text = None if secret else value.text.rstrip("\n")
            yield EnvSet(line=key.line, name=key.text, value=text, where=where)


def _literals(generator: Node, secret: bool) -> Iterator[Fact]:
    """Kustomize's generators: `literals: [X=d]`."""
    if not isinstance(generator, Mapping):
        return
    where = f"{'secret' if secret else 'config map'} {generator.text('name')}".strip()
    for item in generator.sequence("literals"):
        if isinstance(item, Scalar):
            name, equals, value = item.text.partition("=")
            if equals and rx(_LOUD).fullmatch(name):
                text = None if secret else value.strip("\"'")
                yield EnvSet(line=item.line, name=name, value=text, where=where)
