"""A proof stands below words that are no item, so nothing is proven by it.

## What it does

Looks for `proof:` with a verb that stands in no sub-bullet of an item: in a section that is read as
prose, below a heading or a table, or below a list that its section does not read.

## Why it matters

`planproof prove` carries out the proofs of items. One that belongs to none is never looked at, and whoever
wrote it takes its words for proven.

## Example

```markdown
## Acceptance criteria

* `POST /orders` returns 409 for a reused key

* proof: test `tests/test_orders.py::test_conflict`
```

## Cure

```markdown
## Acceptance criteria

* `POST /orders` returns 409 for a reused key
  * proof: test `tests/test_orders.py::test_conflict`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.stray import stray_proofs
from planproof.plan.model import Plan, Severity
from planproof.rules.base import Context, Fault, Rule

RULE = Rule(severity=Severity.WARNING)


def check(plan: Plan, _: Context) -> Iterator[Fault]:
    """Look at every bullet and paragraph that begins as a proof does."""
    for span in stray_proofs(plan):
        yield Fault(
            span,
            "This proof belongs to no item, so nothing is proven by it",
            "Put it into a sub-bullet of a goal, a criterion, a step or another item.",
        )
