"""A criterion, goal or target gets other words in the change that ticks it or its step.

## What it finds

Other words, where no figure tells whether they ask for less: "no order is lost" that becomes "some orders may
be lost". What plainly asks for less is a `weakened-criterion`.

## When

The same change ticks the criterion itself, the step that it names or is named by, or, where it names none,
any step of its plan.

## What to do

Look whether the new words ask for as much as the old ones. Where that is to be agreed on first, change them
in a pull request of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.easier import differs_in_words, easier
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import is_asserting, struck_out, ticked_with
from planproof.verdict.tense import shortened

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan in change.plans:
        for before, after in plan.pairs if plan.changed else ():
            if before is None or after is None or not is_asserting(before):
                continue
            if not differs_in_words(before, after) or easier(before, after):
                continue
            ticks = [] if struck_out(plan, before, after) else ticked_with(plan, before, after)
            if ticks:
                said = (
                    "is ticked with new words"
                    if ticks[0].after is after
                    else f"gets new words in the change that ticks {name_of(ticks[0].after)}"
                )
                yield Judgement(
                    plan=plan,
                    subject=after.id,
                    message=f'{name_of(after)} {said}; it was "{shortened(before.text, 100)}"',
                    help="Look whether the new words ask for as much as the old ones.",
                    span=after.words.span,
                )
