"""What marked tests come to together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.decision import Decision
from planproof.evidence.model import Measurement
from planproof.evidence.tested import Ended, Test, Wanted, came_of
from planproof.plan.figures.sentence import Figure, read_sentence


def ran(name: str, ended: Ended, *figures: Measurement, says: str = "") -> Test:
    return Test(
        id=f"tests/t.py::{name}",
        file="tests/t.py",
        line=1,
        ended=ended,
        says=says,
        seconds=0.5,
        figures=figures,
    )


@pytest.mark.parametrize(
    ("ends", "stopped", "decision", "reason"),
    [
        ("PASSED", False, "met", "`t0` passed"),
        ("PASSED PASSED", False, "met", "2 tests passed"),
        ("PASSED FAILED ERROR", False, "not met", "`t2` ended with an error"),
        ("PASSED XFAILED FAILED", False, "not met", "`t2` failed"),
        ("PASSED SKIPPED", False, "unknown", "`t1` was skipped"),
        ("PASSED RERUN SKIPPED", False, "unknown", "`t2` was skipped"),
        ("SKIPPED FAILED", False, "not met", "`t1` failed"),
        ("PASSED RERUN", False, "inconclusive", "`t1` passed only when it was tried again"),
        (
            "PASSED NOT_RUN",
            False,
            "unknown",
            "only 1 of 2 tests that prove it ran: `tests/t.py::t1` did not",
        ),
        ("FAILED NOT_RUN", False, "not met", "`t0` failed (1 of 2 tests ran)"),
        (
            "FAILED NOT_RUN",
            True,
            "unknown",
            "the run was stopped: only 1 of 2 tests that prove it ran: `tests/t.py::t1` did not",
        ),
        ("FAILED PASSED", True, "not met", "`t0` failed"),
    ],
)
def test_ends(ends: str, stopped: bool, decision: str, reason: str) -> None:
    tests = [ran(f"t{place}", Ended[end]) for place, end in enumerate(ends.split())]
    proven = came_of(tests, Wanted(stopped=stopped))
    assert (proven.decision.value, proven.reason) == (decision, reason)


@given(st.lists(st.sampled_from(Ended), min_size=1, max_size=6), st.booleans())
def test_it_is_met_only_if_all_passed(ends: list[Ended], stopped: bool) -> None:
    tests = [ran(f"t{place}", end) for place, end in enumerate(ends)]
    decision = came_of(tests, Wanted(stopped=stopped)).decision
    assert (decision is Decision.MET) == (set(ends) == {Ended.PASSED})
    failures = {Ended.FAILED, Ended.ERROR, Ended.XFAILED}
    whole = Ended.NOT_RUN not in ends
    assert (decision is Decision.NOT_MET) == (bool(failures & set(ends)) and (whole or not stopped))


def test_the_cases_of_a_test_are_one_step() -> None:
    tests = [
        ran("test_a[x]", Ended.PASSED),
        ran("test_a[y::z]", Ended.FAILED, says="no"),
        ran("test_b", Ended.PASSED),
    ]
    steps = came_of(tests, Wanted()).steps
    assert [(step.says, step.decision.value, step.reason, step.seconds) for step in steps] == [
        ("test `tests/t.py::test_a`", "not met", "`test_a[y::z]` failed: no", 1.0),
        ("test `tests/t.py::test_b`", "met", "`test_b` passed", 0.5),
    ]


def test_a_record_stays_small() -> None:
    tests = [ran(f"t{place}", Ended.PASSED) for place in range(1000)]
    assert len(came_of(tests, Wanted()).steps) == 200


def figures(sentence: str) -> tuple[Figure, ...]:
    return tuple(read_sentence(sentence).figures)


def ms(value: float, name: str = "") -> Measurement:
    return Measurement(value=value, unit="ms", name=name)


@pytest.mark.parametrize(
    ("sentence", "tests", "decision", "reason"),
    [
        (
            "p95 <= 200 ms",
            [ran("t", Ended.PASSED, ms(150))],
            "met",
            "p95 150 ms, wanted <= 200 ms (t)",
        ),
        (
            "p95 <= 200 ms",
            [ran("t", Ended.PASSED, ms(150)), ran("u", Ended.PASSED, ms(231))],
            "not met",
            "p95 231 ms, wanted <= 200 ms (u)",
        ),
        (
            "p95 <= 200 ms",
            [ran("t", Ended.FAILED, ms(150), says="no")],
            "not met",
            "`t` failed: no",
        ),
        ("p95 <= 200 ms", [ran("t", Ended.PASSED)], "met", "`t` passed; its figure was not read"),
        ("Nobody is charged twice", [ran("t", Ended.PASSED, ms(150))], "met", "`t` passed"),
        (
            "p95 <= 200 ms",
            [ran("t", Ended.PASSED, ms(150, "p50"))],
            "unknown",
            "`p50` is the p50, and the sentence says p95",
        ),
    ],
)
def test_figures(sentence: str, tests: list[Test], decision: str, reason: str) -> None:
    proven = came_of(tests, Wanted(figures=figures(sentence)))
    assert (proven.decision.value, proven.reason) == (decision, reason)


def test_figures_have_to_be_measured_as_often_as_the_item_says() -> None:
    wanted = Wanted(figures=figures("p95 <= 200 ms"), runs=3)
    proven = came_of([ran("t", Ended.PASSED, ms(150), ms(151))], wanted)
    assert proven.decision is Decision.INCONCLUSIVE
    assert "only 2 of 3 runs" in proven.reason
