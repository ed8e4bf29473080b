"""Pest (1 to 4): `it('adds')` is `it adds`, `test('adds')` is `adds`, with the `describe` around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.routes._php_groups import chain

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"it('", b'it("', b"test('", b'test("')


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file."""
    for call in unit.calls:
        if call.written not in ("it", "test") or unit.around(call.node) is not None:
            continue
        title = unit.value(call.argument(0, "description"))
        if title.kind not in ("literal", "pattern"):
            continue
        own = f"it {title.text}" if call.written == "it" else title.text
        path = [*(f"`{one}`" for one in _suites(unit, call.node)), own]
        marks = tuple(_groups(unit, call))
        yield Test(line=unit.line(call.node), id=" → ".join(path), framework="pest", marks=marks)


def _groups(unit: Unit, call: Call) -> Iterator[str]:
    for step in chain(unit, call.node):
        if step.name == "group":
            yield from (text for one in step.arguments if (text := unit.string(one.node)))
        elif step.name in ("skip", "todo"):
            yield step.name


def _suites(unit: Unit, node: Node) -> list[str]:
    found: list[str] = []
    above = node.parent
    while above is not None:
        call = unit.called_at.get(above.id)
        if call is not None and call.written == "describe":
            found.insert(0, unit.string(call.argument(0)) or "*")
        above = above.parent
    return found
