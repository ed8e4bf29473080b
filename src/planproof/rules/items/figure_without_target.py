"""A proof reads a figure, and the sentence states none to hold it against.

## What it does

Looks at items whose proof reads a figure, and whose sentence says nothing that a figure could be compared
with. `planproof explain "SENTENCE"` shows how a sentence is read.

## Why it matters

A figure by itself is neither good nor bad: `planproof prove` cannot say whether the item is met.

## Example

```markdown
## Acceptance criteria

* `POST /orders` answers quickly
  * proof: read `bench.json` `orders_p95_ms`
```

## Cure

```markdown
## Acceptance criteria

* `POST /orders` answers within 50 ms
  * proof: read `bench.json` `orders_p95_ms`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.proofs import READING, figures_of, read_proofs
from planproof.plan.model import Item, Severity
from planproof.rules.base import Context, Fault, Rule

RULE = Rule(severity=Severity.WARNING)


def check(item: Item, context: Context) -> Iterator[Fault]:
    """Look at one item."""
    field = item.field("proof")
    if field is None:
        return
    proofs = read_proofs(field, context.source).proofs
    if figures_of(item, proofs):
        return
    for proof in proofs:
        if proof.verb in READING:
            yield Fault(
                proof.span,
                "This reads a figure, and the sentence states none to hold it against",
                "Write into the sentence what it is to be, as in `<= 50 ms`.",
            )
            return
