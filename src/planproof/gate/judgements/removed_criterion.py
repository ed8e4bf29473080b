"""A criterion, goal or target is removed or moved away in the change that ticks its step.

## What it finds

Items that asserted what the work is to reach and do so no more: they are gone, stand in another section
(a non-goal, an appendix), or in another plan.

## When

The same change ticks the step that the item names, or, where it names none, any step of its plan. One that
was ticked itself before the change counts, too.

## What to do

Take it out in a pull request of its own, in which people can agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.assertions import assertions
from planproof.gate.model import ChangeCase, Judgement, PlanCase, Severity, name_of
from planproof.plan.model import Item

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each item."""
    for one in assertions(change):
        if one.after is None and one.by:
            span = one.ticks[0].after.words.span if one.ticks else None
            yield Judgement(
                plan=one.plan,
                subject=one.before.id,
                message=f"{name_of(one.before)} {went(change, one.plan, one.before)}, in the change that"
                f" {one.by}",
                help="Take it out in a pull request of its own, in which people can agree on it.",
                span=span,
            )


def went(change: ChangeCase, plan: PlanCase, item: Item) -> str:
    """What has become of an item that its plan no longer has as what it was."""
    for other in (plan, *change.plans):
        if other.after is None:
            continue
        for one in other.after.items:
            if one.fingerprint == item.fingerprint and one is not item:
                where = "" if other is plan else f" of `{other.after.id}`"
                kind = one.kind.replace("_", "-")
                if other is not plan and not other.changed:
                    continue
                return f"is moved away: it is {name_of(one) if where else f'a {kind}'}{where} now"
    words = " ".join(item.text.split())
    if (
        plan.after is not None
        and words
        and words in " ".join(plan.after.document.source.text.split())
    ):
        return "is moved away: its words stand in the plan still, but assert nothing there"
    return "is removed"
