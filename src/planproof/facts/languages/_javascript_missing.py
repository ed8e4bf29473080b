"""What JavaScript code takes a missing value for, further on: a switch that is off, an early return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._folding import switched
from planproof.facts.languages._javascript_trees import WRAPPERS, first_child, plain

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.model import Value

FOLLOWING = 12
"""Statements after a declaration that are looked at."""

_MOST = 400
_METHODS = frozenset(("trim", "toLowerCase", "toUpperCase", "toString"))
_EQUALS = frozenset(("===", "==", "!==", "!="))


def compared(unit: Unit, node: Node) -> Value | None:
    """What a missing value counts as: off where it is compared with `"true"`, on with `"false"`.

    Also where the name that it is given is compared so in a statement after it, and with nothing else.
    """
    top = _top(unit, node)
    above = top.parent
    if above is None:
        return None
    if above.type != "variable_declarator":
        return _word(unit, top, above)
    name = above.child_by_field_name("name")
    if name is None or name.type != "identifier" or above.child_by_field_name("value") != top:
        return None
    found = list(_uses(unit, above, unit.text(name)))
    words = {one for one in found if one is not None}
    return words.pop() if len(words) == 1 and len(found) == 1 else None


def _top(unit: Unit, node: Node) -> Node:
    """The expression with what leaves it the same around it: parentheses, `?.trim()`, `?? ""`."""
    while node.parent is not None:
        above = node.parent
        if above.type in WRAPPERS:
            node = above
            continue
        call = above.parent
        if above.type != "member_expression" or call is None or call.type != "call_expression":
            return node
        name = above.child_by_field_name("property")
        if name is None or unit.text(name) not in _METHODS:
            return node
        if above.child_by_field_name("object") != node:
            return node
        node = call
    return node


def _word(unit: Unit, node: Node, above: Node) -> Value | None:
    """What the word says that a value is compared with: `x === "true"`, `["true", "1"].includes(x)`."""
    if above.type == "binary_expression":
        sign = above.child_by_field_name("operator")
        left, right = above.child_by_field_name("left"), above.child_by_field_name("right")
        other = right if left == node else left
        if sign is None or other is None or unit.text(sign) not in _EQUALS:
            return None
        return switched(unit.value(other))
    if above.type == "arguments" and above.parent is not None:
        function = above.parent.child_by_field_name("function")
        name = function.child_by_field_name("property") if function is not None else None
        listed = function.child_by_field_name("object") if function is not None else None
        if name is None or listed is None or unit.text(name) != "includes":
            return None
        words = [switched(unit.value(one)) for one in unit.items(plain(listed))]
        known = {one for one in words if one is not None}
        return known.pop() if len(known) == 1 else None
    return None


def _uses(unit: Unit, declarator: Node, name: str) -> Iterator[Value | None]:
    """What the statements after a declaration compare its name with; None for each other use."""
    for statement in _after(declarator):
        stack, seen = [statement], 0
        while stack and seen < _MOST:
            node = stack.pop()
            seen += 1
            if node.type == "identifier" and unit.text(node) == name:
                top = _top(unit, node)
                yield _word(unit, top, top.parent) if top.parent is not None else None
            stack.extend(reversed(node.named_children))


def _after(node: Node) -> Iterator[Node]:
    """The few statements after the one that a node stands in."""
    while node.parent is not None and node.parent.type not in ("program", "statement_block"):
        if node.type in ("arrow_function", "arguments", "class_body"):
            return
        node = node.parent
    following = node.next_named_sibling
    for _ in range(FOLLOWING):
        if following is None:
            return
        yield following
        following = following.next_named_sibling


def returned_early(unit: Unit, declarator: Node) -> Node | None:
    """What a function returns at once where a name is missing: `d` of `if (!x) return d; ... return x`.

    Only where the name itself is returned after that, or what is made of it.
    """
    name_node = declarator.child_by_field_name("name")
    if name_node is None or name_node.type != "identifier":
        return None
    made = {unit.text(name_node)}
    found: Node | None = None
    for statement in _after(declarator):
        if found is None and statement.type == "if_statement":
            found = _returned(unit, statement, unit.text(name_node))
        elif statement.type == "lexical_declaration":
            for one in statement.named_children:
                target, value = one.child_by_field_name("name"), one.child_by_field_name("value")
                if target is not None and value is not None and _first_name(unit, value) in made:
                    made.add(unit.text(target))
        elif statement.type == "return_statement":
            value = first_child(statement)
            given_back = value is not None and _first_name(unit, value) in made
            return found if given_back else None
    return None


def _returned(unit: Unit, statement: Node, name: str) -> Node | None:
    """The value of `if (!name) return value`."""
    condition = statement.child_by_field_name("condition")
    body = statement.child_by_field_name("consequence")
    asked = plain(condition) if condition is not None else None
    if asked is None or body is None or not _asks_absence(unit, asked, name):
        return None
    if body.type == "statement_block":
        inner = [one for one in body.named_children if one.type != "comment"]
        body = inner[0] if len(inner) == 1 else body
    return first_child(body) if body.type == "return_statement" else None


def _asks_absence(unit: Unit, asked: Node, name: str) -> bool:
    if asked.type == "unary_expression":
        below = asked.child_by_field_name("argument")
        return unit.text(asked).startswith("!") and below is not None and unit.text(below) == name
    if asked.type != "binary_expression":
        return False
    left, right = asked.child_by_field_name("left"), asked.child_by_field_name("right")
    sign = asked.child_by_field_name("operator")
    if left is None or right is None or sign is None or unit.text(left) != name:
        return False
    return unit.text(sign) in ("===", "==") and unit.language.value(unit, right).kind == "null"


def _first_name(unit: Unit, node: Node) -> str:
    """The name that an expression is made of: `x` of `x`, `parseInt(x, 10)`, `x.trim()`."""
    for _ in range(FOLLOWING):
        node = plain(node)
        if node.type == "identifier":
            return unit.text(node)
        below = node.child_by_field_name("arguments")
        if node.type in ("call_expression", "new_expression") and below is not None:
            function = node.child_by_field_name("function")
            first = first_child(below)
            if function is not None and function.type == "member_expression" and first is None:
                first = function.child_by_field_name("object")
            if first is None:
                return ""
            node = first
            continue
        return ""
    return ""
