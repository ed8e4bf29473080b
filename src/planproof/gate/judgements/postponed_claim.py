"""What was due with a box is no longer, in the change that ticks it.

## What it finds

Claims that waited for a step or a criterion, and after the change wait for another step, or are not made any
more: the component is said to come with step 4 instead of step 3, its row is gone, the step that named the
file is put in other words.

## When

The same change ticks the box, or drops the step while it ticks another. A claim in whose place the item makes
another one of its kind that the change itself makes true, as where a file came to be called otherwise, is not
missed; what was true before is no replacement.

## What to do

Change what is due in a pull request of its own, in which people can agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity, name_of
from planproof.plan.model import Item, Step
from planproof.verdict.base import judge as claims_judged
from planproof.verdict.model import Judged, Verdict

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box, and for each step that goes while others are ticked."""
    for plan in change.plans:
        if plan.aside or plan.before is None or plan.after is None or not plan.ticked:
            continue
        ticks = {id(tick.before): tick for tick in plan.ticked if tick.before is not None}
        for before, after in plan.pairs:
            tick = ticks.get(id(before))
            dropped = isinstance(before, Step) and after is None and before.task and not before.done
            found = list(_postponed(change, plan, before)) if before and (tick or dropped) else []
            if before is None or not found:
                continue
            told = tick or plan.ticked[0]
            what = "is ticked here" if tick else f"is dropped in the change that ticks {name_of(told.after)}"  # fmt: skip
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            claim, now = found[0]
            yield Judgement(
                plan=plan,
                subject=(after or before).id,
                message=f"{name_of(after or before)} {what}, and what was due with it is not any more:"
                f" {claim.says}; {now}{more}",
                help="Change what is due in a pull request of its own.",
                span=told.after.words.span,
            )


def _postponed(change: ChangeCase, plan: PlanCase, before: Item) -> Iterator[tuple[Judged, str]]:
    """The claims that waited for a box and that the change does not make true, each with what became of it."""
    old = {one.before.id: one.before for one in plan.pairs if one.before is not None}
    for claim in plan.waiting_for(before):
        if claim.kind == "proof":
            continue
        item = plan.became.get(claim.item)
        name = item.id if item is not None else ""
        now = [
            one
            for one in plan.claims
            if one.kind == claim.kind and (one.subject == claim.subject or one.item == name)
        ]
        was = old.get(claim.item)
        same = item is not None and was is not None and item.fingerprint == was.fingerprint
        if any(
            one.verdict is not Verdict.PENDING if same else _is_new(change, plan, one)
            for one in now
        ):
            continue
        waiting = next((one for one in now if one.verdict is Verdict.PENDING), None)
        if waiting is not None:
            yield claim, f"it waits for {_when(plan, waiting)}"
        elif now:
            yield claim, f"{now[0].says} stands in its place, and was so before"
        else:
            yield claim, "nothing claims it any more"


def _is_new(change: ChangeCase, plan: PlanCase, claim: Judged) -> bool:
    """Whether a claim is what it is by what the change does to the code: it was not so before it."""
    if claim.verdict is Verdict.PENDING:
        return False
    if claim.verdict is Verdict.BROKEN:
        return True  # which is said elsewhere
    already = change.once(f"already {plan.path}", lambda: _already(change, plan))
    return already.get(claim.key) is not claim.verdict  # type: ignore[attr-defined]


def _already(change: ChangeCase, plan: PlanCase) -> dict[str, Verdict]:
    """What the verdicts on the plan as it is now would have been before the change."""
    if plan.after is None or change.earlier is None:
        return {}
    return {one.key: one.verdict for one in claims_judged(plan.after, change.earlier)}


def _when(plan: PlanCase, claim: Judged) -> str:
    steps = [one for one in plan.plan.items if isinstance(one, Step) and one.id in claim.due]
    return " and ".join(name_of(one) for one in steps) or "the plan to be done"
