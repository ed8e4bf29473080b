"""A file is changed that a plan says it leaves alone.

## What it finds

Files and folders that a non-goal names in a code span, and that the change touches.

## When

The change is about the plan whose non-goal it is: it names it, or ticks a box of it.

## What to do

Leave the file alone, or have the non-goal taken out of the plan by those who agreed on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, FileChange, Judgement, Severity
from planproof.gate.scope import Place, left_alone, told
from planproof.plan.model import NonGoal
from planproof.verdict.tense import shortened

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each non-goal; one that the change itself takes away still counts."""
    for plan in change.own():
        for before, after in plan.pairs:
            item = before if before is not None else after
            if not isinstance(item, NonGoal):
                continue
            place = left_alone(item, plan, change.world)
            touched = [
                file for file in change.files if _lies_in(place, file) and file.path != plan.path
            ]
            if touched:
                left = left_alone(after, plan, change.world) if isinstance(after, NonGoal) else None
                kept = left is not None and all(_lies_in(left, file) for file in touched)
                paths = [file.path for file in touched]
                gone = "" if kept else ", which this change takes away,"
                yield Judgement(
                    plan=plan,
                    subject=item.id,
                    message=f'{told(paths)} changes, and a non-goal{gone} says "{shortened(item.text, 80)}"',
                    help="Leave it alone, or agree on another non-goal first.",
                    span=after.words.span if after is not None else None,
                    rests=tuple((path, 1, "changed here") for path in paths[:5]),
                )


def _lies_in(place: Place, file: FileChange) -> bool:
    return place.has(file.path) or place.has(file.before)
