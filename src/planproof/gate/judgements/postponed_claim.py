"""What was due with a box is no longer, in the change that ticks it.

## What it finds

Claims that waited for a step or a criterion, and after the change wait for another step, or are not made any
more: the component is said to come with step 4 instead of step 3, its row is gone, the step that named the
file is put in other words.

## When

The same change ticks the box. A claim in whose place the item makes another one of its kind that holds, as
where a file came to be called otherwise, is not missed.

## What to do

Change what is due in a pull request of its own, in which people can agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity, Tick, name_of
from planproof.plan.model import Item, Step
from planproof.verdict.model import Judged, Verdict

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        if plan.aside or plan.before is None:
            continue
        became = {old.id: new for old, new in plan.pairs if old is not None}
        for tick in plan.ticked:
            found = list(_postponed(plan, tick, became)) if tick.before is not None else []
            if found:
                claim, now = found[0]
                more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} is ticked here, and what was due with it is not any more: {claim.says};"
                    f" {now}{more}",
                    help="Change what is due in a pull request of its own.",
                    span=tick.after.words.span,
                )


def _postponed(
    plan: PlanCase, tick: Tick, became: Mapping[str, Item | None]
) -> Iterator[tuple[Judged, str]]:
    """The claims that waited for a box, and are neither due now nor replaced, each with what became of it."""
    old = tick.before
    made_before = {(one.kind, one.subject) for one in plan.claims_before}
    for claim in plan.claims_before:
        mine = old is not None and (claim.item == old.id or old.id in claim.due)
        if not mine or claim.verdict is not Verdict.PENDING or claim.kind == "proof":
            continue
        item = became.get(claim.item)
        name = item.id if item is not None else claim.item
        alike = [one for one in plan.claims if one.kind == claim.kind]
        same = [one for one in alike if one.subject == claim.subject]
        if any(one.verdict is not Verdict.PENDING for one in same):
            continue
        if same:
            yield claim, f"it waits for {_when(plan, same[0])}"
        elif not any(
            one.item == name
            and one.verdict is Verdict.HOLDS
            and (one.kind, one.subject) not in made_before
            for one in alike
        ):
            yield claim, "nothing claims it any more"


def _when(plan: PlanCase, claim: Judged) -> str:
    steps = [one for one in plan.plan.items if isinstance(one, Step) and one.id in claim.due]
    return " and ".join(name_of(one) for one in steps) or "the plan to be done"
