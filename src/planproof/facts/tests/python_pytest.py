"""pytest (8.x) and unittest: functions `test_*`, classes `Test*` and `TestCase`, with their marks.

Whatever the file is called. Marks of a test are its own, its classes' and its module's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call, Class
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"def test",)

FIXTURES = frozenset(("fixture", "hookimpl", "property", "yield_fixture", "async_fixture"))
PLAIN_MARKS = frozenset(("skip", "skipif", "skipIf", "skipUnless", "xfail", "usefixtures"))
"""Marks whose arguments say nothing about what is tested."""


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file."""
    classes = {one.name: one for one in unit.classes}
    of_module = _of_module(unit)
    functions = {one.name for one in unit.functions}
    for one in unit.functions:
        outer, _, name = one.name.rpartition(".")
        if not name.startswith("test") or outer in functions:
            continue
        if any(decorator.function in FIXTURES for decorator in one.decorators):
            continue
        around = [classes.get(path) for path in _paths(outer)]
        known = [found for found in around if found is not None]
        if len(known) != len(around):
            continue
        old = any(_is_case(found, classes) for found in known)
        if not old and not (name.startswith("test_") and all(_is_test(at) for at in known)):
            continue
        marks = [*of_module]
        for found in known:
            marks += _marks(unit, found.decorators)
            marks += _listed(unit, found)
        marks += _marks(unit, one.decorators)
        yield Test(
            line=unit.line(one.node),
            id=one.name.replace(".", "::"),
            framework="unittest" if old else "pytest",
            marks=tuple(dict.fromkeys(marks)),
        )


def _paths(outer: str) -> list[str]:
    """`A.B` as `A` and `A.B`."""
    parts = outer.split(".") if outer else []
    return [".".join(parts[: at + 1]) for at in range(len(parts))]


def _is_case(one: Class, classes: dict[str, Class]) -> bool:
    """Whether a class is one of unittest's, by what it inherits from here, or else by its name."""
    seen: set[str] = set()
    stack = [one]
    while stack:
        current = stack.pop()
        for base in current.bases:
            word = base.rpartition(".")[2]
            if base in classes:
                if base not in seen:
                    seen.add(base)
                    stack.append(classes[base])
            elif "TestCase" in word or (current is one and _is_base(one, word)):
                return True
    return False


def _is_base(one: Class, word: str) -> bool:
    """Whether a class of another file is one that a class of tests is made of: `class OrderTests(BaseTest)`."""
    return "Test" in word and rx(r"(Tests?|TestCase)$").search(one.name) is not None


def _is_test(one: Class) -> bool:
    """Whether pytest takes a class: by its name."""
    return one.name.rpartition(".")[2].startswith("Test")


def _of_module(unit: Unit) -> list[str]:
    """`pytestmark = pytest.mark.slow`, or a list of marks."""
    found: list[str] = []
    for one in unit.assignments:
        if one.target == "pytestmark" and one.top:
            found += _marks_in(unit, one.value)
    return found


def _listed(unit: Unit, one: Class) -> list[str]:
    nodes = [field.default for field in one.fields if field.name == "pytestmark"]
    return [mark for node in nodes if node is not None for mark in _marks_in(unit, node)]


def _marks_in(unit: Unit, node: Node) -> list[str]:
    found: list[str] = []
    for item in unit.items(node) or [node]:
        call = unit.called_at.get(item.id)
        found += _marks(unit, (call,)) if call is not None else _named(unit.path(item))
    return found


def _named(path: str) -> list[str]:
    """The mark that a path without arguments is: `pytest.mark.slow`."""
    before, _, word = path.rpartition(".")
    return [word] if before.endswith("mark") else []


def _marks(unit: Unit, decorators: tuple[Call, ...]) -> list[str]:
    found: list[str] = []
    for call in decorators:
        owner, _, word = call.callee.rpartition(".")
        if owner.endswith("mark") and word != "parametrize":
            found.append(word + _given(unit, call) if word not in PLAIN_MARKS else word)
        elif owner.endswith("unittest") and word in PLAIN_MARKS | {"expectedFailure"}:
            found.append(word)
        elif call.callee in ("django.test.tag", "django.test.utils.tag"):
            found += [text for one in call.arguments if (text := unit.string(one.node))]
    return found


def _given(unit: Unit, call: Call) -> str:
    """A mark's arguments, strings in double quotes: `("AC-3")`."""
    parts = []
    for one in call.arguments:
        value = unit.value(one.node)
        quoted = value.known and one.node.type in ("string", "concatenated_string", "identifier")
        text = f'"{value.text}"' if quoted else value.text
        parts.append(f"{one.name}={text}" if one.name else text)
    return f"({', '.join(parts)})" if parts else ""
