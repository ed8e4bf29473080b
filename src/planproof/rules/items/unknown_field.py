"""A field's key is probably misspelt.

## What it does

Finds sub-bullets `key: value` whose key is a letter off a field that planproof knows: `proof`,
`after`, `owner`, `due`, `answer`, `inputs`, `runs`, `baseline`, `status`, `source`, `pr`, `forced`.

## Why it matters

A field that is not recognised is taken for prose, so that the proof is never run or the owner never
seen.

## Example

```markdown
## Acceptance criteria

* `POST /orders` returns 409 for a reused key
  * prof: test `tests/test_orders.py::test_conflict`
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

from planproof.plan.model import Field, Fix, Severity
from planproof.plan.scope import FIELDS
from planproof.plan.wording import distance
from planproof.rules.base import Context, Fault, Rule
from planproof.text.edit import Edit

RULE = Rule(severity=Severity.WARNING)

_WORDS = frozenset(
    ("run", "input", "sources", "alter", "due", "duel", "cue", "hue", "sue", "force")
)
"""Words of their own that are a letter off a field."""


def check(field: Field, context: Context) -> Iterator[Fault]:
    """Look at one field."""
    key = field.key
    if key in FIELDS or key in _WORDS or len(key) < 3:
        return
    # Of a field of two letters every short word is a letter off.
    close = (known for known in FIELDS if len(known) > 2 and distance(key, known, 1) == 1)
    meant = next(close, None)
    if meant is None:
        return
    written = context.source[field.key_span]
    fix = Fix(f"write `{meant}`", (Edit(field.key_span, written, meant),), safe=True)
    yield Fault(
        field.key_span,
        f'There is no field "{written}"; did you mean "{meant}"?',
        f"Write `{meant}:`.",
        fix if written.casefold() == key else None,
    )
