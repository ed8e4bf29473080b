"""A sign-off no longer holds, for the words that were signed have changed.

## What it finds

Sign-offs of a plan or of an item that held before the change and do not after it.

## When

The change rewrites what was signed. Ticking a box changes nothing of what a plan says.

## What to do

Have the new words signed (`planproof sign`), or bring the old ones back.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity
from planproof.gate.support import asks_for_sign_off
from planproof.plan.model import Item
from planproof.verdict.model import Judged, Verdict

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each sign-off."""
    for plan in change.plans:
        if plan.after is None or plan.before is None:
            continue
        asking = {item.id for item in plan.before.items if asks_for_sign_off(plan.before, item)}
        for before, after in plan.pairs:
            if before is None or after is None:
                continue
            for old, new in _sign_offs(plan, before, after, asking):
                if old.verdict is Verdict.HOLDS and new.verdict in (
                    Verdict.STALE,
                    Verdict.UNPROVEN,
                    Verdict.PENDING,
                ):
                    yield Judgement(
                        plan=plan,
                        subject=new.key,
                        message=f"this voids a sign-off: {new.reason}",
                        help=new.help or "Have the new words signed, or bring the old ones back.",
                        span=new.span,
                    )


def _sign_offs(
    plan: PlanCase, before: Item, after: Item, asking: Container[str]
) -> Iterator[tuple[Judged, Judged]]:
    """The claims of an item that rest on a sign-off, before the change and after it."""
    for claim in plan.claims_before:
        if claim.item != before.id:
            continue
        if claim.kind == "signed" or (claim.kind == "proof" and before.id in asking):
            for other in plan.claims:
                same = other.kind == claim.kind and other.subject == claim.subject
                if same and other.item == after.id:
                    yield claim, other
