"""A criterion, goal or target gets other words in the change that ticks it or its step.

## What it finds

Other words, where no figure tells whether they ask for less: "no order is lost" that becomes "some orders may
be lost". What plainly asks for less is a `weakened-criterion`.

## When

The same change ticks the criterion itself, the step that it names or is named by, or, where it names none,
any step of its plan; or it says that the plan is done.

## What to do

Look whether the new words ask for as much as the old ones. Where that is to be agreed on first, change them
in a pull request of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.assertions import assertions
from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.verdict.tense import shortened

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for plan, before, after, easier, reworded, _, _, by in assertions(change):
        if after is None or easier or not reworded or not by:
            continue
        yield Judgement(
            plan=plan,
            subject=after.id,
            message=f'{name_of(after)} gets new words in the change that {by}; it was "{shortened(before.text, 100)}"',
            help="Look whether the new words ask for as much as the old ones.",
            span=after.words.span,
        )
