"""A step is not ticked before those that it comes after.

## What it claims

Where `after:` names steps, a ticked step's are ticked too.

## When it is broken

When the step is ticked and one that it comes after is not.

## What to do

Tick the other step, untick this one, or correct `after:`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from planproof.plan.model import Step
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.model import Judged
from planproof.verdict.tense import called


def claims(item: Step, case: Case) -> Iterator[Judged]:
    """One for each step that a ticked step comes after."""
    if not item.done:
        return
    field = item.field("after")
    span = field.span if field is not None else item.words.span
    for name in item.after:
        says = f"`{name}` was done before {called(item)}"
        other = case.tense.names.get(name)
        if other is None:
            reason = "that is a step of another plan" if "#" in name else "there is no such step"
            yield unknown(span, name, says, reason)
        elif other.done:
            yield holds(span, name, says, f"{called(other)} is ticked")
        else:
            found = broken(
                span, name, says, f"{called(item)} is ticked, and {called(other)} is not",
                help=f"Tick {called(other)}, untick {called(item)}, or correct `after:`.",
            )  # fmt: skip
            yield msgspec.structs.replace(found, lacking=f"{called(other)} is not")
