"""A plan is gone that was not finished.

## What it finds

Plans with open steps whose file is removed. One whose file is still there is an `excluded-plan`.

## When

The plan was neither done nor superseded nor withdrawn before the change.

## What to do

Say what became of it: `status: withdrawn` or `superseded` in its front matter keeps it to be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.plan.model import Step

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        if plan.after is not None or plan.before is None or plan.before.state.closed:
            continue
        if plan.left_at:
            continue
        steps = [one for one in plan.before.items if isinstance(one, Step) and one.task]
        open_ = sum(not one.done for one in steps)
        if steps and not open_:
            continue
        left = f" with {open_} of {len(steps)} steps open" if steps else ""
        yield Judgement(
            plan=plan,
            subject="plan",
            message=f"the plan `{plan.before.id}` is removed{left}",
            help="Set `status: withdrawn` or `superseded` instead, so that it can still be read.",
        )
