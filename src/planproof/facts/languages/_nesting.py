"""Where a node stands: the classes and functions around it, and their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


def around(node: Node, kinds: Collection[str]) -> Iterator[Node]:
    """The nodes of some types that a node stands in, the innermost first."""
    above = node.parent
    while above is not None:
        if above.type in kinds:
            yield above
        above = above.parent


def within(node: Node, kinds: Collection[str]) -> bool:
    """Whether a node stands in one of some types."""
    return next(around(node, kinds), None) is not None


def names_around(unit: Unit, node: Node, kinds: Collection[str]) -> list[str]:
    """The names of what a node stands in, outermost first; what has none has an empty one."""
    found = [one.child_by_field_name("name") for one in around(node, kinds)]
    return [unit.text(name) if name is not None else "" for name in reversed(found)]


def full_names(names: Sequence[str]) -> Iterator[str]:
    """What stands within one another by full names, the innermost first: `A.B` and `A` of `A`, `B`."""
    for count in range(len(names), 0, -1):
        yield ".".join(names[:count])
