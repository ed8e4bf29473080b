"""Names that a Python loop goes through: `for name in NAMES: os.environ.get(name)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import child_at
from planproof.facts.languages._python_values import arguments_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

MOST_ROWS = 300
"""Rows of a list that are gone through."""

DEEPEST = 10
"""Calls around a list, and names for it, that are followed."""

_SAME = frozenset(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"))
_COMPREHENSIONS = (
    "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"
)  # fmt: skip

Row = tuple["Node", ...]
"""What a loop gives its variables: one node, or key and value of a dictionary."""


class _Loop(NamedTuple):
    """A loop over known rows.

    Attributes:
        left: its variable, or variables.
    """

    left: Node
    rows: list[Row]


def each(unit: Unit, name: Node, default: Node | None) -> list[tuple[Node, Node | None]]:
    """Name and default of every round of the loop that a name comes from; nothing where there is none."""
    root = _root(name)
    loop = _loop(unit, name, unit.text(root)) if root is not None else None
    if loop is None:
        return []
    found: list[tuple[Node, Node | None]] = []
    for row in loop.rows:
        one = _bound(unit, loop, row, name)
        if one is not None:
            given = _bound(unit, loop, row, default) if default is not None else None
            found.append((one, given if given is not None else default))
    return found


def _root(node: Node) -> Node | None:
    """The variable of `name`, `row["name"]` and `row.name`."""
    if node.type in ("subscript", "attribute"):
        below = node.child_by_field_name("value") or node.child_by_field_name("object")
        return below if below is not None and below.type == "identifier" else None
    return node if node.type == "identifier" else None


def _loop(unit: Unit, node: Node, name: str) -> _Loop | None:
    above = node.parent
    while above is not None and above.type not in ("function_definition", "class_definition"):
        clauses = [above] if above.type == "for_statement" else []
        if above.type in _COMPREHENSIONS:
            clauses = [one for one in above.named_children if one.type == "for_in_clause"]
        for clause in clauses:
            left, right = clause.child_by_field_name("left"), clause.child_by_field_name("right")
            if left is None or right is None or name not in _names(unit, left):
                continue
            rows = _rows(unit, right)
            return _Loop(left, rows) if rows else None
        above = above.parent
    return None


def _names(unit: Unit, left: Node) -> list[str]:
    return [
        unit.text(one) for one in ([left] if left.type == "identifier" else left.named_children)
    ]


def _rows(unit: Unit, node: Node) -> list[Row]:
    """The rows of a list, tuple, set or dictionary, also by its name; of `NAMES[kind]` those of every kind."""
    how = ""
    for _ in range(DEEPEST):
        below, word = _below(unit, node)
        if below is None or (how and word):
            break
        node, how = below, how or word
    if node.type == "dictionary":
        rows = _of_dictionary(node, "values" if how == "get" else how)
        if how == "get":
            return [(one,) for row in rows for one in unit.language.items(unit, row[0])]
        return rows
    return [] if how else [(one,) for one in unit.language.items(unit, node)[:MOST_ROWS]]


def _below(unit: Unit, node: Node) -> tuple[Node | None, str]:
    """What an expression takes its rows from, and by which method of a dictionary, if by one."""
    if node.type == "parenthesized_expression":
        return child_at(node), ""
    if node.type in ("identifier", "attribute"):
        return _given(unit, node), ""
    if node.type == "subscript":
        return node.child_by_field_name("value"), "get"
    function = node.child_by_field_name("function") if node.type == "call" else None
    if function is None:
        return None, ""
    word = unit.text(function).rpartition(".")[2]
    owner = function.child_by_field_name("object")
    if owner is not None:
        return (owner, word) if word in ("items", "keys", "values", "get") else (None, "")
    inner = next(arguments_of(unit, node.child_by_field_name("arguments")), None)
    return (inner.node, "") if inner is not None and word in _SAME else (None, "")


def _of_dictionary(node: Node, method: str) -> list[Row]:
    found: list[Row] = []
    for pair in node.named_children[:MOST_ROWS]:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None:
            rows: dict[str, Row] = {
                "items": (key, value),
                "values": (value,),
                "keys": (key,),
                "": (key,),
            }
            found += [rows[method]] if method in rows else []
    return found


def _given(unit: Unit, node: Node) -> Node | None:
    """What a name was given, before the loop in the same function, or once in the file or its class."""
    name = unit.text(node).rpartition(".")[2]
    said = [one for one in unit.assignments if one.target.rpartition(".")[2] == name]
    function = unit.around(node)
    near = [one for one in said if not one.top and unit.around(one.node) == function]
    chosen = near if function is not None and near else [one for one in said if one.top]
    return chosen[0].value if len(chosen) == 1 else None


def _bound(unit: Unit, loop: _Loop, row: Row, node: Node) -> Node | None:
    """The part of a row that an expression stands for in one round."""
    root = _root(node)
    name = unit.text(root) if root is not None else ""
    names = _names(unit, loop.left)
    if root is None or name not in names:
        return None
    if loop.left.type != "identifier":
        parts = list(row) if len(row) > 1 else unit.language.items(unit, row[0])
        at = names.index(name)
        part = parts[at] if at < len(parts) else None
    else:
        part = row[0] if len(row) == 1 else None
    return part if part is None or root == node else _part(unit, part, node)


def _part(unit: Unit, row: Node, node: Node) -> Node | None:
    """`row["key"]`, `row[0]` or `row.key` of a row that is written down."""
    key, attribute = node.child_by_field_name("subscript"), node.child_by_field_name("attribute")
    if attribute is not None:
        told = arguments_of(unit, row.child_by_field_name("arguments"))
        return next((one.node for one in told if one.name == unit.text(attribute)), None)
    if key is None:
        return None
    if key.type == "integer":
        items, at = unit.language.items(unit, row), unit.string(key) or ""
        return items[int(at)] if at.isdigit() and int(at) < len(items) else None
    return dict(unit.pairs(row)).get(unit.string(key) or "")
