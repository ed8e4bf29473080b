"""When a plan's last open box may be ticked: dates with probabilities, by Monte Carlo. Pure.

Two things are sampled, and nothing is estimated by hand.

*Pace.* The weeks behind a plan, those in which nothing moved among them, are drawn again and again until
no step is open: throughput-based Monte Carlo forecasting (T. Magennis, "Forecasting and Simulating Software
Development Projects", 2011; D. Vacanti, "Actionable Agile Metrics for Predictability", 2015). A week is drawn
whole, steps ticked together with steps added and dropped: people tick in bursts, and add what they then
tick, so that single ticks would pretend to a steadiness that nobody has.

*Finished plans.* How long plans of this repository were open, held against how long this one has been: a
reference class (D. Kahneman and A. Tversky, "Intuitive Prediction", 1979; B. Flyvbjerg, "From Nobel Prize to
Project Management", 2006). Plans that are still open count for as long as they have been (E. Kaplan and
P. Meier, "Nonparametric Estimation from Incomplete Observations", 1958); were only finished ones counted, every
forecast would be too early.

Where there are both, each has a share of the trials, the pace the larger the more weeks have moved.
Limits: weeks are drawn as if they were independent; holidays, people who leave and plans that wait for
each other are not known; a plan that is given up is forecast as if it were not.
"""

import random
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import msgspec

from planproof.progress.dates import DAY, WEEK, day
from planproof.progress.spells import NEVER, Level, Life, Reference, drawn_lengths, spells

PERCENTS = (50, 85, 95)
"""The probabilities that dates are given for, in percent."""
TRIALS = 500
WINDOW = 26
"""Weeks of a plan that its pace is drawn from, the latest."""
LEAST_WEEKS = 4
LEAST_STEPS = 5
LEAST_SPELLS = 5
HORIZON = 260
"""Weeks after which a trial is given up: five years."""


class Odds(msgspec.Struct, frozen=True, gc=False):
    """A date, and how probable it is that the last box is ticked by then.

    Attributes:
        percent: the probability.
        date: ISO 8601; empty where fewer trials than that ended within five years.
    """

    percent: int
    date: str


class Bar(msgspec.Struct, frozen=True, gc=False):
    """The share of trials that ended in a span of time: after the bar before, up to `until`.

    Attributes:
        until: a date, ISO 8601; empty for all that is later, or never.
        share: from 0 to 1.
    """

    until: str
    share: float


class Basis(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a forecast rests on.

    Attributes:
        weeks: of the plan's own that were drawn from; 0 where its pace was not used.
        moved: those in which boxes were ticked.
        ticked: boxes ticked in them, less those unticked.
        grown: boxes added in them, less those dropped.
        share: the part of the trials that the plan's own pace has, from 0 to 1.
        finished: spells of other plans that came to their end and lasted longer than this one has yet.
        still_open: spells that lasted longer and have not come to their end.
    """

    weeks: int = 0
    moved: int = 0
    ticked: int = 0
    grown: int = 0
    share: float = 0.0
    finished: int = 0
    still_open: int = 0


class Forecast(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """When a plan may be at its end.

    Attributes:
        plan: its id.
        path: its file.
        done: boxes ticked.
        total: boxes.
        finished: the day on which the last was ticked; empty where any is open.
        refused: why there is no forecast, in a sentence without a full stop; empty where there is one.
        briefly: the same in fewer words: what its own pace lacks.
        odds: dates by probability, the earliest first; none where it is finished or refused.
        bars: how the trials are spread.
        basis: what it rests on.
    """

    plan: str
    path: str
    done: int
    total: int
    finished: str = ""
    refused: str = ""
    briefly: str = ""
    odds: tuple[Odds, ...] = ()
    bars: tuple[Bar, ...] = ()
    basis: Basis = Basis()

    def by(self, percent: int) -> str:
        """The date of a probability; empty without one."""
        return next((one.date for one in self.odds if one.percent == percent), "")


class Week(NamedTuple):
    """What a week did to a plan: boxes ticked and boxes added, each less its contrary."""

    ticked: int
    grown: int


def weeks_of(life: Life, now: float) -> list[Week]:
    """The whole weeks behind a plan, counted back from now, the latest first; no more than `WINDOW`.

    What is left at the plan's beginning is no week: as one of seven days it would slow the pace.
    """
    levels = life.levels
    whole = int((now - levels[0].at) // WEEK)
    found = []
    for back in range(min(whole, WINDOW)):
        after = _at(levels, now - back * WEEK)
        before = _at(levels, now - (back + 1) * WEEK)
        found.append(Week(after.done - before.done, after.total - before.total))
    return found


def _at(levels: Sequence[Level], at: float) -> Level:
    found = bisect_right(levels, at, key=lambda level: level.at)
    return levels[max(found - 1, 0)]


def simulate(remaining: int, weeks: Sequence[Week], seed: int, trials: int) -> list[float]:
    """How long it takes until no step is open, in seconds, trial by trial; `NEVER` beyond the horizon.

    The same seed draws the same weeks by their places, so that weeks in which more is ticked never
    bring a trial to a later end.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret comes of it
    places = range(len(weeks))
    gains = [week.ticked - week.grown for week in weeks]
    found = []
    for _ in range(trials):
        left: float = remaining
        took = 0.0 if left <= 0 else NEVER
        drawn = chance.choices(places, k=HORIZON) if left > 0 else ()
        for number, place in enumerate(drawn):
            gain = gains[place]
            if gain >= left:
                took = (number + left / gain) * WEEK
                break
            left -= gain
        found.append(took)
    return found


def forecast(
    life: Life, reference: Reference, now: float, trials: int = TRIALS, *, bars: bool = True
) -> Forecast:
    """When a plan may be at its end, as it looks at a time.

    The same life, reference and time give the same forecast.

    Args:
        life: the plan's, as it is known at that time.
        reference: how long the repository's plans were open, as known at that time.
        now: seconds since 1970.
        trials: how often the end is drawn.
        bars: whether to say how the trials are spread.
    """
    last = life.levels[-1]
    made = Forecast(plan=life.plan, path=life.path, done=last.done, total=last.total)
    if last.total == 0:
        return _refused(made, "it has no boxes any more")
    if last.done >= last.total:
        return msgspec.structs.replace(made, finished=day(_since(life)))
    if life.closed is not None:
        return _refused(made, "it is done, superseded or withdrawn")
    age = max(now - spells(life, now)[-1].start, 0.0)
    weeks = weeks_of(life, now)
    others = reference.longer(age, life.path)
    basis = _basis(weeks, others)
    if not basis.weeks and not basis.finished:
        return _refused(made, _no_pace(weeks), _no_plans(others))
    own = round(trials * basis.share)
    took = simulate(last.total - last.done, weeks, _seed(life, weeks), own)
    took += drawn_lengths(others, age, trials - own)
    took.sort()
    return msgspec.structs.replace(
        made,
        odds=tuple(Odds(percent, _date(took, percent, now)) for percent in PERCENTS),
        bars=_bars(took, now) if bars else (),
        basis=basis,
    )


def forecast_all(known: Sequence[Life], at: float, *, bars: bool = True) -> dict[str, Forecast]:
    """The forecasts of all plans by path, each with the others to go by, as they are known at a time."""
    reference = Reference(known, at)
    return {life.path: forecast(life, reference, at, bars=bars) for life in known}


def _refused(made: Forecast, *reasons: str) -> Forecast:
    return msgspec.structs.replace(made, refused="; ".join(reasons), briefly=reasons[0])


def _since(life: Life) -> float:
    """When a plan without an open box ticked its last."""
    since = life.levels[-1].at
    for level in reversed(life.levels):
        if level.done < level.total:
            break
        since = level.at
    return since


def _basis(weeks: Sequence[Week], others: Sequence[tuple[float, bool]]) -> Basis:
    """What a forecast can rest on; neither weeks nor finished plans where that is too little."""
    moved = sum(1 for week in weeks if week.ticked > 0)
    ticked = sum(week.ticked for week in weeks)
    finished = sum(ended for _, ended in others)
    has_pace = moved >= LEAST_WEEKS and ticked >= LEAST_STEPS
    if finished < LEAST_SPELLS:
        finished = 0
    if not has_pace:
        return Basis(finished=finished, still_open=len(others) - finished if finished else 0)
    return Basis(
        weeks=len(weeks),
        moved=moved,
        ticked=ticked,
        grown=sum(week.grown for week in weeks),
        share=moved / (moved + LEAST_WEEKS) if finished else 1.0,
        finished=finished,
        still_open=len(others) - finished if finished else 0,
    )


def _no_pace(weeks: Sequence[Week]) -> str:
    """Why a plan's own pace is too little to go by."""
    moved = sum(1 for week in weeks if week.ticked > 0)
    behind = f"{len(weeks)} weeks behind it" if len(weeks) > 1 else "week behind it"
    wanted = f"and {LEAST_WEEKS} such weeks are wanted, with {LEAST_STEPS} boxes"
    if not weeks:
        return "it is not a week old"
    if not moved:
        return f"nothing was ticked in the {behind}"
    which = "the" if len(weeks) == 1 else f"{moved} of the"
    return f"boxes were ticked in {which} {behind}, {wanted}"


def _no_plans(others: Sequence[tuple[float, bool]]) -> str:
    """Why there are too few plans to go by."""
    ended = sum(ended for _, ended in others)
    plans = f"{ended or 'no'} other plan{'s' if ended > 1 else ''}"
    return f"{plans} of those open for so long came to an end, and {LEAST_SPELLS} are wanted"


def _seed(life: Life, weeks: Sequence[Week]) -> int:
    return crc32(f"{life.path}\0{len(weeks)}".encode("utf-8", "surrogatepass"))


def _date(took: Sequence[float], percent: int, now: float) -> str:
    """The day by which so many of the trials, the shortest first, were at their end."""
    at = took[-(-percent * len(took) // 100) - 1]
    return day(now + at) if at != NEVER else ""


def _bars(took: Sequence[float], now: float, most: int = 8) -> tuple[Bar, ...]:
    """The trials in spans of whole days, up to where 95 % are at their end, and the rest."""
    finite = [one for one in took if one != NEVER]
    if not finite:
        return (Bar("", 1.0),)
    last = min(finite[-1], took[-(-95 * len(took) // 100) - 1])
    days = max(-(-int(last // DAY + 1) // most), 1)
    bars: list[Bar] = []
    counted = 0
    while counted < len(finite) and len(bars) < most:
        edge = (len(bars) + 1) * days * DAY
        below = bisect_right(finite, edge)
        bars.append(Bar(day(now + edge), (below - counted) / len(took)))
        counted = below
    if counted < len(took):
        bars.append(Bar("", (len(took) - counted) / len(took)))
    return tuple(bars)
