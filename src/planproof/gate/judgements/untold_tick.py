"""A box is ticked, and nobody can tell whether it is so.

## What it finds

Claims that go with a box which this change ticks, that were waiting for it, and of which verify can only say
`unknown`: a variable that no code reads by its name, a route that is made as the program runs.

## When

Nothing else speaks against the tick. Proofs have to hold: see `unsupported-tick`.

## What to do

Look at the code, or give the step a `proof:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity, name_of
from planproof.verdict.model import Verdict

SEVERITY: Severity = "info"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each box."""
    for plan in change.plans:
        for tick in plan.ticked if not plan.aside else ():
            waited = {one.key for one in plan.waiting_for(tick.before)}
            found = [
                one for one in plan.claims if one.verdict is Verdict.UNKNOWN and one.key in waited
            ]
            if found:
                more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
                yield Judgement(
                    plan=plan,
                    subject=tick.after.id,
                    message=f"{name_of(tick.after)} is ticked here, and nobody can tell whether {found[0].says}:"
                    f" {found[0].reason}{more}",
                    help="Look at the code, or give the step a `proof:`.",
                    span=tick.after.words.span,
                )
