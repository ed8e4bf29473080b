"""Kotest's specs: names of contexts and tests as they are written, with ` > ` between them (Kotest 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"FunSpec", b"StringSpec", b"DescribeSpec", b"BehaviorSpec", b"ShouldSpec", b"WordSpec", b"FreeSpec",
    b"FeatureSpec", b"ExpectSpec",
)  # fmt: skip

_SPECS = (
    "FunSpec",
    "StringSpec",
    "DescribeSpec",
    "BehaviorSpec",
    "ShouldSpec",
    "WordSpec",
    "FreeSpec",
    "FeatureSpec",
    "ExpectSpec",
)
_TESTS = frozenset(
    ("test", "xtest", "it", "xit", "should", "xshould", "then", "Then", "xthen", "scenario", "xscenario",
     "expect", "xexpect")
)  # fmt: skip
_CONTEXTS = frozenset(
    ("context", "xcontext", "describe", "xdescribe", "given", "Given", "xgiven", "when", "When", "`when`",
     "xwhen", "and", "And", "feature", "xfeature")
)  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the blocks of classes that are specs."""
    specs = {
        one.node.id: one.name
        for one in unit.classes
        if any(base.rpartition(".")[2] in _SPECS for base in one.bases)
    }
    if not specs:
        return
    for call in unit.calls:
        name = _name(unit, call)
        if name and (call.written in _TESTS or call.function == "config"):
            path = _path(unit, call.node, specs)
            if path:
                yield Test(
                    line=unit.line(call.node), id=" > ".join((*path, name)), framework="kotest"
                )
    for node in unit.nodes("string"):
        above = node.parent
        if above is not None and _is_string(above):
            path = _path(unit, above, specs)
            if path:
                name = unit.string(node) or ""
                yield Test(line=unit.line(node), id=" > ".join((*path, name)), framework="kotest")


def _is_string(node: Node) -> bool:
    """Whether a node is `"name" { … }`."""
    return (
        node.type == "call_expression"
        and node.named_children[0].type == "string_literal"
        and node.named_children[-1].type == "annotated_lambda"
    )


def _name(unit: Unit, call: Call) -> str:
    """The name that a test or context is given; a block must follow."""
    if not call.arguments or call.arguments[-1].node.type != "lambda_literal":
        return ""
    if call.function == "config" and call.receiver is not None:
        made = unit.called_at.get(call.receiver.id)
        if made is None:
            return unit.string(call.receiver) or ""
        return unit.string(made.argument(0)) or "" if made.written in _TESTS else ""
    return unit.string(call.argument(0)) or ""


def _path(unit: Unit, node: Node, specs: dict[int, str]) -> list[str]:
    """The spec and the contexts around a test; nothing outside of a spec."""
    names: list[str] = []
    above = node.parent
    while above is not None:
        if above.id in specs:
            return [specs[above.id], *reversed(names)]
        call = unit.called_at.get(above.id)
        if call is not None and call.written in _CONTEXTS:
            names.append(_name(unit, call) or "*")
        elif call is not None and call.written in _TESTS:
            return []
        elif above.type == "infix_expression" and above.named_children[0].type == "string_literal":
            names.append(unit.string(above.named_children[0]) or "*")
        elif above.type == "binary_expression":
            left = above.child_by_field_name("left")
            if left is not None and left.type == "string_literal":
                names.append(unit.string(left) or "*")
        above = above.parent
    return []
