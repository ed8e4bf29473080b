"""`<!-- planproof: accept CLAIM-KIND reason -->`: a broken claim that somebody accepts, in the plan.

The comment reaches as far as one that accepts findings (`rules/suppress.py`). It has to give a reason.
The kind may stand as reports write it: `verify/variable-default`.

A box that was ticked by force (`forced: reason`) accepts what it was forced past: the order of the steps,
and its proof. The claim `forced` shows it ever after.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from planproof.plan.model import Plan
from planproof.rules.suppress import suppressions
from planproof.verdict.model import Judged, Verdict

FORCED = ("order", "proof")
"""The kinds of claims past which a box is forced. What breaks otherwise is no less broken for it."""


def accepted(plan: Plan, judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The claims, broken ones that a comment accepts with its reason."""
    comments = [one for one in suppressions(plan, "accept") if one.reason]
    forced = _forced(plan)
    if not comments and not forced:
        return tuple(judged)
    found: list[Judged] = []
    for claim in judged:
        reason = forced.get(claim.item, "") if claim.kind in FORCED else ""
        if claim.verdict is not Verdict.BROKEN:
            reason = ""
        if claim.verdict is Verdict.BROKEN:
            for one in comments:
                names = {name.text for name in one.names}
                inside = one.reach.start <= claim.span.start < one.reach.end
                if inside and not names.isdisjoint((claim.kind, f"verify/{claim.kind}", "all")):
                    reason = one.reason
        found.append(msgspec.structs.replace(claim, accepted=reason) if reason else claim)
    return tuple(found)


def _forced(plan: Plan) -> dict[str, str]:
    """The reasons for which boxes were ticked by force, by item."""
    fields = ((item.id, item.field("forced")) for item in plan.items)
    return {name: f"forced: {one.value}" for name, one in fields if one is not None and one.value}
