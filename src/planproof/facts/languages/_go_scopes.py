"""Functions of a Go file by position, and what they give to names.

Asking a node for its parent takes a walk down from the root; here a function around a node is found
without one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from planproof.facts.shapes import Assignment

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


class Scopes:
    """The functions of a file, literals without a name included.

    Attributes:
        given: the assignments to a name within a function, by the function's id (0: none) and the name.
        types: the names of the file's types.
    """

    def __init__(self, unit: Unit) -> None:
        self._functions = sorted(
            unit.nodes("function"), key=lambda one: (one.start_byte, -one.end_byte)
        )
        self._starts = [one.start_byte for one in self._functions]
        self._outer: list[int] = []
        around: list[int] = []
        for place, one in enumerate(self._functions):
            while around and self._functions[around[-1]].end_byte <= one.start_byte:
                around.pop()
            self._outer.append(around[-1] if around else -1)
            around.append(place)
        self.types = frozenset(one.name for one in unit.classes)
        self.given: dict[tuple[int, str], list[Assignment]] = {}
        for assignment in unit.assignments:
            key = (self.id_around(assignment.node), assignment.target)
            self.given.setdefault(key, []).append(assignment)

    def around(self, node: Node) -> Node | None:
        """The innermost function around a node."""
        start, end = node.start_byte, node.end_byte
        place = bisect_right(self._starts, start) - 1
        while place >= 0:
            found = self._functions[place]
            if found.end_byte >= end and (found.start_byte, found.end_byte) != (start, end):
                return found
            place = self._outer[place]
        return None

    def id_around(self, node: Node) -> int:
        """The id of the innermost function around a node; 0 at the top of the file."""
        function = self.around(node)
        return function.id if function is not None else 0


_KNOWN: WeakKeyDictionary[Unit, Scopes] = WeakKeyDictionary()


def scopes_of(unit: Unit) -> Scopes:
    """The functions of a file, looked through once."""
    known = _KNOWN.get(unit)
    if known is None:
        known = _KNOWN[unit] = Scopes(unit)
    return known
