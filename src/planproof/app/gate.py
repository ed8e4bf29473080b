"""`gate`: what a change says and does, held against the plans before it and after it."""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import msgspec

from planproof.app import baseline as known_ones
from planproof.app.changing import Change, change_of
from planproof.app.config import Settings, load_settings
from planproof.app.errors import CannotDo
from planproof.app.gate_rows import figure_rows, named_rows, tick_rows, verdict_rows
from planproof.app.gather import Kept, Progress
from planproof.app.judge import place_of
from planproof.app.missing_ticks import Ticks, diff, known_judgements, missing_ticks
from planproof.app.since import Earlier, counterparts
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import FINISHED, judge_all, plans_in, set_aside
from planproof.app.verify import Request as Everything
from planproof.gate.base import judge, kinds
from planproof.gate.events import Event, NotAnEvent, event_of, of_gitlab
from planproof.gate.model import ChangeCase, FileChange, Judgement, PlanCase, box_of
from planproof.gate.naming import Said, meant, mentions
from planproof.gate.pairs import paired, ticked_by_both
from planproof.gate.support import claims_of
from planproof.plan.model import Plan
from planproof.plan.wording import nearest
from planproof.report.gate import GateV1, JudgementV1
from planproof.report.model import Place, Related, RuleInfo
from planproof.report.words import encodable
from planproof.system import repository
from planproof.system.snapshots import Snapshot
from planproof.template.schema import Template
from planproof.text.patterns import rx
from planproof.verdict.model import Judged
from planproof.verdict.world import World

_LARGEST = 32 * 1024 * 1024
"""Bytes of an event file that are read; GitHub's are 25 MB at most."""


class Request(msgspec.Struct, frozen=True):
    """What to judge.

    Attributes:
        base: the revision that the change is compared with; empty where the event says.
        head: its last commit; empty for what the event says, else `HEAD`.
        event: what the forge says.
        suggest: whether to work out the missing ticks.
        baseline: the file of known judgements, from the project's folder; empty for none.
    """

    base: str = ""
    head: str = ""
    event: Event | None = None
    suggest: bool = False
    baseline: str = ""


class Outcome(NamedTuple):
    """What came of it.

    Attributes:
        gate: what there is to say.
        kinds: the judgements in force.
        edits: the missing ticks, by plan, with the plan's text that they are for.
        fresh_baseline: whether the baseline that was asked for does not exist yet.
        first: a file that the change touches, for what is said of the change as a whole.
    """

    gate: GateV1
    kinds: tuple[RuleInfo, ...]
    edits: Ticks
    fresh_baseline: bool = False
    first: str = ""


def read_event(named: str, environ: Mapping[str, str] | None = None) -> Event | None:
    """What the forge says: in the file that is named, else in the one that CI names, else in variables.

    Raises:
        CannotDo: the file that is named cannot be read, or tells of no change.
    """
    environ = os.environ if environ is None else environ
    if named == "none":
        return None
    path = named
    if not path and environ.get("GITHUB_ACTIONS") == "true":
        path = environ.get("GITHUB_EVENT_PATH", "")
    if not path:
        return of_gitlab(environ)
    try:
        if os.path.getsize(path) > _LARGEST:
            raise CannotDo(f"the event {path} is larger than any forge makes one")
        return event_of(msgspec.json.decode(Path(path).read_bytes()))
    except OSError as error:
        raise CannotDo(
            f"the event {path} cannot be read: {error.strerror}",
            "Check the path after --event." if named else "$GITHUB_EVENT_PATH names it.",
        ) from None
    except msgspec.DecodeError as error:
        raise CannotDo(
            f"the event {path} is not JSON: {error}", "Name the file that $GITHUB_EVENT_PATH names."
        ) from None
    except NotAnEvent as error:
        if named:
            raise CannotDo(
                f"the event {path} tells of no change: {error}",
                "Name the event of a pull request, a merge group or a push, or say `--event none`.",
            ) from None
        return None  # a run by hand or by the clock


def gate(settings: Settings, request: Request, progress: Progress | None = None) -> Outcome:
    """Judge a change.

    Raises:
        CannotDo: nobody can tell what the change is, the clone is too shallow, or there is no plan.
    """
    change = change_of(settings, request.base, request.head, request.event)
    before = _settings_then(settings, change.before)
    levels = _levels(before)
    case = _case(settings, before, change, request.event, progress)
    off = frozenset(name for name, level in levels.items() if level == "off")
    known = known_judgements(settings, request.baseline, change) if request.baseline else None
    found = [_line(one, levels, known) for one in judge(case, off)]
    edits = missing_ticks(case) if request.suggest else {}
    result = GateV1(
        base=change.before.revision,
        head=change.after.revision,
        number=case.number,
        behind=change.behind,
        files=len(case.files),
        commits=change.commits,
        plans=sum(one.after is not None and not one.aside for one in case.plans),
        named=named_rows(case),
        judgements=tuple(found),
        ticks=tuple(tick_rows(case)),
        verdicts=tuple(verdict_rows(case)),
        figures=tuple(figure_rows(case)),
        forecast=tuple(_forecast(settings, case)),
        notes=change.notes,
        severities=levels,
        suggestion="".join(diff(path, *made) for path, made in edits.items()),
    )
    infos = tuple(
        RuleInfo(f"gate/{kind.name}", kind.title, kind.doc, levels[kind.name])
        for kind in kinds().values()
        if levels[kind.name] != "off"
    )
    fresh = bool(request.baseline) and known is None
    first = next((one.path for one in case.files if one.kind != "removed"), "")
    return Outcome(encodable(result), infos, edits, fresh, first)


def _forecast(settings: Settings, case: ChangeCase) -> Iterator[str]:
    """When the plans that the change is about may be done, where there is enough history to tell."""
    paths = [
        str(Path(settings.root, plan.path))
        for plan in case.own()
        if plan.after is not None and not plan.after.state.closed
    ]
    if not paths or repository.is_shallow(settings.root):
        return
    from planproof.app.forecast import forecast_plans

    try:
        found = forecast_plans(settings, paths).plans
    except CannotDo:  # what is checked out is not what is judged
        return
    for one in found:
        if one.by(50) and one.by(85):
            yield f"`{one.plan}` may be done by {one.by(50)} (50 %) or {one.by(85)} (85 %)."


def _settings_then(settings: Settings, before: Snapshot) -> Settings:
    """The settings as the base has them; the defaults where they cannot be read."""

    def read(name: str) -> bytes:
        data = before.read(name) if name in before.entries else None
        if data is None:
            raise FileNotFoundError(name)
        return data

    try:
        return load_settings(Path(settings.root), {}, {}, "", read)
    except CannotDo:
        return msgspec.structs.replace(settings, config=type(settings.config)())


def _levels(before: Settings) -> dict[str, str]:
    """How severe each judgement is: as the base says, so that no change can excuse itself.

    Raises:
        CannotDo: the setting names a judgement that there is not.
    """
    levels: dict[str, str] = {kind.name: kind.severity for kind in kinds().values()}
    for name, level in before.config.gate.items():
        if name not in levels:
            close = nearest(name, levels)
            raise CannotDo(
                f"`gate` names the judgement `{name}`, and there is no such judgement"
                + (f"; did you mean `{close}`?" if close else ""),
                f"The judgements are {', '.join(levels)}.",
            )
        levels[name] = level
    return levels


def _case(
    settings: Settings,
    before: Settings,
    change: Change,
    event: Event | None,
    progress: Progress | None,
) -> ChangeCase:
    """The change, with the plans before it and after it and their claims.

    Raises:
        CannotDo: there is no plan, neither before nor after it.
    """
    templates = templates_in_use(Path(settings.root), settings.config)
    now, then = _plans(settings, before, templates, change)
    if not now and not then:
        raise CannotDo(
            "there is no plan here, neither before the change nor after it",
            "`planproof new` makes one; the setting `plans` says where plans lie.",
        )
    aside = {plan.path: set_aside(plan) for plan in now}
    kept = Kept(settings.root, use=settings.config.cache)
    judged_now = [plan for plan in now if not aside[plan.path]]
    moved = _moved(now, then, change)
    by_path = {plan.path: plan for plan in then}
    closed = [plan for plan in now if _closes(plan, by_path.get(moved.get(plan.path, "")))]
    judged_now += closed
    aside.update((plan.path, "") for plan in closed)
    claims, _, world = judge_all(settings, change.after, judged_now, kept, progress)
    # What the plans were before is asked of those alone that are judged, or were and are no more.
    judged_then = [plan for plan in then if plan.state not in FINISHED]
    claims_then, _, _ = judge_all(settings, change.before, judged_then, kept, progress)
    kept.store()
    judged = Both(claims, claims_then)
    cases = tuple(_plan_cases(Both(now, then), moved, judged, aside, change))
    done = {plan.path for plan in closed}
    for case in cases:
        if case.path in done:  # nothing else of it is kept up from now on
            vouched = [one for tick in case.ticked for one in claims_of(case, tick.after)]
            case.claims = tuple(one for one in case.claims if one in vouched)
    _find_twice(settings, templates, change, cases)
    return _said(cases, change, event, world)


def _said(
    cases: tuple[PlanCase, ...], change: Change, event: Event | None, world: World
) -> ChangeCase:
    messages = tuple((f"commit {one.commit[:10]}", one.text) for one in change.messages)
    if event is not None:
        have = {name for name, _ in messages}
        messages += tuple(one for one in event.messages if one[0] not in have)
    said = Said(
        event.branch if event is not None and event.branch else change.branch,
        event.title if event is not None else "",
        event.body if event is not None else "",
        messages,
    )
    ids = [plan.id for case in cases for plan in (case.after, case.before) if plan is not None]
    named, lost = meant(mentions(said, ids), cases)
    return ChangeCase(
        files=tuple(FileChange(*one) for one in change.files),
        plans=cases,
        named=named,
        lost=lost,
        world=world,
        number=_number(event, messages),
        reverts=said.reverts,
        known={},
    )


def _closes(plan: Plan, before: Plan | None) -> bool:
    """Whether a change moves a plan to those that are done, so that what it ticks is still to be judged."""
    if plan.state in FINISHED or not set_aside(plan):
        return False
    return before is not None and not set_aside(before)


def _number(event: Event | None, messages: Sequence[tuple[str, str]]) -> str:
    """The number of the change: as the forge says, else, once it has arrived, as its last message does."""
    if event is None or event.number or event.kind != "push" or not messages:
        return event.number if event is not None else ""
    subject = messages[0][1].partition("\n")[0].strip()
    match = rx(r"\((#\d{1,9})\)$").search(subject) or rx(r"Merge pull request (#\d{1,9}) ").match(
        subject
    )
    return match[1] if match else ""


def _plans(
    settings: Settings, before: Settings, templates: Sequence[Template], change: Change
) -> tuple[list[Plan], list[Plan]]:
    """The plans after a change and before it. One that it does not touch is the same value in both."""
    now = list(plans_in(change.after, settings, templates, Everything(take_all=True)).plans)
    old, new = change.before.entries, change.after.entries
    same = {plan.path: plan for plan in now if old.get(plan.path) == new[plan.path]}
    one, other = settings.config, before.config
    if (one.plans, one.exclude) != (other.plans, other.exclude):
        then = plans_in(change.before, before, templates, Everything(take_all=True)).plans
        return now, [same.get(plan.path, plan) for plan in then]
    rest = copy.copy(change.before)
    # What the change does not touch and is no plan after it was none before.
    rest.entries = {path: blob for path, blob in old.items() if new.get(path) != blob}
    then = plans_in(rest, settings, templates, Everything(take_all=True)).plans
    return now, sorted([*same.values(), *then], key=lambda plan: plan.path)


def _moved(now: Sequence[Plan], then: Sequence[Plan], change: Change) -> dict[str, str]:
    """Where each plan was before: by git's account of what moved, else by id and title."""
    paths = {plan.path for plan in then}
    found = {
        one.path: one.before
        for one in change.files
        if one.kind == "moved" and one.before in paths
    }  # fmt: skip
    return {**counterparts(now, then, change.after.entries), **found}


T = TypeVar("T")


class Both(NamedTuple, Generic[T]):
    """Something after a change, and before it."""

    after: T
    before: T


def _plan_cases(  # what is known of a change
    plans: Both[list[Plan]],
    moved: Mapping[str, str],
    claims: Both[dict[str, tuple[Judged, ...]]],
    aside: Mapping[str, str],
    change: Change,
) -> Iterator[PlanCase]:
    by_path = {plan.path: plan for plan in plans.before}
    for plan in plans.after:
        path = plan.path
        old = by_path.get(moved.get(path, ""))
        then_claims = claims.before.get(old.path, ()) if old is not None else ()
        earlier = Earlier(then_claims)
        mine = claims.after.get(path, ())
        yield PlanCase(
            before=old,
            after=plan,
            pairs=paired(old, plan),
            claims=mine,
            claims_before=then_claims,
            was={one.key: earlier.verdict_of(one) for one in mine},
            aside=aside[path],
        )
    gone = set(by_path) - set(moved.values())
    for path in sorted(gone):
        yield PlanCase(
            before=by_path[path],
            after=None,
            pairs=paired(by_path[path], None),
            claims_before=claims.before.get(path, ()),
            excluded=path in change.after.entries,
        )


def _find_twice(
    settings: Settings, templates: Sequence[Template], change: Change, cases: Sequence[PlanCase]
) -> None:
    """Find the boxes that the change and its branch have ticked, each by itself."""
    if change.sides is not None:
        tip, (begun, own) = change.before, change.sides
    elif change.tip is not None:
        tip, begun, own = change.tip, change.before, change.after
    else:
        return
    old, new, there = begun.entries, own.entries, tip.entries

    def of(snapshot: Snapshot, path: str) -> Plan | None:
        rest = copy.copy(snapshot)
        rest.entries = {path: snapshot.entries[path]}
        found = plans_in(rest, settings, templates, Everything(take_all=True)).plans
        return next(iter(found), None)

    for case in cases:
        if case.before is None or case.after is None:
            continue
        path = case.before.path
        mine = case.path if case.path in new else path
        if not (path in old and path in there and mine in new):
            continue
        if old[path] in (there[path], new[mine]):
            continue
        before, one, other = of(begun, path), of(own, mine), of(tip, path)
        if before is not None and one is not None and other is not None:
            both = {item.fingerprint for item in ticked_by_both(before, one, other)}
            found = (item for item in case.after.items if box_of(item))
            case.twice = tuple(item for item in found if item.fingerprint in both)


def _line(
    one: Judgement, levels: Mapping[str, str], known: known_ones.Baseline | None
) -> JudgementV1:
    plan = one.plan
    path = one.path or (plan.path if plan is not None and plan.after is not None else "")
    place = Place(0, 0, 0, 0, 0, 0)
    if one.span is not None and plan is not None and plan.after is not None and not one.path:
        place = place_of(plan.after.document.source, one.span)
    seed = f"{path}\0{one.kind}\0{one.subject}"
    mark = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return JudgementV1(
        kind=one.kind,
        severity=levels[one.kind],  # type: ignore[arg-type]
        plan=plan.plan.id if plan is not None else "",
        subject=one.subject,
        message=one.message,
        help=one.help,
        path=path,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        fingerprint=mark,
        rests=tuple(Related(*rest) for rest in one.rests),
        known=known is not None and known.has(path, f"gate/{one.kind}", mark),
    )
