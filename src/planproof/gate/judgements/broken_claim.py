"""A claim breaks that was not broken.

## What it finds

Claims of any plan, whether the change names it or not, that are broken after the change and were not
before it; a claim that the change itself writes counts, too.

## When

The claim is neither accepted in the plan nor in the baseline. What goes with a box that this change ticks
is said with that box. What could not be judged before, and rests on files that the change does not touch,
was so before. Conflicts, links and plans that were done before are other matters: `new-conflict`, `broken-link`,
`outlived-claim`.

## What to do

Mend the code, or correct the plan in the same pull request. `planproof verify` shows both places.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity
from planproof.gate.support import is_outlived, is_own_number, vouched_for
from planproof.verdict.conflicts import KIND as CONFLICT
from planproof.verdict.model import Judged, Verdict

SEVERITY: Severity = "error"

LINK = "link"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each claim."""
    said = vouched_for(change)
    for plan in change.plans:
        for claim in plan.claims:
            if (
                claim.kind in (CONFLICT, LINK)
                or is_outlived(plan)
                or claim.accepted
                or not plan.becomes(claim, Verdict.BROKEN)
                or (plan.path, claim.key) in said
                or is_own_number(change, plan, claim)
                or _was_so_before(change, plan, claim)
            ):
                continue
            whose = "" if change.is_about(plan) else f" in `{plan.plan.id}`"
            yield Judgement(
                plan=plan,
                subject=claim.key,
                message=f"this breaks a claim{whose}: {claim.says}; {claim.reason}",
                help=claim.help,
                span=claim.span,
                rests=tuple((rest.path, rest.line, rest.says) for rest in claim.rests[:5]),
            )


def _was_so_before(change: ChangeCase, plan: PlanCase, claim: Judged) -> bool:
    """Whether all that a claim rests on was there before, and only nobody could judge it then.

    A table of variables is judged once it lists most of what is read; what it has always lacked is not broken
    by the change that adds the last row.
    """
    rests = {one.path for one in claim.rests}
    undecided = any(
        one.kind == claim.kind and one.item == claim.item and one.verdict is Verdict.UNKNOWN
        for one in plan.claims_before
    )
    touched = {path for file in change.files for path in (file.path, file.before)}
    new = plan.was.get(claim.key, "absent") == "absent"
    return new and undecided and bool(rests) and rests.isdisjoint(touched)
