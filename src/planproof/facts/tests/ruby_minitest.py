"""Minitest (5) and ActiveSupport's tests: `Class#test_x`; `test "adds two"` is `test_adds_two`.

With shoulda-context (2), `should "b"` within `context "a"` is `test: a should b.`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._ruby_values import modules_around
from planproof.facts.model import Fact, Test
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b'should "', b"should '", b"def test_", b'test "', b"test '", b"test(")

_CASE = r"(?:^|\.)(?:TestCase|Test|IntegrationTest|SystemTestCase|[A-Z]\w*(?:TestCase|Test))$"


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file, in classes that are tests by what they inherit from."""
    cases = {one.name for one in unit.classes if any(rx(_CASE).search(base) for base in one.bases)}
    for one in unit.functions:
        owner, _, name = one.name.rpartition(".")
        if owner in cases and name.startswith("test_"):
            id_ = f"{owner.replace('.', '::')}#{name}"
            yield Test(line=unit.line(one.node), id=id_, framework="minitest")
    for call in unit.calls:
        blocked = call.node.child_by_field_name("block") is not None
        if call.written not in ("test", "should") or not blocked:
            continue
        owner = ".".join(modules_around(unit, call.node))
        title = unit.value(call.argument(0))
        if owner in cases and title.kind in ("literal", "pattern"):
            name = "test_" + rx(r"\s+").sub("_", title.text)
            if call.written == "should":
                within = _contexts(unit, call.node) or [
                    owner.rpartition(".")[2].replace("Test", "")
                ]
                name = f"test: {' '.join(within)} should {title.text}."
            id_ = f"{owner.replace('.', '::')}#{name}"
            yield Test(line=unit.line(call.node), id=id_, framework="minitest")


def _contexts(unit: Unit, node: Node) -> list[str]:
    found: list[str] = []
    above = node.parent
    while above is not None:
        call = unit.called_at.get(above.id)
        if call is not None and call.written == "context":
            found.insert(0, unit.string(call.argument(0)) or "*")
        above = above.parent
    return found
