"""Why a box is not supported: what it comes after is open, its proof does not hold, a claim of it is broken.

A box means that the work is done. It is supported where everything that its item claims holds, or cannot
be told, once it is ticked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from planproof.plan.ids import quoted
from planproof.plan.model import Item, Plan, State, Step
from planproof.progress.order import components, cycles
from planproof.progress.steps import Node, PlanSteps, Trouble, needs, steps_of
from planproof.text.source import Span
from planproof.verdict.accept import FORCED
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import called, shortened

_MOST_NAMED = 8
"""Steps of a circle that are named."""


class Reason(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Why a box is not supported.

    Attributes:
        kind: `after`: a step that has to be done first is open, or there is none such, or it waits in a
            circle; `proof`: its proof does not hold; `claim`: something else that it claims is broken; `breaks`: a claim of another
            item is broken by its being ticked.
        item: the id of the item that the reason is about: an open step, the item itself.
        plan: the id of that item's plan.
        reason: in one sentence without a full stop.
        help: what to do.
        claim: the kind of the claim that says the same; empty where none does.
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
    waits: Waits,
    before: Iterable[Judged] | None = None,
) -> list[Reason]:
    """Why a box is not supported; nothing where it is.

    Args:
        plan: the plan, in which the box is ticked.
        item: the item of the box.
        judged: the claims of this plan, judged with the box ticked.
        waits: what the steps that are ticked have to wait for.
        before: the claims as they were while the box was open, to see what its tick breaks elsewhere in the
            plan; None to look at the item's own claims only.
    """
    judged = list(judged)
    was = {one.key for one in before or () if one.verdict == Verdict.BROKEN}
    found = waits.reasons(plan, item)
    found += [
        _of_claim(plan, one)
        for one in judged
        if _is_about(one, item, was) and one.kind != "order" and not one.accepted and lacks(one)
    ]
    if before is not None:
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


class Waits:
    """What steps have to wait for, as `next` tells it, asked of steps that are ticked all at once.

    A step waits for those that its `after:` names, for those that a step waits for of which it is a part,
    and for its own parts. The order of its list is no reason: people may well do the second step first.
    """

    def __init__(self, plans: Iterable[Plan], at_once: Collection[Node]) -> None:
        """Work the order out.

        Args:
            plans: those of the steps, and those that their `after:` names.
            at_once: the steps that are ticked together. None of them waits for another, but in a circle.
        """
        self.at_once = at_once
        self.plans = {plan.path: plan for plan in plans}
        self.steps: dict[Node, Step] = {}
        for path, plan in self.plans.items():
            for item in plan.items:
                if isinstance(item, Step):
                    self.steps.setdefault((path, item.id), item)
        self.needs, troubles = needs([self._open(plan) for plan in self.plans.values()])
        self.troubles: dict[Node, list[Trouble]] = {}
        for one in troubles:
            self.troubles.setdefault(one.node, []).append(one)
        circles = {one[0]: one for one in cycles(self.needs)}
        self.circles: dict[Node, tuple[Node, ...]] = {}
        for tangle in components(self.needs):
            circle = next((circles[node] for node in tangle if node in circles), None)
            if circle is not None:
                self.circles.update(dict.fromkeys(tangle, circle))

    def _open(self, plan: Plan) -> PlanSteps:
        """A plan's steps as they are before those are ticked that are ticked at once."""
        found = steps_of(plan, "")
        mine = [one for one in found.steps if (plan.path, one.id) in self.at_once]
        if not mine:
            return found
        state = found.state if found.declared or found.state is not State.DONE else State.ACTIVE
        steps = tuple(
            msgspec.structs.replace(one, done=one.done and (plan.path, one.id) not in self.at_once)
            for one in found.steps
        )
        return msgspec.structs.replace(found, state=state, steps=steps)

    def reasons(self, plan: Plan, item: Item) -> list[Reason]:
        """Why a step that is ticked has to wait; nothing where it need not, or is no step."""
        if not isinstance(item, Step):
            return []
        found = [*self._in_circle(plan, item), *self._in_trouble(plan, item)]
        node = (plan.path, item.id)
        circle = self.circles.get(node)
        parts: list[Step] = []
        for other, by in self.needs.get(node, {}).items():
            if other in self.at_once or (circle and self.circles.get(other) is circle):
                continue
            if by:
                found.append(self._before(plan, item, other, by))
            else:
                parts.append(self.steps[other])
        if parts:
            more = (
                f" and {len(parts) - 1} more of its parts are"
                if len(parts) > 1
                else ", a part of it, is"
            )
            reason = f'{called(parts[0])}{more} open: "{shortened(parts[0].text, 60)}"'
            found.append(_after(item, reason, "Tick its parts first.", (plan.id, parts[0].id)))
        return found

    def _before(self, plan: Plan, item: Step, other: Node, by: str) -> Reason:
        """That a step comes after one that is open."""
        there, step = self.plans[other[0]], self.steps[other]
        of = f" of `{there.id}`" if there is not plan else ""
        it = "it comes"
        if by != item.id:
            it = f"{called(self.steps[(plan.path, by)])}, of which it is a part, comes"
        reason = f'{it} after {called(step)}{of}, which is open: "{shortened(step.text, 60)}"'
        remedy = f"Do it and tick it first: `planproof tick {quoted(there.id, step.id)}`; or correct `after:`."
        found = _after(item, reason, remedy, (there.id, step.id))
        told = there is plan and by == item.id
        return msgspec.structs.replace(found, claim="order") if told else found

    def _in_trouble(self, plan: Plan, item: Step) -> Iterator[Reason]:
        """What `after:` names that does not come, of the step or of one that it is a part of."""
        step: Step | None = item
        while step is not None:
            it = "it" if step is item else f"{called(step)}, of which it is a part,"
            for one in self.troubles.get((plan.path, step.id), ()):
                where, _, name = one.named.rpartition("#")
                reason = f"{it} comes after `{one.named}`, but {one.reason}"
                yield _after(item, reason, "Correct `after:`.", (where or plan.id, name))
            step = self.steps.get((plan.path, step.parent)) if step.parent else None

    def _in_circle(self, plan: Plan, item: Step) -> Iterator[Reason]:
        circle = self.circles.get((plan.path, item.id))
        if circle is None:
            return
        names = [f"{self.plans[path].id}#{name}" for path, name in circle]
        shown = [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else []), names[0]]
        reason = f"it waits in a circle: {' waits for '.join(shown)}"
        if len(names) == 1:
            reason = "it comes after itself"
        yield _after(item, reason, "Correct `after:`.", (plan.id, item.id))


def _after(item: Step, reason: str, remedy: str, about: tuple[str, str]) -> Reason:
    field = item.field("after")
    span = field.span if field is not None else item.words.span
    where, name = about
    return Reason(kind="after", item=name, plan=where, reason=reason, help=remedy, span=span)


def _is_about(one: Judged, item: Item, was: Collection[str]) -> bool:
    """Whether an item vouches for a claim: it is its own, or it is due with it and was broken already."""
    return one.item == item.id or (item.id in one.due and one.key in was)


def lacks(one: Judged) -> bool:
    """Whether a claim of an item does not support its box: a proof has to hold, all else must not be broken."""
    if one.kind == "proof":
        return one.verdict != Verdict.HOLDS
    return one.verdict == Verdict.BROKEN


def _of_claim(plan: Plan, one: Judged, kind: str = "") -> Reason:
    said = f"its proof does not hold: {one.lacking or one.reason}"
    if kind == "breaks":
        said = f"this breaks `{one.item}`: {beside_a_tick(one)}"
    elif one.kind != "proof":
        said = beside_a_tick(one)
    return Reason(
        kind=kind or ("proof" if one.kind == "proof" else "claim"),
        item=one.item,
        plan=plan.id,
        reason=said,
        help=one.help,
        claim=one.kind,
        span=one.span,
    )


def beside_a_tick(one: Judged) -> str:
    """Why a claim does not hold, where it is said already that the step is ticked."""
    reason = one.lacking or one.reason
    named = one.kind == "order" or (one.subject and one.subject in reason)
    return reason if named else f"{reason} (claimed: {one.says})"
