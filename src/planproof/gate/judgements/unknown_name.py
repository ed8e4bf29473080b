"""The change names a plan or a step that there is not.

## What it finds

Trailers (`Plan: NAME`, `Plan-Step: 3`) that name nothing, with what was probably meant. Branches and titles
may be called anything.

## When

No plan has such a name or file before or after the change, or the plan has no such step.

## What to do

Correct the trailer; in the pull request's description it can be corrected without a new commit.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.gate.model import ChangeCase, Judgement, Severity

SEVERITY: Severity = "warning"


def judge(change: ChangeCase) -> Iterator[Judgement]:
    """One for each name, wherever it is written."""
    seen: set[str] = set()
    for one in change.lost:
        if one.words not in seen:
            seen.add(one.words)
            yield Judgement(subject=one.words, message=one.reason, help=one.help)
