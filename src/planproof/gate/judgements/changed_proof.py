"""What proves a box is changed in the change that ticks it.

## What it finds

Steps, criteria, goals and targets that named a proof before the change and name another one after it: another
test, another command, a sign-off where something was measured, other `runs:`, `inputs:` or `baseline:`. A proof that is taken away is a
`weakened-criterion`; one that is added where there was none is well.

## When

The same change ticks the item itself, the step that it names or is named by, or, where it names none, any step
of its plan.

## What to do

Look whether the new proof shows as much as the old one. Where that is to be agreed on first, change it in a
pull request of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.assertions import assertions, is_asserting, proof_of
from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity, name_of
from planproof.plan.model import Item
from planproof.verdict.tense import shortened

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan, item, was, now, by in _exchanged(change):
        if was and now and was != now:
            yield Judgement(
                plan=plan,
                subject=item.id,
                message=f"{name_of(item)} is to be proven by `{shortened(now, 80)}` instead of"
                f" `{shortened(was, 80)}`, in the change that {by}",
                help="Look whether the new proof shows as much as the old one.",
                span=item.words.span,
            )


def _exchanged(change: ChangeCase) -> Iterator[tuple[PlanCase, Item, str, str, str]]:
    """Items with their proofs before and after, and what the change does with them: steps, then assertions."""
    for plan in change.plans:
        for tick in plan.ticked if plan.changed else ():
            if tick.before is not None and not is_asserting(tick.before):
                yield plan, tick.after, proof_of(tick.before), proof_of(tick.after), "ticks it"
    for one in assertions(change):
        if one.after is not None and one.by:
            yield one.plan, one.after, *one.proofs, one.by
