"""A box that was ticked by force says so.

## What it claims

A ticked step or criterion with the field `forced: reason`, or of which the ledger says that it was ticked
by force, is supported.

## When it is broken

Never: somebody decided it, and gave the reason (`planproof tick PLAN#ITEM --force REASON`). The verdict is
`unknown`, with the reason, so that it is seen and counted for as long as the box is ticked, also when the
field is taken out of the plan. It ends when the box is unticked, and `planproof tick` ticks it again with
support. What it was forced past, the order of the steps and its proof, is accepted
for that reason; whatever else is broken stays broken.

## What to do

Nothing, if the reason is good. Else `planproof untick` it, and tick it when it is supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.record import Evidence
from planproof.plan.model import Criterion, Item, Step
from planproof.verdict.base import Case, unknown
from planproof.verdict.claims.proof import rest_of
from planproof.verdict.model import Judged
from planproof.verdict.tense import called, shortened


def claims(item: Item, case: Case) -> Iterator[Judged]:
    """One for each box that was ticked by force, by what the plan or the ledger says."""
    if not isinstance(item, Step | Criterion) or item.task is None or not item.task.done:
        return
    field = item.field("forced")
    past = case.once("forced", lambda: _recorded(case))
    records = past.get(item.fingerprint, [])
    if field is None and not records:
        return
    name = called(item) if isinstance(item, Step) else f'"{shortened(item.text)}"'
    said = field.value if field is not None else records[-1].record.forced
    reason = f"it was ticked by force: {shortened(said or 'no reason is given', 160)}"
    if records:
        last = records[-1].record
        reason += f" ({last.by or 'somebody'}, {last.finished.partition('T')[0]})"
    if field is None:
        reason += "; the plan no longer says so"
    span = field.span if field is not None else item.words.span
    rests = [rest_of(one) for one in records[-1:]]
    yield unknown(span, "", f"{name} is supported", reason, *rests)


def _recorded(case: Case) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for one in case.world.evidence.records(case.plan.id):
        if one.record.of_box:
            found.setdefault(one.record.fingerprint, []).append(one)
    return {words: _since_supported(records) for words, records in found.items()}


def _since_supported(records: list[Evidence]) -> list[Evidence]:
    """The records of ticks by force since the last tick with support, the latest last."""
    since: list[Evidence] = []
    for one in sorted(records, key=lambda one: (one.record.finished, one.digest)):
        since = [] if one.record.supported else [*since, one]
    return since
