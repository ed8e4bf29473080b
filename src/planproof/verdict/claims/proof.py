"""What only a proof can tell is proven.

## What it claims

Goals, criteria and performance targets are met; a ticked step's proof, and that of a risk's
mitigation or a phase, holds.

## When it is broken

When evidence says that it is not met, whether it is due or not; the figure is given beside what it was to
be. A step is another matter: while its box is open the plan does not say that it is done, and it is
`pending`, with what the evidence says. What was proven once, for other words, another proof or other inputs, is `stale`, and says which of
them changed. Without evidence it is `pending` until it is due, and `unproven` from then on; so is what was
measured without telling (noise, a load that was not reached, files that no commit has).

## What to do

Add `proof:` to the item, and run `planproof prove`. `planproof evidence PLAN#ITEM` shows what there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.record import Evidence, Record
from planproof.evidence.ref import REF
from planproof.evidence.sign_offs import SignOff
from planproof.evidence.standing import standing, wants_proof
from planproof.evidence.verb import Proof
from planproof.plan.ids import quoted
from planproof.plan.model import Item, Step
from planproof.verdict.base import Case
from planproof.verdict.model import Judged, Rest, Verdict
from planproof.verdict.tense import Due, shortened

ELSEWHERE = ("sign-off", "pr", "commit")
"""Verbs that a verdict looks up itself: nothing has to be carried out for them."""

_GRAVITY = (
    Verdict.HOLDS, Verdict.PENDING, Verdict.UNKNOWN, Verdict.UNPROVEN, Verdict.STALE, Verdict.BROKEN,
)  # fmt: skip


class _Part(NamedTuple):
    """What one of an item's proofs comes to."""

    verdict: Verdict
    reason: str
    help: str = ""
    rests: tuple[Rest, ...] = ()
    lacking: str = ""


def claims(item: Item, case: Case) -> Iterator[Judged]:
    """One for each goal, criterion and target with a figure, and for each other item with `proof:`."""
    if not wants_proof(item):
        return
    inputs = case.once("inputs", lambda: Inputs(case.plan, case.world.evidence.entries))
    proofs = inputs.proofs.get(item.id, ())
    due = case.tense.with_box(item) or case.due(item)
    parts = [_looked_up(proof, item, case, due) for proof in proofs if proof.verb in ELSEWHERE]
    if not proofs or any(proof.verb not in ELSEWHERE for proof in proofs):
        parts.insert(0, _recorded(item, inputs, case, due))
    gravest = max(parts, key=lambda part: _GRAVITY.index(part.verdict))
    telling = [part for part in parts if part.verdict is gravest.verdict]
    field = item.field("proof")
    yield Judged(
        verdict=gravest.verdict,
        subject="",
        span=field.span if field is not None else item.words.span,
        says=f'"{shortened(item.text, 60)}" is proven',
        reason="; ".join(dict.fromkeys(part.reason for part in telling)),
        help=gravest.help,
        rests=tuple(rest for part in parts for rest in part.rests),
        lacking="; ".join(dict.fromkeys(part.lacking or part.reason for part in telling)),
    )


def _recorded(item: Item, inputs: Inputs, case: Case, due: Due) -> _Part:
    """What the evidence in the ledger says."""
    found = standing(item, case.world.evidence.records(case.plan.id), inputs)
    if found.evidence is None:
        if item.field("proof") is None:
            found_none = _lacking("it names no proof", due)
            return found_none._replace(help="Say with `proof:` how it is proven, and prove it.")
        asked = f"`planproof prove {quoted(case.plan.id, item.id)}` proves it"
        others = "`planproof ledger fetch` brings what others proved and pushed"
        found_none = _lacking("no evidence of it is recorded", due)
        return found_none._replace(help=f"{asked}; {others}.")
    record = found.evidence.record
    rests = (rest_of(found.evidence),)
    note = f" ({found.note})" if found.note else ""
    if found.stale:
        was = "was met" if record.decision is Decision.MET else f"was {record.decision.value}"
        reason = f"it {was} on {_day(found.evidence)}, but {found.stale}{note}"
        return _Part(Verdict.STALE, reason, _again(record, case, item), rests)
    if found.decision is Decision.MET:
        return _Part(Verdict.HOLDS, f"{record.reason}{note}", "", rests)
    if found.decision is Decision.NOT_MET:
        remedy = next((one.help for one in record.held if one.help), "")
        again = _again(record, case, item)
        if isinstance(item, Step) and not due.now:
            reason = f"not met yet: {record.reason}{note}; due when {due.when}"
            return _Part(Verdict.PENDING, reason, "", rests, lacking=record.reason)
        return _Part(Verdict.BROKEN, f"{record.reason}{note}", f"{remedy} {again}".strip(), rests)
    reason = f"what was measured does not tell: {record.reason}{note}"
    return _Part(Verdict.UNPROVEN if due.now else Verdict.PENDING, reason, "", rests)


def _again(record: Record, case: Case, item: Item) -> str:
    """How evidence is made anew: by what made it."""
    if not record.proof and any(step.verb == "test" for step in record.steps):
        return "`pytest --planproof` proves it again."
    return f"`planproof prove {quoted(case.plan.id, item.id)}` proves it again."


def _looked_up(proof: Proof, item: Item, case: Case, due: Due) -> _Part:
    """What sign-offs and the history say."""
    if proof.verb == "sign-off":
        parts = [_signed(role, item, case, due) for role in proof.texts]
        gravest = max(parts, key=lambda part: _GRAVITY.index(part.verdict))
        telling = [part for part in parts if part.verdict is gravest.verdict]
        return gravest._replace(
            reason="; ".join(dict.fromkeys(part.reason for part in telling)),
            rests=tuple(rest for part in parts for rest in part.rests),
            lacking="; ".join(dict.fromkeys(part.lacking or part.reason for part in telling)),
        )
    merged = case.world.history.merged(proof.texts)
    for name in proof.texts:
        found = merged.get(name)
        if found is None:
            return _lacking(f"{name} is not on the main branch", due)
        if not found.commit:
            return _Part(Verdict.UNKNOWN, f"whether {name} is merged: {found.reason}")
    told = ", ".join(f"{name} as {merged[name].commit[:10]}" for name in proof.texts)
    return _Part(Verdict.HOLDS, f"merged: {told}")


def _signed(role: str, item: Item, case: Case, due: Due) -> _Part:
    found = case.world.evidence.sign_off(case.plan, item, role)
    rests = (rest_of(found.record),) if found.record is not None else ()
    if found.sign_off is SignOff.SIGNED:
        return _Part(Verdict.HOLDS, found.reason, "", rests)
    if found.sign_off is SignOff.CHANGED:
        return _Part(Verdict.STALE, found.reason, found.help, rests)
    part = _lacking(found.reason, due, "" if found.record is not None else " yet")
    return part._replace(help=found.help, rests=rests)


def _lacking(lacking: str, due: Due, yet: str = " yet") -> _Part:
    if due.now:
        return _Part(Verdict.UNPROVEN, f"{due.when}, but {lacking}", lacking=lacking)
    lacking = f"{lacking}{yet}"
    return _Part(Verdict.PENDING, f"{lacking}; due when {due.when}", lacking=lacking)


def rest_of(evidence: Evidence) -> Rest:
    """A record, as something that a verdict rests on."""
    says = f"record {evidence.digest[:10]} of {_day(evidence)} at commit {evidence.commit[:10]}"
    return Rest(REF, 0, says)


def _day(evidence: Evidence) -> str:
    return evidence.record.finished.partition("T")[0]
