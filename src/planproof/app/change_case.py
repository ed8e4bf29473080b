"""A change as the gate judges it: the plans before it and after it, each with its claims.

What decides how a change is judged is read from before it: which plans there are, how they are read, who
may sign. Else a change could excuse itself.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Generic, NamedTuple, TypeVar

import msgspec

from planproof.app.changing import Change
from planproof.app.config import Settings, load_settings
from planproof.app.errors import CannotDo
from planproof.app.gate_states import asked_of, find_unmet
from planproof.app.gather import Kept, Progress
from planproof.app.places import is_template
from planproof.app.since import Earlier, counterparts
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import Beside, judge_all, plans_in, set_aside
from planproof.app.verify import Request
from planproof.gate.events import Event
from planproof.gate.model import ChangeCase, FileChange, PlanCase, box_of
from planproof.gate.naming import Said, meant, mentions
from planproof.gate.pairs import paired, ticked_by_both
from planproof.gate.support import claims_of
from planproof.plan.model import Plan
from planproof.progress.references import reference_of
from planproof.system.objects import NOT_HERE
from planproof.system.snapshots import NO_CONTENT, Snapshot
from planproof.template.schema import Template
from planproof.verdict.model import Judged
from planproof.verdict.world import World

T = TypeVar("T")


class Both(NamedTuple, Generic[T]):
    """Something after a change, and before it."""

    after: T
    before: T


class Reading(NamedTuple):
    """How plans are read: the settings, and the templates."""

    settings: Settings
    templates: tuple[Template, ...]


SAME_PLAN = 0.5
"""The share of what a plan says that another one has to say for it to be that plan, moved and rewritten."""

_MOST_PAIRS = 2_000

EVERY = Request(take_all=True)


def settings_before(settings: Settings, before: Snapshot) -> Settings:
    """The settings as they were before a change; the defaults where they cannot be read.

    A settings file that lies outside of the repository is nothing that a change could touch.
    """
    named = settings.file if PurePath(settings.file).name != settings.file else ""
    if PurePath(named).is_absolute():
        return settings

    def read(name: str) -> bytes:
        data = before.read(name) if name in before.entries else None
        if data is None:
            raise FileNotFoundError(name)
        return data

    try:
        found = load_settings(Path(settings.root), {}, {}, named, read)
    except CannotDo:
        found = msgspec.structs.replace(settings, config=type(settings.config)())
    return msgspec.structs.replace(found, revision=before.revision)


def case_of(
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
    how = _reading(settings, before, change)
    found = plans_in(change.after, how.after.settings, how.after.templates, EVERY)
    now, then = list(found.plans), _plans_then(how, change, found.plans)
    _see_that_all_is_here(change)
    if not now and not then:
        raise CannotDo(
            "there is no plan here, neither before the change nor after it",
            "`planproof new` makes one; the setting `plans` says where plans lie.",
        )
    aside = {plan.path: set_aside(plan) for plan in now}
    moved = _moved(now, then, change)
    by_path = {plan.path: plan for plan in then}
    closed = {plan.path for plan in now if _closes(plan, by_path.get(moved.get(plan.path, "")))}
    aside.update(dict.fromkeys(closed, ""))
    trusted = _trusting(settings, before)
    kept = Kept(settings.root, use=settings.config.cache)
    judged_now = [plan for plan in now if not aside[plan.path]]
    # Nobody may name himself among those who sign in the change that goes by it.
    people = {path: by_path[old] for path, old in moved.items() if old in by_path}
    claims, _, world = judge_all(
        trusted, change.after, judged_now, kept, progress, Beside(people=people)
    )
    # What the plans were before is asked of those alone that are judged, or were and are no more.
    judged_then = [plan for plan in then if not plan.state.laid_aside]
    claims_then, _, earlier = judge_all(
        trusted, change.before, judged_then, kept, progress, Beside(judged_now)
    )
    kept.store()
    _see_that_all_is_here(change)
    cases = tuple(_plan_cases(Both(now, then), moved, Both(claims, claims_then), aside, change))
    for case in cases:
        if case.path in closed:  # nothing else of it is kept up from now on
            vouched = [one for tick in case.ticked for one in claims_of(case, tick.after)]
            case.claims = tuple(one for one in case.claims if one in vouched)
    _find_twice(how.after, change, cases)
    unread = tuple((one.path, one.message) for one in found.problems)
    made = _said(cases, change, event, world)
    made = msgspec.structs.replace(made, unread=unread, earlier=earlier)
    find_unmet(made, claims, asked_of(trusted, before, how.after.templates, change))
    return made


def _see_that_all_is_here(change: Change) -> None:
    """Refuse to judge by what a partial clone happens to have.

    Raises:
        CannotDo: contents that were asked for are not in this clone.
    """
    lacking = [
        one.path
        for snapshot in (change.before, change.after)
        for one in snapshot.left_out
        if one.reason in (NO_CONTENT, NOT_HERE)
    ]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise CannotDo(
            f"this clone lacks the contents of {lacking[0]}{more}",
            "Clone without `--filter`, or check out both ends of the change first.",
        )


def _trusting(settings: Settings, before: Settings) -> Settings:
    """The settings, with those who may sign, and have to, as they were before the change."""
    then = before.config
    config = msgspec.structs.replace(
        settings.config,
        signers=then.signers,
        allowed_signers=then.allowed_signers,
        sign_offs=then.sign_offs,
    )
    return msgspec.structs.replace(settings, config=config, revision=before.revision)


def _reading(settings: Settings, before: Settings, change: Change) -> Both[Reading]:
    """How plans are read after a change and before it: by the same templates unless it changes one."""
    root = Path(settings.root)
    now = Reading(settings, templates_in_use(root, settings.config))
    named = (*settings.config.templates, *before.config.templates)
    touched = any(
        is_template(path, named) for file in change.files for path in (file.path, file.before)
    )
    if not touched and settings.config.templates == before.config.templates:
        return Both(now, Reading(before, now.templates))
    try:
        then = templates_in_use(root, before.config, change.before)
    except CannotDo:  # the change may mend it
        then = now.templates
    return Both(now, Reading(before, then))


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
    """Whether a change lays a plan aside, so that what it ticks on the way is still to be judged."""
    return bool(set_aside(plan)) and before is not None and not set_aside(before)


def _number(event: Event | None, messages: Sequence[tuple[str, str]]) -> str:
    """The number of the change: as the forge says, else, once it has arrived, as its last message does."""
    if event is None or event.number or event.kind != "push" or not messages:
        return event.number if event is not None else ""
    return reference_of(messages[0][1])


def _plans_then(how: Both[Reading], change: Change, now: Sequence[Plan]) -> list[Plan]:
    """The plans before a change. One that it does not touch is the same value as after it."""
    old, new = change.before.entries, change.after.entries
    same = {plan.path: plan for plan in now if old.get(plan.path) == new[plan.path]}
    if _places(how.after) != _places(how.before):
        then = plans_in(change.before, how.before.settings, how.before.templates, EVERY).plans
        return [_same(plan, same.get(plan.path)) for plan in then]
    rest = copy.copy(change.before)
    # What the change does not touch and is no plan after it was none before.
    rest.entries = {path: blob for path, blob in old.items() if new.get(path) != blob}
    then = plans_in(rest, how.before.settings, how.before.templates, EVERY).plans
    return sorted([*same.values(), *then], key=lambda plan: plan.path)


def _places(one: Reading) -> tuple[object, ...]:
    """What decides which files are plans, and how they are read."""
    config = one.settings.config
    return (
        config.plans, config.exclude, config.template, config.template_for, one.templates,
    )  # fmt: skip


def _same(before: Plan, after: Plan | None) -> Plan:
    """A plan of which no byte is changed: its value after the change, if that reads as it did before."""
    if after is None or before.written.template != after.written.template:
        return before
    reads = [
        [(one.id, one.kind, one.fingerprint) for one in plan.items] for plan in (before, after)
    ]
    return after if reads[0] == reads[1] and before.state == after.state else before


def _moved(now: Sequence[Plan], then: Sequence[Plan], change: Change) -> dict[str, str]:
    """Where each plan was before: by git's account of what moved, else by id and title."""
    paths, plans = {plan.path for plan in then}, {plan.path for plan in now}
    found = {
        one.path: one.before
        for one in change.files
        if one.kind == "moved" and one.before in paths and one.path in plans
    }  # fmt: skip
    moved = {**counterparts(now, then, change.after.entries), **found}
    gone = [plan for plan in then if plan.path not in moved.values()]
    new = [plan for plan in now if plan.path not in moved]
    if len(gone) * len(new) <= _MOST_PAIRS:
        for plan in new:
            old = max(gone, key=lambda one: _shared(one, plan), default=None)
            if old is not None and _shared(old, plan) >= SAME_PLAN:
                moved[plan.path] = old.path
                gone.remove(old)
    return moved


def _shared(old: Plan, new: Plan) -> float:
    """How much of what a plan says another one says as well, 0 to 1."""
    said = {(item.kind, item.fingerprint) for item in old.items}
    both = said & {(item.kind, item.fingerprint) for item in new.items}
    return len(both) / len(said) if said else 0.0


def _plan_cases(
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
        mine = claims.after.get(path, ())
        yield PlanCase(
            before=old,
            after=plan,
            pairs=paired(old, plan),
            claims=mine,
            claims_before=then_claims,
            was=_was(mine, then_claims),
            aside=aside[path],
        )
    gone = set(by_path) - set(moved.values())
    lies = {one.before: one.path for one in change.files if one.kind == "moved"}
    there = {one.path for one in change.after.left_out} | change.after.entries.keys()
    lies.update((path, path) for path in gone & there)
    for path in sorted(gone):
        yield PlanCase(
            before=by_path[path],
            after=None,
            pairs=paired(by_path[path], None),
            claims_before=claims.before.get(path, ()),
            left_at=lies.get(path, ""),
        )


def _was(now: Sequence[Judged], then: Sequence[Judged]) -> dict[str, str]:
    """The verdict of each claim before the change; `accepted` where somebody accepted that it was broken."""
    earlier = Earlier(then)
    accepted = {one.key for one in then if one.accepted}
    return {one.key: "accepted" if one.key in accepted else earlier.verdict_of(one) for one in now}


def _find_twice(how: Reading, change: Change, cases: Sequence[PlanCase]) -> None:
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
        found = plans_in(rest, how.settings, how.templates, EVERY).plans
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
