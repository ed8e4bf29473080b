"""A role is given to nobody.

## What it does

Finds stakeholders for whom "(TBD)", "?" or nothing stands where a person or a team belongs. "N/A"
is an answer. That is as it should be in a draft, and an error once the plan is accepted.

## Why it matters

What nobody is named for, nobody does.

## Example

```markdown
## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Owner | Orders team | Delivery |
| Reviewer | (TBD) | Technical review |
```

## Cure

```markdown
## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Owner | Orders team | Delivery |
| Reviewer | @mira | Technical review |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Severity, Stakeholder
from planproof.plan.people import is_nobody
from planproof.rules.base import Context, Fault, Rule

RULE = Rule(severity=Severity.INFO, review=Severity.WARNING, settled=Severity.ERROR)


def check(stakeholder: Stakeholder, context: Context) -> Iterator[Fault]:
    """Look at one stakeholder."""
    person = stakeholder.person
    if not is_nobody(person.text) or not (stakeholder.role.text or person.text):
        return
    written = bool(context.source[person.span].strip())
    if not written and not _has_column(context):
        return
    role = stakeholder.role.text
    yield Fault(
        person.span if written else stakeholder.role.span,
        f'Nobody is named for "{role}"' if role else "Nobody is named here",
        "Name a person or a team.",
    )


def _has_column(context: Context) -> bool:
    """Whether people are named at all, so that an empty place was left empty."""
    people = [item.person.text for item in context.plan.items if isinstance(item, Stakeholder)]
    return any(people)
