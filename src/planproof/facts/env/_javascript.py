"""What the probes of JavaScript's environment share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.idiom import LOUD_NAME
from planproof.facts.languages._javascript_lookup import Names
from planproof.facts.languages._javascript_trees import path, plain
from planproof.facts.languages._javascript_values import first_argument
from planproof.facts.model import Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Call

ENVIRONMENTS = frozenset(
    (
        "process.env",
        "globalThis.process.env",
        "global.process.env",
        "Bun.env",
        "import.meta.env",
        "NodeJS.ProcessEnv",
        "$env/dynamic/private.env",
        "$env/dynamic/public.env",
    )
)
"""Objects whose properties are environment variables."""

RUNTIME = ("runtimeEnv", "runtimeEnvStrict", "experimental__runtimeEnv")
PARSERS = frozenset(
    ("parse", "safeParse", "parseAsync", "safeParseAsync", "validate", "validateAsync")
)


def variable(unit: Unit, node: Node) -> str:
    """The variable that an expression reads: `PORT` for `process.env.PORT`; empty for another."""
    written = unit.resolved(path(unit, plain(node)))
    found, _, name = written.rpartition(".")
    return name if found in ENVIRONMENTS else ""


def read_in(unit: Unit, node: Node) -> Node | None:
    """The read that an expression begins with: `process.env.X` in `process.env.X ?? "d"`."""
    while True:
        node = plain(node)
        if node.type == "binary_expression":
            below = node.child_by_field_name("left")
            if below is None:
                return None
            node = below
            continue
        return node if variable(unit, node) else None


def names_at(unit: Unit, node: Node | None) -> list[Value]:
    """The names that an expression can be: each value of an object for `names[key]`, else its own."""
    found = plain(node) if node is not None else None
    if found is None or found.type != "subscript_expression":
        return [unit.value(node)]
    listed = _object_at(unit, found.child_by_field_name("object"))
    values = [unit.value(one) for _, one in unit.pairs(listed)]
    if values and all(one.known and rx(LOUD_NAME).match(one.text) for one in values):
        return list(dict.fromkeys(values))
    return [unit.value(node)]


def _object_at(unit: Unit, node: Node | None) -> Node | None:
    """The object literal that a name stands for: as it is given in a statement before, or around."""
    if node is None or node.type != "identifier":
        return None
    name = unit.text(node)
    best: Node | None = None
    for one in unit.assignments:  # in the order of the text
        if one.target == name and one.node.end_byte <= node.start_byte:
            best = plain(one.value)
    if best is not None and best.type == "call_expression":  # Object.freeze({ ... })
        best = first_argument(best)
    return best if best is not None and best.type == "object" else None


def handed_over(unit: Unit) -> set[int]:
    """The ids of reads that are handed over to a schema of this file, which says more about them."""
    if not any(call.function in PARSERS or call.function == "createEnv" for call in unit.calls):
        return set()
    names = Names(unit)
    found: set[int] = set()
    for call in unit.calls:
        for entries in given_objects(call):
            if call.function == "createEnv" or _schema_of_this_file(names, call):
                reads = (read_in(unit, one) for _, one in names.pairs(entries))
                found |= {one.id for one in reads if one is not None}
    return found


def given_objects(call: Call) -> list[Node]:
    """The objects in which t3-env's `createEnv` or a schema's `parse` is given the environment."""
    if call.function == "createEnv":
        found = [call.argument(word) for word in RUNTIME]
        return [one for one in found if one is not None]
    if call.function in PARSERS and call.receiver is not None:
        first = call.argument(0)
        return [first] if first is not None else []
    return []


def _schema_of_this_file(names: Names, call: Call) -> bool:
    """Whether what is called is a schema that stands in this file."""
    schema = names.meant(call.receiver)
    return schema is not None and schema.type == "call_expression"
