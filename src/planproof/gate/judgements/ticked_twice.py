"""A box is ticked that has been ticked meanwhile.

## What it finds

Boxes that this change ticks, and that are ticked already on the branch that it is to be merged into; of
the merge commit that GitHub checks out, where the clone reaches back to where the two parted.

## When

Somebody else's change has ticked the same box since this one began. Git merges the two without a word.

## What to do

Look whether both did the same work.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        for item in plan.twice:
            yield Judgement(
                plan=plan,
                subject=item.id,
                message=f"{name_of(item)} of `{plan.plan.id}` has been ticked meanwhile by somebody else",
                help="Look whether both did the same work.",
                span=item.words.span,
            )
