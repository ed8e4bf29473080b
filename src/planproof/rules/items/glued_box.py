"""A box is glued to the words after it.

## What it does

Finds list items that begin with `[ ]text` or `[x]text`.

## Why it matters

Without the space forges show the brackets as text, so that nobody sees or ticks a box. planproof takes
`[x]text` for ticked all the same.

## Example

```markdown
## Implementation checklist

* [ ] 1. Define the contract
* [ ]Store the keys
```

## Cure

```markdown
## Implementation checklist

* [ ] 1. Define the contract
* [ ] Store the keys
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.markdown.tree import OPTIONAL, ListItem
from planproof.plan.model import Fix, Severity
from planproof.rules.base import Context, Fault, Rule
from planproof.text.edit import Edit
from planproof.text.source import Span

RULE = Rule(severity=Severity.WARNING)


def check(bullet: ListItem, context: Context) -> Iterator[Fault]:
    """Look at one list item with a box."""
    task = bullet.task
    if task is None or task.known or task.mark not in (" ", "x", "X"):
        return
    written = context.source[task.span]
    at = task.span.end
    following = context.source.text[at : at + 2]
    if "\\" not in written and following[:1].strip() and following not in OPTIONAL:
        fix = Fix(
            "put a space behind the box", (Edit(Span(at, at), "", " "),), safe=task.mark == " "
        )
        yield Fault(
            task.span,
            f"`{written}` is shown as text: there is no space behind it",
            "Put a space behind the box.",
            fix,
        )
