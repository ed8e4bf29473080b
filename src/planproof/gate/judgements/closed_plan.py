"""A plan is laid aside with open steps.

## What it finds

Plans that the change withdraws, supersedes or rejects, or moves into a folder of those that are done, while
steps of them are open. What is missing for a plan whose words say that it is done is told by
`unsupported-state`.

## When

The plan was worked on before the change. From then on nobody judges it any more.

## What to do

Nothing, if it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, says_done
from planproof.plan.model import Step

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        if plan.before is None or plan.after is None:
            continue
        if plan.before.state.closed or not plan.after.state.closed or says_done(plan.after):
            continue
        steps = [one for one in plan.after.items if isinstance(one, Step) and one.task is not None]
        open_ = sum(not one.done for one in steps)
        if open_:
            yield Judgement(
                plan=plan,
                subject="plan",
                message=f"the plan `{plan.plan.id}` is {plan.after.state.value} now, with {open_} of {len(steps)} steps open",
            )
