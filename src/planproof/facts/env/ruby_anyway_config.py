"""anyway_config 2: `attr_config :host, port: 8080` in a subclass of `Anyway::Config`.

A variable is the prefix and the attribute in capitals, `__` between levels. The prefix is `env_prefix`,
else `config_name`, else what stands before `Config` in the name of the class.
"""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.languages._base import Unit
from planproof.facts.languages.ruby import arguments_of
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Class
from planproof.text.patterns import rx

NEEDS = (b"attr_config",)

_BASES = frozenset(("Anyway.Config", "ApplicationConfig"))


def read(unit: Unit) -> Iterator[Fact]:
    """The variables of each settings class."""
    for one in unit.classes:
        if not _BASES.isdisjoint(one.bases):
            yield from _variables(unit, one)


def _variables(unit: Unit, one: Class) -> Iterator[Fact]:
    body = one.node.child_by_field_name("body")
    calls = [child for child in (body.named_children if body else ()) if child.type == "call"]
    said = {name: call for call in calls if (name := _method(unit, call))}
    prefix = _prefix(unit, one, said)
    if not prefix:
        return
    required = {
        unit.string(argument.node)
        for call in calls
        if _method(unit, call) == "required"
        for argument in arguments_of(unit, call)
        if not argument.name
    }
    for call in calls:
        if _method(unit, call) == "attr_config":
            for name, node, default in _attributes(unit, call):
                yield EnvRead(
                    line=unit.line(node),
                    name=Value("literal", f"{prefix}_{name}".upper()),
                    default=default,
                    required=name in required or (None if default is None else False),
                    level="derived",
                )


def _method(unit: Unit, call: Node) -> str:
    method = call.child_by_field_name("method")
    plain = call.child_by_field_name("receiver") is None
    return unit.text(method) if method is not None and plain else ""


def _prefix(unit: Unit, one: Class, said: dict[str, Node]) -> str:
    for word in ("env_prefix", "config_name"):
        given = next(arguments_of(unit, said[word]), None) if word in said else None
        if given is not None:
            return unit.string(given.node) or ""
    found = rx(r"^(\w+)\.Config$|^(\w+)Config$").match(one.name)
    return (found.group(1) or found.group(2)) if found else ""


def _attributes(unit: Unit, call: Node) -> Iterator[tuple[str, Node, Value | None]]:
    """Names, where they stand, and their defaults; hashes are levels."""
    stack = [(one.name, one.node) for one in arguments_of(unit, call)][::-1]
    while stack:
        name, node = stack.pop()
        if not name:
            word = unit.string(node)
            if word:
                yield word, node, None
            continue
        inner = unit.pairs(node)
        if inner:
            stack += [(f"{name}__{key}", value) for key, value in reversed(inner)]
            continue
        value = unit.value(node)
        yield name, node, None if value.kind == "null" else value
