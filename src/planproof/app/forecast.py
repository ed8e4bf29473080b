"""`forecast`: when the plans of a project may be at their end, and how well past forecasts would have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from planproof.app.chain import now
from planproof.app.config import Settings
from planproof.app.days import no_day, past_day
from planproof.app.errors import CannotDo
from planproof.app.targets import Target, targets
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import plans_in
from planproof.app.verify import Request, open_snapshot
from planproof.plan.model import Plan
from planproof.progress.backtest import back_test
from planproof.progress.dates import DAY, stamp
from planproof.progress.forecast import Forecast, forecast, forecast_all
from planproof.progress.model import Course
from planproof.progress.spells import Life, Reference, known_lives
from planproof.report.forecast import ForecastsV1
from planproof.system.repository import Snapshot


def lives_of(plans: Sequence[Plan], courses: Mapping[str, Course], at: float) -> list[Life]:
    """The courses of plans as forecasts see them, as known at a time.

    Nobody works on plans that `next` and `status` see as closed, whatever their boxes say.
    """
    closed = [plan.path for plan in plans if plan.state.closed]
    return known_lives(courses.values(), closed, now(), at)


def forecasts(
    plans: Sequence[Plan], courses: Mapping[str, Course], at: float
) -> dict[str, Forecast]:
    """When each plan may be at its end, by its path; plans that never had a box are left out.

    Args:
        plans: all plans of the project, the finished ones too: what they took is what is known.
        courses: theirs, by path.
        at: the time to look from, in seconds since 1970.
    """
    return forecast_all(lives_of(plans, courses, at), at)


def forecast_plans(
    settings: Settings, named: Sequence[str], as_of: str | None = None
) -> ForecastsV1:
    """Forecast the plans that are named, or all that have open boxes.

    Args:
        settings: those in force.
        named: plans by file, folder, glob or id.
        as_of: a day or time to look from; only what was known then counts. None for now.

    Raises:
        CannotDo: there is no such plan or date, or there is no history to read.
    """
    from planproof.app.course import courses

    at = _time(as_of) if as_of is not None else now()
    snapshot = open_snapshot(settings.root, "")
    templates = templates_in_use(Path(settings.root), settings.config)
    plans = plans_in(snapshot, settings, templates, Request(take_all=True)).plans
    chosen = {one.plan.path: one.plan for one in _targets(settings, snapshot, named)}
    there = {plan.path for plan in plans}
    every = [*plans, *(plan for path, plan in chosen.items() if path not in there)]
    found = courses(settings, every)
    lived = lives_of(every, found, at)
    ever = {life.path for life in lives_of(every, found, now())}
    reference = Reference(lived, at)
    asked = chosen.keys() if named else there
    wanted = [life for life in lived if life.path in asked]
    made = [forecast(life, reference, at) for life in wanted if named or not _at_rest(life)]
    resting = [] if named else [life.levels[-1] for life in wanted if _at_rest(life)]
    finished = sum(level.done >= level.total > 0 for level in resting)
    return ForecastsV1(
        schema="planproof/forecast/1",
        as_of=stamp(at),
        plans=tuple(sorted(made, key=_order)),
        finished=finished,
        closed=len(resting) - finished,
        later=len(ever & asked) - len(wanted),
        boxless=len(asked - ever),
        back_test=back_test(lived, at),
        cut_off=any(course.cut_off for course in found.values()),
        partial=any(course.partial for course in found.values()),
        redated=sum(course.redated > 0 for course in found.values()),
    )


def _at_rest(life: Life) -> bool:
    """Whether a plan is at its end, or nobody works on it any more."""
    last = life.levels[-1]
    return life.closed is not None or last.done >= last.total > 0


def _targets(settings: Settings, snapshot: Snapshot, named: Sequence[str]) -> list[Target]:
    found = targets(settings, snapshot, named) if named else []
    for one in found:
        if one.items is not None:
            reason = "only a whole plan is forecast"
            raise CannotDo(reason, f"Name `{one.plan.id}` without what stands behind the `#`.")
    return found


def _order(one: Forecast) -> tuple[bool, bool, str, str]:
    """Those with a date first, the earliest first; then those without, then those that are refused."""
    return bool(one.refused), not one.by(50), one.by(50), one.path


def _time(as_of: str) -> float:
    """A date or time in seconds since 1970; of a date the end of the day."""
    here = now()
    at = past_day(as_of, here)
    if at is None:
        raise no_day(as_of)
    return min(at + DAY - 1, here) if at % DAY == 0 else at
