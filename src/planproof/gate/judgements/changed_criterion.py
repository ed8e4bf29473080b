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

from planproof.gate.easier import differs_in_words, easier
from planproof.gate.judgements.removed_criterion import went
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_asserting, struck_out, ticked_with
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
                if not ticked_with(plan, before):
                    message = f"{name_of(before)} {went(change, plan, before)}"
            else:
                ways = [*easier(before, after), *struck_out(plan, before, after)]
                if ticked_with(plan, before, after):
                    continue
                span = after.words.span
                if ways:
                    message = f"{name_of(after)} {' and '.join(ways)}"
                elif differs_in_words(before, after):
                    was = shortened(before.text, 100)
                    message = f'{name_of(after)} gets new words; it was "{was}"'
            if message:
                yield Judgement(plan=plan, subject=(after or before).id, message=message, span=span)
