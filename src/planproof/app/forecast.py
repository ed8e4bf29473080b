"""`forecast`: when the plans of a project may be at their end, and how well past forecasts would have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.days import FORMS, day_of
from planproof.app.errors import CannotDo
from planproof.app.targets import Target, targets
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import FINISHED, plans_in
from planproof.app.verify import Request, open_snapshot
from planproof.plan.model import Plan
from planproof.progress.backtest import BackTest, back_test
from planproof.progress.forecast import Forecast, forecast
from planproof.progress.model import Course
from planproof.progress.spells import Life, Reference, lives, until
from planproof.system.repository import Snapshot


class Forecasts(NamedTuple):
    """What a run of `forecast` has to say.

    Attributes:
        as_of: the time that it looks from, ISO 8601.
        plans: those that were asked for.
        finished: how many more plans are at their end, where none was named.
        boxless: how many plans had no box yet.
        back_test: over all plans of the project.
        cut_off: whether the history here is cut off.
    """

    as_of: str
    plans: tuple[Forecast, ...]
    finished: int
    boxless: int
    back_test: BackTest
    cut_off: bool


def now() -> float:
    """The time, in seconds since 1970."""
    return datetime.now(UTC).timestamp()


def given_up(plans: Sequence[Plan]) -> list[str]:
    """The paths of plans that nobody works on any more, whatever their boxes say."""
    return [
        plan.document.source.name
        for plan in plans
        if plan.state in FINISHED or (plan.state.closed and plan.state_from != "steps")
    ]


def lives_of(plans: Sequence[Plan], courses: Mapping[str, Course], at: float) -> list[Life]:
    """The courses of plans as forecasts see them, as known at a time."""
    known = lives(courses.values(), given_up(plans), at)
    return [life for one in known if (life := until(one, at)) is not None]


def forecasts(
    settings: Settings,  # noqa: ARG001 - as all that works on a project
    plans: Sequence[Plan],
    courses: Mapping[str, Course],
    at: float | None = None,
) -> dict[str, Forecast]:
    """When each plan may be at its end, by its path; plans that never had a box are left out.

    Args:
        settings: those in force.
        plans: all plans of the project, the finished ones too: what they took is what is known.
        courses: theirs, by path.
        at: the time to look from, in seconds since 1970; now without.
    """
    at = now() if at is None else at
    known = lives_of(plans, courses, at)
    reference = Reference(known, at)
    return {life.path: forecast(life, reference, at) for life in known}


def forecast_plans(settings: Settings, named: Sequence[str], as_of: str = "") -> Forecasts:
    """Forecast the plans that are named, or all that have open boxes.

    Args:
        settings: those in force.
        named: plans by file, folder, glob or id.
        as_of: a date or time in ISO 8601 to look from; only what was known then counts.

    Raises:
        CannotDo: there is no such plan or date, or there is no history to read.
    """
    from planproof.app.course import courses

    at = _time(as_of) if as_of else now()
    snapshot = open_snapshot(settings.root, "")
    templates = templates_in_use(Path(settings.root), settings.config)
    plans = plans_in(snapshot, settings, templates, Request(take_all=True)).plans
    chosen = {one.plan.path: one.plan for one in _targets(settings, snapshot, named)}
    there = {plan.path for plan in plans}
    every = [*plans, *(plan for path, plan in chosen.items() if path not in there)]
    found = courses(settings, every)
    lived = lives_of(every, found, at)
    reference = Reference(lived, at)
    wanted = [life for life in lived if life.path in chosen or (not named and life.closed is None)]
    made = [forecast(life, reference, at) for life in wanted]
    shown = [one for one in made if named or not one.finished]
    return Forecasts(
        as_of=datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"),
        plans=tuple(sorted(shown, key=_order)),
        finished=len(made) - len(shown),
        boxless=len(chosen or plans) - len(made if named else lived),
        back_test=back_test(lived, at),
        cut_off=any(course.cut_off for course in found.values()),
    )


def _targets(settings: Settings, snapshot: Snapshot, named: Sequence[str]) -> list[Target]:
    return targets(settings, snapshot, named) if named else []


def _order(one: Forecast) -> tuple[bool, bool, str, str]:
    """Those with a date first, the earliest first; then those without, then those that are refused."""
    return bool(one.refused), not one.by(50), one.by(50), one.path


def _time(as_of: str) -> float:
    """A date or time in seconds since 1970; of a date the end of the day."""
    here = now()
    at = day_of(as_of, here)
    if at is None:
        raise CannotDo(f"`{as_of}` is no day", f"Write {FORMS}.")
    if at > here:
        raise CannotDo(f"{as_of} is still to come", "Name a day that has been.")
    return min(at + 86_399, here) if at % 86_400 == 0 else at
