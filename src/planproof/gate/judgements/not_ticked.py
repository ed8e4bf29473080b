"""The work of a step is done, and the step is not ticked.

## What it finds

Open steps that the change says it is about (`Plan-Step: 3`), and open steps of any plan all of whose
claims hold with this change and did not before.

## When

The step is open after the change. A change that takes another one back is not asked for ticks, and
`Plan-Step: 3 (part)` says that the step is not done yet.

## What to do

Tick the step in the same pull request; `planproof gate --base REV --suggest --write` writes the ticks that are
supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Named, PlanCase, Severity
from planproof.gate.support import against
from planproof.plan.model import Step
from planproof.plan.naming import names_of
from planproof.progress.ticking import Wish, edits_for
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import called

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each step."""
    if change.reverts:
        return
    for plan in change.plans:
        if plan.after is None or plan.aside or plan.plan.state.closed:
            continue
        named = {one.step: one for one in change.named if one.plan == plan.path and one.step}
        kept = {one.step for one in change.named if one.plan == plan.path and one.part}
        done: set[str] = set()
        for before, after in plan.pairs:
            if not isinstance(after, Step) or after.task is None or after.done or after.id in kept:
                continue
            if isinstance(before, Step) and before.done:
                continue  # unticked by this very change
            there = _done(plan, before) if isinstance(before, Step) else []
            if after.id not in named and not there:
                continue
            lacks = _lacking(change, plan, after, done)
            if not lacks:
                done.add(after.id)
            yield _judgement(plan, after, named.get(after.id), there, lacks)


def _judgement(
    plan: PlanCase, step: Step, named: Named | None, there: list[Judged], lacks: str
) -> Judgement:
    if named is not None:
        message = f"{named.source} names {called(step)}, and it is not ticked"
    else:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        message = f"{called(step)} is not ticked, and its work is done: {there[0].says}{more}"
    if lacks:
        advice = f"It cannot be ticked yet: {lacks}. Where it is a part, write `Plan-Step: {step.label or step.full_number or step.id} (part)`."
    else:
        advice = "Tick it here, or add `--suggest --write`, which does."
    return Judgement(
        plan=plan,
        subject=step.id,
        message=message,
        help=advice,
        span=step.words.span,
        edits=() if lacks else tuple(edits_for(plan.plan, step, Wish(done=True))),
    )


def _done(plan: PlanCase, before: Step) -> list[Judged]:
    """The claims of a step that were pending before the change, if all of them hold now."""
    due = [one.key for one in plan.waiting_for(before)]
    now = {one.key: one for one in plan.claims}
    found = [now[key] for key in due if key in now and now[key].verdict is Verdict.HOLDS]
    return found if found and len(found) == len(due) else []


def _lacking(change: ChangeCase, plan: PlanCase, step: Step, done: set[str]) -> str:
    """Why a step could not be ticked, or empty."""
    names = names_of(plan.plan)
    for name in step.after:
        other = names.get(name)
        if other is not None and not other.done and other.id not in done:
            return f"{called(other)}, which it comes after, is open"
    for reason, _, _ in against(change, plan, step):
        return reason
    for claim in plan.step_claims(step):
        if claim.verdict in (Verdict.PENDING, Verdict.UNPROVEN, Verdict.STALE):
            return f"{claim.says}: {claim.lacking or claim.reason}"
    return ""
