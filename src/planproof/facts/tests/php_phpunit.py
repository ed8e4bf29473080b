"""PHPUnit (8 to 12): `Class::testX`, methods with `#[Test]` or `@test`, groups as marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call, Function
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"function test", b"#[Test", b"@test")

_GROUPS = r"@(?:group|ticket)\s+(\S+)"


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file: those of classes which extend a test case."""
    cases = {
        one.name: one
        for one in unit.classes
        if any(rx(r"(?:TestCase|Test|Tests|TestBase)$").search(base) for base in one.bases)
    }
    for one in unit.functions:
        owner, _, name = one.name.rpartition(".")
        if owner not in cases or not _is_test(unit, one, name):
            continue
        calls = (*cases[owner].decorators, *one.decorators)
        marks = [*_groups(unit, calls), *rx(_GROUPS).findall(_comment(unit, one.node))]
        yield Test(
            line=unit.line(one.node),
            id=f"{owner}::{name}",
            framework="phpunit",
            marks=tuple(dict.fromkeys(marks)),
        )


def _is_test(unit: Unit, one: Function, name: str) -> bool:
    named = name.startswith("test")
    said = any(call.callee.endswith("Test") for call in one.decorators)
    return named or said or rx(r"@test\b").search(_comment(unit, one.node)) is not None


def _comment(unit: Unit, node: Node) -> str:
    """The comment before a method."""
    before = node.prev_named_sibling
    return unit.text(before) if before is not None and before.type == "comment" else ""


def _groups(unit: Unit, calls: tuple[Call, ...]) -> Iterator[str]:
    for call in calls:
        if call.function in ("Group", "Ticket"):
            text = unit.string(call.argument(0, "name", "text"))
            if text:
                yield text
