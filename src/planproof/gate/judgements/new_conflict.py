"""Two plans that are not finished get in each other's way.

## What it finds

Conflicts between plans that there were not before the change: both make the same component, list a
variable with different defaults, introduce the same flag, or one removes what the other uses.

## When

Both plans are unfinished after the change.

## What to do

Agree on one of the two, or mark one as done, superseded or withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.verdict.conflicts import KIND
from planproof.verdict.model import Verdict

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each conflict, at the plan that the change touches; the other plan has the same one."""
    seen: set[frozenset[str]] = set()
    for plan in sorted(change.plans, key=lambda one: not one.changed):
        for claim in plan.claims:
            if claim.kind != KIND or claim.accepted or not plan.becomes(claim, Verdict.BROKEN):
                continue
            both = frozenset(
                (plan.path, *(rest.path for rest in claim.rests), f"\0{claim.subject}")
            )
            if both not in seen:
                seen.add(both)
                yield Judgement(
                    plan=plan,
                    subject=claim.key,
                    message=f"`{plan.plan.id}` conflicts with another plan: {claim.says}, but {claim.reason}",
                    help=claim.help,
                    span=claim.span,
                    rests=tuple((rest.path, rest.line, rest.says) for rest in claim.rests),
                )
