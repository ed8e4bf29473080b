"""Sinatra 1 to 4, with sinatra-contrib's namespaces: `get "/x/:id" do ... end`.

The routes of a class hang on it: `config.ru` may run it below a prefix, see `file_rack.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"inatra",)

_VERBS = frozenset(("get", "post", "put", "patch", "delete", "options", "head", "link", "unlink"))


def read(unit: Unit) -> Iterator[Fact]:
    """The routes, below the namespaces they stand in; a route has a block."""
    for call in unit.calls:
        if call.written not in _VERBS or call.node.child_by_field_name("block") is None:
            continue
        path = unit.value(call.argument(0))
        if path.kind not in ("literal", "pattern") or not path.text.startswith(("/", "*")):
            continue
        before = _namespaces(unit, call.node)
        known = path.known and all(one.known for one in before)
        whole = "".join(
            one.text if one.kind in ("literal", "pattern") else "/*" for one in (*before, path)
        )
        value = Value("literal" if known else "pattern", whole)
        yield Route(
            line=unit.line(call.node),
            method=call.function.upper(),
            path=value,
            router=_class(unit, call.node),
        )


def _class(unit: Unit, node: Node) -> str:
    """The class that a route stands in; empty for the main application."""
    inside = [
        one
        for one in unit.classes
        if one.bases
        and one.node.start_byte <= node.start_byte
        and node.end_byte <= one.node.end_byte
    ]
    return inside[-1].name if inside else ""


def _namespaces(unit: Unit, node: Node) -> list[Value]:
    found: list[Value] = []
    above = node.parent
    while above is not None:
        method = above.child_by_field_name("method") if above.type == "call" else None
        given = above.child_by_field_name("arguments")
        if method is not None and unit.text(method) == "namespace" and given is not None:
            found.insert(0, unit.value(given.named_children[0] if given.named_children else None))
        above = above.parent
    return found
