"""JUnit 3 to 5 and TestNG: `Class#method`, `Outer$Inner#method` for nested classes.

Marks are `@Tag`, `@Category` and TestNG's groups, of the method and of the classes around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call, Class

NEEDS = (
    b"@Test", b"@ParameterizedTest", b"@RepeatedTest", b"@TestFactory", b"@TestTemplate", b"@Property",
    b"TestCase", b".Test",
)  # fmt: skip

_TESTS = ("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate")
_PACKAGES = ("org.junit", "org.testng", "kotlin.test", "net.jqwik")


def read(unit: Unit) -> Iterator[Fact]:
    """Methods that are tests."""
    classes = {one.name: one for one in unit.classes}
    for function in unit.functions:
        within, _, method = function.name.rpartition(".")
        holder = classes.get(within)
        if holder is None:
            continue
        found = [one for one in function.decorators if _is_test(one)]
        old = not found and method.startswith("test") and "TestCase" in "".join(holder.bases)
        if not found and not old:
            continue
        marks = [mark for one in function.decorators for mark in _marks(unit, one)]
        for name in _around(within):
            for one in classes[name].decorators if name in classes else ():
                marks += _marks(unit, one)
        yield Test(
            line=unit.line(function.node),
            id=f"{within.replace('.', '$')}#{method}",
            framework=_framework(unit, found, holder),
            marks=tuple(dict.fromkeys(marks)),
        )


def _is_test(call: Call) -> bool:
    package, _, word = call.callee.rpartition(".")
    return word in _TESTS and (not package or package.startswith(_PACKAGES))


def _framework(unit: Unit, found: list[Call], holder: Class) -> str:
    names = [*(one.callee for one in found), *unit.imports.values(), *holder.bases]
    return "testng" if any(name.startswith("org.testng") for name in names) else "junit"


def _around(name: str) -> Iterator[str]:
    """A class and those that it stands in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _marks(unit: Unit, call: Call) -> Iterator[str]:
    if call.function == "Tags":
        for item in unit.items(call.argument(0, "value")):
            inner = unit.called_at.get(item.id)
            if inner is not None and inner.function == "Tag":
                yield from _marks(unit, inner)
    elif call.function in ("Tag", "Group"):
        mark = unit.string(call.argument(0, "value"))
        if mark:
            yield mark
    elif call.function == "Category":
        node = call.argument(0, "value")
        for one in (unit.items(node) or [node]) if node is not None else ():
            yield unit.text(one).removesuffix(".class").removesuffix("::class").rpartition(".")[2]
    elif call.function == "Test":
        node = call.argument("groups")
        for one in (unit.items(node) or [node]) if node is not None else ():
            yield unit.string(one) or ""
