"""A step is dropped that was not done.

## What it finds

Open steps that a plan no longer has after the change.

## When

Always: what is not done any more is scope that was dropped, which people should know of.

## What to do

Nothing, if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.plan.model import Step

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each step."""
    for plan in change.plans:
        if plan.after is None:
            continue
        for before, after in plan.pairs:
            if isinstance(before, Step) and after is None and before.task and not before.done:
                yield Judgement(
                    plan=plan,
                    subject=before.id,
                    message=f"{name_of(before)} of `{plan.plan.id}` is dropped, and was open",
                )
