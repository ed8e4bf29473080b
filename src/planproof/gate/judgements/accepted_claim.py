"""A broken claim is accepted from now on.

## What it finds

Claims that a comment in the plan (`planproof: accept KIND reason`) accepts after the change and did not
accept before it.

## When

The claim is broken. A claim that is accepted counts nowhere any more, so that people should agree on it.

## What to do

Look whether the reason is good enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each claim."""
    for plan in change.plans:
        before = {one.key for one in plan.claims_before if one.accepted}
        for claim in plan.claims:
            if claim.accepted and claim.key not in before and plan.changed:
                yield Judgement(
                    plan=plan,
                    subject=claim.key,
                    message=f"a broken claim is accepted: {claim.says}; the reason given is: {claim.accepted}",
                    span=claim.span,
                )
