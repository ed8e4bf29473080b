"""A plan is there and no longer read.

## What it finds

Plans that are not finished, whose text is still there after the change and no longer counts as a plan: the
configuration leaves it out, or looks elsewhere, the file is moved or renamed to where no plans are looked for,
or its text is made to look like none. Also those whose steps had boxes, none of which is there any more.

## When

The plan was neither done nor superseded nor withdrawn before the change. Whatever the change says of it in
its boxes is then judged by nobody, which is why this is an error where removing a plan is a warning.

## What to do

Leave the configuration and the file where they are, or set the plan's state: `status: withdrawn` or
`superseded`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity
from planproof.plan.model import Plan, Step

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        if plan.before is None or plan.before.state.closed:
            continue
        if plan.after is not None and plan.after.state.closed and plan.after.state_from != "steps":
            continue
        if plan.after is not None and _boxes(plan.before) and not _boxes(plan.after):
            yield Judgement(
                plan=plan,
                subject="boxes",
                message=f"no step of `{plan.plan.id}` has a box any more",
                help="Keep the boxes, or set the plan's state.",
            )
        if plan.after is None and plan.left_at:
            yield Judgement(
                plan=plan,
                subject="plan",
                message=f"the plan `{plan.before.id}` is {_where(plan)} and no longer read as a plan",
                help="Leave it where it is and the configuration as it is, or set the plan's state.",
                path=plan.left_at,
            )


def _where(plan: PlanCase) -> str:
    return "there" if plan.left_at == plan.path else f"moved to `{plan.left_at}`"


def _boxes(plan: Plan) -> int:
    return sum(isinstance(item, Step) and item.task is not None for item in plan.items)
