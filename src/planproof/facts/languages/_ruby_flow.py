"""What Ruby code does where a value is missing: falls back on another, or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._folding import switched

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.model import Value

_PASSES = frozenset(("presence", "strip", "to_sym", "downcase", "upcase", "freeze", "dup"))
_ASKS = frozenset(("nil?", "blank?", "empty?", "to_s", "strip"))
_THERE = frozenset(("present?", "presence"))
_FAILS = frozenset(("raise", "abort", "fail", "exit", "exit!"))
_STEPS = 12


def fallback(unit: Unit, node: Node) -> Node | None:
    """`x || d`, `x or d`, `x.presence || d`, `x ||= d`, `f(x) || d`, `x.present? ? x : d`."""
    right = _right(unit, node) or _otherwise(unit, node)
    return right if right is not None and not fails(unit, right) else None


def compared(unit: Unit, node: Node) -> Value | None:
    """`x == "true"`: what is missing is off; `x != "false"`: it is on."""
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            return None
        method = above.child_by_field_name("method")
        name = unit.text(method) if method is not None else ""
        if above.type == "call" and above.child_by_field_name("receiver") == node:
            if name not in _PASSES and name != "to_s":
                return None
        elif above.type == "binary":
            sign = above.child_by_field_name("operator")
            left, right = above.child_by_field_name("left"), above.child_by_field_name("right")
            other = right if left == node else left
            if sign is None or unit.text(sign) not in ("==", "!=") or other is None:
                return None
            return switched(unit.value(other))
        elif above.type != "parenthesized_statements":
            return None
        node = above
    return None


def insists(unit: Unit, node: Node) -> bool:
    """`x || raise`, `raise unless x`, `abort if x.nil?`."""
    right = _right(unit, node)
    if right is not None:
        return fails(unit, right)
    asked, negated = _asked(unit, node)
    above = asked.parent
    if above is None or above.child_by_field_name("condition") != asked:
        return False
    wanted = ("if", "if_modifier") if negated else ("unless", "unless_modifier")
    body = above.child_by_field_name("body") or above.child_by_field_name("consequence")
    return above.type in wanted and body is not None and fails(unit, body)


def guarded(unit: Unit, node: Node) -> bool:
    """Whether a `rescue` catches what is missing, or an `if` asked before."""
    last, above = node, node.parent
    while above is not None and above.type not in ("method", "class", "module", "program"):
        if above.type in ("begin", "body_statement", "block_body") and last.type != "rescue":
            if any(child.type == "rescue" for child in above.named_children):
                return True
        elif above.type == "rescue_modifier" and above.child_by_field_name("body") == last:
            return True
        condition = above.child_by_field_name("condition")
        if condition is not None and condition != last and "ENV" in unit.text(condition):
            return True
        last, above = above, above.parent
    return False


def fails(unit: Unit, node: Node) -> bool:
    """Whether a statement ends the program: `raise "x"`, `abort`."""
    while node.type in ("then", "body_statement", "block_body", "parenthesized_statements"):
        if not node.named_children:
            return False
        node = node.named_children[-1]
    if node.type == "call" and node.child_by_field_name("receiver") is None:
        method = node.child_by_field_name("method")
        return method is not None and unit.text(method) in _FAILS
    return node.type == "identifier" and unit.text(node) in _FAILS


def _right(unit: Unit, node: Node) -> Node | None:
    """What stands to the right of the `||` or `or` that an expression stands to the left of."""
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            return None
        if (
            above.type in ("binary", "operator_assignment")
            and above.child_by_field_name("left") == node
        ):
            sign = above.child_by_field_name("operator")
            text = unit.text(sign) if sign is not None else "||=" if "||=" in _sign(above) else ""
            return above.child_by_field_name("right") if text in ("||", "or", "||=") else None
        method = above.child_by_field_name("method")
        through = method is not None and unit.text(method) in _PASSES
        if above.type == "call" and above.child_by_field_name("receiver") == node:
            if not through and "&." not in _sign(above):
                return None
            node = above
        elif above.type == "argument_list" and above.parent is not None:
            if above.named_children[0] != node or above.parent.type != "call":
                return None  # `f(x) || d`: what is made of nothing is taken to be nothing
            node = above.parent
        elif above.type == "assignment" and above.child_by_field_name("right") == node:
            node = above  # `x = ENV["X"] or raise`
        elif above.type == "parenthesized_statements":
            node = above
        else:
            return None
    return None


def _otherwise(unit: Unit, node: Node) -> Node | None:
    """What is taken where a condition finds nothing: `x.present? ? x : d`, `if x then x else d end`."""
    asked, negated = _asked(unit, node)
    above = asked.parent
    if above is None or above.type not in ("conditional", "if", "unless"):
        return None
    if above.child_by_field_name("condition") != asked:
        return None
    negated = negated != (above.type == "unless")
    there, missing = (
        above.child_by_field_name("alternative" if negated else "consequence"),
        above.child_by_field_name("consequence" if negated else "alternative"),
    )
    if there is None or missing is None or unit.text(node) not in unit.text(there):
        return None
    while missing.type in ("then", "else") and missing.named_child_count == 1:
        missing = missing.named_children[0]
    return None if missing.type in ("then", "else") else missing


def _sign(node: Node) -> tuple[str, ...]:
    return tuple(child.type for child in node.children)


def _asked(unit: Unit, node: Node) -> tuple[Node, bool]:
    """The whole question that is asked about an expression, and whether it asks for absence."""
    negated = False
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            break
        method = above.child_by_field_name("method")
        name = unit.text(method) if above.type == "call" and method is not None else ""
        if name in _ASKS and above.child_by_field_name("receiver") == node:
            negated = negated != name.endswith("?")
        elif name in _THERE and above.child_by_field_name("receiver") == node:
            pass  # the same, asked the other way round
        elif above.type == "unary" and unit.text(above).startswith(("!", "not ")):
            negated = not negated
        elif above.type != "parenthesized_statements":
            break
        node = above
    return node, negated
