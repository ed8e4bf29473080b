"""Calls that are made on what a call gives: `Counter.builder("x").tag("k", v).register(r)`."""

from __future__ import annotations

from planproof.facts.languages._base import Unit
from planproof.facts.shapes import Call

LONGEST = 40
"""Calls of a chain that are followed."""


def chained(unit: Unit, call: Call) -> list[Call]:
    """The calls made on a call, from the inside."""
    found: list[Call] = []
    node = call.node
    for _ in range(LONGEST):
        above = node.parent
        if above is None:
            break
        following = unit.called_at.get(above.id)
        if following is None and above.parent is not None:
            following = unit.called_at.get(above.parent.id)
        if following is None or following.receiver != node:
            break
        found.append(following)
        node = following.node
    return found
