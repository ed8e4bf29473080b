"""zod's schemas that validate the environment (zod 3 and 4), in t3-env's `createEnv` too.

A schema counts where it parses an environment in its file, or an object of which the entries are reads
of one, or where its name says that it is of the environment (`envSchema`) and all of its properties are
in capitals. Where an entry reads a variable of another name, that is the variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.env._javascript import (
    ENVIRONMENTS,
    PARSERS,
    given_objects,
    read_in,
    variable,
)
from planproof.facts.env._javascript_zod import field_of, objects
from planproof.facts.idiom import ENV_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_flow import thrown_after
from planproof.facts.languages._javascript_lookup import Names
from planproof.facts.languages._javascript_trees import first_child
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"process.env", b"import.meta.env", b"Bun.env", b"createEnv(", b"nvSchema", b"nv_schema",
         b"ENV_SCHEMA", b"nvironmentSchema", b"ProcessEnv", b"schemaEnv")  # fmt: skip

_NAMED = r"(?i)(?:^|_)env(?:ironment)?_?(?:vars?|variables?)?_?schema$|^schema_?env"
_CAPITALS = r"^[A-Z][A-Z0-9_]+$"


class Given(NamedTuple):
    """What a schema is given.

    Attributes:
        reads: reads of the environment, by property.
        whole: whether it is the environment itself, or has it spread into it.
    """

    reads: dict[str, Node]
    whole: bool


def read(unit: Unit) -> Iterator[Fact]:
    """The variables of every schema of the environment."""
    names = Names(unit)
    told: set[int] = set()
    for call in unit.calls:
        if call.function == "createEnv":
            yield from _of_create_env(names, call, told)
        elif call.function in PARSERS and call.receiver is not None:
            given = _given(names, call)
            if given is not None:
                sure = "safe" not in call.function or _ends_without(unit, call)
                yield from _variables(names, call.receiver, given, told, sure)
    for one in unit.assignments:
        if rx(_NAMED).search(one.target):
            found = list(objects(names, one.value))
            if found and all(rx(_CAPITALS).match(name) for name, _, _ in found):
                yield from _variables(names, one.value, Given({}, True), told, True)


def _of_create_env(names: Names, call: Call, told: set[int]) -> Iterator[Fact]:
    given = _given(names, call)
    reads = given.reads if given is not None else {}
    for word in ("server", "client", "shared"):
        for name, node in names.pairs(call.argument(word)):
            fact = _fact(names, name, node, reads, False, True)
            if fact is not None and node.id not in told:
                told.add(node.id)
                yield fact


def _given(names: Names, call: Call) -> Given | None:
    """What a call is given; None where that is no environment."""
    unit = names.unit
    for given in given_objects(call):
        if unit.path(given) in ENVIRONMENTS:
            return Given({}, True)
        entries = {name: found for name, one in names.pairs(given) if (found := read_in(unit, one))}
        spread = _spread(names, given)
        if entries or spread:
            return Given(entries, spread)
    return None


def _spread(names: Names, node: Node) -> bool:
    """Whether an environment is spread into an object: `{ ...process.env }`."""
    literal = names.meant(node)
    for child in literal.named_children if literal is not None else ():
        below = first_child(child) if child.type == "spread_element" else None
        if below is not None and names.unit.path(below) in ENVIRONMENTS:
            return True
    return False


def _variables(
    names: Names, schema: Node, given: Given, told: set[int], sure: bool
) -> Iterator[Fact]:
    for name, node, partial in objects(names, schema):
        if not given.whole and name not in given.reads:
            continue
        fact = _fact(names, name, node, given.reads, partial, sure)
        if fact is not None and node.id not in told:
            told.add(node.id)
            yield fact


def _fact(
    names: Names, name: str, node: Node, reads: dict[str, Node], partial: bool, sure: bool
) -> EnvRead | None:
    """The read of a variable that a schema has as a property."""
    unit = names.unit
    said = field_of(names, node)
    read_at = reads.get(name)
    variable_ = variable(unit, read_at) if read_at is not None else name
    if rx(ENV_NAME).match(variable_) is None:
        return None
    default_node = said.default
    if default_node is None and read_at is not None:
        default_node = unit.fallback(read_at)
    default = unit.value(default_node) if default_node is not None else None
    if default is not None and default.kind == "null":
        default = None
    required = said.required if sure or said.required is False else None
    if partial or default is not None:
        required = False
    return EnvRead(
        line=unit.line(node), name=Value("literal", variable_), default=default, required=required
    )


def _ends_without(unit: Unit, call: Call) -> bool:
    """Whether the program ends where `safeParse` fails."""
    declarator = call.node.parent
    while declarator is not None and declarator.type in (
        "await_expression",
        "parenthesized_expression",
    ):
        declarator = declarator.parent
    name = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is None or declarator.type != "variable_declarator" or name is None:
        return False
    return thrown_after(unit, declarator, f"{unit.text(name)}.success")
