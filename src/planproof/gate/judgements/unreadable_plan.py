"""A plan cannot be read as it is meant.

## What it finds

Plans that the change touches and that are no text in UTF-8, or in which git's conflict markers stand.

## When

After the change. Nobody can tell what such a plan says, and so whether what is ticked in it is so.

## What to do

Resolve the conflict; save the file as UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity
from planproof.text.conflicts import conflict_markers

SEVERITY: Severity = "error"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each plan."""
    touched = {file.path for file in change.files}
    for path, reason in change.unread:
        if path in touched:
            yield Judgement(
                subject="plan",
                path=path,
                message=f"`{path}` {reason}",
                help="Save it as UTF-8 text.",
            )
    for plan in change.plans:
        if plan.after is None or not plan.changed:
            continue
        source = plan.after.document.source
        line = conflict_markers(source.text)
        if line is not None:
            yield Judgement(
                plan=plan,
                subject="conflict",
                message=f"the conflict markers of a merge stand in `{plan.plan.id}`",
                help="Resolve the conflict.",
                span=source.line_span(line),
            )
