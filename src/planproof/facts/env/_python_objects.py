"""Objects of Python that read variables: which method is called, and what is put before the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


def method_of(call: Call, objects: tuple[str, ...]) -> str | None:
    """The method that is called on one of the objects; empty where it is called itself; else None."""
    for one in objects:
        if call.callee == one:
            return ""
        if call.callee.startswith(f"{one}."):
            method = call.callee[len(one) + 1 :]
            return method if "." not in method else None
    return None


def prefix_given(unit: Unit, call: Call, keyword: str, method: str = "") -> str:
    """What the object puts before every name, by a keyword where it was made: `Env(prefix="P_")`."""
    name = call.written.removesuffix(f".{method}") if method else call.written.split(".")[0]
    maker = unit.makers.get(name)
    node = maker.argument(keyword) if maker is not None else None
    return unit.string(node) or "" if node is not None else ""


def prefix_at(unit: Unit, node: Node) -> str:
    """What the `with env.prefixed("P_"):` blocks around a node put before a name, the outermost first."""
    prefixes: list[str] = []
    above = node.parent
    while above is not None:
        if above.type == "with_statement":
            prefixes.append("".join(_prefixes(unit, above)))
        above = above.parent
    return "".join(reversed(prefixes))


def _prefixes(unit: Unit, statement: Node) -> list[str]:
    found: list[str] = []
    by_node = unit.called_at
    for clause in statement.named_children:
        stack = [clause] if clause.type == "with_clause" else []
        while stack:
            node = stack.pop()
            call = by_node.get(node.id)
            if call is None:
                stack.extend(reversed(node.named_children))
            elif call.function == "prefixed":
                found.append(unit.string(call.argument(0, "prefix")) or "*")
    return found
