"""What speaks against a tick, and what a claim has to do with one."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.proofs import read_proofs
from planproof.gate.model import ChangeCase, PlanCase, says_done
from planproof.plan.model import Item, Plan, Step
from planproof.plan.naming import names_of
from planproof.progress.support import Reason, Waits, beside_a_tick, lacks
from planproof.verdict.accept import FORCED
from planproof.verdict.model import Judged, Verdict


def against(change: ChangeCase, plan: PlanCase, item: Item) -> list[tuple[str, str, Judged | None]]:
    """Why a ticked item is not supported: the reason, what to do, and the claim that says so."""
    found: list[tuple[str, str, Judged | None]] = []
    if isinstance(item, Step):
        found += [(one.reason, one.help, None) for one in _waits(change, plan, item)]
        found += [(reason, advice, None) for reason, advice in _let_go(plan, item)]
    for claim in claims_of(plan, item):
        if speaks_against(change, plan, item, claim):
            found.append((said(claim, item), claim.help, claim))
    return found


def claims_of(plan: PlanCase, item: Item) -> list[Judged]:
    """The claims that a tick of an item vouches for."""
    if isinstance(item, Step):
        return plan.step_claims(item)
    return [one for one in plan.claims if one.item == item.id]


def speaks_against(change: ChangeCase, plan: PlanCase, item: Item, claim: Judged) -> bool:
    """Whether a claim says that an item should not be ticked."""
    if claim.accepted or is_own_number(change, plan, claim):
        return False
    if claim.kind in FORCED and claim.item == item.id and is_forced(item):
        return False
    if claim.kind == "proof" and claim.item == item.id:
        named = item.field("proof") is not None or claim.verdict is not Verdict.UNPROVEN
        return lacks(claim) and named
    return claim.verdict is Verdict.BROKEN and claim.kind != "conflict"


def asks_for_sign_off(plan: Plan, item: Item) -> bool:
    """Whether a sign-off is a proof of the item."""
    field = item.field("proof")
    return field is not None and any(
        one.verb == "sign-off" for one in read_proofs(field, plan.document.source).proofs
    )


def said(claim: Judged, item: Item) -> str:
    """The reason of a claim's verdict, without what the sentence that it stands in has said already."""
    if claim.kind == "proof" and claim.item == item.id:
        return f"its proof: {claim.lacking or claim.reason}"
    return beside_a_tick(claim)


def is_own_number(change: ChangeCase, plan: PlanCase, claim: Judged) -> bool:
    """Whether a claim asks that this very change is merged, which it cannot be yet.

    Where nobody says which number the change has, a reference that it writes is taken for its own.
    """
    if claim.kind != "merged":
        return False
    if change.number:  # people write `#` for `!`, which is GitLab's mark for merge requests
        return claim.subject.lstrip("#!") == change.number.lstrip("#!")
    return claim.subject[:1] in ("#", "!") and plan.was.get(claim.key, "absent") in ("absent", "")


def _waits(change: ChangeCase, plan: PlanCase, step: Step) -> list[Reason]:
    """Why a step has to wait, but for what the claim `order` tells; nothing where it is forced."""
    if is_forced(step):
        return []

    def find() -> object:
        plans = [one.after for one in change.plans if one.after is not None]
        return Waits(
            plans, {(one.path, tick.after.id) for one in change.plans for tick in one.ticked}
        )

    waits: Waits = change.once("waits", find)  # type: ignore[assignment]
    return [one for one in waits.reasons(plan.plan, step) if one.claim != "order"]


def is_forced(item: Item) -> str:
    """The reason for which a box was ticked by force; empty where it was not."""
    field = item.field("forced")
    return " ".join(field.value.split()) if field is not None else ""


def _let_go(plan: PlanCase, step: Step) -> Iterator[tuple[str, str]]:
    """The open steps of its plan that a step came after before the change, and comes after no longer."""
    old = next((tick.before for tick in plan.ticked if tick.after is step), None)
    if plan.before is None or not isinstance(old, Step) or is_forced(step):
        return
    before, now = names_of(plan.before), names_of(plan.plan)
    kept = {now[name].id for name in step.after if name in now}
    for name in old.after:
        other = plan.became.get(before[name].id) if name in before else None
        if isinstance(other, Step) and not other.done and other.id not in kept:
            yield (
                f"`after: {name}`, which this change takes away, is open",
                "Change the order in a pull request of its own.",
            )


def is_outlived(plan: PlanCase) -> bool:
    """Whether a plan says of itself that it is done, and said so before the change."""
    return says_done(plan.before) and says_done(plan.after)


def vouched_for(change: ChangeCase) -> frozenset[tuple[str, str]]:
    """The claims, by plan and key, that are said with a box that this change ticks."""

    def find() -> object:
        return frozenset(
            (plan.path, claim.key)
            for plan in change.plans
            for tick in plan.ticked
            for _, _, claim in against(change, plan, tick.after)
            if claim is not None
        )

    return change.once("vouched for", find)  # type: ignore[return-value]
