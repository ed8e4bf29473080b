"""A box is ticked by force.

## What it finds

Boxes that this change ticks with `forced: REASON`, as `planproof tick --force REASON` does: past the order of
the steps, or past a proof that does not hold.

## When

Always: a reason is better than none, and somebody should agree with it.

## What to do

Look whether the reason is good enough. What else is broken stays broken, see `unsupported-tick`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_forced

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        for tick in plan.ticked:
            reason = is_forced(tick.after)
            if reason:
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} is ticked by force; the reason given is: {reason}",
                    help="Look whether the reason is good enough.",
                    span=tick.after.words.span,
                )
