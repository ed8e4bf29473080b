"""Groups of routes in PHP: the prefixes of the closures that a call stands in, and of its own chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages.php import arguments_of
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Argument

_CHAINED = frozenset(("member_call_expression", "nullsafe_member_call_expression"))
_CALLS = frozenset((*_CHAINED, "scoped_call_expression", "function_call_expression"))
_DEEPEST = 16


class Step(NamedTuple):
    """A call of a chain: its name and arguments."""

    name: str
    arguments: tuple[Argument, ...]


def prefixes(unit: Unit, call: Node, *, positional: bool = False) -> list[Value]:
    """The prefixes that a call stands below, outer first.

    `positional` says whether the first argument of a group is its prefix, as Slim has it.
    """
    found = list(_of_chain(unit, call, positional=positional))
    at: Node | None = call
    for _ in range(_DEEPEST):
        group = _group_around(unit, at) if at is not None else None
        if group is None:
            break
        found = [*_of_chain(unit, group, positional=positional), *found]
        at = group
    return found


def joined(parts: list[Value]) -> Value:
    """Prefixes and a path as one, with a slash before each."""
    if len(parts) == 1 and parts[0].kind == "reference":
        return parts[0]
    known = all(part.known for part in parts)
    texts = [part.text if part.kind in ("literal", "pattern") else "*" for part in parts]
    whole = "".join(f"/{text.strip('/')}" for text in texts if text.strip("/"))
    return Value("literal" if known else "pattern", whole or "/")


def chain(unit: Unit, call: Node) -> Iterator[Step]:
    """The calls of a chain before one, that one, and those after it."""
    top = call
    while top.parent is not None and top.parent.type in _CHAINED:
        if top.parent.child_by_field_name("object") != top:
            break
        top = top.parent
    at: Node | None = top
    while at is not None and at.type in _CALLS:
        name = at.child_by_field_name("name")
        given = at.child_by_field_name("arguments")
        if name is not None:
            yield Step(unit.text(name), tuple(arguments_of(unit, given)))
        at = at.child_by_field_name("object")


def _of_chain(unit: Unit, call: Node, *, positional: bool) -> Iterator[Value]:
    found: list[Value] = []
    for step in chain(unit, call):
        first = step.arguments[0].node if step.arguments else None
        if first is None:
            continue
        if step.name == "prefix":
            found.insert(0, unit.value(first))
        elif step.name == "group" and len(step.arguments) > 1:
            if positional and unit.value(first).kind in ("literal", "pattern", "reference"):
                found.append(unit.value(first))
            named = dict(unit.pairs(first)).get("prefix")
            if named is not None:
                found.append(unit.value(named))
    yield from found


def _group_around(unit: Unit, node: Node) -> Node | None:
    """The call of `group` whose closure a node stands in."""
    above = node.parent
    while above is not None:
        if above.type in ("anonymous_function", "arrow_function"):
            given = above.parent.parent if above.parent is not None else None
            call = given.parent if given is not None and given.type == "arguments" else None
            name = call.child_by_field_name("name") if call is not None else None
            if name is not None and unit.text(name) == "group":
                return call
        elif above.type in ("method_declaration", "function_definition"):
            return None
        above = above.parent
    return None
