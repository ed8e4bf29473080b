"""Two items have the same label.

## What it does

Finds items of one kind that carry a label which an item before them carries already.

## Why it matters

A label is how tests, commits and other plans refer to the item; now nobody can tell which is meant.

## Example

```markdown
## Acceptance criteria

* AC-1: `POST /orders` returns 409 for a reused key
* AC-1: the 99th percentile stays below 200 ms
```

## Cure

```markdown
## Acceptance criteria

* AC-1: `POST /orders` returns 409 for a reused key
* AC-2: the 99th percentile stays below 200 ms
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Item, Plan, Severity
from planproof.plan.wording import normalised
from planproof.rules.base import Context, Fault, Rule
from planproof.text.source import Span

RULE = Rule(severity=Severity.WARNING, settled=Severity.ERROR)


def check(plan: Plan, context: Context) -> Iterator[Fault]:
    """Look at the whole plan."""
    seen: dict[tuple[str, str], Item] = {}
    for item in plan.items:
        if item.label is None:
            continue
        first = seen.setdefault((item.kind, item.label), item)
        if first is item or normalised(first.text) == normalised(item.text):
            continue  # the same words again are a repetition, not another item
        line = context.source.line_number(first.span.start)
        start = context.source.text.find(item.label, item.words.span.start, item.words.span.end)
        span = Span(start, start + len(item.label)) if start >= 0 else item.words.span
        yield Fault(
            span,
            f'The label "{item.label}" is taken by the {item.kind} in line {line}',
            "Give one of the two another label.",
        )
