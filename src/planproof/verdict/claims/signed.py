"""Stakeholders who signed the plan signed these words.

## What it claims

Somebody who signed the plan for a role of its stakeholders (`planproof sign PLAN --as ROLE`) signed what it
says now. Roles that nobody signed for claim nothing; to ask for a sign-off, give a criterion or a step the
field `proof: sign-off by ROLE`.

## When it is broken

Never: people disagree with plans by not signing them. When the plan says something else than what was
signed the claim is `stale`, and shows both wordings; ticking a box changes nothing of what it says. A
sign-off by somebody who may not sign for the role leaves it `unproven`.

## What to do

Have the new words signed, or bring the old ones back. `planproof evidence PLAN` shows who signed what.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.record import WHOLE_PLAN
from planproof.evidence.sign_offs import SignOff
from planproof.plan.model import Stakeholder
from planproof.verdict.base import Case
from planproof.verdict.claims.proof import rest_of
from planproof.verdict.model import Judged, Verdict

_VERDICTS = {
    SignOff.SIGNED: Verdict.HOLDS,
    SignOff.CHANGED: Verdict.STALE,
    SignOff.INVALID: Verdict.UNPROVEN,
}


def claims(item: Stakeholder, case: Case) -> Iterator[Judged]:
    """One for each role for which somebody has signed the whole plan."""
    role = " ".join(item.role.text.split())
    if not role or not case.once("signed roles", lambda: _roles(case)):
        return
    found = case.world.evidence.sign_off(case.plan, None, role)
    verdict = _VERDICTS.get(found.sign_off)
    if verdict is not None:
        yield Judged(
            verdict=verdict,
            subject=role,
            span=item.role.span,
            says=f"the {role} signed this wording",
            reason=found.reason,
            help=found.help,
            rests=(rest_of(found.record),) if found.record is not None else (),
        )


def _roles(case: Case) -> bool:
    """Whether anybody has signed the whole plan: mostly nobody has, and nothing needs to be looked up."""
    return any(
        one.record.role and one.record.item == WHOLE_PLAN
        for one in case.world.evidence.records(case.plan.id)
    )
