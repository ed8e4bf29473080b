"""Why a box is not supported: what it comes after is open, its proof does not hold, a claim of it is broken.

A box means that the work is done. It is supported where everything that its item claims holds, or cannot
be told, once it is ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from planproof.plan.model import Item, Plan, Step
from planproof.text.source import Span
from planproof.verdict.accept import FORCED
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import called, shortened


class Reason(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Why a box is not supported.

    Attributes:
        kind: `after`: a step that has to be done first is open, or there is none such; `proof`: its proof
            does not hold; `claim`: something else that it claims is broken; `breaks`: a claim of another
            item is broken by its being ticked.
        item: the id of the item that the reason is about: an open step, the item itself.
        plan: the id of that item's plan.
        reason: in one sentence without a full stop.
        help: what to do.
        claim: the kind of the claim; empty for `after`.
        span: the words in the plan of the box that the reason is about.
    """

    kind: str
    item: str
    plan: str
    reason: str
    help: str
    claim: str = ""
    span: Span


def unsupported(
    plan: Plan,
    item: Item,
    judged: Iterable[Judged],
    others: Mapping[str, Plan],
    before: Iterable[Judged] | None = None,
) -> list[Reason]:
    """Why a box is not supported; nothing where it is.

    Args:
        plan: the plan, in which the box is ticked.
        item: the item of the box.
        judged: the claims of this plan, judged with the box ticked.
        others: other plans by their ids; those that `after:` names are enough.
        before: the claims as they were while the box was open, to see what its tick breaks elsewhere in the
            plan; None to look at the item's own claims only.
    """
    judged = list(judged)
    found = open_before(plan, item, others)
    found += [
        _of_claim(plan, one)
        for one in judged
        if one.item == item.id and one.kind != "order" and not one.accepted and _lacks(one)
    ]
    if before is not None:
        was = {one.key for one in before if one.verdict == Verdict.BROKEN}
        found += [
            _of_claim(plan, one, "breaks")
            for one in judged
            if one.item != item.id
            and one.verdict == Verdict.BROKEN
            and not one.accepted
            and one.key not in was
        ]
    return list(dict.fromkeys(found))


def forcible(reasons: Sequence[Reason]) -> bool:
    """Whether `verify` accepts all of this for the reason of a tick by force; the rest stays broken."""
    return all(one.kind == "after" or one.claim in FORCED for one in reasons)


def open_before(plan: Plan, item: Item, others: Mapping[str, Plan]) -> list[Reason]:
    """The steps that a step comes after and that are open, or that there are not."""
    if not isinstance(item, Step):
        return []
    field = item.field("after")
    span = field.span if field is not None else item.words.span
    found: list[Reason] = []
    for named in dict.fromkeys(item.after):
        where, _, name = named.rpartition("#")
        other = plan if where in ("", plan.id) else others.get(where)
        told = _before(name, where, item, plan, other)
        if told is not None:
            reason, remedy = told
            found.append(
                Reason(kind="after", item=name, plan=where or plan.id, reason=reason, help=remedy, span=span)
            )  # fmt: skip
    return found


def _before(
    name: str, where: str, item: Step, plan: Plan, other: Plan | None
) -> tuple[str, str] | None:
    """Why a step that another comes after is not done, with what to do; None where it is."""
    if other is None:
        return f"there is no plan `{where}`, whose `{name}` it comes after", "Correct `after:`."
    full = f"{other.id}#{name}" if other is not plan else name
    step = next(
        (one for one in other.items if isinstance(one, Step) and name in (one.id, one.label)), None
    )
    if step is None:
        return f"there is no step `{full}`, which it comes after", "Correct `after:`."
    if other is plan and step.id == item.id:
        return "it comes after itself", "Correct `after:`."
    if step.done:
        return None
    of = f" of `{other.id}`" if other is not plan else ""
    return (
        f'it comes after {called(step)}{of}, which is open: "{shortened(step.text, 60)}"',
        f"Do it and tick it first: `planproof tick {other.id}#{step.id}`; or correct `after:`.",
    )


def _lacks(one: Judged) -> bool:
    if one.kind == "proof":
        return one.verdict != Verdict.HOLDS
    return one.verdict == Verdict.BROKEN


def remedy(plan: Plan, one: Judged) -> str:
    """What to do about a claim that does not hold; empty where nobody can tell."""
    if one.kind == "proof" and not one.help and "no evidence" in one.reason:
        return f"`planproof prove '{plan.id}#{one.item}'` proves it."
    if one.kind == "proof" and not one.help and "names no proof" in one.reason:
        return "Say with `proof:` how it is proven, and prove it."
    return one.help


def _of_claim(plan: Plan, one: Judged, kind: str = "") -> Reason:
    said = one.says if one.kind != "proof" else "its proof does not hold"
    if kind == "breaks":
        said = f"this breaks `{one.item}`: {one.says}"
    elif one.kind != "proof":
        said = f"not so: {said}"
    return Reason(
        kind=kind or ("proof" if one.kind == "proof" else "claim"),
        item=one.item,
        plan=plan.id,
        reason=f"{said}: {one.reason}",
        help=remedy(plan, one),
        claim=one.kind,
        span=one.span,
    )
