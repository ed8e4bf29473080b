r"""A box is escaped and shown as text.

## What it does

Finds list items that begin with `\[ \]` or `\[x\]`, as some editors write boxes.

## Why it matters

Forges show the brackets as text, so that nobody sees or ticks a box. planproof takes `\[x\]` for
ticked all the same.

## Example

```markdown
## Implementation checklist

* [ ] 1. Define the contract
* \[ \] 2. Store the keys
```

## Cure

```markdown
## Implementation checklist

* [ ] 1. Define the contract
* [ ] 2. Store the keys
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.markdown.tree import ListItem
from planproof.plan.model import Fix, Severity
from planproof.rules.base import Context, Fault, Rule
from planproof.text.edit import Edit

RULE = Rule(severity=Severity.WARNING)


def check(bullet: ListItem, context: Context) -> Iterator[Fault]:
    """Look at one list item with a box."""
    task = bullet.task
    if task is None or task.known:
        return
    written = context.source[task.span]
    if "\\" in written:
        box = f"[{task.mark or ' '}]"
        gap = (
            "" if context.source.text[task.span.end : task.span.end + 1] in ("", " ", "\t") else " "
        )
        fix = Fix(f"write `{box}`", (Edit(task.span, written, box + gap),), safe=box == "[ ]")
        yield Fault(
            task.span, f"`{written}` is shown as text, not as a box", f"Write `{box}`.", fix
        )
