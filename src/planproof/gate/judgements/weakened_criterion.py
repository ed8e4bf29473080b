"""A criterion, goal or target is made easier in the change that ticks it or its step.

## What it finds

Figures that allow more than they did, that are gone or are hedged, that speak of a lower percentile or of
a smaller load, proofs that are taken away, and words that are struck out. Units are converted: `<= 0.3 s` allows more than
`<= 200 ms`.

## When

The same change ticks the criterion itself, the step that it names or is named by, before the change or after
it, or, where it names none, any step of its plan; or it says that the plan is done.

## What to do

Change what is to be reached in a pull request of its own, in which people can agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.assertions import assertions
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan, _, after, easier, _, _, _, by in assertions(change):
        if after is None or not easier or not by:
            continue
        yield Judgement(
            plan=plan,
            subject=after.id,
            message=f"{name_of(after)} {' and '.join(easier)}, in the change that {by}",
            help="Change what is to be reached in a pull request of its own.",
            span=after.words.span,
        )
