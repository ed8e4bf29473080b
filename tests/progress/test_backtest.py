"""Forecasts made anew at past moments, held against what came."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.backtest import EACH, MOMENTS, BackTest, back_test
from planproof.progress.spells import Level, Life

DAY = 86_400.0


def plan(number: int, start: float, days: float | None) -> Life:
    """A plan that began on a day, and took so many days; None for one that is open."""
    levels = [Level(start * DAY, 0, 3)]
    if days is not None:
        levels.append(Level((start + days) * DAY, 3, 3))
    return Life(f"{number}.md", str(number), tuple(levels))


def test_plans_that_all_take_as_long_end_by_every_date() -> None:
    known = [plan(number, number * 20.0, 10.0) for number in range(30)]
    test = back_test(known, 700 * DAY)
    # The first five plans know of too few others; each has a moment at its start and one a week later.
    assert (test.forecasts, test.plans, test.refused) == (50, 25, 10)
    half, most, nearly = test.hits
    assert (half.ended, half.passed, half.undated) == (50, 50, 0)
    assert (most.percent, most.ended, most.passed) == (85, most.passed, most.passed)
    # 85 of a hundred take six that were seen, 95 take nineteen.
    assert most.undated == 2
    assert nearly.undated == 28


def test_a_plan_that_never_ends_misses_its_dates_once_they_have_passed() -> None:
    known = [plan(number, number * 20.0, 10.0) for number in range(6)]
    known.append(plan(99, 200.0, None))
    soon = back_test(known, 203 * DAY)
    # Its start alone: the date of 50 % is a week away and counts for nothing yet.
    assert soon.hits[0].passed == soon.hits[0].ended == 2
    assert soon.forecasts == 3
    later = back_test(known, 260 * DAY)
    assert later.hits[0].passed > later.hits[0].ended == 2


def test_nothing_known_is_no_forecast() -> None:
    assert back_test([], 0.0).forecasts == 0
    one = back_test([plan(1, 0.0, 30.0)], 100 * DAY)
    assert (one.forecasts, one.refused) == (0, 5)


@given(st.lists(st.tuples(st.floats(0, 300), st.one_of(st.none(), st.floats(0, 200))), max_size=25))
def test_what_holds_for_every_repository(drawn: list[tuple[float, float | None]]) -> None:
    known = [plan(number, start, days) for number, (start, days) in enumerate(drawn)]
    test = back_test(known, 501 * DAY)
    assert isinstance(test, BackTest)
    assert test.forecasts + test.refused <= min(MOMENTS, EACH * len(known))
    for hits in test.hits:
        assert 0 <= hits.ended <= hits.passed <= test.forecasts
        assert hits.passed + hits.undated <= test.forecasts
    assert test == back_test(known, 501 * DAY)
