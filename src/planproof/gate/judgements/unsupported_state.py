"""A plan says that it is accepted, active or done, and it cannot be yet.

## What it finds

Plans that become accepted or active in this change, though questions of theirs are open, `check` finds errors in
them as accepted plans, or somebody has not signed who has to; and plans that become done, though steps are open,
or claims are broken, stale, pending or unproven. So what holds for `planproof accept` and `planproof finish` holds
for a word that is written by hand, too.

## When

The plan says its state itself, in front matter or a status line, and it said another one before the change; what
its folder says is a `closed-plan`. A plan that is new counts, too. Not all teams write states as `accept` and
`finish` do, so this is a warning; those that do make it an error: `gate = { unsupported-state = "error" }`. Who has to sign, and
who may, is what the plan's base says. A plan that goes back, say from done to active, is left alone.

## What to do

Take the word back, and let `planproof accept PLAN` or `planproof finish PLAN` write it: they say all that is
missing. A plan that nobody goes on with is withdrawn: `planproof withdraw PLAN REASON`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity
from planproof.plan.model import State
from planproof.progress.lifecycle import VERBS

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    for plan in change.plans:
        if not plan.unmet:
            continue
        name, state = plan.plan.id, plan.plan.state.value
        more = f" (and {len(plan.unmet) - 1} more)" if len(plan.unmet) > 1 else ""
        word = plan.plan.front.get("status") if plan.plan.state_from == "front matter" else None
        yield Judgement(
            plan=plan,
            subject="plan",
            message=f"the plan `{name}` becomes {state} here, but {plan.unmet[0].reason}{more}",
            help=_help(plan),
            span=word.value_span if word is not None else None,
        )


def _help(plan: PlanCase) -> str:
    first = plan.unmet[0]
    if first.kind == "state":
        return first.help or "Take the word back, or make a new plan of it."
    back = "Move it back" if plan.plan.state_from == "folder" else "Take the word back"
    verb = VERBS[State.DONE if first.kind in ("step", "claim") else State.ACCEPTED]
    return f"{back}; `planproof {verb} {plan.plan.id}` then says all that is missing."
