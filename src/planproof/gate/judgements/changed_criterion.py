"""A criterion, goal or target is made easier, reworded or removed, and nothing is ticked with it.

## What it finds

The same as `weakened-criterion`, `removed-criterion` and `reworded-criterion`, in a change that ticks nothing
of it.

## When

People may agree on that; the gate says it, so that nobody overlooks it.

## What to do

Nothing, if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.assertions import assertions
from planproof.gate.judgements.removed_criterion import went
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.verdict.tense import shortened

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan, before, after, easier, reworded, _, _, by in assertions(change):
        if by or not (after is None or easier or reworded):
            continue
        if after is None:
            message = f"{name_of(before)} {went(change, plan, before)}"
        elif easier:
            message = f"{name_of(after)} {' and '.join(easier)}"
        else:
            was = shortened(before.text, 100)
            message = f'{name_of(after)} gets new words; it was "{was}"'
        span = after.words.span if after is not None else None
        yield Judgement(plan=plan, subject=(after or before).id, message=message, span=span)
