"""A sign-off no longer holds, for the words that were signed have changed.

## What it finds

Sign-offs of a plan or of an item that held before the change and do not after it.

## When

The change rewrites what was signed, or gives the plan another name, by which sign-offs are kept. Ticking a box
changes nothing of what a plan says.

## What to do

Have the new words signed (`planproof sign`), or bring the old ones back.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity
from planproof.gate.support import asks_for_sign_off
from planproof.plan.model import Item, Plan
from planproof.verdict.model import Judged, Verdict

SEVERITY: Severity = "warning"

_VOID = (Verdict.STALE, Verdict.UNPROVEN, Verdict.PENDING)
_REWORDED = "Have the new words signed, or bring the old ones back."
_RENAMED = "Sign-offs are kept by the plan's name: have it signed again, or keep the name."


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each sign-off."""
    for plan in change.plans:
        if plan.after is None or plan.before is None:
            continue
        renamed = plan.after.id != plan.before.id
        for old, item in _held(plan, plan.before):
            new = _counterpart(plan, old, item)
            if new.verdict not in _VOID if new is not None else not renamed:
                continue
            yield Judgement(
                plan=plan,
                subject=new.key if new is not None else old.key,
                message="this voids a sign-off: "
                + (new.reason if new is not None else f"the plan is called `{plan.after.id}` now"),
                help=_RENAMED if renamed else (new.help if new is not None else "") or _REWORDED,
                span=new.span if new is not None else item.words.span,
            )


def _held(plan: PlanCase, before: Plan) -> Iterator[tuple[Judged, Item]]:
    """The sign-offs that held before the change, each with what the item is now that was signed."""
    asking = {item.id for item in before.items if asks_for_sign_off(before, item)}
    for claim in plan.claims_before:
        signed = claim.kind == "signed" or (claim.kind == "proof" and claim.item in asking)
        item = plan.became.get(claim.item)
        if signed and item is not None and claim.verdict is Verdict.HOLDS:
            yield claim, item


def _counterpart(plan: PlanCase, old: Judged, after: Item) -> Judged | None:
    """The claim after the change that one before it has become."""
    for one in plan.claims:
        if (one.kind, one.subject, one.item) == (old.kind, old.subject, after.id):
            return one
    return None
