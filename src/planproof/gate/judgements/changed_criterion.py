"""A criterion, goal or target is made easier, reworded or removed, and nothing is ticked with it.

## What it finds

The same as `weakened-criterion` and `removed-criterion`, in a change that ticks nothing of it; and new words
for a criterion in a change that ticks it.

## When

People may agree on that; the gate says it, so that nobody overlooks it.

## What to do

Nothing, if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.easier import easier
from planproof.gate.judgements.removed_criterion import went
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_asserting, ticks_for
from planproof.plan.model import Item
from planproof.verdict.tense import shortened

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan in change.plans:
        for before, after in plan.pairs if plan.changed and plan.after is not None else ():
            if before is None or not is_asserting(before):
                continue
            message, span = "", None
            if after is None:
                if not ticks_for(plan, before):
                    message = f"{name_of(before)} {went(change, plan, before)}"
            else:
                ways, ticks, span = easier(before, after), ticks_for(plan, after), after.words.span
                if ways and not ticks:
                    message = f"{name_of(after)} {' and '.join(ways)}"
                elif ticks and ticks[0].after is after and not ways and _reworded(before, after):
                    was = shortened(before.text, 100)
                    message = f'{name_of(after)} is ticked with new words; it was "{was}"'
            if message:
                yield Judgement(plan=plan, subject=(after or before).id, message=message, span=span)


def _reworded(before: Item, after: Item) -> bool:
    return before.fingerprint != after.fingerprint
