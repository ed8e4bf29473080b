"""A criterion, goal or target is made easier in the change that ticks it or its step.

## What it finds

Figures that allow more than they did, that are gone or are hedged, that speak of a lower percentile or of
a smaller load, proofs that are taken away, and words that are struck out. Units are converted: `<= 0.3 s` allows more than
`<= 200 ms`.

## When

The same change ticks the criterion itself, the step that it names or is named by, before the change or after
it, or, where it names none, any step of its plan.

## What to do

Change what is to be reached in a pull request of its own, in which people can agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.easier import easier
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_asserting, struck_out, ticked_with

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan in change.plans:
        for before, after in plan.pairs if plan.changed else ():
            if before is None or after is None or not is_asserting(before):
                continue
            ways = [*easier(before, after), *struck_out(plan, before, after)]
            ticks = ticked_with(plan, before, after) if ways else []
            if ticks:
                ticked = (
                    "it" if ticks[0].after is after else f"{name_of(ticks[0].after)} of its plan"
                )
                yield Judgement(
                    plan=plan,
                    subject=after.id,
                    message=f"{name_of(after)} {' and '.join(ways)}, in the change that ticks {ticked}",
                    help="Change what is to be reached in a pull request of its own.",
                    span=after.words.span,
                )
