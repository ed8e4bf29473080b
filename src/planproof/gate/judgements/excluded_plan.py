"""A plan is there and no longer read.

## What it finds

Plans that are not finished, whose text is still there after the change and no longer counts as a plan: the
configuration leaves it out, or looks elsewhere, the file is moved or renamed to where no plans are looked for,
or its text is made to look like none.

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

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        if plan.before is None or plan.before.state.closed or not plan.left_at:
            continue
        if plan.after is None:
            yield Judgement(
                plan=plan,
                subject="plan",
                message=f"the plan `{plan.before.id}` is {_where(plan)} and no longer read as a plan",
                help="Leave it where it is and the configuration as it is, or set the plan's state.",
                path=plan.left_at,
            )


def _where(plan: PlanCase) -> str:
    return "there" if plan.left_at == plan.path else f"moved to `{plan.left_at}`"
