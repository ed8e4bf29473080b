"""What a change does to what the work is to reach: criteria, goals and targets, and the boxes ticked with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from planproof.gate.easier import differs_in_words, easier
from planproof.gate.model import ChangeCase, PlanCase, Tick, name_of, says_done
from planproof.gate.pairs import ASSERTING
from planproof.plan.model import Criterion, Item, Step
from planproof.text.patterns import rx
from planproof.verdict.tense import Tense

_PROVING = ("proof", "runs", "inputs", "baseline")
_STRUCK = r"(?s)~~.+?~~|<(del|s|strike)\b.*?</\1>"


class Assertion(NamedTuple):
    """An item that asserts what the work is to reach, and that a change does not leave as it was.

    Attributes:
        before: as it was.
        after: as it is; None where it is gone, or is something else.
        easier: in what it asserts less, each as words that follow "the criterion".
        reworded: whether it has other words, its figures aside.
        proofs: how it was to be proven and how it is, on one line each; empty where nothing says so.
        ticks: the boxes that the change ticks and that stand for it, as it was or as it is: its own, else that
            of its step, else, where it names no step, any step of its plan.
        by: what the change does that has it asserted as reached, as words that follow "the change that";
            empty where it does nothing of the kind.
    """

    plan: PlanCase
    before: Item
    after: Item | None
    easier: tuple[str, ...]
    reworded: bool
    proofs: tuple[str, str]
    ticks: tuple[Tick, ...]
    by: str


def is_asserting(item: Item | None) -> bool:
    """Whether an item asserts what the work is to reach."""
    return item is not None and (item.kind in ASSERTING or isinstance(item, Criterion))


def proof_of(item: Item | None) -> str:
    """How an item is to be proven, on one line; empty where it names no proof."""
    said = [
        f"{one.key}: {' '.join(one.value.split())}"
        for one in (item.fields if item is not None else ())
        if one.key in _PROVING and one.value
    ]
    return "; ".join(sorted(said)) if any(one.startswith("proof:") for one in said) else ""


def assertions(change: ChangeCase) -> tuple[Assertion, ...]:
    """Those that the change does not leave as they were, in the order of the plans and their text."""
    return change.once("assertions", lambda: tuple(_changed(change)))  # type: ignore[return-value]


def _changed(change: ChangeCase) -> Iterator[Assertion]:
    for plan in change.plans:
        if not plan.changed or plan.before is None or plan.after is None:
            continue
        with_them = _Ticks(plan)
        for before, after in plan.pairs:
            if before is None or not is_asserting(before):
                continue
            ways = (
                [] if after is None else [*easier(before, after), *_struck_out(plan, before, after)]
            )
            reworded = after is not None and differs_in_words(before, after)
            proofs = proof_of(before), proof_of(after)
            if after is None or ways or reworded or proofs[0] != proofs[1]:
                ticks = with_them.of(before, after)
                by = _by(plan, after, ticks)
                yield Assertion(plan, before, after, tuple(ways), reworded, proofs, ticks, by)


def _by(plan: PlanCase, after: Item | None, ticks: tuple[Tick, ...]) -> str:
    if ticks:
        return "ticks it" if ticks[0].after is after else f"ticks {name_of(ticks[0].after)}"
    done = says_done(plan.after) and not says_done(plan.before)
    return "says that the plan is done" if done else ""


def _struck_out(plan: PlanCase, before: Item, after: Item) -> list[str]:
    """Whether words of an assertion are struck out that were not."""
    struck = [
        len(list(rx(_STRUCK).finditer(of.document.source[item.words.span])))
        if of is not None
        else 0
        for of, item in ((plan.before, before), (plan.after, after))
    ]
    return ["has words struck out"] if struck[1] > struck[0] else []


class _Ticks:
    """The boxes that a change ticks in a plan, as assertions ask for them."""

    def __init__(self, plan: PlanCase) -> None:
        self.plan = plan
        self.steps = [tick for tick in plan.ticked if isinstance(tick.after, Step)]

    @cached_property
    def _tenses(self) -> tuple[Tense, Tense]:
        assert self.plan.before is not None  # noqa: S101  # both versions are there
        assert self.plan.after is not None  # noqa: S101
        return Tense(self.plan.before), Tense(self.plan.after)

    def of(self, before: Item, after: Item | None) -> tuple[Tick, ...]:
        """The boxes that stand for an assertion, so that none gets away by naming another step."""
        own = tuple(one for one in self.plan.ticked if one.after is after or one.before is before)
        if own or not self.steps:
            return own
        then, now = self._tenses
        steps = (self.plan.became.get(one) for one in _named(before, then))
        named = {step.id if step is not None else "" for step in steps}
        kept = _named(after, now) if after is not None else None
        wanted = [one for one in (named, kept) if one is not None]
        return tuple(
            tick for tick in self.steps if any(not ids or tick.after.id in ids for ids in wanted)
        )


def _named(item: Item, tense: Tense) -> set[str]:
    """The ids of the steps that an assertion names, or that name it by its label."""
    found = {step.id for step in tense.steps_named_by(item)}
    if item.label:
        label = rf"(?<!\w){re.escape(item.label)}(?!\w)"
        found |= {one.id for one in tense.steps if rx(label).search(one.text)}
    return found
