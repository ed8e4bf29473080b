"""Bats (1): `@test "adds two" { ... }`, with its tags: `# bats test_tags=slow, plan:AC-3`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"@test",)


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file."""
    for call in unit.calls:
        title = unit.value(call.argument(0))
        if call.callee == "@test" and title.kind in ("literal", "pattern"):
            line, marks = unit.line(call.node), tuple(_tags(unit, call.node))
            yield Test(line=line, id=title.text, framework="bats", marks=marks)


def _tags(unit: Unit, node: Node) -> list[str]:
    before = node.prev_named_sibling
    if before is None or before.type != "comment":
        return []
    found = rx(r"bats\s+test_tags=(.*)").search(unit.text(before))
    return [word.strip() for word in found.group(1).split(",") if word.strip()] if found else []
