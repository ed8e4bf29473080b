"""click and Typer: an option or argument with `envvar=`; `auto_envvar_prefix` for all of a command's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"envvar",)

OPTIONS = frozenset(("option", "argument", "password_option", "confirmation_option"))
CLASSES = frozenset(("Option", "Argument"))
"""Typer's functions, and click's classes, whose first argument is a list of names."""


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by options; a list of names is a read of each."""
    for call in unit.calls:
        yield from _prefixed(unit, call)
        given = call.argument("envvar")
        if given is None or call.function not in OPTIONS | CLASSES:
            continue
        default, must = _missing(unit, call)
        for name in unit.items(given) or [given]:
            value = unit.value(name)
            fact = env_read(unit, call.node, value, default, "always" if must else "")
            if fact is not None:
                yield fact
    for node in unit.nodes("string"):
        above = node.parent
        if above is None or above.type != "pair" or unit.string(node) != "auto_envvar_prefix":
            continue
        value_node = above.child_by_field_name("value")
        if value_node is not None and value_node != node:
            yield from _all_of(unit, node, value_node)


def _prefixed(unit: Unit, call: Call) -> Iterator[Fact]:
    given = call.argument("auto_envvar_prefix")
    if given is not None:
        yield from _all_of(unit, given, given)


def _all_of(unit: Unit, at: Node, prefix: Node) -> Iterator[Fact]:
    """A variable for each option: the prefix, the subcommand and the option in capitals."""
    text = unit.string(prefix)
    if text:
        name = Value("pattern", f"{text.upper()}_*")
        yield EnvRead(line=unit.line(at), name=name, level="derived")


def _missing(unit: Unit, call: Call) -> tuple[Node | None, bool]:
    """The default, and whether absence fails."""
    default = call.argument("default")
    first = call.argument(0)
    if call.function in OPTIONS or (first is not None and first.type == "list"):
        return default, unit.string(call.argument("required")) == "true"
    annotated = _annotated(call.node)
    if annotated is not None:
        default = annotated.child_by_field_name("value")
        return default, default is None and call.argument("default_factory") is None
    default = first if first is not None else default
    if default is not None and default.type == "ellipsis":
        return None, True
    return default, default is None and call.argument("default_factory") is None


def _annotated(node: Node) -> Node | None:
    """The parameter whose annotation a call stands in: `x: Annotated[str, Option(envvar="X")] = "d"`."""
    below, above = node, node.parent
    while above is not None and above.type not in ("function_definition", "module"):
        if above.type in ("typed_default_parameter", "typed_parameter"):
            return above if above.child_by_field_name("type") == below else None
        below, above = above, above.parent
    return None
