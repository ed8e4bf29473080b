"""What a plan that is done once brought is there no longer.

## What it finds

Claims that become broken, of plans that say of themselves that they are done, and said so before the change.

## When

Later work replaces earlier work, and rightly so. The gate says it, so that nobody overlooks it.

## What to do

Nothing, if it is meant. Where the plan is replaced by another, `planproof supersede PLAN --by OTHER` says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.gate.support import is_outlived
from planproof.verdict.model import Verdict

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        found = [
            one for one in plan.claims if not one.accepted and plan.becomes(one, Verdict.BROKEN)
        ]
        if found and is_outlived(plan):
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            yield Judgement(
                plan=plan,
                subject=found[0].key,
                message=f"`{plan.plan.id}` was done, and this undoes a part of it: {found[0].says};"
                f" {found[0].lacking or found[0].reason}{more}",
                span=found[0].span,
            )
