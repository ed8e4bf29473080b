"""RSpec (3) and minitest's specs: `describe "a" do it "b"`, told by the full description, as RSpec has it.

The parts stand with a space between them, but for those that begin with `#`, `.` or `::` after a class.
Marks are the metadata: symbols, and names with strings: `plan("AC-3")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"describe", b"context ", b"feature ", b"shared_examples", b"scenario ")

_GROUPS = frozenset(
    ("describe", "context", "feature", "fdescribe", "xdescribe", "fcontext", "xcontext", "xfeature",
     "example_group", "shared_examples", "shared_examples_for", "shared_context")
)  # fmt: skip
_TESTS = frozenset(
    (
        "it",
        "specify",
        "example",
        "scenario",
        "fit",
        "xit",
        "xspecify",
        "fspecify",
        "xscenario",
        "pending",
    )
)
_SKIPPED = frozenset(
    ("xit", "xspecify", "xscenario", "pending", "xdescribe", "xcontext", "xfeature")
)


def read(unit: Unit) -> Iterator[Fact]:
    """Examples in the order of the file, those that stand in a group."""
    groups = {call.node.id: call for call in unit.calls if _is_group(call)}
    for call in unit.calls:
        if call.written not in _TESTS:
            continue
        around = _around(call.node, groups)
        if not around:
            continue
        parts = [_part(unit, one) for one in (*around, call)]
        marks = [mark for one in (*around, call) for mark in _marks(unit, one)]
        yield Test(
            line=unit.line(call.node),
            id=_description(parts),
            framework="rspec",
            marks=tuple(dict.fromkeys(marks)),
        )


def _is_group(call: Call) -> bool:
    owner, _, word = call.written.rpartition(".")
    block = call.node.child_by_field_name("block")
    return word in _GROUPS and owner in ("", "RSpec") and block is not None and bool(call.arguments)


def _around(node: Node, groups: dict[int, Call]) -> list[Call]:
    found: list[Call] = []
    above = node.parent
    while above is not None:
        if above.id in groups:
            found.append(groups[above.id])
        above = above.parent
    return found[::-1]


def _part(unit: Unit, call: Call) -> tuple[str, bool]:
    """A description, with whether it is a class."""
    words: list[str] = []
    named = False
    for one in call.arguments:
        value = unit.language.value(unit, one.node)
        if one.name or one.node.type in ("simple_symbol", "hash"):
            continue
        if value.kind in ("literal", "pattern"):
            words.append(" ".join(value.text.split()))
        elif value.kind == "reference":
            words.append(value.text.replace(".", "::"))
            named = True
    return " ".join(words), named


def _description(parts: list[tuple[str, bool]]) -> str:
    text = ""
    for at, (word, _) in enumerate(parts):
        after_class = at > 0 and parts[at - 1][1]
        close = after_class and word.startswith(("#", ".", "::"))
        text += word if not text or close or not word else f" {word}"
    return text


def _marks(unit: Unit, call: Call) -> Iterator[str]:
    if call.function in _SKIPPED:
        yield "skip"
    for one in call.arguments:
        value = unit.value(one.node)
        if one.name and value.kind in ("literal", "null"):
            symbol = one.node.type in ("simple_symbol", "true")
            if value.text != "false" and value.known:
                yield (
                    one.name
                    if value.text == "true"
                    else f"{one.name}({_quoted(value.text, symbol)})"
                )
        elif not one.name and one.node.type == "simple_symbol":
            yield value.text


def _quoted(text: str, symbol: bool) -> str:
    return f":{text}" if symbol else f'"{text}"'
