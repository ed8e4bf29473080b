"""What a change does to the plans, in rows: states, boxes, verdicts, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.gate.easier import reading_of
from planproof.gate.model import ChangeCase, box_of, name_of
from planproof.gate.support import is_own_number
from planproof.plan.model import Item, Step
from planproof.progress.lifecycle import says_its_state
from planproof.report.gate import FigureV1, NamedV1, StateV1, TickV1, VerdictV1
from planproof.text.patterns import rx


def named_rows(case: ChangeCase) -> tuple[NamedV1, ...]:
    """The plans and steps that it says it is about."""
    ids = {plan.path: plan.plan.id for plan in case.plans}
    return tuple(NamedV1(ids[one.plan], one.plan, one.step, one.source) for one in case.named)


def state_rows(case: ChangeCase) -> Iterator[StateV1]:
    """The states that plans say, or said, that they have, where that changes; of new plans, from accepted on."""
    for plan in case.plans:
        before, after = plan.before, plan.after
        if after is None or (plan.aside and before is None):
            continue
        if before is None:
            changes = says_its_state(after) and after.state.settled
        else:
            said = says_its_state(before) or says_its_state(after)
            changes = said and before.state is not after.state
        if changes:
            was = before.state.value if before is not None else "absent"
            yield StateV1(after.id, after.path, was, after.state.value)


def tick_rows(case: ChangeCase) -> Iterator[TickV1]:
    """The boxes that it ticks and unticks."""
    for plan in case.plans:
        steps = [one for one in plan.plan.items if isinstance(one, Step) and one.task is not None]
        for tick in plan.ticks:
            if box_of(tick.before) is tick.done:
                continue  # it is judged anew, and was so before
            yield TickV1(
                plan=plan.plan.id,
                path=plan.path,
                item=tick.after.id,
                name=name_of(tick.after),
                words=_words(tick.after),
                done=tick.done,
                steps_done=sum(step.done for step in steps),
                steps=len(steps) if isinstance(tick.after, Step) else 0,
            )


def verdict_rows(case: ChangeCase) -> Iterator[VerdictV1]:
    """The verdicts that change; of claims that are new, those alone that do not hold."""
    seen: set[tuple[str, str, str, str]] = set()  # two items may claim one thing
    for plan in case.plans:
        for one in plan.claims:
            was = plan.was.get(one.key, "absent")
            now = "accepted" if one.accepted else one.verdict.value
            if was == now or (was == "absent" and now in ("holds", "pending", "unknown")):
                continue
            row = plan.path, one.says, was, now
            if row in seen or is_own_number(case, plan, one):
                continue
            seen.add(row)
            yield VerdictV1(plan.plan.id, plan.path, one.item, one.says, was, now, one.reason)


def figure_rows(case: ChangeCase) -> Iterator[FigureV1]:
    """What asserted a figure and is reworded or gone."""
    for plan in case.plans:
        for before, after in plan.pairs if plan.changed and plan.after is not None else ():
            old, new = reading_of(before), reading_of(after)
            if before is None or old is None or not old.figures:
                continue
            if after is None or (new is not None and before.fingerprint != after.fingerprint):
                was, now = (_words(one) if one else "" for one in (before, after))
                yield FigureV1(plan.plan.id, plan.path, (after or before).id, was, now)


def _words(item: Item) -> str:
    """What an item says, without its number or label."""
    text = " ".join((item.wording if isinstance(item, Step) else item.text).split())
    return rx(rf"^{re.escape(item.label)}[.:)]?\s+").sub("", text) if item.label else text
