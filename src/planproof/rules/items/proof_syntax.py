"""A proof cannot be read.

## What it does

Reads what stands behind `proof:`: a verb (`run`, `read`, `test`, `http`, `prom`, `sign-off`, `pr`
or `commit`) and its arguments in code spans, several of them separated by commas.

## Why it matters

A proof that cannot be read is never carried out, and the claim stays unproven.

## Example

```markdown
## Acceptance criteria

* Throughput >= 500 req/s
  * proof: raed `k6.json` `http_reqs.rate`
```

## Cure

```markdown
## Acceptance criteria

* Throughput >= 500 req/s
  * proof: read `k6.json` `http_reqs.rate`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.proofs import read_proofs
from planproof.plan.model import Field, Fix, Severity
from planproof.rules.base import Context, Fault, Rule
from planproof.text.edit import Edit

RULE = Rule(severity=Severity.WARNING, settled=Severity.ERROR)


def check(field: Field, context: Context) -> Iterator[Fault]:
    """Look at one field."""
    if field.key != "proof":
        return
    for problem in read_proofs(field, context.source).problems:
        fix = None
        if problem.instead:
            edit = Edit(problem.span, context.source[problem.span], problem.instead)
            fix = Fix(f"write {_code(problem.instead)}", (edit,), safe=True)
        yield Fault(problem.span, problem.message, problem.help, fix)


def _code(text: str) -> str:
    return text if text.startswith("`") else f"`{text}`"
