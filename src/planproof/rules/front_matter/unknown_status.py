"""The status is a word that planproof does not know.

## What it does

Finds a `status:` in the front matter that is none of the states, none of the usual words for them
and none of the template's own, and a misspelt one in a line "Status: ...".

## Why it matters

The state decides how severely a plan is judged and when what it says is due. An unknown status
counts as none.

## Example

```markdown
---
status: acepted
---
# Idempotent orders
```

## Cure

```markdown
---
status: accepted
---
# Idempotent orders
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Fix, Plan, Severity, State
from planproof.plan.state import WORDS, state_word, status_lines
from planproof.plan.wording import nearest, normalised
from planproof.rules.base import Context, Fault, Rule
from planproof.text.edit import Edit
from planproof.text.source import Span

RULE = Rule(severity=Severity.WARNING, done=Severity.WARNING)

_LONG = 5
"""Letters from which a word in a line may be taken for a misspelt status."""


def check(plan: Plan, context: Context) -> Iterator[Fault]:
    """Look at the whole plan."""
    own = context.template.states if context.template else {}
    declared = plan.front.get("status")
    if declared is not None:
        said = normalised(declared.value)
        if (
            said
            and not declared.value.startswith(("{", "["))
            and not state_word(declared.value, own)
        ):
            yield _fault(
                declared.value_span, declared.value, nearest(said, [*WORDS, *own]), context
            )
        return
    if plan.state_from == "status line":
        return
    for line in status_lines(plan.document.source, plan.sections):
        first = (normalised(line.text).split() or [""])[0]
        meant = nearest(first, [*WORDS, *own]) if len(first) >= _LONG else None
        if meant and meant != first:
            start = line.span.start + max(line.text.casefold().find(first), 0)
            yield _fault(Span(start, start + len(first)), first, meant, context)
            return


def _fault(span: Span, said: str, meant: str | None, context: Context) -> Fault:
    states = ", ".join(f"`{state}`" for state in State)
    if meant is None:
        return Fault(span, f'"{said}" is no status that planproof knows', f"Write one of {states}.")
    fix = None
    start = context.source.text.casefold().find(said.casefold(), span.start, span.end)
    if start >= 0 and len(context.source.text) == len(context.source.text.casefold()):
        at = Span(start, start + len(said))
        written = context.source[at]
        instead = meant.capitalize() if written[:1].isupper() else meant
        fix = Fix(f"write `{instead}`", (Edit(at, written, instead),), safe=True)
    return Fault(
        span,
        f'"{said}" is no status that planproof knows; did you mean "{meant}"?',
        f"Write `{meant}`.",
        fix,
    )
