"""What moved in all plans in a time: as Markdown for a weekly note, and as a versioned type."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from planproof.evidence.record import WHOLE_PLAN
from planproof.progress.forecast import Odds
from planproof.progress.model import SHORT
from planproof.report.formats._terminal import shortened
from planproof.report.markup import link, prose
from planproof.report.words import counted, encodable, history_lacks, json_text

_PLANS = 12
"""Plans that are told in full; the others have a line each, and beyond `_LINES` are counted."""
_LINES = 30
_BOXES = 6
"""Boxes that are named of a plan and a kind of move; of more than that fewer, and the others are counted."""
_FEWER = 3
_WORDS = 100
_NEW = 12
_GONE = 6
_VERDICTS = 6


class Moved(StrEnum):
    """What became of a box."""

    TICKED = "ticked"
    UNTICKED = "unticked"
    ADDED = "added"
    DROPPED = "dropped"


class StepMove(msgspec.Struct, frozen=True, gc=False):
    """A box that was ticked, unticked, added or dropped.

    Attributes:
        moved: which of these.
        item: the item's id.
        words: what it says.
        when: of the commit, ISO 8601; empty for what is not committed.
        commit: its full id; empty for what is not committed.
        reference: the pull request by which it came: `#128`; empty without.
        author: the commit's.
        done: whether it was ticked when it was added or dropped.
    """

    moved: Moved
    item: str
    words: str
    when: str
    commit: str
    reference: str
    author: str
    done: bool = False


class VerdictMove(msgspec.Struct, frozen=True, gc=False):
    """A claim whose verdict is another; `was` is `absent` where the plan did not make it."""

    item: str
    says: str
    was: str
    verdict: str
    reason: str


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """Evidence that was recorded, or, where it has a role, a sign-off."""

    item: str
    wording: str
    decision: str
    reason: str
    when: str
    by: str
    role: str
    commit: str
    digest: str


class ForecastMove(msgspec.Struct, frozen=True, gc=False):
    """A forecast that is another: the dates then and now.

    Attributes:
        refused: why there is none now.
        days: by how many days the date of 85 % is later; None where it has none then or now.
    """

    then: tuple[Odds, ...]
    now: tuple[Odds, ...]
    refused: str
    days: int | None


class PlanMoved(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What moved in a plan.

    Attributes:
        state: now.
        was: its state then; empty for a new plan.
        new: whether it was not there.
        old_path: its file then, where that is another.
        done: boxes ticked now.
        total: boxes now.
        steps: boxes ticked and unticked.
        scope: boxes added and dropped.
    """

    path: str
    plan: str
    title: str
    state: str
    was: str
    new: bool
    old_path: str
    done: int
    total: int
    steps: tuple[StepMove, ...] = ()
    scope: tuple[StepMove, ...] = ()
    verdicts: tuple[VerdictMove, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    forecast: ForecastMove | None = None

    @property
    def moved(self) -> bool:
        """Whether anything did."""
        told = (self.steps, self.scope, self.verdicts, self.recorded, self.old_path)
        return self.new or self.state != self.was or any(told) or self.forecast is not None


class ReportV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof report --format json`."""

    schema: Literal["planproof/report/1"]
    version: str
    since: Annotated[str, msgspec.Meta(description="What was asked for.")]
    commit: Annotated[
        str, msgspec.Meta(description="The last commit before; empty where the history is younger.")
    ]
    start: Annotated[str, msgspec.Meta(description="ISO 8601.")]
    until: Annotated[str, msgspec.Meta(description="ISO 8601.")]
    plans: Annotated[tuple[PlanMoved, ...], msgspec.Meta(description="Those that moved.")]
    still: Annotated[int, msgspec.Meta(ge=0, description="Plans in which nothing moved.")]
    gone: Annotated[tuple[str, ...], msgspec.Meta(description="Plans that are not there any more.")]
    verdicts_compared: Annotated[
        bool, msgspec.Meta(description="Whether the plans were judged then and now.")
    ]
    parted: Annotated[
        bool,
        msgspec.Meta(
            description="Whether HEAD does not stand on what was asked for; `commit` is where they parted."
        ),
    ]
    cut_off: Annotated[
        bool,
        msgspec.Meta(
            description="Whether the clone, shallow or partial, lacks some of the history."
        ),
    ]
    partial: Annotated[
        bool, msgspec.Meta(description="Whether it is partial: versions are lacking.")
    ]
    redated: Annotated[
        int, msgspec.Meta(ge=0, description="Plans with commits whose dates cannot be right.")
    ]


def as_json(found: ReportV1) -> str:
    """As JSON."""
    return json_text(found)


def as_markdown(found: ReportV1) -> str:
    """A note: the figures, then plan by plan what moved, the most first."""
    found = encodable(found)
    lines = [f"## Plans, {found.start[:10]} to {found.until[:10]}", ""]
    lines += [_figures(found), ""]
    told = [plan for plan in sorted(found.plans, key=_weight) if not _only_new(plan)]
    for plan in told[:_PLANS]:
        lines += [*_plan(plan), ""]
    lines += _also(told[_PLANS:])
    lines += _new([plan for plan in found.plans if _only_new(plan)])
    if found.gone:
        names = ", ".join(prose(path) for path in found.gone[:_GONE])
        more = len(found.gone) - _GONE
        lines += [f"Not there any more: {names}{f' and {more:,} more' if more > 0 else ''}.", ""]
    lines += [*_closing(found)]
    return "\n".join(lines).rstrip() + "\n"


def _weight(plan: PlanMoved) -> tuple[int, str]:
    return -(len(plan.steps) + len(plan.scope) + len(plan.verdicts)), plan.path


def _only_new(plan: PlanMoved) -> bool:
    return plan.new and not (plan.steps or plan.scope or plan.verdicts or plan.recorded)


def _also(plans: Sequence[PlanMoved]) -> Iterator[str]:
    """Plans that moved less than others, a line each."""
    if not plans:
        return
    yield "### Also moved"
    yield ""
    for plan in plans[:_LINES]:
        moves = Counter(one.moved for one in (*plan.steps, *plan.scope))
        said = [f"{moves[kind]:,} {kind.value}" for kind in Moved if moves[kind]]
        changed = len(plan.verdicts)
        said += [f"{counted(changed, 'verdict')} changed"] if changed else []
        said += [f"{counted(len(plan.recorded), 'record')}"] if plan.recorded else []
        state = f"**{plan.was} → {plan.state}**" if plan.was not in ("", plan.state) else plan.state
        yield f"- {_name(plan)}: {', '.join([state, *said])}"
    if len(plans) > _LINES:
        yield f"- {len(plans) - _LINES:,} more"
    yield ""


def _new(plans: Sequence[PlanMoved]) -> Iterator[str]:
    """Plans that came and have not moved since: those that have steps first."""
    if not plans:
        return
    yield "### New"
    yield ""
    for plan in sorted(plans, key=lambda one: (not one.total, one.path))[:_NEW]:
        yield f"- {_name(plan)}: {_so_far(plan)}"
        if plan.forecast is not None:
            yield f"  - forecast {_odds(plan.forecast.now)}"
    if len(plans) > _NEW:
        yield f"- {len(plans) - _NEW:,} more"
    yield ""


def _name(plan: PlanMoved) -> str:
    title = f": {prose(plan.title)}" if plan.title and plan.title != plan.plan else ""
    return f"{link(plan.path, 0, plan.plan)}{title}"


def _so_far(plan: PlanMoved) -> str:
    return plan.state + (f", {_ticked(plan)}" if plan.total else "")


def _ticked(plan: PlanMoved) -> str:
    return f"{plan.done:,} of {counted(plan.total, 'box', 'boxes')} ticked"


def _figures(found: ReportV1) -> str:
    """The whole time in a sentence."""
    if not found.plans and not found.gone:
        return f"Nothing moved in {counted(found.still, 'plan')}."
    moves = Counter(one.moved for plan in found.plans for one in (*plan.steps, *plan.scope))
    new = [plan for plan in found.plans if plan.new]
    done = [plan for plan in found.plans if plan.state == "done" != plan.was and not plan.new]
    ended = [plan for plan in found.plans if plan.state in ("superseded", "withdrawn")]
    ended = [plan for plan in ended if plan.was != plan.state]
    told = [
        f"{counted(moves[kind], 'box', 'boxes')} {kind.value}"
        if first
        else f"{moves[kind]:,} {kind.value}"
        for first, kind in _firsts(kind for kind in Moved if moves[kind])
    ]
    if new:
        ready = sum(plan.state == "done" for plan in new)
        told.append(f"{counted(len(new), 'plan')} new" + (f" ({ready:,} done)" if ready else ""))
    told += [f"{counted(len(done), 'plan')} finished"] if done else []
    told += [f"{counted(len(ended), 'plan')} superseded or withdrawn"] if ended else []
    broken = sum(one.verdict == "broken" for plan in found.plans for one in plan.verdicts)
    told += [f"{counted(broken, 'claim')} newly broken"] if broken else []
    records = [one for plan in found.plans for one in plan.recorded]
    signed = sum(bool(one.role) for one in records)
    told += (
        [f"{counted(len(records) - signed, 'record')} of evidence"] if len(records) > signed else []
    )
    told += [counted(signed, "sign-off")] if signed else []
    return f"**{', '.join(told)}.**" if told else "**No box moved.**"


def _firsts(kinds: Iterator[Moved]) -> Iterator[tuple[bool, Moved]]:
    return ((number == 0, kind) for number, kind in enumerate(kinds))


def _plan(plan: PlanMoved) -> Iterator[str]:
    so_far = f", {_ticked(plan)}" if plan.total else ""
    yield f"### {_name(plan)}"
    yield ""
    yield f"{_state(plan)}{so_far}."
    yield ""
    if plan.old_path:
        yield f"- moved here from {prose(plan.old_path)}"
    yield from _boxes(plan.steps, Moved.TICKED)
    yield from _boxes(plan.steps, Moved.UNTICKED)
    yield from _boxes(plan.scope, Moved.ADDED)
    yield from _boxes(plan.scope, Moved.DROPPED)
    for one in _worst_first(plan.verdicts)[:_VERDICTS]:
        item = f" ({prose(one.item)})" if one.item else ""
        yield f"- **{one.verdict}**, {_was(one.was)}: {prose(one.says)}{item}; {prose(one.reason)}"
    if len(plan.verdicts) > _VERDICTS:
        yield f"- {len(plan.verdicts) - _VERDICTS:,} more verdicts changed"
    yield from _records(plan.recorded)
    if plan.forecast is not None:
        yield f"- forecast {_forecast(plan.forecast)}"


def _state(plan: PlanMoved) -> str:
    if plan.new:
        return f"New, {plan.state}"
    if plan.was != plan.state:
        return f"**{plan.was} → {plan.state}**"
    return plan.state.capitalize()


def _was(verdict: str) -> str:
    return {"absent": "new", "holds": "held before"}.get(verdict, f"was {verdict}")


def _worst_first(verdicts: Sequence[VerdictMove]) -> list[VerdictMove]:
    order = ("broken", "stale", "holds")
    return sorted(
        verdicts, key=lambda one: order.index(one.verdict) if one.verdict in order else len(order)
    )


def _boxes(moves: Sequence[StepMove], kind: Moved) -> Iterator[str]:
    mine = [one for one in moves if one.moved is kind]
    named = mine if len(mine) <= _BOXES else mine[:_FEWER]
    scope = kind in (Moved.ADDED, Moved.DROPPED)
    for one in named:
        ticked = ", ticked" if scope and one.done else ""
        yield f"- {kind.value}{ticked}: {prose(shortened(one.words, _WORDS))} ({_by(one)})"
    if len(mine) > len(named):
        ticked = ", ticked" if scope and all(one.done for one in mine[_FEWER:]) else ""
        yield f"- {len(mine) - len(named):,} more {kind.value}{ticked}"


def _by(one: StepMove) -> str:
    """The commit and pull request; a reference that the forge shall make a link stands as it is."""
    if not one.commit:
        return "not committed"
    said = one.commit[:SHORT]
    number = one.reference.removeprefix("#").removeprefix("!")
    return f"{one.reference}, {said}" if number.isdigit() else said


def _records(recorded: Sequence[Recorded]) -> Iterator[str]:
    """The latest of each item; how often it was recorded stands beside it."""
    latest: dict[tuple[str, str], Recorded] = {}
    often: Counter[tuple[str, str]] = Counter()
    for one in recorded:
        latest[one.item, one.role] = one
        often[one.item, one.role] += 1
    for key, one in latest.items():
        times = f", {often[key]} records" if often[key] > 1 else ""
        if one.role:
            what = "the plan" if one.item == WHOLE_PLAN else prose(one.wording)
            yield f"- signed off for {prose(one.role)}: {what} ({prose(one.by)}, {one.when[:10]})"
        else:
            what = f"**{prose(one.decision)}**: {prose(one.wording)}; {prose(one.reason)}"
            yield f"- {what} ({one.when[:10]}{times})"


def _forecast(one: ForecastMove) -> str:
    if one.refused:
        return f"no longer possible: {prose(one.refused)}; it was {_odds(one.then)}"
    if not one.then:
        return f"new: {_odds(one.now)}"
    later = ""
    if one.days:
        later = (
            f", {counted(abs(one.days), 'day')} {'later' if one.days > 0 else 'earlier'} at 85 %"
        )
    return f"moved{later}: {_odds(one.now)}; it was {_odds(one.then)}"


def _odds(odds: Sequence[Odds]) -> str:
    return ", ".join(f"{one.percent} % {one.date or 'no date'}" for one in odds)


def _closing(found: ReportV1) -> Iterator[str]:
    told = []
    if found.still and (found.plans or found.gone):
        told.append(f"Nothing moved in {counted(found.still, 'other plan')}.")
    if found.parted:
        told.append(
            f"This branch does not have {prose(found.since)}; it is compared with"
            f" {found.commit[:SHORT]}, where the two parted."
        )
    if not found.commit:
        told.append("The history here begins later, so every plan is new.")
    elif not found.verdicts_compared:
        told.append("Verdicts were not compared.")
    told += history_lacks(cut_off=found.cut_off, partial=found.partial, redated=found.redated)
    yield " ".join([*told, "Days are in UTC."])
