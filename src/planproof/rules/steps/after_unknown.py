"""A step is to come after one that is not there.

## What it does

Looks up what the field `after:` of a step names: a number (`3`, `1.2`, `2-4` for all from 2 to 4), an id
(`step-3`) or a label of the plan. Other words name no step, but for `nothing` and `none`. Steps of other
plans (`other-plan#step-3`) are left alone.

## Why it matters

Steps are renumbered and the fields that name them are forgotten; the step then waits for something that
does not come, and cannot be ticked.

## Example

```markdown
## Implementation Checklist

* [ ] 1. Add the table
* [ ] 2. Implement the lookup
  * after: 11
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

from planproof.plan.model import Plan, Severity
from planproof.plan.naming import names_of
from planproof.plan.wording import nearest_name
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.steps._steps import ordered_steps

RULE = Rule(severity=Severity.ERROR)


def check(plan: Plan, _: Context) -> Iterator[Fault]:
    """Look at all steps."""
    steps = ordered_steps(plan)
    if not steps:
        return
    names = names_of(plan)
    for step in steps:
        field = step.field("after")
        for name in step.after:
            if "#" in name or name in names or field is None:
                continue
            near = nearest_name(name.casefold(), (one for one in names if names[one] is not step))
            said = name.removeprefix("step-")
            order = (
                f"Name a step of this plan; did you mean {_said(near)}?"
                if near
                else "Name a step of this plan by its number or its label, or write `nothing`."
            )
            yield Fault(field.value_span, f'There is no step "{said}"', order)


def _said(name: str) -> str:
    return name.removeprefix("step-") if name.startswith("step-") else name.upper()
