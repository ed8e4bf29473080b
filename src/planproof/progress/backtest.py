"""How well past forecasts would have done: forecasts made anew at past moments, from what was known then. Pure.

A date counts only once it has passed: then the plan was at its end by it, or was not. Were plans that
ended early counted before their date has passed, and open ones not, every figure would flatter.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from planproof.progress.dates import DAY, WEEK, seconds
from planproof.progress.forecast import PERCENTS, forecast
from planproof.progress.spells import Life, Reference, spells, until

T = TypeVar("T")

MOMENTS = 300
"""Forecasts that are made anew at most; they are spread evenly over all there could be."""
EACH = 12
"""Forecasts of one plan at most."""
_TRIALS = 200


class Hits(msgspec.Struct, frozen=True, gc=False):
    """How often a plan was at its end by the date of a probability.

    Attributes:
        percent: the probability that was given.
        ended: plans that were at their end by the date.
        passed: dates that have passed.
        undated: forecasts that had no date for this probability.
    """

    percent: int
    ended: int
    passed: int
    undated: int


class BackTest(msgspec.Struct, frozen=True, gc=False):
    """What came of forecasts that are made anew.

    Attributes:
        hits: by probability.
        forecasts: how many were made.
        plans: of how many plans.
        refused: moments at which too little was known.
    """

    hits: tuple[Hits, ...] = ()
    forecasts: int = 0
    plans: int = 0
    refused: int = 0


def back_test(known: Sequence[Life], now: float) -> BackTest:
    """Make forecasts anew at past moments of all plans, and hold them against what came.

    Moments are each commit that moved a plan and each week in between, while boxes were open.

    Args:
        known: the plans of a repository.
        now: seconds since 1970.
    """
    moments = sorted(
        (at, number) for number, life in enumerate(known) for at in _moments(life, now)
    )
    made: list[tuple[str, float, dict[int, str]]] = []
    refused = 0
    for at, number in _spread(moments, MOMENTS):
        then = [life for one in known if (life := until(one, at)) is not None]
        mine = until(known[number], at)
        if mine is None:
            continue
        said = forecast(mine, Reference(then, at), at, _TRIALS, bars=False)
        if said.odds:
            ended = _ended(known[number], at)
            made.append((mine.path, ended, {one.percent: one.date for one in said.odds}))
        else:
            refused += bool(said.refused)
    return BackTest(
        hits=tuple(_hits(percent, made, now) for percent in PERCENTS),
        forecasts=len(made),
        plans=len({path for path, _, _ in made}),
        refused=refused,
    )


def _moments(life: Life, now: float) -> list[float]:
    found: set[float] = set()
    for spell in spells(life, now):
        found.update(level.at for level in life.levels if spell.start <= level.at < spell.end)
        found.update(_weekly(spell.start, spell.end))
    return list(_spread(sorted(found), EACH))


def _weekly(start: float, end: float) -> Iterator[float]:
    at = start + WEEK
    while at < end:
        yield at
        at += WEEK


def _spread(found: Sequence[T], most: int) -> Iterator[T]:
    if len(found) <= most:
        yield from found
    else:
        yield from (found[number * len(found) // most] for number in range(most))


def _ended(life: Life, at: float) -> float:
    """When no box was open any more for the first time after a moment; infinity where that is to come."""
    ends = (level.at for level in life.levels if level.at > at and level.done >= level.total > 0)
    return next(ends, float("inf"))


def _hits(percent: int, made: Sequence[tuple[str, float, dict[int, str]]], now: float) -> Hits:
    ended = passed = undated = 0
    for _, end, dates in made:
        if not dates[percent]:
            undated += 1
            continue
        by = seconds(dates[percent]) + DAY  # until the day is over
        if by <= now:
            passed += 1
            ended += end <= by
    return Hits(percent, ended, passed, undated)
