"""What tests that are marked as the proof of an item come to, and the figures that they recorded.

It is met only if every one of them ran and passed. A failure says that it is not met, whatever the others
did; a test that was skipped, or did not run, leaves it unknown, so that nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from planproof.evidence.decide import decide
from planproof.evidence.decision import Decision, FigureRead, Held, worst
from planproof.evidence.model import Measurement
from planproof.evidence.proving import Proven
from planproof.evidence.record import Step
from planproof.evidence.saying import printable
from planproof.plan.figures.sentence import Figure

MOST_STEPS = 200
"""Tests that a record lists at most; the decision rests on all of them."""


class Ended(StrEnum):
    """How a test ended, the best way first."""

    PASSED = "passed"
    RERUN = "passed only when it was tried again"
    XPASSED = "passed, though it is marked as expected to fail"
    SKIPPED = "was skipped"
    NOT_RUN = "did not run"
    XFAILED = "failed, as it was expected to"
    FAILED = "failed"
    ERROR = "ended with an error"


_DECISIONS = {
    Ended.PASSED: Decision.MET,
    Ended.RERUN: Decision.INCONCLUSIVE,
    Ended.XPASSED: Decision.INCONCLUSIVE,
    Ended.SKIPPED: Decision.UNKNOWN,
    Ended.NOT_RUN: Decision.UNKNOWN,
    Ended.XFAILED: Decision.NOT_MET,
    Ended.FAILED: Decision.NOT_MET,
    Ended.ERROR: Decision.NOT_MET,
}
_HELP = {
    Ended.RERUN: "Find out why it fails at times.",
    Ended.XPASSED: "Take the `xfail` away.",
    Ended.SKIPPED: "Run it where it is not skipped.",
}


class Test(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A test that is marked, or one case of it.

    Attributes:
        id: as pytest names it, its file counted from the project's folder.
        file: the file in which it is defined, likewise.
        line: where, from 1.
        says: the first line of what went wrong, or why it was skipped.
        seconds: how long it took; None where it did not run.
        figures: what it recorded, in order.
    """

    __test__ = False

    id: str
    file: str
    line: int
    ended: Ended = Ended.NOT_RUN
    says: str = ""
    seconds: float | None = None
    figures: tuple[Measurement, ...] = ()

    @property
    def function(self) -> str:
        """Its id without parameters, in which anything can stand."""
        file, colons, rest = self.id.partition("::")
        return f"{file}{colons}{rest.partition('[')[0]}"

    @property
    def short(self) -> str:
        """The end of its id: `test_conflict[a-1]`."""
        function = self.function
        return printable(function.rpartition("::")[2] + self.id[len(function) :], 80)


class Wanted(NamedTuple):
    """What tests are to prove.

    Attributes:
        figures: what the item's sentence says in figures.
        runs: how often a figure has to be measured.
        stopped: whether the run was stopped before its end, so that a failure may be but a part of it.
    """

    figures: Sequence[Figure] = ()
    runs: int = 1
    stopped: bool = False


def came_of(tests: Sequence[Test], wanted: Wanted) -> Proven:
    """What came of an item.

    Args:
        tests: all that are marked as its proof, those that did not run included; at least one.
        wanted: what they are to prove.
    """
    steps = _steps(tests)
    left = [test for test in tests if test.ended is Ended.NOT_RUN]
    decision = worst([_DECISIONS[test.ended] for test in tests])
    if left and (wanted.stopped or decision is not Decision.NOT_MET):
        return _partly(tests, left, wanted, steps)
    if decision is not Decision.MET:
        telling = max(
            (test for test in tests if _DECISIONS[test.ended] is decision),
            key=lambda test: tuple(Ended).index(test.ended),
        )
        reason = _said(telling)
        if left:
            reason += f" ({len(tests) - len(left)} of {len(tests)} tests ran)"
        helped = _HELP.get(telling.ended, "")
        return Proven(decision=decision, reason=reason, help=helped, steps=steps)
    passed = f"`{tests[0].short}` passed" if len(tests) == 1 else f"{len(tests)} tests passed"
    if not wanted.figures:
        return Proven(decision=decision, reason=passed, steps=steps)
    return _with_figures(tests, wanted, steps, passed)


def _partly(
    tests: Sequence[Test], left: Sequence[Test], wanted: Wanted, steps: tuple[Step, ...]
) -> Proven:
    ran = len(tests) - len(left)
    reason = f"only {ran} of {len(tests)} tests that prove it ran: `{left[0].id}` did not"
    if wanted.stopped:
        reason = f"the run was stopped: {reason}"
    return Proven(
        decision=Decision.UNKNOWN, reason=reason, help="Run all of its tests at once.", steps=steps
    )


def _said(test: Test) -> str:
    return f"`{test.short}` {test.ended.value}" + (f": {test.says}" if test.says else "")


def _with_figures(
    tests: Sequence[Test], wanted: Wanted, steps: tuple[Step, ...], passed: str
) -> Proven:
    """What the figures of the sentence say, once all tests passed."""
    reads = [read for test in tests for read in _reads(test)]
    if not reads:
        reason = f"{passed}; its figure was not read"
        return Proven(decision=Decision.MET, reason=reason, steps=steps)
    held: tuple[Held, ...] = decide(wanted.figures, reads, least_runs=wanted.runs)
    decision = worst([one.decision for one in held])
    telling = [one for one in held if one.decision is decision]
    return Proven(
        decision=decision,
        reason="; ".join(one.reason for one in telling),
        help=next((one.help for one in telling if one.help), ""),
        held=held,
        steps=steps,
    )


def _reads(test: Test) -> list[FigureRead]:
    """The figures of a test: those of one name and unit are runs of one figure."""
    runs: dict[tuple[str, str], list[Measurement]] = {}
    for one in test.figures:
        runs.setdefault((one.name, one.unit), []).append(one)
    return [
        FigureRead(source=f"`{test.short}` {name}".rstrip(), file=test.short, runs=tuple(measured))
        for (name, _), measured in runs.items()
    ]


def _steps(tests: Sequence[Test]) -> tuple[Step, ...]:
    """A step for each test, with all of its cases."""
    functions: dict[str, list[Test]] = {}
    for test in tests:
        functions.setdefault(test.function, []).append(test)
    return tuple(_step(name, cases) for name, cases in list(functions.items())[:MOST_STEPS])


def _step(name: str, cases: Sequence[Test]) -> Step:
    decision = worst([_DECISIONS[case.ended] for case in cases])
    telling = next(case for case in cases if _DECISIONS[case.ended] is decision)
    reason = _said(telling)
    if len(cases) > 1 and decision is Decision.MET:
        reason = f"{len(cases)} cases passed"
    seconds = [case.seconds for case in cases if case.seconds is not None]
    return Step(
        verb="test",
        says=says(name),
        decision=decision,
        reason=reason,
        seconds=round(sum(seconds), 3) if seconds else None,
    )


def says(name: str) -> str:
    """A test in the words of a proof, by which a record tells that it rests on it."""
    return f"test `{name}`"
