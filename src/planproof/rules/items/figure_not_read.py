"""A sentence states a figure, and its proof reads none.

## What it does

Looks at items that state a figure and name a proof. `run` tells how a command ended and `http` what a
server answered: neither is a figure that the sentence could be held against.

## Why it matters

The sentence is the assertion. A command that ends well says nothing of "200 ms", unless somebody wrote the
same figure into it a second time, where it can differ. `planproof prove` does not take it for proven.

## Example

```markdown
## Acceptance criteria

* p95 latency of `POST /orders` <= 200 ms
  * proof: run `make load-test`
```

## Cure

```markdown
## Acceptance criteria

* p95 latency of `POST /orders` <= 200 ms
  * proof: run `make load-test`, read `k6.json` `http_req_duration.p(95)`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.proofs import READING, figures_of, read_proofs
from planproof.evidence.verb import verbs
from planproof.plan.model import Item, Severity
from planproof.rules.base import Context, Fault, Rule

RULE = Rule(severity=Severity.WARNING)


def check(item: Item, context: Context) -> Iterator[Fault]:
    """Look at one item."""
    field = item.field("proof")
    if field is None:
        return
    found = read_proofs(field, context.source)
    figures = figures_of(item, found.proofs)
    if not figures or not found.proofs or found.problems:
        return
    timed = any(figure.dimension == "time" for figure in figures)
    for proof in found.proofs:
        if proof.verb in READING or verbs()[proof.verb].syntax.tells:
            return
        if proof.verb == "http" and timed:  # which measures the time to answer
            return
    yield Fault(
        field.value_span,
        "The sentence states a figure, and this proof reads none",
        "Add `read` with the file that holds the figure.",
    )
