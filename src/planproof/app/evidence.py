"""`evidence`: what is recorded of a plan's items, and whether it still says anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planproof.app.config import Settings
from planproof.app.history import Past
from planproof.app.recorded import LedgerView
from planproof.app.targets import Target, targets
from planproof.app.verify import open_snapshot
from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.record import WHOLE_PLAN, Evidence, Step
from planproof.evidence.standing import evidence_of, in_order, standing, wants_proof
from planproof.facts.inventory import Inventory
from planproof.plan.model import Item
from planproof.report.recorded import ItemEvidence, PlanEvidence, Point, RecordLine
from planproof.verdict.base import Case
from planproof.verdict.claims.proof import claims
from planproof.verdict.tense import Tense
from planproof.verdict.world import World


def recorded_evidence(settings: Settings, named: Sequence[str]) -> list[PlanEvidence]:
    """What is recorded of plans, or of some of their items.

    Raises:
        CannotDo: there is no such plan or item, or the ledger cannot be read.
    """
    snapshot = open_snapshot(settings.root, "")
    view = LedgerView(settings, snapshot.stored)
    found = targets(settings, snapshot, named)
    past = Past(settings.root, "", [target.plan for target in found], snapshot.stored)
    world = World(snapshot.entries, Inventory({}, {}), {}, past, None, view)
    plans = [_plan(target, view, world) for target in found]
    return [plan for plan in plans if plan.total or plan.without or named]


def _plan(target: Target, view: LedgerView, world: World) -> PlanEvidence:
    plan = target.plan
    records = view.records(plan.id)
    inputs = Inputs(plan, view.entries)
    chosen = plan.items if target.items is None else target.items
    tense = Tense(plan)
    section_of = {id(item): section for section in plan.sections for item in section.items}
    by_words: dict[str, list[Evidence]] = {}
    by_id: dict[str, list[Evidence]] = {}
    for one in records:
        by_words.setdefault(one.record.fingerprint, []).append(one)
        by_id.setdefault(one.record.item, []).append(one)
    taken: set[str] = set()
    items: list[ItemEvidence] = []
    without = 0
    for item in chosen:
        of_id = by_id.get(item.id, [])
        here = evidence_of(item, by_words.get(item.fingerprint) or of_id, inputs)
        here += [one for one in of_id if one.record.role]
        here += _of_box(item, by_words.get(item.fingerprint, ()), inputs)
        taken.update(one.digest for one in here)
        if here:
            case = Case(plan, world, tense, section_of.get(id(item)), {"inputs": inputs})
            items.append(_item(item, here, inputs, case))
        elif wants_proof(item):
            without += 1
    whole = [one for one in records if one.record.item == WHOLE_PLAN]
    if whole and target.items is None:
        taken.update(one.digest for one in whole)
        items.append(_whole(plan.title, whole))
    rest = [one for one in records if one.digest not in taken] if target.items is None else []
    return PlanEvidence(
        path=plan.document.source.name,
        plan=plan.id,
        title=plan.title,
        items=tuple(items),
        elsewhere=tuple(_line(one) for one in reversed(in_order(rest))),
        without=without,
        total=sum(len(item.records) for item in items) + len(rest),
    )


def _of_box(item: Item, records: Iterable[Evidence], inputs: Inputs) -> list[Evidence]:
    """The records of how an item's box was ticked; where others have its words, its own alone."""
    alone = inputs.worded[item.fingerprint] < 2
    return [one for one in records if one.record.of_box and (alone or one.record.item == item.id)]


def _item(item: Item, mine: Sequence[Evidence], inputs: Inputs, case: Case) -> ItemEvidence:
    ordered = in_order(mine)
    found = standing(item, mine, inputs)
    judged = next(iter(claims(item, case)), None)
    points, unit, wanted, limit, upper = _figures(ordered)
    return ItemEvidence(
        item=item.id,
        says=" ".join(item.text.split()),
        verdict=judged.verdict.value if judged is not None else "",
        reason=judged.reason if judged is not None else "",
        stale=found.stale,
        changed=found.changed,
        records=tuple(_line(one) for one in reversed(ordered)),
        unit=unit,
        wanted=wanted,
        limit=limit,
        upper=upper,
        points=points,
    )


def _whole(title: str, mine: Sequence[Evidence]) -> ItemEvidence:
    return ItemEvidence(
        item=WHOLE_PLAN,
        says=title,
        verdict="",
        reason="",
        stale="",
        changed=(),
        records=tuple(_line(one) for one in reversed(in_order(mine))),
    )


def _figures(
    ordered: Sequence[Evidence],
) -> tuple[tuple[Point, ...], str, str, float | None, float | None]:
    """The first figure of each record, in the unit of the latest, and what it is to be."""
    last = next((one.record.held[0] for one in reversed(ordered) if one.record.held), None)
    if last is None:
        return (), "", "", None, None
    points = tuple(
        Point(one.record.finished, held.value, one.record.decision.value)
        for one in ordered
        for held in one.record.held[:1]
        if held.value is not None and held.unit == last.unit
    )
    return points, last.unit, last.wanted, last.limit, last.upper


def _line(one: Evidence) -> RecordLine:
    record = one.record
    given = f"; the reason that was given: {record.forced}" if record.forced else ""
    return RecordLine(
        digest=one.digest,
        decision=record.decision.value,
        reason=f"{record.reason}{given}",
        when=record.finished,
        commit=one.commit,
        by=record.by,
        role=record.role,
        item=record.item,
        wording=record.wording,
        steps=tuple(_step(step) for step in record.steps),
        files=tuple(
            dict.fromkeys((file.path, file.sha256) for step in record.steps for file in step.files)
        ),
        signed=tuple(signature.keyid for signature in one.signatures),
        dirty=record.dirty,
    )


def _step(step: Step) -> str:
    """A verb with what came of it, said once."""
    argument = step.says.partition("`")[2].partition("`")[0]
    reason = step.reason.removeprefix(f"`{argument}`: ")
    # Which figure it was, where the plan leaves that to the file.
    told = [
        f"`{file.figure}`" for file in step.files if file.figure and file.figure not in step.says
    ]
    told += [] if step.files else [reason]
    if step.seconds is not None:
        told.append(f"{step.seconds:.1f} s")
    if step.runs > 1:
        told.append(f"{step.runs} times")
    return f"{step.says}: {', '.join(told)}" if told else step.says


def superseded(records: Iterable[Evidence], keep: int) -> list[Evidence]:
    """The records that `prune` takes away: of each wording all but the latest proofs.

    Where none of the latest says met or not met, the last that does stays, too: it is the one that counts.
    Sign-offs stay, and so does how a box was ticked.

    Args:
        records: those of a plan.
        keep: how many of each wording stay.
    """
    by_wording: dict[tuple[str, str], list[Evidence]] = {}
    for one in records:
        if not one.record.role and not one.record.of_box:
            by_wording.setdefault((one.record.item, one.record.fingerprint), []).append(one)
    gone: list[Evidence] = []
    for mine in by_wording.values():
        ordered = in_order(mine)
        counts = [one for one in ordered if one.record.decision is not Decision.INCONCLUSIVE]
        gone += [one for one in ordered[: -keep or None] if one not in counts[-1:]]
    return gone
