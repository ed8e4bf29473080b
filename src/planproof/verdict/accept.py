"""`<!-- planproof: accept CLAIM-KIND reason -->`: a broken claim that somebody accepts, in the plan.

The comment reaches as far as one that accepts findings (`rules/suppress.py`). It has to give a reason.
The kind may stand as reports write it: `verify/variable-default`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from planproof.plan.model import Plan
from planproof.rules.suppress import suppressions
from planproof.verdict.model import Judged, Verdict


def accepted(plan: Plan, judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The claims, broken ones that a comment accepts with its reason."""
    comments = [one for one in suppressions(plan, "accept") if one.reason]
    if not comments:
        return tuple(judged)
    found: list[Judged] = []
    for claim in judged:
        reason = ""
        if claim.verdict is Verdict.BROKEN:
            for one in comments:
                names = {name.text for name in one.names}
                inside = one.reach.start <= claim.span.start < one.reach.end
                if inside and not names.isdisjoint((claim.kind, f"verify/{claim.kind}", "all")):
                    reason = one.reason
        found.append(msgspec.structs.replace(claim, accepted=reason) if reason else claim)
    return tuple(found)
