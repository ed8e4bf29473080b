"""What Rust code does where a value is missing: falls back on another, or fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages import _rust_tokens as tokens
from planproof.facts.languages._base import child_at

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_INSTEAD = frozenset(("unwrap_or", "unwrap_or_else", "map_or", "map_or_else"))
_PASSES = frozenset(
    ("ok", "map", "map_err", "and_then", "as_deref", "as_ref", "parse", "filter", "trim", "context",
     "with_context", "wrap_err", "wrap_err_with", "ok_or", "ok_or_else", "transpose", "copied", "cloned",
     "into_string", "inspect_err", "inspect", "to_str", "to_string", "flatten", "change_context", "err_into",
     "to_string_lossy", "to_lowercase", "as_str", "is_some_and", "is_ok_and", "unwrap_or_default")
)  # fmt: skip
"""What may stand between a value and what is taken in its place."""

_FAILS = frozenset(("panic", "bail", "unreachable", "todo", "abort", "exit", "throw"))
_LEAVES = frozenset(("return_expression", "continue_expression", "break_expression", "block"))
_STEPS = 40


def fallback(unit: Unit, node: Node) -> Node | None:
    """What is taken in place of the value: `.unwrap_or(d)`, an arm for `Err(_)`, an `else`."""
    steps = list(_chained(unit, node))
    for name, first, _ in steps:
        if name in _INSTEAD:
            return _taken(unit, _body(first) if first is not None else None)
        if name not in _PASSES:
            return None
    return _taken(unit, _otherwise(unit, steps[-1][2] if steps else node))


def insists(unit: Unit, node: Node) -> bool:
    """Whether the program fails: `.expect()`, `.unwrap()`, `?`, an arm for `Err(_)` that panics."""
    optional = False
    steps = list(_chained(unit, node))
    for name, first, _ in steps:
        if name in ("unwrap", "expect"):
            return True
        if name == "?":
            return not optional
        if name in _INSTEAD:
            body = _body(first) if first is not None else None
            return body is not None and fails(unit, body)
        if name not in _PASSES or name in ("is_some_and", "is_ok_and", "unwrap_or_default"):
            return False
        optional = name == "ok" or (optional and not name.startswith("ok_or"))
    found = _otherwise(unit, steps[-1][2] if steps else node)
    return found is not None and fails(unit, found)


def _taken(unit: Unit, node: Node | None) -> Node | None:
    """What an expression comes to; None where it fails or leaves."""
    if node is None or fails(unit, node):
        return None
    if node.type == "block":
        inner = [child for child in node.named_children if "comment" not in child.type]
        node = inner[-1] if inner else node
    leaves = node.type.endswith(("_statement", "_declaration")) or node.type in _LEAVES
    return None if leaves else node


def fails(unit: Unit, node: Node) -> bool:
    """Whether an expression ends the program, or hands an error up."""
    while node.type in ("block", "expression_statement") and node.named_children:
        node = node.named_children[-1]
    if node.type == "return_expression":
        return unit.text(node).startswith("return Err")
    name = None
    if node.type == "macro_invocation":
        name = node.child_by_field_name("macro")
    elif node.type == "call_expression":
        name = node.child_by_field_name("function")
    elif tokens.in_tokens(node):
        last = [one for one in tokens.run(node) if one.type in tokens.WORDS]
        name = last[0] if len(last) == 1 else last[-1] if last else None
    if name is None:
        return False
    return unit.text(name).rpartition("::")[2] in _FAILS


def _chained(unit: Unit, node: Node) -> Iterator[tuple[str, Node | None, Node]]:
    """What is called on an expression: names, their first arguments, and the whole so far."""
    if tokens.in_tokens(node):
        for name, first in tokens.chained(unit, node):
            yield name, first, node
        return
    for _ in range(_STEPS):
        above = node.parent
        if above is None:
            return
        if above.type in ("try_expression", "await_expression", "parenthesized_expression"):
            node = above
            if above.type == "try_expression":
                yield "?", None, node
            continue
        if above.type != "field_expression" or above.child_by_field_name("value") != node:
            return
        method, call = above.child_by_field_name("field"), above.parent
        if call is not None and call.type == "generic_function":
            call = call.parent
        if method is None or call is None or call.type != "call_expression":
            return
        given = call.child_by_field_name("arguments")
        first = child_at(given)
        node = call
        yield unit.text(method), first, node


def _body(node: Node) -> Node | None:
    """A closure's body, or the argument itself."""
    if node.type == "closure_expression":
        return _single(node.child_by_field_name("body"))
    if tokens.in_tokens(node) and node.type in ("|", "||"):
        return tokens.closure_body(node)
    return node


def _single(node: Node | None) -> Node | None:
    """The one expression of a block, or the expression itself."""
    if node is not None and node.type == "block" and node.named_child_count == 1:
        return node.named_children[0]
    return node


def _otherwise(unit: Unit, node: Node) -> Node | None:
    """What a `match`, `if let` or `let ... else` around the value does where it is missing."""
    above = node.parent
    if above is None:
        return None
    if above.type == "match_expression":
        return _missing_arm(unit, above)
    if above.type == "let_condition" and above.parent is not None:
        return _else_of(above.parent)
    if above.type == "let_declaration":
        return above.child_by_field_name("alternative")
    return None


def _else_of(node: Node) -> Node | None:
    clause = node.child_by_field_name("alternative") if node.type == "if_expression" else None
    inner = clause.named_children[-1] if clause is not None and clause.named_children else None
    return _single(inner)


def _missing_arm(unit: Unit, match: Node) -> Node | None:
    body = match.child_by_field_name("body")
    for arm in body.named_children if body is not None else ():
        pattern, value = arm.child_by_field_name("pattern"), arm.child_by_field_name("value")
        if pattern is None or value is None:
            continue
        if unit.text(pattern).startswith(("Err", "None", "_")):
            return _single(value)
    return None
