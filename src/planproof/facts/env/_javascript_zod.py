"""zod's schemas as variables: names, defaults, and which of them may be missing. zod 3 and 4."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._javascript_lookup import Names, chain
from planproof.facts.languages._javascript_trees import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DEFAULTS = frozenset(("default", "catch", "prefault", "_default"))
_OPTIONAL = frozenset(("optional", "nullish", "exactOptional", "isOptional"))
_OBJECTS = frozenset(("object", "strictObject", "looseObject", "interface"))
_EXTENDED = frozenset(("extend", "safeExtend", "augment", "merge", "and", "intersection"))
_WITHIN = {
    "optional": 0,
    "nullish": 0,
    "nullable": 0,
    "_default": 0,
    "catch": 0,
    "pipe": 0,
    "preprocess": 1,
}
"""Schemas around a schema, and which argument that is."""

_NEVER_MISSING = frozenset(("any", "unknown", "undefined", "void"))
STEPS = 200
"""Schemas that are looked into for one object; more are not written by hand."""


class FieldOf(NamedTuple):
    """What a schema says of one property.

    Attributes:
        default: what is taken where it is missing; None where nothing is.
        required: whether it must be there; None where the schema does not tell.
    """

    default: Node | None
    required: bool | None


def is_zod(unit: Unit, node: Node) -> bool:
    """Whether what a chain begins with is zod."""
    path = unit.path(node).removesuffix(".coerce")
    if "(" in path:
        return False
    return path.startswith("zod") or path == "z" or path.endswith(".z")


def objects(names: Names, node: Node | None) -> Iterator[tuple[str, Node, bool]]:
    """The properties of an object schema, with the node of each and whether all of them may be missing."""
    todo: list[tuple[Node | None, bool]] = [(node, False)]
    for _ in range(STEPS):
        if not todo:
            return
        given, partial = todo.pop()
        one = names.meant(given)
        if one is None:
            continue
        if one.type == "object":
            yield from ((key, value, partial) for key, value in names.pairs(one))
            continue
        if one.type != "call_expression":
            continue
        links, root = chain(names.unit, one)
        own = links.pop() if links and is_zod(names.unit, root) else None
        partial = partial or any(link.name == "partial" for link in links)
        for link in links:
            if link.name in _EXTENDED:
                todo += [(argument, partial) for argument in _arguments(link.call)]
        if own is None:
            todo += [(root, partial)] if root.type == "identifier" and links else []
        elif own.name in _OBJECTS:
            todo.append((own.first, partial))
        elif own.name in _EXTENDED:
            todo += [(argument, partial) for argument in _arguments(own.call)]


def _arguments(call: Node) -> list[Node]:
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    return [one for one in given if one.type != "comment"]


def field_of(names: Names, node: Node) -> FieldOf:
    """What the schema of a property says: `z.coerce.number().default(8080)`."""
    default: Node | None = None
    optional, sure = False, True
    given: Node | None = node
    for _ in range(STEPS):
        one = names.meant(given)
        links, root = chain(names.unit, one) if one is not None else ([], node)
        own = links.pop() if links and is_zod(names.unit, root) else None
        for link in links:
            optional = optional or link.name in _OPTIONAL
            if link.name in _DEFAULTS and default is None:
                default = returned(link.first)
        if own is None:
            if not links or root.type != "identifier" or names.meant(root) in (None, root):
                sure = False
                break
            given = root
            continue
        optional = optional or own.name in _OPTIONAL or own.name in _NEVER_MISSING
        arguments = _arguments(own.call)
        if own.name in _WITHIN and len(arguments) > _WITHIN[own.name]:
            given = arguments[_WITHIN[own.name]]
            if own.name in _DEFAULTS and len(arguments) > 1:
                default = default or returned(arguments[1])
            sure = sure and own.name != "preprocess"
            continue
        sure = sure and not (own.name in ("boolean", "string") and _coerces(names.unit, root))
        break
    return _told(default, optional, sure)


def _told(default: Node | None, optional: bool, sure: bool) -> FieldOf:
    if default is not None or optional:
        return FieldOf(default, False)
    return FieldOf(None, True if sure else None)


def _coerces(unit: Unit, root: Node) -> bool:
    """Whether a schema makes something of nothing: `z.coerce.boolean()`."""
    return unit.path(root).endswith(".coerce")


def returned(node: Node | None) -> Node | None:
    """What a function without a body gives back (`() => 5`), or the node itself."""
    if node is not None and node.type == "arrow_function":
        body = node.child_by_field_name("body")
        return plain(body) if body is not None and body.type != "statement_block" else node
    return node
