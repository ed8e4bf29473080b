"""`application.yml` and `application.properties` of Spring Boot, Micronaut and Quarkus.

A `${X:def}` is a read of `X`. Each key is a property, which a variable can set; the value that stands
there is its default. What belongs to a profile only has no default here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.env._jvm_properties import placeholder_reads, property_read, settled
from planproof.facts.model import Fact, Value
from planproof.facts.trees import Mapping, Node, Scalar, Sequence, decoded, documents
from planproof.text.patterns import rx

FILES = (
    "application.yml",
    "application.yaml",
    "application.properties",
    "application-*.yml",
    "application-*.yaml",
    "application-*.properties",
    "bootstrap.yml",
    "bootstrap.yaml",
    "bootstrap.properties",
    "microprofile-config.properties",
)

_PROFILE = (
    "spring.config.activate.on-profile",
    "spring.profiles",
    "spring.config.activate.on-cloud-platform",
)


class Entry(NamedTuple):
    """A property of a file.

    Attributes:
        value: None where it has none, or where it is a list.
    """

    name: str
    value: str | None
    line: int


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Placeholders and keys."""
    profile = rx(r"/application-[^/]*$").search(f"/{path}") is not None
    if path.endswith(".properties"):
        yield from _facts(of_properties(decoded(data)), profile=profile)
        return
    for root in documents(path, data):
        entries = list(of_tree(root))
        of_profile = profile or any(one.name in _PROFILE for one in entries)
        yield from _facts(entries, profile=of_profile)


def _facts(entries: list[Entry], *, profile: bool) -> Iterator[Fact]:
    for one in entries:
        if one.value is not None:
            yield from placeholder_reads(one.value, one.line)
        name = rx(r"^%[\w,\-]+\.").sub("", one.name)
        default = None
        if not profile and name == one.name:
            default = settled(one.value) if one.value is not None else None
        if "*" not in name and name not in _PROFILE:
            found = property_read(one.line, Value("literal", name), default)
            if found is not None:
                yield found


def of_tree(root: Node) -> Iterator[Entry]:
    """The entries of a document of YAML."""
    waiting: list[tuple[str, Node, int]] = [("", root, 0)]
    while waiting:
        name, node, line = waiting.pop()
        if isinstance(node, Mapping):
            for key, value in reversed(list(node.items())):
                inner = f"{name}.{key.text}" if name else key.text
                if inner.count(".") < 30:
                    waiting.append((inner, value, key.line))
        elif isinstance(node, Sequence):
            plain = [one.text for one in node.items if isinstance(one, Scalar)]
            if plain and len(plain) == len(node.items):
                yield Entry(name, ",".join(plain), line)
        elif name:
            yield Entry(name, None if node.kind == "null" else node.text, line)


def of_properties(text: str) -> list[Entry]:
    """The entries of a properties file; a line that ends in a backslash goes on in the next."""
    found: list[Entry] = []
    whole, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if not whole:
            start = number
            if not line.strip() or line.lstrip()[0] in "#!":
                continue
        whole += line.lstrip()
        if whole.endswith("\\") and not whole.endswith("\\\\"):
            whole = whole[:-1]
            continue
        match = rx(r"((?:[^\s=:\\]|\\.)+)\s*(?:[=:]\s*)?(.*)").match(whole)
        if match is not None:
            value = match[2].strip()
            found.append(Entry(match[1].replace("\\", ""), value.replace("\\:", ":"), start))
        whole = ""
    return found
