"""alecthomas/kingpin: `app.Flag("port", "help").Default("8080").Envar("APP_PORT").Required().Int()`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import Required, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import given_to
from planproof.facts.model import Fact
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b".Envar(", b"Envar(\n")


def read(unit: Unit) -> Iterator[Fact]:
    """A read for each `Envar`, with what the same chain says of the flag."""
    for call in unit.calls:
        node = call.argument(0)
        if call.function != "Envar" or node is None:
            continue
        told = _chain(unit, call)
        must: Required = "without default" if "Required" in told else ""
        default = told.get("Default")
        fact = env_read(unit, call.node, unit.value(node), default, must)
        if fact is not None:
            yield fact


def _chain(unit: Unit, call: Call) -> dict[str, Node | None]:
    """The methods of a chain around a call, with their first argument."""
    found: dict[str, Node | None] = {}
    node: Node | None = call.node
    top = call.node
    while top.parent is not None and top.parent.type in ("selector_expression", "call_expression"):
        top = top.parent
    node = top
    while node is not None:
        if node.type == "call_expression":
            function = node.child_by_field_name("function")
            field = function.child_by_field_name("field") if function is not None else None
            if field is not None:
                found[unit.text(field)] = next(iter(given_to(node)), None)
            node = function
        else:
            node = node.child_by_field_name("operand")
    return found
