"""What only a proof can tell is proven.

## What it claims

Goals, criteria and performance targets are met; a ticked step's proof, and that of a risk's
mitigation or a phase, holds.

## When it is broken

When evidence says so. Without evidence it is `pending` until it is due, and `unproven` from then on.

## What to do

Add `proof:` to the item, and prove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Criterion, Goal, Item, Step, Target
from planproof.verdict.base import Case
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import Due, called, shortened


def claims(item: Item, case: Case) -> Iterator[Judged]:
    """One for each goal, criterion and target with a figure, and for each other item with `proof:`."""
    proof = item.field("proof")
    if isinstance(item, Target) and not item.reading.figures and proof is None:
        return
    if not isinstance(item, Goal | Criterion | Target) and proof is None:
        return
    due = case.due(item)
    if isinstance(item, Step):
        due = Due(item.done or case.tense.done, f"{called(item)} is ticked")
    elif isinstance(item, Criterion) and item.task is not None and item.task.done:
        due = Due(now=True, when="its box is ticked")
    span = proof.span if proof is not None else item.words.span
    says = f'"{shortened(item.text, 60)}" is proven'
    lacking = "no evidence of it is recorded" if proof is not None else "it names no proof"
    verdict = Verdict.UNPROVEN if due.now else Verdict.PENDING
    reason = f"{due.when}, but {lacking}" if due.now else f"{lacking} yet; due when {due.when}"
    yield Judged(verdict=verdict, subject="", span=span, says=says, reason=reason)
