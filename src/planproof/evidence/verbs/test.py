"""Take a test's result; it is met when the test passed.

    test `tests/orders/test_idempotency.py::test_conflict`

The setting `test-command` runs it with the project's own runner; without that setting its result is
looked for in the JUnit XML files that the setting `reports` names. A test with parameters is named with
them, or without for all of them. A test that was skipped, or that no report holds, proves nothing.
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


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Look the tests' results up."""
    names = stated.proof.texts
    results, where = tools.tests(names)
    ended: list[tuple[str, TestResult]] = []
    for place, name in enumerate(names):
        found = matching(name, results)
        if not found:
            raise Lacking(f"{where} holds no test `{name}`{_meant(name, results)}", _HELP, at=place)
        ended += [(name, one) for one in found]
    decision = worst([_DECISIONS[one.status] for _, one in ended])
    if decision is Decision.MET:
        many = f"{len(ended)} tests passed" if len(ended) > 1 else f"`{short(names[0])}` passed"
        return Outcome(decision=decision, reason=many, seconds=_seconds(ended))
    name, worse = next(pair for pair in ended if _DECISIONS[pair[1].status] is decision)
    says = f": {worse.says}" if worse.says else ""
    return Outcome(
        decision=decision,
        reason=f"`{short(name)}` {_SAID[worse.status]}{says}",
        help="Run it by hand and mend what it tests.",
        seconds=_seconds(ended),
    )


_HELP = "Correct the name, or see to it that the test is run and reported."


def matching(name: str, results: Iterable[TestResult]) -> list[TestResult]:
    """The results that a test's name in a plan means: by id or alias; without parameters all of them.

    A name may leave out folders and packages at its beginning, where only one test is meant.
    """
    exact: list[TestResult] = []
    ending: dict[str, list[TestResult]] = {}
    for one in results:
        for alias in (one.id, *one.aliases):
            plain = alias.partition("[")[0]
            if name in (alias, plain):
                exact.append(one)
                break
            if alias.endswith(name) or plain.endswith(name):
                before = alias[: alias.rfind(name)]
                if before.endswith((".", "/", ":", "#", " ", ">")):
                    ending.setdefault(plain, []).append(one)
                    break
    if exact or len(ending) != 1:
        return exact
    return next(iter(ending.values()))


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
