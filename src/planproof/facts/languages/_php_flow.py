"""What PHP code does where a value is missing: falls back on another, or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_INSTEAD = r"(?i)default|fallback|coalesce|or_?else|value_?or|if_?(?:empty|null|blank|missing)"
_FAILS = frozenset(("die", "exit", "abort", "trigger_error"))
_STEPS = 12
_SAME = frozenset(("parenthesized_expression", "cast_expression"))


def fallback(unit: Unit, node: Node) -> Node | None:
    """`x ?? d`, `x ?: d`, `x !== false ? x : d`."""
    found = _instead(unit, node)
    return found if found is not None and not fails(unit, found) else None


def insists(unit: Unit, node: Node) -> bool:
    """`x ?? throw ...`, `x or die()`, `if (!x) { throw ... }`."""
    found = _instead(unit, node)
    if found is not None:
        return fails(unit, found)
    asked, negated = _asked(unit, node)
    above = asked.parent
    if above is None or above.type != "if_statement" or not negated:
        return False
    body = above.child_by_field_name("body")
    return (
        above.child_by_field_name("condition") == asked and body is not None and fails(unit, body)
    )


def fails(unit: Unit, node: Node) -> bool:
    """Whether a statement ends the program or throws."""
    while node.type in ("compound_statement", "expression_statement", "parenthesized_expression"):
        if not node.named_children:
            return False
        node = node.named_children[-1]
    if node.type in ("throw_expression", "exit_statement"):
        return True
    function = node.child_by_field_name("function")
    return function is not None and unit.text(function).lstrip("\\").lower() in _FAILS


def _instead(unit: Unit, node: Node) -> Node | None:
    """What is taken in place of an expression, if anything is."""
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            return None
        if above.type in _SAME or (
            above.type == "assignment_expression" and above.child_by_field_name("right") == node
        ):
            node = above
            continue
        second = _given_second(unit, above)
        if second is not None:
            return second
        left = above.child_by_field_name("left") == node
        if above.type in ("binary_expression", "augmented_assignment_expression") and left:
            sign = above.child_by_field_name("operator")
            text = unit.text(sign) if sign is not None else ""
            if text in ("??", "or", "||", "??="):
                right = above.child_by_field_name("right")
                boolean = right is None or (text in ("or", "||") and not fails(unit, right))
                return None if boolean else right
        break
    return _of_conditional(unit, node)


def _given_second(unit: Unit, above: Node) -> Node | None:
    """The second argument of a function that says it takes it instead: `default_if_empty(x, d)`."""
    given = above.parent if above.type == "argument" else None
    call = given.parent if given is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    if given is None or function is None or given.named_child_count != 2:
        return None
    first, second = given.named_children
    if first != above or rx(_INSTEAD).search(unit.text(function)) is None:
        return None
    return second.named_children[-1] if second.named_children else None


def _of_conditional(unit: Unit, node: Node) -> Node | None:
    above = node.parent
    if above is None:
        return None
    if above.type == "conditional_expression" and above.child_by_field_name("body") == node:
        return above.child_by_field_name("alternative")
    asked, negated = _asked(unit, node)
    above = asked.parent
    if above is None or above.type != "conditional_expression":
        return None
    if above.child_by_field_name("condition") != asked:
        return None
    return above.child_by_field_name("body" if negated else "alternative")


def _asked(unit: Unit, node: Node) -> tuple[Node, bool]:
    """The whole question that is asked about an expression, and whether it asks for absence."""
    negated = False
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            break
        if above.type == "binary_expression":
            sign = above.child_by_field_name("operator")
            text = unit.text(sign) if sign is not None else ""
            other = [one for one in above.named_children if one != node]
            nothing = len(other) == 1 and unit.text(other[0]).lower() in (
                "false",
                "null",
                "''",
                '""',
            )
            if not nothing or text not in ("===", "==", "!==", "!="):
                break
            negated = negated != text.startswith("=")
        elif above.type == "unary_op_expression" and unit.text(above).startswith("!"):
            negated = not negated
        elif above.type == "argument" and (call := _question(unit, above)) is not None:
            negated = negated != unit.text(call).startswith("empty")
            above = call
        elif above.type not in (*_SAME, "assignment_expression"):
            break
        node = above
    return node, negated


def _question(unit: Unit, argument: Node) -> Node | None:
    """The call of `isset` or `empty` that an argument is given to."""
    call = argument.parent.parent if argument.parent is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    asks = function is not None and unit.text(function) in ("isset", "empty")
    return call if asks else None
