"""A proof has to be carried out again.

## What it finds

Claims that evidence proved before the change, and whose words, proof or inputs it changes.

## When

The claim held before the change and is `stale` after it. Sign-offs are another matter: `voided-sign-off`.

## What to do

Run `planproof prove PLAN#ITEM` once the change is merged, or before.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.gate.support import asks_for_sign_off, vouched_for
from planproof.verdict.model import Verdict

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each claim."""
    said = vouched_for(change)
    for plan in change.plans:
        asked = {item.id for item in plan.plan.items if asks_for_sign_off(plan.plan, item)}
        for claim in plan.claims:
            stale = claim.verdict is Verdict.STALE and plan.was.get(claim.key) == "holds"
            ours = claim.kind == "proof" and claim.item not in asked
            if stale and ours and (plan.path, claim.key) not in said:
                yield Judgement(
                    plan=plan,
                    subject=claim.key,
                    message=f"{claim.says} no longer: {claim.reason}",
                    help=claim.help,
                    span=claim.span,
                )
