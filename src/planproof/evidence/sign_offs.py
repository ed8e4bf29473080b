"""How a plan, or an item of one, stands with the sign-offs of a role.

A sign-off holds for the words that were signed: whoever changes them has to have them signed anew, and
both wordings are shown. Words that are changed back are signed again. A sign-off belongs to an item by
its words, as all evidence does.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from planproof.evidence.decision import Decision
from planproof.evidence.record import WHOLE_PLAN, Evidence
from planproof.evidence.signers import Signers, identities, may_sign
from planproof.evidence.vouching import Vouched, speaks_for
from planproof.evidence.wording import difference, same_words, wording_of
from planproof.plan.model import Item, Plan
from planproof.plan.wording import normalised


class SignOff(StrEnum):
    """What there is of a sign-off."""

    SIGNED = "signed"
    CHANGED = "changed"
    """What was signed says something else now."""
    MISSING = "missing"
    INVALID = "invalid"
    """There is one, which counts for nothing."""


class Standing(msgspec.Struct, frozen=True, gc=False):
    """How an item stands with the sign-offs of a role.

    Attributes:
        sign_off: what there is.
        reason: in one sentence without a full stop.
        record: the sign-off that is spoken of; None where there is none.
        was: the words that were signed, where they have changed.
        now: the words that stand there, where they have changed.
        help: what to do; empty where it is signed.
    """

    sign_off: SignOff
    reason: str
    record: Evidence | None = None
    was: str = ""
    now: str = ""
    help: str = ""


def standing(  # noqa: PLR0913, PLR0917  # whose words, whose sign-off, and who may
    plan: Plan,
    item: Item | None,
    role: str,
    records: Iterable[Evidence],
    signers: Signers,
    verified: Mapping[str, Vouched] | None,
    people: Plan | None = None,
) -> Standing:
    """How an item, or the whole plan, stands with the sign-offs of a role.

    Args:
        plan: the plan as it is now.
        item: the item; None for the whole plan.
        role: whose sign-off is asked for, in any case.
        records: those of the plan, in any order.
        signers: the setting: who may sign for what.
        verified: who stands behind the records that are signed, by digest; None where the project has
            no file of allowed signers, and nobody has to sign with a key.
        people: the version of the plan whose stakeholders say who may sign; the plan itself without.
    """
    people = plan if people is None else people
    now = wording_of(plan, item)
    asked = f"planproof sign {shlex.quote(_name(plan, item))} --as {shlex.quote(role)}"
    mine, reworded = _of(plan, item, now, role, records)
    refused: Standing | None = None
    for one in reversed(mine):
        why = why_not(one, people, signers, verified)
        if not why:
            return Standing(SignOff.SIGNED, _signed(one), one)
        if refused is None:
            reason = f"{_signed(one)}, which does not count: {why}"
            refused = Standing(SignOff.INVALID, reason, one, help=f"Have it signed: `{asked}`.")
    for one in reversed(reworded):
        if not why_not(one, people, signers, verified):
            was = one.record.wording
            reason = f"{_signed(one)}, but not what it says now; {difference(was, now)}"
            remedy = f"Have the new words signed: `{asked}`."
            return Standing(SignOff.CHANGED, reason, one, was, now, remedy)
    if refused is not None:
        return refused
    return Standing(
        SignOff.MISSING, f"{role} has not signed it", help=f"Have it signed: `{asked}`."
    )


def counting(
    plan: Plan,
    item: Item | None,
    role: str,
    records: Iterable[Evidence],
    signers: Signers,
    verified: Mapping[str, Vouched] | None,
) -> list[Evidence]:
    """The sign-offs of a role for these very words that count, the latest first; see `standing`."""
    mine, _ = _of(plan, item, wording_of(plan, item), role, records)
    return [one for one in reversed(mine) if not why_not(one, plan, signers, verified)]


def why_not(
    one: Evidence, plan: Plan, signers: Signers, verified: Mapping[str, Vouched] | None
) -> str:
    """Why a sign-off counts for nothing, without a full stop; empty where it counts.

    Args:
        one: the sign-off.
        plan: the plan whose stakeholders say who may sign.
        signers: the setting.
        verified: see `standing`.
    """
    record = one.record
    if record.decision is not Decision.MET:
        return f"it says `{record.decision.value}`"
    if verified is None:
        permission = may_sign(plan, record.role, identities(record.by), signers)
        return "" if permission.ok else permission.reason
    vouched = verified.get(one.digest)
    if vouched is None or not vouched.principals:
        if vouched is not None and vouched.faults:
            return vouched.faults[0]
        return "it is not signed with a key, and the project has a file of allowed signers"
    if not speaks_for(vouched, record.by):
        return (
            f"it says that it is by {record.by}, for whom the key {vouched.keys[0]} does not speak"
        )
    permission = may_sign(plan, record.role, vouched.principals, signers, patterns=True)
    return "" if permission.ok else permission.reason


def _of(
    plan: Plan, item: Item | None, now: str, role: str, records: Iterable[Evidence]
) -> tuple[list[Evidence], list[Evidence]]:
    """The sign-offs of a role for these very words, and those for other words; the latest last."""
    wanted = normalised(role)
    place = WHOLE_PLAN if item is None else item.id
    others = [one.wording for one in plan.items] if item is not None else []
    mine: list[Evidence] = []
    reworded: list[Evidence] = []
    for one in records:
        record = one.record
        if not record.role or normalised(record.role) != wanted or record.plan != plan.id:
            continue
        if (record.item == WHOLE_PLAN) is not (item is None):
            continue
        same = record.wording == now if item is None else same_words(record.wording, now)
        if same:
            mine.append(one)
        elif record.item == place and not any(same_words(record.wording, it) for it in others):
            reworded.append(one)
    return _in_order(mine), _in_order(reworded)


def _in_order(records: list[Evidence]) -> list[Evidence]:
    return sorted(records, key=lambda one: (one.record.finished, one.digest))


def _signed(one: Evidence) -> str:
    when = one.record.finished.partition("T")[0]
    return f"{one.record.by or 'somebody'} signed as {one.record.role} on {when}"


def _name(plan: Plan, item: Item | None) -> str:
    return plan.id if item is None else f"{plan.id}#{item.id}"
