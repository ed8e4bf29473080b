"""What a missing switch counts as in PHP: it is only asked for a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._folding import switched

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.model import Value

_STEPS = 12
_AROUND = frozenset(("parenthesized_expression", "argument", "arguments", "cast_expression"))
"""What leads from a value to the call that it is given to."""

_SIGNS = frozenset(("==", "!=", "===", "!=="))
_SAME = frozenset(("trim", "strtolower", "strtoupper", "strval"))


def compared(unit: Unit, node: Node) -> Value | None:
    """Off for `x == "true"`, `"true" === strtolower(x)`; on for `x != "false"`."""
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            return None
        call = unit.called_at.get(above.id)
        if call is not None:
            if call.function not in _SAME:
                return None
        elif any(child.type in _SIGNS for child in above.children):
            sides = [one for one in above.named_children if one != node]
            return switched(unit.value(sides[0])) if len(sides) == 1 else None
        elif above.type not in _AROUND:
            return None
        node = above
    return None
