"""Take a test's result; it is met when the test passed.

    test `tests/orders/test_idempotency.py::test_conflict`

The setting `test-command` runs it with the project's own runner. `{report}` in it becomes the file that the
runner is to write: JUnit XML, or the events of `go test -json`. `{tests}` becomes the names; without it the
runner runs all its tests, once. Without `{report}` those files count that the setting `reports` names and that
this run has written; without `test-command` whatever these hold. Runners write them so:

| runner | settings |
| --- | --- |
| pytest | `test-command = "pytest --junit-xml={report} {tests}"` |
| Node.js | `test-command = "node --test --test-reporter=junit --test-reporter-destination={report}"` |
| Vitest | `test-command = "npx vitest run --reporter=junit --outputFile={report}"` |
| Jest, with jest-junit | `test-command = "npx jest --ci --reporters=jest-junit"`, `reports = ["junit.xml"]` |
| Go | `test-command = "sh -c 'go test -json ./... > {report}'"` |
| Maven | `test-command = "mvn --batch-mode test"`, `reports = ["**/target/surefire-reports/*.xml"]` |
| Gradle | `test-command = "./gradlew test"`, `reports = ["**/build/test-results/**/*.xml"]` |

A test is named as its runner names it: `tests/orders/test_idempotency.py::test_conflict`, `OrdersTest#places`,
`TestPlace/empty_order`, `errors > rejects an empty order`. Folders, packages and files at the beginning may be left
out where one test only is meant then. A test with parameters is named with them, or without for all of them. One
that was skipped, or that no report holds, proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planproof.evidence.decision import Decision, worst
from planproof.evidence.model import TestResult, TestStatus
from planproof.evidence.verb import Lacking, Outcome, Stated, Syntax, Tools
from planproof.plan.wording import nearest

SYNTAX = Syntax(needs="a test's name", most=50, also=("tests", "tested"), tells=True)

_DECISIONS = {
    TestStatus.PASSED: Decision.MET,
    TestStatus.FAILED: Decision.NOT_MET,
    TestStatus.ERROR: Decision.NOT_MET,
    TestStatus.XFAILED: Decision.NOT_MET,
    TestStatus.SKIPPED: Decision.UNKNOWN,
    TestStatus.FLAKY: Decision.INCONCLUSIVE,
}
_SAID = {
    TestStatus.PASSED: "passed",
    TestStatus.FAILED: "failed",
    TestStatus.ERROR: "ended with an error",
    TestStatus.XFAILED: "failed, as it was expected to",
    TestStatus.SKIPPED: "was skipped",
    TestStatus.FLAKY: "passed only when it was tried again",
}

_CURES = {
    TestStatus.SKIPPED: "See to it that it is run here: a test that is skipped proves nothing.",
    TestStatus.FLAKY: "Find out why it does not always pass.",
    TestStatus.XFAILED: "Take the expectation to fail away once it passes.",
}


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Look the tests' results up."""
    names = stated.proof.texts
    results, where = tools.tests(names)
    ended: list[tuple[str, TestResult]] = []
    for place, name in enumerate(names):
        found = candidates(name, results)
        if not found:
            raise Lacking(f"no test `{name}` is in {where}{_meant(name, results)}", _HELP, at=place)
        if len(found) > 1:
            several = ", ".join(f"`{one}`" for one in sorted(found)[:3])
            more = " and more" if len(found) > 3 else ""
            raise Lacking(
                f"`{name}` can mean {len(found)} tests: {several}{more}",
                "Name one of them.",
                at=place,
            )
        ended += [(name, one) for tests in found.values() for one in tests]
    decision = worst([_DECISIONS[one.status] for _, one in ended])
    if decision is Decision.MET:
        many = f"{len(ended)} tests passed" if len(ended) > 1 else f"`{short(names[0])}` passed"
        return Outcome(decision=decision, reason=many, seconds=_seconds(ended))
    name, worse = next(pair for pair in ended if _DECISIONS[pair[1].status] is decision)
    says = f": {worse.says}" if worse.says else ""
    return Outcome(
        decision=decision,
        reason=f"`{short(name)}` {_SAID[worse.status]}{says}",
        help=_CURES.get(worse.status, "Run it by hand and mend what it tests."),
        seconds=_seconds(ended),
    )


_HELP = "Correct the name, or see to it that the test is run and reported."


def candidates(name: str, results: Iterable[TestResult]) -> dict[str, list[TestResult]]:
    """The tests that a name in a plan can mean, each with its results: those of all its parameters.

    A name may leave out folders and packages at its beginning. Whoever has the whole name goes first.
    """
    found: tuple[dict[str, list[TestResult]], ...] = ({}, {}, {})
    name = _spoken(name)
    for one in results:
        names = [_spoken(alias) for alias in (one.id, *one.aliases)]
        place = min(_nearness(name, alias) for alias in names)
        if name in (names[0], _plain(names[0])):
            place = 0
        if place < _FAR:
            found[place].setdefault(_plain(one.id), []).append(one)
    return next((tests for tests in found if tests), {})


_FAR = 3


def _nearness(name: str, alias: str) -> int:
    """1 where a name is a test's other name, 2 where it is the end of one, else `_FAR`."""
    plain = _plain(alias)
    if name in (alias, plain):
        return 1
    for whole in (alias, plain):
        if whole.endswith(name) and whole[: -len(name)].endswith((".", "/", ":", "#", " ", ">")):
            return 2
    return _FAR


def _spoken(name: str) -> str:
    """A test's name with spaces between its parts, which runners of JavaScript also divide by ` > `."""
    return " ".join(name.replace(" > ", " ").replace(" › ", " ").split())


def _plain(name: str) -> str:
    """A test's name without its parameters."""
    return name.partition("[")[0]


def matching(name: str, results: Iterable[TestResult]) -> list[TestResult]:
    """The results of the one test that a name in a plan means; none where it can mean several."""
    found = candidates(name, results)
    return next(iter(found.values())) if len(found) == 1 else []


def short(name: str) -> str:
    """The end of a test's name: `test_conflict`."""
    return name.rpartition("::")[2] or name


def _meant(name: str, results: Sequence[TestResult]) -> str:
    known = [alias for one in results for alias in (*one.aliases, one.id)]
    close = nearest(name, known[:20_000])
    return f"; did you mean `{close}`?" if close else ""


def _seconds(ended: Sequence[tuple[str, TestResult]]) -> float | None:
    known = [one.seconds for _, one in ended if one.seconds is not None]
    return sum(known) if known else None
