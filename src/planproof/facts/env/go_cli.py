"""urfave/cli: flags with `EnvVar: "X"` (v1), `EnvVars: []string{"X"}` (v2), `Sources: cli.EnvVars("X")` (v3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import Required, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact, Value

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"urfave/cli", b"codegangsta/cli")


def read(unit: Unit) -> Iterator[Fact]:
    """A read for every variable of a flag, with the flag's default."""
    for node in unit.nodes("composite"):
        if not unit.path(node.child_by_field_name("type")).endswith("Flag"):
            continue
        told = dict(unit.pairs(node))
        required = unit.string(told.get("Required")) == "true"
        must: Required = "without default" if required else ""
        for name in _names(unit, told):
            fact = env_read(unit, node, name, told.get("Value"), must)
            if fact is not None:
                yield fact


def _names(unit: Unit, told: dict[str, Node]) -> Iterator[Value]:
    if "EnvVar" in told:
        value = unit.value(told["EnvVar"])
        if value.known:
            yield from (Value("literal", word.strip()) for word in value.text.split(","))
        else:
            yield value
    for one in unit.items(told.get("EnvVars")):
        yield unit.value(one)
    stack = [told["Sources"]] if "Sources" in told else []
    while stack:
        node = stack.pop()
        if node.type == "call_expression":
            path = unit.path(node.child_by_field_name("function"))
            if path in ("cli.EnvVars", "cli.EnvVar"):
                yield from (unit.value(one) for one in given_to(node))
                continue
        stack.extend(reversed(node.named_children))
