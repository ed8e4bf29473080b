"""A step is ticked before one that it comes after.

## What it does

Finds ticked steps whose field `after:` names a step that is not ticked.

## Why it matters

Either the order is wrong or a box is: the work that had to come first is not done, or was done and
not ticked.

## Example

```markdown
## Implementation Checklist

* [ ] 1. Add the table
* [x] 2. Implement the lookup
  * after: 1
```

## Cure

```markdown
## Implementation Checklist

* [x] 1. Add the table
* [x] 2. Implement the lookup
  * after: 1
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Plan, Severity
from planproof.plan.naming import names_of
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.steps._steps import ordered_steps

RULE = Rule(severity=Severity.WARNING)


def check(plan: Plan, _: Context) -> Iterator[Fault]:
    """Look at all steps."""
    steps = [step for step in ordered_steps(plan) if step.done]
    if not steps:
        return
    names = names_of(plan)
    for step in steps:
        waiting = [names[name] for name in step.after if name in names]
        for other in waiting:
            if step.task is not None and other.task is not None and not other.done:
                yield Fault(
                    step.task.span,
                    f"This step is ticked, and step {other.full_number or other.id} before it is not",
                    "Tick that step, untick this one, or mend its field `after:`.",
                )
