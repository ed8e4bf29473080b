"""A box is ticked that nothing supports.

## What it finds

Boxes of steps and criteria that this change ticks, though a claim that goes with them is broken, a step
that they come after is open, a part of the step is open, or their proof does not hold. The number of the
pull request itself, beside the step, counts as merged.

## When

The box was not ticked before the change, and is ticked after it. A new plan's ticked boxes count, too, and
those of one that the change lays aside: moves to the plans that are done, withdraws. Plans that were laid
aside before, and those that are new among them, are not judged. A criterion that names no proof at all is another matter: `unproven-tick`.

## What to do

Do what is missing, or untick the box. `planproof prove PLAN#ITEM` proves what can be proven.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.gate.support import against

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        if plan.aside:
            continue
        for tick in plan.ticked:
            reasons = against(change, plan, tick.after)
            if reasons:
                reason, advice, _ = reasons[0]
                more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} is ticked here, but {reason}{more}",
                    help=advice or f"Mend it, or untick {name_of(tick.after)}.",
                    span=tick.after.words.span,
                    rests=tuple(
                        (rest.path, rest.line, rest.says)
                        for _, _, one in reasons
                        for rest in (one.rests if one is not None else ())
                        if rest.line
                    )[:5],
                )
