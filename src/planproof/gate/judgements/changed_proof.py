"""What proves a box is changed in the change that ticks it.

## What it finds

Steps, criteria, goals and targets that named a proof before the change and name another one after it: another
test, another command, a sign-off where something was measured. A proof that is taken away is a
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

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_asserting, ticked_with
from planproof.plan.model import Item
from planproof.verdict.tense import shortened

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan in change.plans:
        for before, after in plan.pairs if plan.changed else ():
            if before is None or after is None:
                continue
            was, now = _proof(before), _proof(after)
            if not was or not now or was == now:
                continue
            ticks = (
                ticked_with(plan, before, after)
                if is_asserting(after)
                else [tick for tick in plan.ticked if tick.after is after]
            )
            if ticks:
                ticked = "it" if ticks[0].after is after else name_of(ticks[0].after)
                yield Judgement(
                    plan=plan,
                    subject=after.id,
                    message=f"{name_of(after)} is to be proven by {shortened(now, 80)} instead of"
                    f" {shortened(was, 80)}, in the change that ticks {ticked}",
                    help="Look whether the new proof shows as much as the old one.",
                    span=after.words.span,
                )


def _proof(item: Item) -> str:
    """What stands behind `proof:`, on one line."""
    field = item.field("proof")
    return " ".join(field.value.split()) if field is not None else ""
