"""A stakeholder is listed twice.

## What it does

Finds rows with the role and the person of another one.

## Why it matters

One of the rows was meant for somebody else, who is missing.

## Example

```markdown
## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Reviewer | @mira | Technical review |
| Reviewer | @Mira | Technical review |
```

## Cure

```markdown
## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Reviewer | @mira | Technical review |
| Reviewer | @joan | Technical review |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Plan, Severity
from planproof.plan.people import is_nobody
from planproof.plan.wording import normalised
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.stakeholders._people import stakeholders

RULE = Rule(severity=Severity.WARNING)


def check(plan: Plan, context: Context) -> Iterator[Fault]:
    """Look at the whole plan."""
    first: dict[tuple[str, str], int] = {}
    for person in stakeholders(plan):
        if is_nobody(person.person.text):
            continue
        key = (normalised(person.role.text), normalised(person.person.text))
        start = first.setdefault(key, person.span.start)
        if start != person.span.start:
            line = context.source.position(start).line
            yield Fault(
                person.person.span,
                f"This role and person are the same as on line {line}",
                "Remove one of the two, or name who was meant.",
            )
