"""`report`: what moved in all plans since a revision or a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from planproof.app.chain import chain_of, now
from planproof.app.config import Settings
from planproof.app.days import FORMS, like_a_day, no_day, past_day
from planproof.app.errors import CannotDo
from planproof.app.forecast import forecasts
from planproof.app.recorded import LedgerView
from planproof.app.since import ABSENT, counterparts
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import plans_in
from planproof.app.verify import Request, open_snapshot, verify
from planproof.plan.model import Plan
from planproof.progress.dates import DAY, second_of, seconds, stamp
from planproof.progress.forecast import Forecast
from planproof.progress.model import Course, Flip, Scope
from planproof.report.report import (
    ForecastMove,
    Moved,
    PlanMoved,
    Recorded,
    ReportV1,
    StepMove,
    VerdictMove,
)
from planproof.system import git, repository
from planproof.system.log import commits
from planproof.version import __version__

_TOLD_DAYS = 3
"""A forecast that moved by fewer days has not moved."""


class Start(NamedTuple):
    """Where the time that is reported on begins.

    Attributes:
        commit: the last commit before it; empty where the history begins later.
        at: in seconds since 1970.
        parted: whether a revision was asked for that HEAD does not stand on, so that the commit is where
            the two parted.
    """

    commit: str
    at: float
    parted: bool = False


def report(settings: Settings, since: str, *, verdicts: bool = True) -> ReportV1:
    """What moved in all plans of a project.

    Args:
        settings: those in force.
        since: a revision; or a day or time in ISO 8601; or `7 days`, `2 weeks`.
        verdicts: whether to judge the plans then and now, which takes the longest.

    Raises:
        CannotDo: there is no such revision or day, or no history.
    """
    from planproof.app.course import courses

    at = now()
    start = started(settings.root, since, at)
    plans = _plans(settings, "")
    then = _plans(settings, start.commit) if start.commit else ()
    found = courses(settings, plans)
    was = {plan.path: plan for plan in then}
    moved_from = _moved_from(plans, then, found)
    compared = verdicts and bool(start.commit)
    turned = _verdicts(settings, start) if compared else {}
    shifts = _shifts(plans, found, start.at, at)
    fresh = _commits_since(settings.root, start)
    ledger = LedgerView(settings)
    told = [
        _plan_moved(
            plan,
            was.get(moved_from.get(plan.path, "")),
            _since(found.get(plan.path), fresh),
            verdicts=tuple(turned.get(plan.path, ())),
            recorded=_recorded(ledger, plan, start.at),
            forecast=shifts[plan.path],
        )
        for plan in plans
    ]
    return ReportV1(
        schema="planproof/report/1",
        version=__version__,
        since=since,
        commit=start.commit,
        start=stamp(start.at),
        until=stamp(at),
        plans=tuple(one for one in told if one.moved),
        still=sum(1 for one in told if not one.moved),
        gone=tuple(sorted(was.keys() - set(moved_from.values()))),
        verdicts_compared=compared,
        parted=start.parted,
        cut_off=any(course.cut_off for course in found.values()),
        partial=any(course.partial for course in found.values()),
        redated=sum(course.redated > 0 for course in found.values()),
    )


def _plans(settings: Settings, revision: str) -> Sequence[Plan]:
    """All plans of a commit, or of the work tree where none is named."""
    templates = templates_in_use(Path(settings.root), settings.config)
    snapshot = open_snapshot(settings.root, revision)
    return plans_in(snapshot, settings, templates, Request(take_all=True)).plans


def _plan_moved(
    plan: Plan,
    before: Plan | None,
    course: Course | None,
    *,
    verdicts: tuple[VerdictMove, ...],
    recorded: tuple[Recorded, ...],
    forecast: ForecastMove | None,
) -> PlanMoved:
    """What moved in a plan; `before` is it as it was, and the course is that since then."""
    flips, scope, points = (course.flips, course.scope, course.points) if course else ((), (), ())
    return PlanMoved(
        path=plan.path,
        plan=plan.id,
        title=plan.title,
        state=plan.state.value,
        was="" if before is None else before.state.value,
        new=before is None,
        old_path=_old(before, plan.path),
        done=points[-1].done if points else 0,
        total=points[-1].total if points else 0,
        steps=tuple(_move(Moved.TICKED if one.done else Moved.UNTICKED, one) for one in flips),
        scope=tuple(_move(Moved.ADDED if one.added else Moved.DROPPED, one) for one in scope),
        verdicts=verdicts,
        recorded=recorded,
        forecast=forecast,
    )


def started(root: str, since: str, at: float) -> Start:
    """Where a period begins: at a revision, or on a day.

    Raises:
        CannotDo: it is neither.
    """
    day = past_day(since, at)
    if day is None:
        return _at_revision(root, since, at)
    if git.git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise CannotDo("there is no history here", "Run it in a git repository with a commit.")
    return Start(chain_of(root, "HEAD", at).before(day), day)


def _at_revision(root: str, since: str, at: float) -> Start:
    """The start at a revision: at that from which the work went on, where HEAD does not stand on it."""
    try:
        commit = repository.resolve(root, since)
    except repository.NoSuchRevision as error:
        if like_a_day(since):
            raise no_day(since) from None
        raise CannotDo(str(error), f"Name a commit, {FORMS}.") from None
    except repository.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None
    base = (git.git(root, "merge-base", commit, "HEAD") or "").strip()
    if not base:
        reason = f"`{since}` has no commit in common with what is checked out"
        raise CannotDo(reason, "Name a commit that HEAD stands on, or a day.")
    known = chain_of(root, "HEAD", at)
    if base == known.commits[-1] != commit:
        reason = f"`{since}` is later than what is checked out"
        raise CannotDo(reason, "Check it out first, or name a commit that HEAD stands on.")
    times = dict(zip(known.commits, known.times, strict=True))
    one = next(commits(root, base, "--max-count=1"))
    return Start(base, times.get(base, min(second_of(one.date), at)), base != commit)


def _moved_from(
    plans: Sequence[Plan], then: Sequence[Plan], found: Mapping[str, Course]
) -> dict[str, str]:
    """The paths of plans, each with the one that it had then: by its history, else by id and title."""
    now_there = {plan.path for plan in plans}
    paths = {plan.path for plan in then}
    moved = {path: path for path in paths & now_there}
    alike = counterparts(plans, then, now_there)
    guesses = (
        {path: found[path].paths[::-1] for path in now_there if path in found},
        {path: (old,) for path, old in alike.items()},
    )
    for guess in guesses:
        taken = set(moved.values())
        for path in sorted(guess.keys() - moved.keys()):
            old = next((one for one in guess[path] if one in paths - taken), "")
            if old:
                moved[path] = old
                taken.add(old)
    return moved


def _commits_since(root: str, start: Start) -> frozenset[str]:
    """The commits since then; the empty name stands for what is not committed."""
    revisions = f"{start.commit}..HEAD" if start.commit else "HEAD"
    return frozenset({"", *(one.id for one in commits(root, revisions))})


def _since(course: Course | None, fresh: frozenset[str]) -> Course | None:
    """A course with the moves of some commits alone."""
    if course is None:
        return None
    return msgspec.structs.replace(
        course,
        flips=tuple(one for one in course.flips if one.moment.commit in fresh),
        scope=tuple(one for one in course.scope if one.moment.commit in fresh),
    )


def _move(moved: Moved, one: Flip | Scope) -> StepMove:
    """A box that was ticked, unticked, added or dropped."""
    moment = one.moment
    return StepMove(
        moved, one.item, one.words,
        moment.when, moment.commit, moment.reference, moment.author, one.done,
    )  # fmt: skip


def _verdicts(settings: Settings, start: Start) -> Mapping[str, list[VerdictMove]]:
    """Verdicts that are not what they were; of claims that are new those that are broken."""
    found: dict[str, list[VerdictMove]] = {}
    for plan, claim in verify(settings, Request(since=start.commit)).claims:
        if claim.was == claim.verdict or (claim.was == ABSENT and claim.verdict != "broken"):
            continue
        found.setdefault(plan.path, []).append(
            VerdictMove(claim.item, claim.says, claim.was, claim.verdict, claim.reason)
        )
    return found


def _recorded(ledger: LedgerView, plan: Plan, since: float) -> tuple[Recorded, ...]:
    """The evidence and sign-offs of a plan that were recorded since then, the earliest first."""
    found = []
    for one in ledger.records(plan.id):
        record = one.record
        with suppress(ValueError, OverflowError):
            if seconds(record.finished) >= since:
                found.append(
                    Recorded(
                        record.item, record.wording, record.decision.value, record.reason,
                        record.finished, record.by, record.role, one.commit, one.digest,
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.when, one.digest)))


def _shifts(
    plans: Sequence[Plan], found: Mapping[str, Course], then: float, at: float
) -> dict[str, ForecastMove | None]:
    """How the forecasts of plans moved, by path."""
    before, after = forecasts(plans, found, then), forecasts(plans, found, at)
    return {plan.path: _shift(before.get(plan.path), after.get(plan.path)) for plan in plans}


def _shift(then: Forecast | None, today: Forecast | None) -> ForecastMove | None:
    """How a forecast moved; None where it did not, or the plan had none and has none."""
    if today is None or today.finished:
        return None
    before = {one.percent: one.date for one in then.odds} if then is not None else {}
    after = {one.percent: one.date for one in today.odds}
    moved = [_days(before.get(percent, ""), after.get(percent, "")) for percent in (50, 85)]
    if before and after and all(days is not None and abs(days) < _TOLD_DAYS for days in moved):
        return None
    if not any(before.values()) and not any(after.values()):
        return None
    return ForecastMove(then.odds if then else (), today.odds, today.refused, moved[1])


def _days(before: str, after: str) -> int | None:
    """Days from one date to another; None where only one is given."""
    if not before or not after:
        return 0 if before == after else None
    return round((seconds(after) - seconds(before)) / DAY)


def _old(before: Plan | None, path: str) -> str:
    return before.path if before is not None and before.path != path else ""
