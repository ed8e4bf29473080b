"""A box is unticked.

## What it finds

Boxes of steps and criteria that were ticked before the change and are not after it.

## When

Always. That work is taken back is nothing wrong; nobody is to overlook it.

## What to do

Nothing, if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        for tick in plan.ticks:
            if not tick.done:
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} of `{plan.plan.id}` is unticked",
                    span=tick.after.words.span,
                )
