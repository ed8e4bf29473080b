"""The named test exists.

## What it claims

A test that the plan names in a code span, in the section on testing or behind `proof: test`, exists:
the file, and in it the test, by the id that its framework gives it (`tests/test_a.py::TestA::test_b[x]`,
`a_test.go::TestA/sub`, `a.test.ts > orders > answers 409`, `ATest.java#conflict`).

## When it is broken

When it is due, and the file or the test is not there. A test in a language that is not read, one that
its class may inherit, and a case of a table that is put together as it runs are `unknown`.

## What to do

Write the test, or correct its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.model import Test
from planproof.facts.paths import generated, is_test, vendored
from planproof.facts.probe import language_of
from planproof.markdown.tree import Code
from planproof.plan.model import Item, TestNote
from planproof.plan.sections.components import SUFFIXES
from planproof.text.patterns import rx
from planproof.text.source import Span
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._places import after, foreign, out_of_tree, places, similar
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due
from planproof.verdict.world import UNREAD_CODE

_ID = r"^(?P<path>[\w./@+\[\]-]+\.\w+)(?::\d+)?(?:(?:::|#|\s>\s)(?P<name>\S.*))?$"
_LEFT_OPEN = (
    r"(?i)\bif (?:it |they |this |such )?(?:exists?|present|any|needed|implemented|applicable)\b"
)
_CASES = r"\[.*\]$"


class Said(NamedTuple):
    """A test as a plan names it: its file, its name within it (may be empty), the whole as written."""

    path: str
    name: str
    whole: str
    span: Span


def tests_named(item: Item) -> Iterator[Said]:
    """The tests that an item names."""
    if isinstance(item, TestNote):
        codes = [one for one in item.words.inlines if isinstance(one, Code)]
        yield from _tests(codes, proof=False)
    for field in item.fields:
        if field.key == "proof" and rx(r"^\W*tests?\b").match(field.value.casefold()):
            yield from _tests(field.codes, proof=True)


def _tests(codes: list[Code] | tuple[Code, ...], *, proof: bool) -> Iterator[Said]:
    for code in codes:
        match = rx(_ID).match(code.text.strip())
        if match is None:
            continue
        # Other names, which only a run knows (`orders.TestPlace`, `shop.OrdersTest.places`), name no file.
        known = proof and match["path"].rpartition(".")[2].casefold() in SUFFIXES
        if known or _is_test(match["path"], match["name"] or ""):
            name = (match["name"] or "").strip()
            yield Said(match["path"], name, code.text.strip(), code.span)


def _is_test(path: str, name: str) -> bool:
    """Whether words are a test, rather than a host, a figure, a setting or a file of results."""
    suffix = path.rpartition(".")[2].casefold()
    if suffix not in SUFFIXES or path.startswith(("/", "~", "../")):
        return False
    code = language_of(path) is not None or suffix in UNREAD_CODE
    return bool(name) or is_test(path) or ("/" in path and code)


def sought(item: Item) -> Iterator[str]:
    """The parts of the tests' names, as Go writes them, too."""
    for said in tests_named(item):
        for part in _parts(rx(_CASES).sub("", said.name)):
            yield part
            yield part.replace("_", " ")


def claims(item: Item, case: Case) -> Iterator[Judged]:
    """One for each test that is named."""
    for said in tests_named(item):
        yield _claim(item, said, case)


def _due(item: Item, path: str, subject: str, case: Case) -> Due:
    return case.tense.with_box(item) or case.due(item, path, subject)


def _claim(item: Item, said: Said, case: Case) -> Judged:
    path, name, subject, span = said
    says = f"`{subject}` exists"
    due = _due(item, path, subject, case)
    found = places(case.world, path, "path", case.plan.document.source.name)
    advice = "Write the test, or correct its name."
    if not found:
        doubt = out_of_tree(path)
        if rx(_LEFT_OPEN).search(item.words.text):
            doubt = "the plan leaves open whether there is one"
        if due.now and doubt:
            return unknown(span, subject, says, doubt)
        gone = case.world.history.gone(path) if due.now else None
        if gone is not None:
            return absent(span, subject, says, gone.says, due, help=after(gone))
        if due.now and (elsewhere := foreign(case.world, path)):
            return unknown(span, subject, says, elsewhere)
        advice = f"{similar(case.world, path)}{advice}"
        return absent(span, subject, says, f"there is no file `{path}`", due, help=advice)
    if not name:
        return holds(span, subject, says, "the file is there", Rest(found[0]))
    for at in found:
        for test in case.world.inventory.tests.get(at, ()):
            if same_test(test.id, name):
                reason = f"{at}:{test.line} is this test"
                return holds(span, subject, says, reason, Rest(at, test.line, "this test"))
    doubt = _doubt(found, name, case)
    if doubt:
        return unknown(span, subject, says, doubt, Rest(found[0]))
    other = _elsewhere(name, case)
    hint = f"; {other.path}:{other.line} has one of that name" if other is not None else ""
    rests = [Rest(found[0]), *([other] if other is not None else [])]
    return absent(
        span, subject, says, f"`{found[0]}` has no such test{hint}", due, *rests, help=advice
    )


def _doubt(found: list[str], name: str, case: Case) -> str:
    """Why a test may be in a file though it is not seen there, or empty."""
    at = found[0]
    if language_of(at) is None or vendored(at) or generated(at):
        return f"tests in `{at}` cannot be read"
    parts = _parts(rx(_CASES).sub("", name))
    if not parts:
        return "its name says nothing"
    tests = case.world.inventory.tests.get(at, [])
    stands = at in (*case.world.where(parts[-1]), *case.world.where(parts[-1].replace("_", " ")))
    if not tests:
        return f"its name stands in `{at}`, but no test framework is known there" if stands else ""
    if any(_put_together(test, parts) for test in tests):
        return f"`{at}` puts names of tests together as it runs"
    if len(parts) > 1 and _elsewhere(name, case) is not None and parts[0] in _classes(at, case):
        return f"`{parts[0]}` may inherit it"
    return ""


def _put_together(test: Test, parts: list[str]) -> bool:
    """Whether a test's cases, or its title, are put together and can come to a name."""
    theirs = _parts(test.id)
    if test.framework == "go" and len(parts) > len(theirs) > 0:
        return parts[: len(theirs)] == theirs
    if len(theirs) != len(parts):
        return False
    return all(ours == have or _made(ours, have) for ours, have in zip(parts, theirs, strict=True))


def _made(ours: str, have: str) -> bool:
    """Whether a title with gaps (`adds %i`, `does *`) can come to a name."""
    pieces = rx(r"%[a-z#%]|\$[\w.]+|\*|#\{[^}]*\}|\{[^}]*\}").split(have)
    if len(pieces) < 2 or not ours.startswith(pieces[0]):  # no gap
        return False
    at = 0
    for piece in pieces:
        at = ours.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return ours.endswith(pieces[-1])


def _classes(at: str, case: Case) -> set[str]:
    return {test.id.partition("::")[0] for test in case.world.inventory.tests.get(at, ())} | {
        fact.name
        for word, known in case.world.inventory.definitions.items()
        for path, fact in known
        if path == at and fact.what == "class" and word == fact.name
    }


def _elsewhere(name: str, case: Case) -> Rest | None:
    """A test of the same last name in another file."""
    last = _parts(rx(_CASES).sub("", name))[-1:]
    for path, tests in sorted(case.world.inventory.tests.items()):
        for test in tests:
            if last and _parts(test.id)[-1:] == last:
                return Rest(path, test.line, "of that name")
    return None


def same_test(have: str, named: str) -> bool:
    """Whether a test's id is what a plan names: the whole, the last parts of it, or its class."""
    theirs = _parts(rx(_CASES).sub("", have))
    for ours in (_parts(named), _parts(rx(_CASES).sub("", named))):
        if ours and (ours == theirs[-len(ours) :] or ours == theirs[: len(ours)]):
            return True
    return " ".join(_parts(named)) in (" ".join(theirs), have)


def _parts(name: str) -> list[str]:
    """The words of a test's name; .NET and unittest put dots between them: `Orders.OrderTests.Conflict`."""
    dotted = "" if rx(r"\s").search(name) else r"|(?<=\w)[.+](?=[A-Za-z_])"
    return [part.strip() for part in rx(rf"::|\s>\s|[#/$]{dotted}").split(name) if part.strip()]
