"""A box is ticked that has been ticked meanwhile.

## What it finds

Boxes that this change ticks, and that are ticked already on the branch that it is to be merged into.

## When

Somebody else's change has ticked the same box since this one began. Git merges the two without a word.

## What to do

Look whether both did the same work.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, box_of, name_of

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        if plan.meanwhile is None:
            continue
        there = {item.fingerprint for item in plan.meanwhile.items if box_of(item)}
        for tick in plan.ticked:
            if tick.after.fingerprint in there:
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} of `{plan.plan.id}` has been ticked meanwhile by somebody else",
                    help="Look whether both did the same work.",
                    span=tick.after.words.span,
                )
