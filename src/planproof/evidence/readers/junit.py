"""JUnit XML in its dialects (pytest 9.2, Surefire 2.22, Vitest 4, jest-junit 17, Node.js 20, GoogleTest).

A test passed if its case holds neither failure, error nor skip and says nothing else of its status. Cases of one
name are one test, and the worst of them counts: pytest writes two for a test that fails and cannot be torn down.
Totals are counted again. They differ between tools without anything being wrong: Surefire counts every retry as a
test, pytest counts a failure with its teardown error once, and Node.js counts a suite inside a suite as one test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.evidence.content import Content, Unreadable, number, whole
from planproof.evidence.model import Better, Measurement, Results, TestResult, TestStatus
from planproof.evidence.readers import _junit
from planproof.evidence.readers._collect import Collected, time_said

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_TESTS = 200_000

# The worst last. A test that was skipped once and passed once did not pass everywhere.
_WORSE = (
    TestStatus.PASSED,
    TestStatus.FLAKY,
    TestStatus.XFAILED,
    TestStatus.SKIPPED,
    TestStatus.FAILED,
    TestStatus.ERROR,
)
_BAD = frozenset({TestStatus.FAILED, TestStatus.ERROR})
_COUNTED = (
    ("passed", TestStatus.PASSED, Better.MORE),
    ("failures", TestStatus.FAILED, Better.LESS),
    ("errors", TestStatus.ERROR, Better.LESS),
    ("skipped", TestStatus.SKIPPED, Better.LESS),
    ("xfailed", TestStatus.XFAILED, Better.LESS),
    ("flaky", TestStatus.FLAKY, Better.LESS),
)


def recognises(content: Content) -> bool:
    """Whether the first element is `<testsuites>` or `<testsuite>`."""
    return content.is_xml and _first_element(content.head) in _junit.SUITES


def _first_element(head: str) -> str:
    """The name of the first element, after declaration, comments and document type."""
    place = 0
    while True:
        place = head.find("<", place)
        if place < 0:
            return ""
        if head.startswith("<!--", place):
            place = head.find("-->", place)
        elif head.startswith(("<?", "<!"), place):
            place = head.find(">", place)
        else:
            name = head[place + 1 : place + 80].replace("/", " ").replace(">", " ").split()
            return name[0].rpartition(":")[2] if name else ""
        if place < 0:
            return ""


def read(content: Content) -> Results:
    """Its results of tests, and how many ended how.

    Raises:
        Unreadable: it is no whole XML.
    """
    root = content.xml
    if root.tag not in _junit.SUITES:
        raise Unreadable("it is no JUnit XML: it does not begin with a suite of tests")
    suites, cases = _junit.walk(root)
    kept = Collected("junit")
    tests = _tests(kept, suites, cases)
    if not cases:
        kept.warn("it holds no results of tests")
    _totals(kept, suites, cases)
    times = (time_said(suite.element.get("timestamp")) for suite in suites)
    return Results(
        format="junit",
        measurements=_counts(tests),
        tests=tests,
        complete=kept.complete,
        warnings=tuple(kept.warnings),
        made_at=next((time for time in times if time), ""),
    )


def _tests(
    kept: Collected, suites: list[_junit.Suite], cases: list[_junit.Case]
) -> tuple[TestResult, ...]:
    """One result for each name, in the order of the file."""
    found: dict[str, TestResult] = {}
    by_pytest = any(
        suite.element.get("name", "") in {"pytest", "pytest tests"} for suite in suites[:2]
    )
    for element, place in cases:
        names = suites[place].names
        name = _junit.identity(element, names)
        if not element.get("name"):
            kept.incomplete("a test without a name was left out")
        elif name in found:
            found[name] = _merged(found[name], _test(element, name, ()))
        elif len(found) >= MOST_TESTS:
            kept.incomplete(f"it holds more than {MOST_TESTS} tests, and only the first were read")
        else:
            others = _junit.aliases(element, names, by_pytest=by_pytest)
            found[name] = _test(element, name, others)
    return tuple(found.values())


def _test(case: Element, name: str, aliases: tuple[str, ...]) -> TestResult:
    ended, says = _junit.status(case)
    properties = {
        one.get("name", ""): one.get("value", one.text or "").strip()
        for one in case.iterfind("properties/property")
        if one.get("name")
    }
    return TestResult(
        id=name,
        status=ended,
        aliases=aliases,
        seconds=number(case.get("time")),
        says=says,
        properties=properties,
    )


def _merged(first: TestResult, second: TestResult) -> TestResult:
    """Two results of one test as one: the worse status, the times together."""
    worse = max(first, second, key=lambda test: _WORSE.index(test.status))
    times = [test.seconds for test in (first, second) if test.seconds is not None]
    return TestResult(
        id=first.id,
        status=worse.status,
        aliases=first.aliases,
        seconds=sum(times) if times else None,
        says=worse.says,
        properties=first.properties | second.properties,
    )


def _counts(tests: tuple[TestResult, ...]) -> tuple[Measurement, ...]:
    """How many tests there are and how many ended how; nothing where there are none."""
    if not tests:
        return ()
    found = [Measurement(name="tests", value=len(tests), unit="tests", better=Better.MORE)]
    for name, ended, better in _COUNTED:
        count = sum(test.status is ended for test in tests)
        found.append(Measurement(name=name, value=count, unit="tests", better=better))
    return tuple(found)


class _Tally:
    """What really stands in a suite and the suites inside it."""

    def __init__(self) -> None:
        self.cases = self.retries = self.children = 0
        self.bad_cases = self.bad_elements = 0
        self.names: set[str] = set()
        self.distinct = 0

    def count(self, case: Element, name: str) -> None:
        """Count a case that stands right in the suite."""
        tags = [child.tag for child in case]
        bad = sum(tag in {"failure", "error"} for tag in tags)
        self.cases += 1
        self.children += 1
        self.retries += sum(tag in _junit.RETRIES for tag in tags)
        self.bad_elements += bad
        if name not in self.names:
            self.distinct += 1
            self.names.add(name)
            self.bad_cases += bool(bad)

    def include(self, inner: _Tally) -> None:
        """Count a suite that stands right in the suite."""
        self.cases += inner.cases
        self.retries += inner.retries
        self.bad_cases += inner.bad_cases
        self.bad_elements += inner.bad_elements
        self.distinct += inner.distinct
        self.children += 1


def _totals(kept: Collected, suites: list[_junit.Suite], cases: list[_junit.Case]) -> None:
    """Hold what each suite says of itself against what stands in it."""
    tallies = [_Tally() for _ in suites]
    for element, place in cases:
        tallies[place].count(element, _junit.identity(element, suites[place].names))
    for place in range(len(suites) - 1, -1, -1):
        suite, tally = suites[place], tallies[place]
        if suite.parent >= 0:
            tallies[suite.parent].include(tally)
        title = suite.element.get("name") or suite.element.tag
        _tests_told(kept, suite.element, tally, title)
        _bad_told(kept, suite.element, tally, title)


def _tests_told(kept: Collected, suite: Element, tally: _Tally, title: str) -> None:
    told = whole(suite.get("tests"))
    if told is None or tally.distinct <= told <= tally.cases + tally.retries:
        return
    if told > tally.cases:
        kept.complete = False
    elif told == tally.children:
        return
    kept.warn(f"{title} says that it has {told} tests and holds {tally.cases}")


def _bad_told(kept: Collected, suite: Element, tally: _Tally, title: str) -> None:
    failures, errors = whole(suite.get("failures")), whole(suite.get("errors"))
    if failures is None and errors is None:
        return
    told = (failures or 0) + (errors or 0)
    shown = tally.bad_elements + tally.retries
    if told > shown:
        kept.incomplete(f"{title} says that {told} tests failed and shows {shown}")
    elif told < tally.bad_cases:
        kept.warn(f"{title} says that {told} tests failed and shows {tally.bad_cases}")
