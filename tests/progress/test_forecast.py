"""When a plan may be at its end: what is sampled, what is refused, and what holds for every history."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.forecast import HORIZON, Forecast, Week, forecast, simulate, weeks_of
from planproof.progress.model import Course, Point
from planproof.progress.spells import (
    NEVER,
    Level,
    Life,
    Reference,
    Spell,
    drawn_lengths,
    lives,
    spells,
    survival,
    until,
)

DAY = 86_400.0
WEEK = 7 * DAY
NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()


def life(*levels: tuple[float, int, int], path: str = "a.md") -> Life:
    """A life by levels of (days before now, ticked, boxes)."""
    return Life(
        path, path, tuple(Level(NOW - days * DAY, done, total) for days, done, total in levels)
    )


def finished(number: int, days: float) -> Life:
    """A plan that began a hundred days ago and took so many days for its three boxes."""
    return life((100, 0, 3), (100 - days, 3, 3), path=f"old-{number}.md")


def of(one: Life, *others: Life) -> Forecast:
    return forecast(one, Reference([one, *others], NOW), NOW)


STEADY = life(*((7 * back + 3, 10 - back, 15) for back in range(10, -1, -1)))
"""A box a week for ten weeks, and five to go."""


def test_a_steady_plan_ends_when_its_pace_says() -> None:
    said = of(STEADY)
    assert (said.done, said.total) == (10, 15)
    assert (said.basis.weeks, said.basis.moved, said.basis.ticked) == (10, 10, 10)
    assert said.basis.share == 1.0
    # Five boxes at one a week.
    wanted = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(weeks=5)
    got = datetime.fromisoformat(said.by(50)).replace(tzinfo=UTC)
    assert abs((got - wanted).days) <= 7
    assert sum(bar.share for bar in said.bars) == pytest.approx(1.0)


def test_weeks_without_any_count_and_scope_that_grew_too() -> None:
    idle = life((28 * 7, 0, 15), *((7 * back + 3, 10 - back, 15) for back in range(10, -1, -1)))
    assert idle.levels[0].done == 0
    grown = life(*((7 * back + 3, 10 - back, 15 + (10 - back) // 2) for back in range(10, -1, -1)))
    assert of(idle).by(50) > of(STEADY).by(50)
    assert of(grown).basis.grown == 5
    assert of(grown).by(50) > of(STEADY).by(50)


def test_scope_that_grows_faster_than_it_is_ticked_has_no_date() -> None:
    said = of(life(*((7 * back + 3, 10 - back, 30 - 2 * back) for back in range(10, -1, -1))))
    assert [one.date for one in said.odds] == ["", "", ""]
    assert said.bars[-1].until == ""
    assert said.bars[-1].share == 1.0


def test_too_little_history_is_refused_with_the_reason() -> None:
    new = life((3, 0, 5))
    assert of(new).refused == (
        "it is not a week old; no other plan of those open for so long came to an"
        " end, and 5 are wanted"
    )
    three = life((30, 0, 9), (20, 1, 9), (13, 2, 9), (2, 3, 9))
    assert (
        "boxes were ticked in 3 of the 4 weeks behind it, and 4 such weeks are wanted"
        in of(three).refused
    )
    one = life((8, 0, 9), (2, 3, 9))
    assert "boxes were ticked in the week behind it, and 4 such weeks" in of(one).refused
    assert "nothing was ticked in the week behind it" in of(life((8, 0, 9))).refused
    # A burst is one week that moved, whatever the number of boxes.
    burst = life((30, 0, 9), (20, 8, 9))
    assert "in 1 of the 4 weeks" in of(burst).refused
    assert "4 other plans" in of(new, *(finished(one, 10) for one in range(4))).refused


def test_finished_plans_lend_their_lengths() -> None:
    new = life((3, 0, 5))
    others = [finished(number, 10 + number) for number in range(9)]
    said = of(new, *others)
    assert not said.refused
    assert (said.basis.finished, said.basis.still_open, said.basis.weeks) == (9, 0, 0)
    # The fifth of nine took 14 days, of which 3 are over.
    assert said.by(50) == "2026-06-12"
    # Of nine, 9 of 10 shares are known: 85 % is the longest, and nothing tells of 95 %.
    assert said.by(85) == "2026-06-16"
    assert said.by(95) == ""


def test_only_plans_that_took_longer_than_this_one_has_say_anything() -> None:
    old = life((50, 0, 5))
    assert "no other plan" in of(old, *(finished(one, 10) for one in range(20))).refused
    # Those that are open for as long and longer count against an end.
    open_ = [life((90, 0, 3), path=f"open-{one}.md") for one in range(6)]
    said = of(old, *(finished(one, 60) for one in range(6)), *open_)
    assert said.basis.still_open == 6
    assert said.by(50) == ""


def test_no_open_box_is_the_end_and_when_that_was() -> None:
    said = of(life((30, 0, 2), (20, 2, 2), (5, 3, 3)))
    assert said.finished == "2026-05-12"
    assert said.odds == ()
    assert of(life((30, 1, 2), (20, 0, 0))).refused == "it has no boxes any more"
    assert "it is done, superseded or withdrawn" in of(STEADY._replace(closed=NOW - DAY)).refused


def test_spells_begin_anew_when_work_is_added() -> None:
    one = life((30, 0, 2), (20, 2, 2), (10, 2, 3))
    assert spells(one, NOW) == [
        Spell(NOW - 30 * DAY, NOW - 20 * DAY, ended=True),
        Spell(NOW - 10 * DAY, NOW, ended=False),
    ]
    assert spells(life((30, 2, 2)), NOW) == []
    dropped = life((30, 0, 2), (20, 0, 0))
    assert spells(dropped, NOW) == [Spell(NOW - 30 * DAY, NOW - 20 * DAY, ended=False)]


def test_whole_weeks_are_counted_back_from_now() -> None:
    one = life((20, 1, 4), (9, 2, 5), (3, 4, 5), (1, 3, 5))
    assert weeks_of(one, NOW) == [Week(1, 0), Week(1, 1)]
    eight = life(*((7 * back, 8 - back, 9) for back in range(8, -1, -1)))
    assert weeks_of(eight, NOW) == [Week(1, 0)] * 8
    assert weeks_of(life((6.9, 0, 4), (1, 2, 4)), NOW) == []


def test_part_of_a_week_does_not_slow_the_pace() -> None:
    """Boxes ticked at random, two a week: whatever the plan's age, that is the pace that is seen."""
    chance = random.Random(7)  # noqa: S311
    for age in (29, 34, 56, 59):
        rates = []
        for _ in range(400):
            at, done, levels = float(age), 0, [(float(age), 0, 99)]
            while (at := at - chance.expovariate(2 / 7)) > 0:
                done += 1
                levels.append((at, done, 99))
            seen = weeks_of(life(*levels), NOW)
            rates.append(sum(week.ticked for week in seen) / len(seen))
        assert sum(rates) / len(rates) == pytest.approx(2, rel=0.05)


def test_commits_of_one_second_keep_their_order() -> None:
    when = "2026-05-01T12:00:00+00:00"
    points = (Point(when, 0, 3), Point(when, 2, 3), Point(when, 1, 3))
    (one,) = lives([Course(plan="a", path="a.md", points=points)], [], NOW)
    assert [level.done for level in one.levels] == [0, 2, 1]


def test_a_file_that_was_away_for_a_time_lost_nothing() -> None:
    days = [f"2026-04-{day:02}T00:00:00+00:00" for day in (1, 8, 15, 16)]
    points = (
        Point(days[0], 0, 9),
        Point(days[1], 4, 9),
        Point(days[2], 0, 0),
        Point(days[3], 4, 9),
    )
    (one,) = lives([Course(plan="a", path="a.md", points=points)], [], NOW)
    weeks = weeks_of(one, NOW)
    assert (sum(week.ticked for week in weeks), sum(week.grown for week in weeks)) == (4, 0)
    (gone,) = lives([Course(plan="a", path="a.md", points=points[:3])], [], NOW)
    assert of(gone).refused == "it has no boxes any more"


def test_what_is_dated_later_than_now_is_of_now() -> None:
    points = (Point("2026-05-01T00:00:00+00:00", 0, 2), Point("2031-01-01T00:00:00+00:00", 2, 2))
    (one,) = lives([Course(plan="a", path="a.md", points=points)], [], NOW)
    assert until(one, NOW) == one
    assert of(one).finished == "2026-06-01"


def test_kaplan_and_meier_by_hand() -> None:
    found = [(1.0, True), (2.0, False), (3.0, True)]
    # Four at risk with the next one: 1/4; then two: half of what is left.
    assert survival(found) == [(1.0, 0.25), (3.0, 1 - 0.75 / 2)]
    assert drawn_lengths(found, 0.5, 8) == [0.5, 0.5, 2.5, 2.5, 2.5, NEVER, NEVER, NEVER]


def test_courses_become_lives_and_what_is_not_committed_is_now() -> None:
    points = (Point("2026-05-01T12:00:00+02:00", 0, 2), Point("", 1, 2))
    course = Course(plan="a", path="a.md", points=points)
    empty = Course(plan="b", path="b.md", points=(Point("2026-05-01T12:00:00+02:00", 0, 0),))
    (one,) = lives([course, empty], ["a.md"], NOW)
    first = datetime(2026, 5, 1, 10, tzinfo=UTC).timestamp()
    assert one.levels == (Level(first, 0, 2), Level(NOW, 1, 2))
    assert one.closed == NOW
    assert until(one, first - 1) is None
    assert until(one, first) == Life("a.md", "a", (Level(first, 0, 2),))


weeks = st.lists(st.builds(Week, st.integers(-2, 9), st.integers(-2, 5)), min_size=1, max_size=12)


@given(weeks, st.integers(0, 40), st.integers(0, 2**32), st.data())
def test_more_pace_is_never_later(
    drawn: list[Week], remaining: int, seed: int, data: st.DataObject
) -> None:
    better = [Week(week.ticked + data.draw(st.integers(0, 3)), week.grown) for week in drawn]
    before = simulate(remaining, drawn, seed, 20)
    after = simulate(remaining, better, seed, 20)
    assert all(new <= old for new, old in zip(after, before, strict=True))
    if remaining == 0:
        assert after == [0.0] * 20
    assert all(0 <= one <= HORIZON * WEEK or one == NEVER for one in after)


@st.composite
def any_life(draw: st.DrawFn, path: str = "a.md") -> Life:
    days = draw(st.lists(st.integers(0, 300), min_size=1, max_size=20, unique=True))
    levels = []
    for back in sorted(days, reverse=True):
        total = draw(st.integers(0, 12))
        levels.append((float(back), draw(st.integers(0, total)), total))
    if not any(total for _, _, total in levels):
        levels[-1] = (levels[-1][0], 0, 1)
    return life(*levels, path=path)


@given(any_life(), st.lists(st.floats(0.5, 99), max_size=12), any_life("b.md"))
def test_what_holds_for_every_history(one: Life, lengths: list[float], other: Life) -> None:
    others = [other, *(finished(number, days) for number, days in enumerate(lengths))]
    said = of(one, *others)
    assert said == of(one, *others)
    last = one.levels[-1]
    assert bool(said.finished) == (last.total > 0 and last.done == last.total)
    assert sum((bool(said.finished), bool(said.refused), bool(said.odds))) == 1
    dates = [odds.date or "9999" for odds in said.odds]
    assert dates == sorted(dates)
    assert all(date >= "2026-06-01" for date in dates)
    if said.odds:
        assert sum(bar.share for bar in said.bars) == pytest.approx(1.0)
        assert bool(said.bars[-1].until) or said.bars[-1].share > 0
    more = of(one, *others, finished(99, 20))
    assert bool(more.finished) == bool(said.finished)
    if said.odds:
        assert more.odds  # one more finished plan never takes a forecast away
