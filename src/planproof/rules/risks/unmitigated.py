"""A high risk has no mitigation.

## What it does

Finds risks whose impact is in the upper half of the template's scale and for which no mitigation is
given.

## Why it matters

A risk that is known to be high and that nobody does anything about is a decision that was never
taken.

## Example

```markdown
## 9. Risks & Mitigations

| Risk | Impact | Mitigation |
|------|--------|------------|
| The queue overflows at month's end | High | |
```

## Cure

```markdown
## 9. Risks & Mitigations

| Risk | Impact | Mitigation |
|------|--------|------------|
| The queue overflows at month's end | High | Shed load above 10,000 waiting orders |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Risk, Severity
from planproof.plan.risks import is_unmitigated
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.risks._impact import scale

RULE = Rule(severity=Severity.WARNING, settled=Severity.ERROR)


def check(risk: Risk, context: Context) -> Iterator[Fault]:
    """Look at one risk."""
    if is_unmitigated(risk, scale(context)):
        yield Fault(
            risk.mitigation.span if risk.mitigation.text else risk.risk.span,
            f"This risk is {risk.impact.text.casefold()} and nothing is done about it",
            "Say how it is mitigated, or who accepts it and why.",
        )
