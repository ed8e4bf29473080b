"""Tests as Jest, Vitest, Mocha, Playwright, node:test, AVA and others write them: `describe > it`.

The framework is what the file imports, else `jest`, whose functions are global (Mocha's and Cypress'
are too). Titles of `it.each` and templates are kept as patterns: `adds * and *`, `adds %i`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import FUNCTIONS, brings_in, plain
from planproof.facts.model import Fact, Test
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"describe", b"it(", b"it.", b"test(", b"test.", b"suite(", b"specify(", b"scenario(")

_SUITES = frozenset(("describe", "suite", "context", "fdescribe", "xdescribe", "xcontext", "group"))
_TESTS = frozenset(("it", "test", "specify", "fit", "xit", "xtest", "scenario"))
_MODIFIERS = (
    r"^(?:only|skip|todo|concurrent|sequential|shuffle|fails|failing|fixme|slow|fail|serial|parallel|runIf\(\)"
    r"|skipIf\(\)|for\(\)|each\(\)|extend\(\)|cb|configure|describe)$"
)
_FRAMEWORKS = (
    ("vitest", r"^vitest(?:[/.]|$)"),
    ("jest", r"^@jest/"),
    ("playwright", r"^(?:@playwright/|playwright)"),
    ("node", r"^test(?:\.\w+)?$"),
    ("bun", r"^bun:test(?:\.|$)"),
    ("mocha", r"^mocha(?:\.|$)"),
    ("ava", r"^ava(?:\.|$)"),
    ("tape", r"^tape(?:\.|$)"),
    ("cypress", r"^cypress"),
)
_SKIPPED = ("skip", "todo", "fixme")


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file, each with the suites around it."""
    suites: dict[int, str] = {}
    tests: list[tuple[Call, str, tuple[str, ...]]] = []
    for call in unit.calls:
        what, modifiers = _sort(unit, call)
        title = _title(unit, call) if what else ""
        if not title or not _has_body(call, modifiers):
            continue
        if what == "suite":
            suites[call.node.id] = title
        else:
            marks = tuple(one for one in modifiers if one in _SKIPPED)
            tests.append((call, title, (*marks, *_tags(unit, call))))
    framework = _framework(unit) if tests else ""
    for call, title, marks in tests:
        path = [*_around(call.node, suites), title]
        yield Test(line=unit.line(call.node), id=" > ".join(path), framework=framework, marks=marks)


def _sort(unit: Unit, call: Call) -> tuple[str, tuple[str, ...]]:
    """Whether a call makes a suite or a test, and what stands between: `only`, `skip`, `each()`."""
    head, *rest = call.written.split(".")
    if head.endswith("()") or head not in _SUITES | _TESTS or call.decorates is not None:
        return "", ()
    if not all(rx(_MODIFIERS).match(one) for one in rest) or (
        rest and rest[-1] in ("extend", "configure")
    ):
        return "", ()
    if rest and rest[-1] in ("each", "for", "runIf", "skipIf"):  # it.each([...]), not yet called
        return "", ()
    if call.written in ("test.skip", "test.fixme", "test.slow", "test.fail") and not _titled(
        unit, call
    ):
        return "", ()
    marks = [*rest, *(["skip"] if head.startswith("x") else [])]
    return ("suite" if head in _SUITES or "describe" in rest else "test"), tuple(marks)


def _titled(unit: Unit, call: Call) -> bool:
    """Whether a call has a title and a function, so that it is no condition of Playwright's."""
    first = call.argument(0)
    return first is not None and unit.value(first).kind in ("literal", "pattern")


def _title(unit: Unit, call: Call) -> str:
    node = call.argument(0)
    if node is None:
        return ""
    node = plain(node)
    if node.type == "arguments" or node.type in FUNCTIONS:
        return ""
    value = unit.value(node)
    if value.kind in ("literal", "pattern"):
        return " ".join(value.text.split())
    path = unit.language.path(unit, node)
    if value.kind == "reference" or path:
        return path.removesuffix(".name").rpartition(".")[2].removesuffix("()")
    return "*"


def _has_body(call: Call, modifiers: tuple[str, ...]) -> bool:
    """Whether there is a function after the title, or nothing need be."""
    given = [plain(one.node) for one in call.arguments if not one.name][1:]
    if "todo" in modifiers or (not given and "skip" in modifiers):
        return True
    names = ("identifier", "call_expression", "member_expression")
    return any(one.type in FUNCTIONS or one.type in names for one in given)


def _tags(unit: Unit, call: Call) -> list[str]:
    """Playwright's tags: `test("x", { tag: "@fast" }, ...)`."""
    node = call.argument("tag", "tags")
    if node is None:
        return []
    return [text for one in unit.items(node) or [node] if (text := unit.string(one))]


def _around(node: Node, suites: dict[int, str]) -> list[str]:
    found: list[str] = []
    above = node.parent
    while above is not None:
        if above.id in suites:
            found.append(suites[above.id])
        above = above.parent
    return found[::-1]


def _framework(unit: Unit) -> str:
    required = (one.value for one in unit.assignments if brings_in(unit, one.value))
    modules = {*unit.imports.values(), *(unit.language.path(unit, one) for one in required)}
    for name, pattern in _FRAMEWORKS:
        if any(rx(pattern).match(one) for one in modules):
            return name
    return "cypress" if any(call.written.startswith("cy.") for call in unit.calls) else "jest"
