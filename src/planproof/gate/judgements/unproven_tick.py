"""A criterion is ticked that names no proof.

## What it finds

Criteria that this change ticks without a `proof:`, so that nobody but who ticked them can tell.

## When

The box was not ticked before the change, and no evidence of it is recorded.

## What to do

Add `proof:` to the criterion, be it `sign-off by ROLE`, and have it proven.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.plan.model import Criterion
from planproof.verdict.model import Verdict

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each criterion."""
    for plan in change.plans:
        proofs = {one.item: one for one in plan.claims if one.kind == "proof"}
        for tick in plan.ticked if not plan.aside else ():
            item = tick.after
            claim = proofs.get(item.id)
            if claim is None or claim.verdict is not Verdict.UNPROVEN:
                continue
            if isinstance(item, Criterion) and item.field("proof") is None:
                yield Judgement(
                    plan=plan,
                    subject=item.id,
                    message=f"{name_of(item)} is ticked here, and it names no proof",
                    help="Add `proof:` to it, be it `sign-off by ROLE`.",
                    span=item.words.span,
                )
