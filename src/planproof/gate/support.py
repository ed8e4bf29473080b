"""What speaks against a tick, and what a claim has to do with one."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.proofs import read_proofs
from planproof.gate.model import ChangeCase, PlanCase, Tick, escaped
from planproof.plan.model import Criterion, Item, Plan, Step
from planproof.progress.support import Reason, Waits, beside_a_tick
from planproof.text.patterns import rx
from planproof.verdict.accept import FORCED
from planproof.verdict.model import Judged, Verdict

UNFOUNDED = (Verdict.BROKEN, Verdict.STALE, Verdict.UNPROVEN)
"""Verdicts with which a proof does not support a tick."""


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
        return claim.verdict in UNFOUNDED and named
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
    if change.number:
        return claim.subject == change.number
    return claim.subject.startswith("#") and plan.was.get(claim.key, "absent") in ("absent", "")


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
    became = {one.before.id: one.after for one in plan.pairs if one.before is not None}
    for name in old.after:
        other = became.get(name.removeprefix(f"{plan.before.id}#"))
        if not isinstance(other, Step) or other.done:
            continue
        names = {other.id, other.label, f"{plan.plan.id}#{other.id}"}
        if names.isdisjoint(step.after):
            yield (
                f"`after: {name}`, which this change takes away, is open",
                "Change the order in a pull request of its own.",
            )


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


def ticked_with(plan: PlanCase, before: Item, after: Item | None = None) -> list[Tick]:
    """The boxes that a change ticks which stand for an assertion: its own, or that of its step.

    An assertion that names no step stands for the whole plan, so that any tick of it counts. It counts as it
    was and as it is, so that none gets away by naming another step.
    """
    found = [tick for item in (before, after) if item is not None for tick in _for(plan, item)]
    return list({id(tick): tick for tick in found}.values())


def struck_out(plan: PlanCase, before: Item, after: Item) -> list[str]:
    """Whether a change strikes an assertion's words out, as words that follow "the criterion"."""
    struck = [
        of is not None
        and rx(r"(?s)~~.*~~\W?").fullmatch(of.document.source[item.words.span].strip())
        for of, item in ((plan.before, before), (plan.after, after))
    ]
    return ["is struck out"] if struck[1] and not struck[0] else []


def _for(plan: PlanCase, item: Item) -> list[Tick]:
    own = [tick for tick in plan.ticked if tick.after is item or tick.before is item]
    if own:
        return own
    steps = [tick for tick in plan.ticked if isinstance(tick.after, Step)]
    others = [one for one in plan.plan.items if isinstance(one, Step)]
    mine = [
        step.id
        for step in others
        if step.fingerprint != item.fingerprint and _stands_for(step, item)
    ]
    return [tick for tick in steps if not mine or tick.after.id in mine]


def _stands_for(step: Step, item: Item) -> bool:
    """Whether an item says that it is a step's: "(step 3)"; or the step names it by its label."""
    number = step.label or step.full_number
    if number and rx(rf"(?i)\bsteps?[ #-]*{escaped(number)}(?![\w.]*\w)").search(item.text):
        return True
    label = item.label
    return bool(label) and rx(rf"(?<!\w){escaped(label or '')}(?!\w)").search(step.text) is not None


ASSERTING = ("criterion", "goal", "target")
"""Kinds of items that assert what the work is to reach."""


def is_asserting(item: Item | None) -> bool:
    """Whether an item asserts what the work is to reach."""
    return item is not None and (item.kind in ASSERTING or isinstance(item, Criterion))
