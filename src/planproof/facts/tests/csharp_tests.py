"""xUnit, NUnit and MSTest: `Namespace.Class.Method`, as `dotnet test` has it.

Marks are traits (`plan("AC-3")`), categories and properties, of the method and of its class.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.languages.csharp import namespace
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call

NEEDS = (b"Fact", b"Theory", b"[Test", b"TestMethod", b"TestCase", b"Test]", b"Test(", b"Test,")

_FRAMEWORKS = {
    "Fact": "xunit",
    "Theory": "xunit",
    "Test": "nunit",
    "TestCase": "nunit",
    "TestCaseSource": "nunit",
    "TestMethod": "mstest",
    "DataTestMethod": "mstest",
    "SkippableFact": "xunit",
    "SkippableTheory": "xunit",
}
_PAIRS = ("Trait", "Property", "TestProperty")
_WORDS = ("Category", "TestCategory")


def read(unit: Unit) -> Iterator[Fact]:
    """Methods that are tests."""
    classes = {one.name: one for one in unit.classes}
    for function in unit.functions:
        within, _, method = function.name.rpartition(".")
        holder = classes.get(within)
        found = [one for one in function.decorators if one.function in _FRAMEWORKS]
        if holder is None or not found:
            continue
        marks = [
            mark for one in (*function.decorators, *holder.decorators) for mark in _marks(unit, one)
        ]
        parts = (namespace(unit, function.node), within.replace(".", "+"), method)
        yield Test(
            line=unit.line(function.node),
            id=".".join(part for part in parts if part),
            framework=_FRAMEWORKS[found[0].function],
            marks=tuple(dict.fromkeys(marks)),
        )


def _marks(unit: Unit, call: Call) -> Iterator[str]:
    words = [unit.string(one.node) for one in call.arguments if not one.name]
    if call.function in _PAIRS and len(words) == 2 and all(words):
        yield f'{words[0]}("{words[1]}")'
    elif call.function in _WORDS and words and words[0]:
        yield words[0]
