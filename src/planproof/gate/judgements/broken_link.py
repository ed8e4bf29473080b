"""A link of a plan leads nowhere that did not before.

## What it finds

Links in any plan whose file is not there after the change, or has no such heading, and that led somewhere
before it or were not there.

## When

The plan is not laid aside, and was not done before the change.

## What to do

Correct the link: it counts from the plan's own folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.judgements.broken_claim import LINK
from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.gate.support import is_outlived
from planproof.verdict.model import Verdict

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each link."""
    for plan in change.plans:
        for claim in plan.claims if not is_outlived(plan) else ():
            if claim.kind == LINK and not claim.accepted and plan.becomes(claim, Verdict.BROKEN):
                yield Judgement(
                    plan=plan,
                    subject=claim.key,
                    message=f"{claim.says}, but {claim.reason}",
                    help=claim.help,
                    span=claim.span,
                )
