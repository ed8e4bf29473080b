"""Steps come after each other in a circle.

## What it does

Follows the fields `after:` and finds steps that come after themselves, by way of others or at once.

## Why it matters

None of these steps can ever be begun.

## Example

```markdown
## Implementation Checklist

* [ ] 1. Add the table
  * after: 2
* [ ] 2. Implement the lookup
  * after: 1
```

## Cure

```markdown
## Implementation Checklist

* [ ] 1. Add the table
* [ ] 2. Implement the lookup
  * after: 1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Plan, Severity, Step
from planproof.plan.naming import names_of
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.steps._steps import ordered_steps

RULE = Rule(severity=Severity.ERROR)

_MOST = 8
"""Names of steps in a message, at the most."""


def check(plan: Plan, _: Context) -> Iterator[Fault]:
    """Look at all steps."""
    steps = ordered_steps(plan)
    if not steps:
        return
    names = names_of(plan)
    before: dict[str, list[Step]] = {
        step.id: [names[one] for one in step.after if one in names] for step in steps
    }
    waiting = _never_begun(before)
    then: dict[str, list[Step]] = {one: [] for one in waiting}
    for step in steps:
        if step.id in waiting:
            for other in before[step.id]:
                then.setdefault(other.id, []).append(step)
    waiting &= _never_begun(then)
    reported: set[str] = set()
    for step in steps:
        if step.id not in waiting or step.id in reported:
            continue
        circle = _circle(step, before)
        field = step.field("after")
        if circle and field is not None and reported.isdisjoint(one.id for one in circle):
            reported.update(one.id for one in circle)
            yield Fault(
                field.value_span,
                f"This step comes after itself: {_way(circle)}",
                "Remove one of the fields `after:` in the circle.",
            )


def _never_begun(before: dict[str, list[Step]]) -> set[str]:
    """The steps that are left when, again and again, each is done that nothing open comes before."""
    open_before = {step: len(others) for step, others in before.items()}
    then: dict[str, list[str]] = {}
    for step, others in before.items():
        for other in others:
            then.setdefault(other.id, []).append(step)
    ready = [step for step in then if step not in before]
    ready += [step for step, count in open_before.items() if count == 0]
    while ready:
        for step in then.get(ready.pop(), ()):
            open_before[step] -= 1
            if open_before[step] == 0:
                ready.append(step)
    return {step for step, count in open_before.items() if count}


def _circle(start: Step, before: dict[str, list[Step]]) -> list[Step]:
    """The shortest way from a step, by what it comes after, back to itself; empty without one."""
    came_from: dict[str, Step] = {}
    reached = [start]
    for step in reached:
        for other in before.get(step.id, ()):
            if other.id == start.id:
                way = [step]
                while way[-1].id != start.id:
                    way.append(came_from[way[-1].id])
                return way[::-1]
            if other.id not in came_from:
                came_from[other.id] = step
                reached.append(other)
    return []


def _way(circle: list[Step]) -> str:
    """The names of a circle's steps; a long one without its middle."""
    names = [one.full_number or one.label or one.id for one in [*circle, circle[0]]]
    if len(names) > _MOST:
        names = [*names[: _MOST - 2], "...", names[-1]]
    return " -> ".join(names)
