"""`tick` and `untick`: the box of an item and what stands beside it, where the item is supported.

What a plan would say once the box is ticked is judged before anything is written. A file that somebody
else changed in the meantime is read and judged anew, so that two runs at once lose nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.plans import folders_of, load_plan, plans_called, reread, write_plans
from planproof.app.targets import item_of
from planproof.app.verify import open_snapshot
from planproof.plan.ids import split_named
from planproof.plan.model import Item, Plan, Step
from planproof.plan.wording import one_line
from planproof.progress.support import Reason, Waits, forcible, unsupported
from planproof.progress.ticking import (
    CannotTick,
    Wish,
    box_of,
    edits_for,
    reference_of,
    references_beside,
    unlike,
)
from planproof.report.ticked import TickedLine, TickedRun, Why
from planproof.system.files import Changed, taking_turns
from planproof.text.conflicts import conflict_markers
from planproof.text.edit import EditRefused, splice
from planproof.verdict.model import Judged

MOST_TRIES = 20
"""How often a plan is read anew that somebody else writes to at the same time."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to tick.

    Attributes:
        named: `PLAN#ITEM`, several of them.
        done: whether the boxes are to be ticked, or unticked.
        pull: the pull request to add or to take away, as somebody wrote it; empty for none.
        proof: the words of a proof to add; empty for none.
        force: the reason for which to tick without support; None to refuse that.
        write: whether to write, or only to tell.
    """

    named: tuple[str, ...]
    done: bool
    pull: str = ""
    proof: str = ""
    force: str | None = None
    write: bool = True


class _Change(msgspec.Struct, frozen=True):
    """A plan as it is and as it will be, with the items that change.

    Attributes:
        reasons: why items are not supported, by id.
        redeemed: items that the ledger says were ticked by force once, and that are supported now.
    """

    before: Plan
    after: Plan
    items: tuple[Item, ...]
    wishes: tuple[tuple[Item, Wish], ...]
    reasons: dict[str, list[Reason]] = {}
    redeemed: frozenset[str] = frozenset()


def tick(settings: Settings, request: Request, progress: Progress | None = None) -> TickedRun:
    """Tick boxes, or untick them: all that are named or none.

    Raises:
        CannotDo: there is no such plan, item or box, or a file cannot be written.
    """
    wish = _wish(request)
    held: frozenset[str] = frozenset()
    for _ in range(MOST_TRIES):
        with taking_turns(held):
            changes = _changes(settings, request, wish, progress)
            run = _run(changes, request)
            if run.refused or not request.write:
                return run
            pairs = [(one.before, one.after) for one in changes]
            try:
                write_plans(settings, pairs, held)
            except Changed:
                # Whoever lost once has the others wait from reading on, so that any number gets through.
                held = folders_of(Path(settings.root) / one.path for one, _ in pairs)
                continue
        for change in changes:
            _record(settings, change, request)
        return run
    raise CannotDo("the plan keeps changing while it is ticked", "Run it again.")


def _wish(request: Request) -> Wish:
    forced = request.force
    if forced is not None and not any(one.isalnum() for one in forced):
        raise CannotDo("it is not said why", "Give the reason: `--force REASON`.")
    for said in (forced or "", request.proof):
        if "<!--" in said or "-->" in said:
            raise CannotDo(
                f"nobody would see this in the plan, for it is a comment: {one_line(said)}",
                "Write plain words.",
            )
    if request.proof and len(request.named) > 1:
        raise CannotDo("a proof belongs to one item", "Tick them one by one.")
    try:
        reference = reference_of(request.pull) if request.pull else ""
    except CannotTick as error:
        raise CannotDo(error.reason, error.remedy) from None
    return Wish(done=request.done, reference=reference, proof=one_line(request.proof))


def _named(settings: Settings, named: Sequence[str]) -> list[tuple[Plan, tuple[Item, ...]]]:
    """The plans that are named, in whatever way, each once, with the items that are."""
    found: dict[str, tuple[Plan, dict[str, Item]]] = {}
    files: dict[str, str] = {}
    for name in named:
        said, item = split_named(name)
        if not said or not item:
            raise CannotDo(f"`{name}` names no item of a plan", "Name it as `PLAN#step-3`.")
        if said not in files:
            plan = load_plan(settings, said)
            files[said] = os.path.realpath(Path(settings.root) / plan.path)
            found.setdefault(files[said], (_see_that_it_is_whole(plan), {}))
        plan, items = found[files[said]]
        items.setdefault(item, item_of(plan, item))
    return [(plan, tuple(items.values())) for plan, items in found.values()]


def _see_that_it_is_whole(plan: Plan) -> Plan:
    line = conflict_markers(plan.document.source.text)
    if line is not None:
        raise CannotDo(
            f"{plan.path}:{line} has marks of a merge that nobody has resolved",
            "Resolve the conflict first.",
        )
    return plan


def _changes(
    settings: Settings, request: Request, wish: Wish, progress: Progress | None
) -> list[_Change]:
    """What is to become of the plans, and why what is to be ticked there is not supported."""
    changes: list[_Change] = []
    for plan, items in _named(settings, request.named):
        wishes = tuple((item, wish) for item in items)
        changes.append(_Change(plan, _edited(settings, plan, wishes), items, wishes))
    if not request.done:
        return changes
    judged = _judged(settings, changes, progress)
    if request.force is None:
        return judged
    forced = msgspec.structs.replace(wish, forced=one_line(request.force))
    for at, one in enumerate(judged):
        if one.reasons:
            wishes = tuple((item, forced if item.id in one.reasons else wish) for item in one.items)
            after = _edited(settings, one.before, wishes)
            judged[at] = msgspec.structs.replace(one, after=after, wishes=wishes)
    return judged


def _is_ticked(item: Item) -> bool:
    task = box_of(item)
    return task is not None and task.done


def _edited(settings: Settings, plan: Plan, wishes: Sequence[tuple[Item, Wish]]) -> Plan:
    """The plan with the boxes and fields as wished, read again to see that nothing else changed."""
    source = plan.document.source
    try:
        edits = [edit for item, wish in wishes for edit in edits_for(plan, item, wish)]
        text = splice(source.text, edits)
    except CannotTick as error:
        raise CannotDo(error.reason, error.remedy) from None
    except EditRefused as error:
        raise CannotDo(
            f"{source.name} cannot be edited: {error}", "Tick them one by one."
        ) from None
    after = reread(settings, source.name, text)
    proof = next((wish.proof for _, wish in wishes if wish.proof), "")
    if proof:
        _see_that_it_is_a_proof(after, next(item.id for item, _ in wishes))
    if fault := unlike(plan, after, wishes):
        raise CannotDo(
            f"{source.name} cannot be edited safely here: {fault}", "Edit the plan by hand."
        )
    return after


def _see_that_it_is_a_proof(plan: Plan, name: str) -> None:
    from planproof.evidence.proofs import read_proofs

    item = next((one for one in plan.items if one.id == name), None)
    field = item.field("proof") if item is not None else None
    if field is None:
        raise CannotDo("these words are no proof", "Write it as `planproof explain proofs` says.")
    read = read_proofs(field, plan.document.source)
    if read.problems:
        first = read.problems[0]
        raise CannotDo(f"the proof cannot be read: {first.message[:1].lower()}{first.message[1:]}", first.help)  # fmt: skip
    if not read.proofs:
        raise CannotDo("the proof says nothing", "Write a verb and what it is done with.")


def _judged(settings: Settings, changes: list[_Change], progress: Progress | None) -> list[_Change]:
    """The changes, with why boxes that are newly ticked are not supported."""
    new = {one.before.path: [item for item in one.items if not _is_ticked(item)] for one in changes}
    if not any(new.values()):
        return changes
    from planproof.app.verdicts import judge_all
    from planproof.verdict.accept import accepted
    from planproof.verdict.base import judge

    kept = Kept(settings.root, use=settings.config.cache)
    snapshot = open_snapshot(settings.root, "")
    plans = [one.after for one in changes]
    judged, _, world = judge_all(settings, snapshot, plans, kept, progress)
    kept.store()
    at_once = {(path, item.id) for path, items in new.items() for item in items}
    waits = Waits(_with_others(settings, plans, at_once), at_once)
    found: list[_Change] = []
    for one in changes:
        items = new[one.before.path]
        # Two plans may well stand against each other; that is no matter of a box.
        now = [claim for claim in judged[one.after.path] if claim.kind != "conflict"]
        was = accepted(one.before, judge(one.before, world)) if items else ()
        reasons = _told_once(one.after, items, now, was, waits)
        forced = {claim.item for claim in now if claim.kind == "forced"}
        redeemed = {
            item.id
            for item in items
            if item.id in forced and item.id not in reasons and item.field("forced") is None
        }
        found.append(msgspec.structs.replace(one, reasons=reasons, redeemed=frozenset(redeemed)))
    return found


def _told_once(
    plan: Plan, items: Sequence[Item], now: Sequence[Judged], was: Sequence[Judged], waits: Waits
) -> dict[str, list[Reason]]:
    """Why boxes of a plan are not supported. What several ticks break together is said once."""
    found: dict[str, list[Reason]] = {}
    told: set[Reason] = set()
    names = {item.id for item in items}
    ticked = {one.id: one for one in plan.items if one.id in names}
    for item in items:
        reasons = [
            one
            for one in unsupported(plan, ticked[item.id], now, waits, was)
            if one.kind != "breaks" or (one not in told and one.item not in names)
        ]
        told |= set(reasons)
        if reasons:
            found[item.id] = reasons
    return found


def _with_others(
    settings: Settings, plans: Sequence[Plan], ticked: Collection[tuple[str, str]]
) -> list[Plan]:
    """The plans, and those that the `after:` of their ticked steps, or of what these are parts of, names."""
    known = {plan.path: plan for plan in plans}
    asked: set[str] = set()
    for plan in plans:
        steps = {one.id: one for one in plan.items if isinstance(one, Step)}
        for path, name in ticked:
            step = steps.get(name) if path == plan.path else None
            while step is not None:
                asked.update(one.rpartition("#")[0] for one in step.after)
                step = steps.get(step.parent)
        asked -= {"", plan.id}
    for name in sorted(asked):
        for other in plans_called(settings, name):
            known.setdefault(other.path, other)
    return list(known.values())


def _record(settings: Settings, change: _Change, request: Request) -> None:
    """Record in the ledger, if there is one, which boxes were ticked by force, and which no longer are."""
    forced = one_line(request.force or "")
    items = [
        item
        for item in change.items
        if item.id in change.redeemed or (forced and item.id in change.reasons)
    ]
    if not items:
        return
    from planproof.app.recorded import tip

    if not tip(settings.root):
        return
    from planproof.app.recording import Recorder, now
    from planproof.evidence.decision import Decision
    from planproof.evidence.record import Record

    recorder = Recorder(settings)
    for item in items:
        why = "; ".join(one.reason for one in change.reasons.get(item.id, ()))
        moment = now()
        record = Record(
            plan=change.after.id,
            item=item.id,
            fingerprint=item.fingerprint,
            wording=item.wording,
            decision=Decision.INCONCLUSIVE,
            reason=f"ticked by force, though {why}" if why else "ticked again, with support",
            started=moment,
            finished=moment,
            nonce="",
            dirty=(recorder.subject(change.after)[2],),  # no commit has the tick yet
            forced=forced if why else "",
            supported=not why,
        )
        recorder.keep(record, change.after, settings.config.sign_key)


# -- what is told ----------------------------------------------------------------------------------


def _run(changes: Sequence[_Change], request: Request) -> TickedRun:
    lines: list[TickedLine] = []
    for change in changes:
        wishes: Mapping[str, Wish] = {item.id: wish for item, wish in change.wishes}
        now = {one.id: one for one in change.after.items}
        lines += [_line(change, item, now[item.id], wishes[item.id]) for item in change.items]
    refused = request.force is None and any(one.reasons for one in changes)
    return TickedRun(
        done=request.done,
        written=request.write and not refused,
        refused=refused,
        lines=tuple(lines),
        texts=tuple(
            (one.before.document.source.name, one.before.document.source.text, one.after.document.source.text)
            for one in changes
            if one.before.document.source.text != one.after.document.source.text
        ),
    )  # fmt: skip


def _line(change: _Change, item: Item, now: Item, wish: Wish) -> TickedLine:
    source = change.before.document.source
    reasons = change.reasons.get(item.id, [])
    return TickedLine(
        path=source.name,
        plan=change.before.id,
        item=item.id,
        words=" ".join(item.text.split()),
        was=_is_ticked(item),
        done=_is_ticked(now),
        line=source.line_number(item.span.start),
        reference=wish.reference,
        forced=wish.forced,
        changed=bool(edits_for(change.before, item, wish)),
        notes=tuple(_notes(change, item, now, wish)),
        why=tuple(Why(one.kind, one.plan, one.item, one.claim, one.reason, one.help) for one in reasons),
        still_broken=bool(wish.forced) and not forcible(reasons),
    )  # fmt: skip


def _notes(change: _Change, item: Item, now: Item, wish: Wish) -> Iterator[str]:
    """What somebody may not expect."""
    plan = change.before
    if plan.state.laid_aside:
        yield f"`{plan.id}` is {plan.state.value}: nobody goes by its boxes any more."
    beside = ", ".join(references_beside(change.after, now))
    if wish.done:
        return
    if wish.reference and references_beside(plan, item) == references_beside(change.after, now):
        told = f"`pr:` names {beside}" if beside else "it has no `pr:` that names any"
        yield f"{wish.reference} was not taken away: {told}."
    elif beside and not wish.reference:
        yield f"Its `pr: {beside}` stays; `--pr NUMBER` takes a reference away."
