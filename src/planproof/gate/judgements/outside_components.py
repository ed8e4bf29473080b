"""Files are changed that the plans which the change names do not speak of.

## What it finds

Files outside the components of every plan that the change is about; a file that a step names is
inside. Tests, documentation, lock files and what tools write need not be named.

## When

The change names a plan, or ticks a box of it, and that plan names components.

## What to do

Add the component to the plan, if it belongs there; else leave the file to another pull request.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.gate.scope import components, counting, told

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for all of the files."""
    own = list(change.own())
    places = [components(plan, change.world) for plan in own]
    if not own or not all(places):  # a plan that names no components may be about anything
        return
    outside = [
        file.path
        for file in counting(change.files, change.plans)
        if not any(place.has(file.path) or place.has(file.before) for place in places)
    ]
    if outside:
        names = " and ".join(f"`{plan.plan.id}`" for plan in own[:3])
        are = "is" if len(outside) == 1 else "are"
        parts = own[0].plan.of_role("components")
        yield Judgement(
            plan=own[0],
            subject=" ".join(outside),
            message=f"{told(outside)} {are} outside the components of {names}",
            help="Add the component to the plan, or leave the file to another pull request.",
            span=parts[0].heading.span if parts and parts[0].heading else None,
            rests=tuple((path, 1, "changed here") for path in outside[:5]),
        )
