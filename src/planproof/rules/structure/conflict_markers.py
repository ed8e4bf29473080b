"""The plan has git's conflict markers in it.

## What it does

Looks for the three marks of a conflict that nobody has resolved, each at the start of a line, outside fences
of code.

## Why it matters

Both sides stand in the plan, one below the other: a step twice, once ticked and once open. Whatever is counted
or judged of it is of neither.

## Example

```markdown
# Idempotent orders

<<<<<<< HEAD
* [x] 1. Add the store
=======
* [ ] 1. Add the store
>>>>>>> main
```

## Cure

```markdown
# Idempotent orders

* [x] 1. Add the store
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Plan, Severity
from planproof.rules.base import Context, Fault, Rule
from planproof.text.conflicts import conflict_markers

RULE = Rule(severity=Severity.ERROR, done=Severity.ERROR)


def check(plan: Plan, context: Context) -> Iterator[Fault]:  # noqa: ARG001 - every rule has this signature
    """Look at the whole plan."""
    line = conflict_markers(context.source.text)
    if line is not None:
        yield Fault(
            context.source.line_span(line),
            "A conflict of a merge stands here",
            "Keep one of the two sides, and take the marks out.",
        )
