"""`tick` and `untick`: the box of an item and what stands beside it, where the item is supported.

What a plan would say once the box is ticked is judged before anything is written. A file that somebody
else changed in the meantime is read and judged anew, so that two runs at once lose nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.plans import load_plan, reread, write_plan
from planproof.app.targets import item_of
from planproof.app.verify import open_snapshot
from planproof.plan.model import Item, Plan, Step
from planproof.plan.wording import one_line
from planproof.progress.support import Reason, forcible, unsupported
from planproof.progress.ticking import (
    CannotTick,
    Wish,
    box_of,
    edits_for,
    reference_of,
    unlike,
)
from planproof.report.ticked import TickedLine, TickedRun, Why
from planproof.system.files import Changed
from planproof.text.edit import EditRefused, splice

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
    """A plan as it is and as it will be, with the items that change."""

    before: Plan
    after: Plan
    items: tuple[Item, ...]
    wishes: tuple[tuple[Item, Wish], ...]
    reasons: dict[str, list[Reason]]


def tick(settings: Settings, request: Request, progress: Progress | None = None) -> TickedRun:
    """Tick boxes, or untick them: all that are named or none.

    Raises:
        CannotDo: there is no such plan, item or box, or the file cannot be written.
    """
    wish = _wish(request)
    for _ in range(MOST_TRIES):
        changes = [
            _change(settings, named, items, wish, request, progress)
            for named, items in _by_plan(request.named).items()
        ]
        run = _run(changes, request)
        if run.refused or not request.write:
            return run
        try:
            for change in changes:
                write_plan(settings, change.before, change.after)
                _record(settings, change, request)
        except Changed:
            continue  # what is written already is found ticked
        return run
    raise CannotDo("the plan keeps changing while it is ticked", "Run it again.")


def _wish(request: Request) -> Wish:
    forced = request.force
    if forced is not None and not one_line(forced):
        raise CannotDo("it is not said why", "Give the reason: `--force REASON`.")
    if request.proof and len(request.named) > 1:
        raise CannotDo("a proof belongs to one item", "Tick them one by one.")
    try:
        reference = reference_of(request.pull) if request.pull else ""
    except CannotTick as error:
        raise CannotDo(error.reason, error.remedy) from None
    return Wish(done=request.done, reference=reference, proof=one_line(request.proof))


def _by_plan(named: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in named:
        plan, mark, item = name.partition("#")
        if not plan or not mark or not item:
            raise CannotDo(f"`{name}` names no item of a plan", "Name it as `PLAN#step-3`.")
        found.setdefault(plan, []).append(item)
    return found


def _change(
    settings: Settings,
    named: str,
    names: Sequence[str],
    wish: Wish,
    request: Request,
    progress: Progress | None,
) -> _Change:
    """What is to become of one plan, and why what is to be ticked there is not supported."""
    plan = load_plan(settings, named)
    items = tuple(item_of(plan, name) for name in dict.fromkeys(names))
    wishes = tuple((item, wish) for item in items)
    after = _edited(settings, plan, wishes)
    new = [item for item in items if request.done and not _is_ticked(item)]
    reasons = _reasons(settings, plan, after, new, progress) if new else {}
    if request.force is not None and reasons:
        forced = msgspec.structs.replace(wish, forced=one_line(request.force))
        wishes = tuple((item, forced if item.id in reasons else wish) for item in items)
        after = _edited(settings, plan, wishes)
    return _Change(plan, after, items, wishes, reasons)


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


def _reasons(
    settings: Settings,
    plan: Plan,
    after: Plan,
    items: Sequence[Item],
    progress: Progress | None,
) -> dict[str, list[Reason]]:
    """Why boxes are not supported, by item; nothing for those that are."""
    from planproof.app.verdicts import judge_all
    from planproof.verdict.accept import accepted
    from planproof.verdict.base import judge

    kept = Kept(settings.root, use=settings.config.cache)
    snapshot = open_snapshot(settings.root, "")
    judged, _, world = judge_all(settings, snapshot, [after], kept, progress)
    kept.store()
    now = judged[after.document.source.name]
    was = accepted(plan, judge(plan, world))
    ticked = {one.id: one for one in after.items}
    others = plans_after(settings, after, [ticked[item.id] for item in items])
    found: dict[str, list[Reason]] = {}
    told: set[Reason] = set()
    names = {item.id for item in items}
    for item in items:
        reasons = unsupported(after, ticked[item.id], now, others, was)
        # What several ticks break together is said once, of those themselves at each.
        reasons = [
            one
            for one in reasons
            if one.kind != "breaks" or (one not in told and one.item not in names)
        ]
        told |= set(reasons)
        if reasons:
            found[item.id] = reasons
    return found


def plans_after(settings: Settings, plan: Plan, items: Sequence[Item]) -> dict[str, Plan]:
    """The other plans that items' `after:` names, by id; those that there are."""
    found: dict[str, Plan] = {}
    for item in items:
        for named in item.after if isinstance(item, Step) else ():
            name = named.rpartition("#")[0]
            if name and name != plan.id and name not in found:
                try:
                    found[name] = load_plan(settings, name)
                except CannotDo:
                    continue
    return found


def _record(settings: Settings, change: _Change, request: Request) -> None:
    """Record boxes that were ticked by force in the ledger, if there is one."""
    if request.force is None or not change.reasons:
        return
    from planproof.app.recorded import tip

    if not tip(settings.root):
        return
    from planproof.app.recording import Recorder, now
    from planproof.evidence.decision import Decision
    from planproof.evidence.record import Record

    recorder = Recorder(settings)
    for item in change.items:
        if item.id not in change.reasons:
            continue
        why = "; ".join(one.reason for one in change.reasons[item.id])
        moment = now()
        record = Record(
            plan=change.after.id,
            item=item.id,
            fingerprint=item.fingerprint,
            wording=item.wording,
            decision=Decision.INCONCLUSIVE,
            reason=f"ticked by force, though {why}",
            started=moment,
            finished=moment,
            nonce="",
            dirty=(recorder.subject(change.after)[2],),  # no commit has the tick yet
            forced=one_line(request.force),
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
        why=tuple(Why(one.kind, one.plan, one.item, one.claim, one.reason, one.help) for one in reasons),
        still_broken=bool(wish.forced) and not forcible(reasons),
    )  # fmt: skip
