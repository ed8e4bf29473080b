"""An impact is not on the scale.

## What it does

Finds impacts that are not on the template's scale (low, medium, high, critical, where it names
none), in plans that grade their other risks by it. Common other words for the same (severe,
major, minor) are on it.

## Why it matters

Risks are sorted and filtered by their impact; one with an impact of its own falls through.

## Example

```markdown
## Risks

| Risk | Impact | Mitigation |
|------|--------|------------|
| Overflow at the end of the month | High | Shed load |
| Keys are reused | Hgih | Answer 409 |
```

## Cure

```markdown
## Risks

| Risk | Impact | Mitigation |
|------|--------|------------|
| Overflow at the end of the month | High | Shed load |
| Keys are reused | High | Answer 409 |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Fix, Risk, Severity
from planproof.plan.risks import place
from planproof.plan.wording import nearest, normalised, says_none
from planproof.rules.base import Context, Fault, Rule
from planproof.rules.risks._impact import scale
from planproof.text.edit import Edit

RULE = Rule(severity=Severity.WARNING)


def check(risk: Risk, context: Context) -> Iterator[Fault]:
    """Look at one risk."""
    text = risk.impact.text
    words = normalised(text)
    steps = scale(context)
    if not words or len(words.split()) > 2 or says_none(text) or place(text, steps) is not None:
        return
    if words.startswith(("tbd", "todo", "unknown")) or words.isdigit():
        return
    meant = nearest(words, steps)
    if not _is_graded_by(steps, context):
        return
    yield Fault(
        risk.impact.span,
        f'"{text}" is not one of {", ".join(steps)}',
        f'Write "{meant}".' if meant else "Use a word of the scale.",
        _fix(risk, meant, context) if meant else None,
    )


def _is_graded_by(steps: tuple[str, ...], context: Context) -> bool:
    """Whether two thirds of the plan's impacts are on the scale, or nearly."""
    said = [one.impact.text for one in context.plan.items if isinstance(one, Risk)]
    graded = [text for text in said if text and not says_none(text)]
    on_it = sum(place(text, steps) is not None for text in graded)
    near = sum(
        nearest(normalised(text), steps) is not None
        for text in graded
        if place(text, steps) is None
    )
    return on_it > 0 and 3 * (on_it + near) >= 2 * len(graded)


def _fix(risk: Risk, meant: str, context: Context) -> Fix | None:
    """The nearest word of the scale, capitalised as the one that stands there."""
    span = risk.impact.span
    raw = context.source[span]
    if raw != risk.impact.text:
        return None
    word = meant.capitalize() if raw[:1].isupper() else meant
    return Fix(f"write `{word}`", (Edit(span, raw, word),), safe=False)
