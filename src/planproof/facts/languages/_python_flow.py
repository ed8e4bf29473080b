"""What happens in Python where something is missing: `try`, `if "X" in`, `if not x: raise`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_CATCHES = frozenset(("KeyError", "LookupError", "Exception", "BaseException"))
_ENDS = ("sys.exit", "exit", "quit", "os._exit")
_FUNCTIONS = ("function_definition", "lambda", "class_definition")


def guarded(unit: Unit, node: Node) -> bool:
    """Whether absence is looked after around a read: a `try` that catches it, an `if` that asks first."""
    key = _key(unit, node)
    below, above = node, node.parent
    while above is not None and above.type not in _FUNCTIONS:
        if above.type == "try_statement":
            caught = any(_catches(unit, child) for child in above.named_children)
            if caught and above.child_by_field_name("body") == below:
                return True
        condition = _condition(above)
        if condition is not None and condition != below and _asks(unit, condition, key):
            return True
        below, above = above, above.parent
    return False


def insists(unit: Unit, node: Node) -> bool:
    """Whether the program ends where a value is missing: `x = read()`, then `if not x: raise`."""
    statement = node.parent
    while statement is not None and statement.type not in ("expression_statement", *_FUNCTIONS):
        if statement.type in ("conditional_expression", "argument_list", "block"):
            return False
        statement = statement.parent
    if statement is None or statement.type != "expression_statement":
        return False
    given = statement.named_children[0] if statement.named_children else None
    target = given.child_by_field_name("left") if given is not None else None
    following = statement.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    if target is None or target.type not in ("identifier", "attribute") or following is None:
        return False
    name = unit.text(target)
    if following.type == "assert_statement":
        return unit.text(following).split()[1:] in ([name], [name, "is", "not", "None"])
    if following.type != "if_statement":
        return False
    condition, body = (
        following.child_by_field_name("condition"),
        following.child_by_field_name("consequence"),
    )
    if condition is None or body is None or not _ends(unit, body):
        return False
    return unit.text(condition).split() in (["not", name], [name, "is", "None"])


def _condition(node: Node) -> Node | None:
    if node.type == "conditional_expression" and node.named_child_count == 3:
        return node.named_children[1]
    return node.child_by_field_name("condition") if node.type == "if_statement" else None


def _key(unit: Unit, node: Node) -> str:
    key = node.child_by_field_name("subscript")
    if key is None:
        arguments = node.child_by_field_name("arguments")
        key = next(iter(arguments.named_children), None) if arguments is not None else None
    return unit.text(key) if key is not None else ""


def _asks(unit: Unit, condition: Node, key: str) -> bool:
    """Whether a condition has the key in it, and is not about its absence."""
    text = unit.text(condition)
    return key != "" and key in text and "not in" not in text and not text.startswith("not ")


def _catches(unit: Unit, clause: Node) -> bool:
    if clause.type != "except_clause":
        return False
    block = next((one for one in clause.named_children if one.type == "block"), None)
    if block is None or _ends(unit, block):
        return False
    caught = [one for one in clause.named_children if one.type not in ("block", "comment")]
    if not caught:
        return True
    words = unit.text(caught[0]).replace("(", " ").replace(")", " ").replace(",", " ").split()
    return not _CATCHES.isdisjoint(words)


def _ends(unit: Unit, block: Node) -> bool:
    """Whether a block leaves by an error or the end of the program."""
    for statement in block.named_children:
        if statement.type == "raise_statement":
            return True
        inner = statement.named_children[0] if statement.named_children else None
        called = inner.child_by_field_name("function") if inner is not None else None
        if called is not None and unit.path(called) in _ENDS:
            return True
    return False
