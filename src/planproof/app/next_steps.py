"""`next`: which steps can be started now, what they unblock, and the critical path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from planproof.app.config import Settings
from planproof.app.owners import wanted_owner
from planproof.app.status import Board, Progress, board
from planproof.plan.model import State
from planproof.progress.order import cycles
from planproof.progress.steps import (
    Node,
    Order,
    PlanSteps,
    Ready,
    StepState,
    Trouble,
    critical_path,
    ordered,
    startable,
)
from planproof.report.next_steps import BadAfter, NextV1, OpenStep, ReadyStep, WaitingStep


class Asked(NamedTuple):
    """Whose steps, and of which plans.

    Attributes:
        owner: a part of the owner's name, `me` for git's user, `-` for steps that nobody owns; empty for all.
        words: each has to occur in the plan's id, title or path.
    """

    owner: str = ""
    words: tuple[str, ...] = ()


def next_steps(
    settings: Settings, asked: Asked, today: str, progress: Progress | None = None
) -> NextV1:
    """What can be started now.

    Args:
        settings: the settings in force.
        asked: whose steps, and of which plans.
        today: the day from which dues count, ISO 8601.
        progress: told how far the reading is.

    Raises:
        CannotDo: there is nothing to read, or nobody knows who `me` is.
    """
    wanted = _Filter(settings, asked)
    found, _ = board(settings, progress)
    return _Steps(found, ordered(found.steps)).next(wanted, today)


class _Filter:
    """Which steps are asked for."""

    def __init__(self, settings: Settings, asked: Asked) -> None:
        self.words = [word.casefold() for word in asked.words]
        self.owner = wanted_owner(settings.root, asked.owner)
        parts = [self.owner.told] if asked.owner else []
        self.told = " ".join([*parts, *(f'"{word}"' for word in asked.words)])

    def plan(self, plan: PlanSteps) -> bool:
        told = f"{plan.id} {plan.title} {plan.path}".casefold()
        return all(word in told for word in self.words)

    def step(self, plan: PlanSteps, step: StepState) -> bool:
        return self.plan(plan) and self.owner.owns(step.owner)


class _Steps:
    """The order of the work, with the words of its steps."""

    def __init__(self, found: Board, order: Order) -> None:
        self.board = found
        self.order = order
        self.plans = {plan.path: plan for plan in found.steps}
        self.called = Counter(plan.id for plan in found.steps)
        self.steps = {
            (plan.path, step.id): step for plan in reversed(found.steps) for step in plan.steps
        }

    def next(self, wanted: _Filter, today: str) -> NextV1:
        """What can be started, of what is wanted."""
        plans = self.board.steps
        ready = startable(self.order)
        ends = None
        if wanted.words:
            ends = {node: None for node in self.order.graph if wanted.plan(self.plans[node[0]])}
        path = critical_path(self.order, ends)
        on_path = frozenset(path)
        return NextV1(
            today=today,
            steps=tuple(sorted(self._ready(ready, wanted, on_path), key=_urgency)),
            waiting=tuple(self._waiting(ready, wanted, on_path)) if wanted.told else (),
            critical_path=tuple(OpenStep(**self._fields(node, on_path)) for node in path),
            cycles=tuple(
                tuple(self._name(node) for node in cycle) for cycle in cycles(self.order.graph)
            ),
            troubles=tuple(self._bad(one) for one in self.order.troubles),
            plans=sum(1 for plan in plans if plan.counts),
            closed=sum(1 for plan in plans if not plan.counts),
            fitting=sum(1 for plan in plans if wanted.plan(plan)),
            open=len(self.order.graph),
            startable=len(ready),
            unboxed=sum(
                1 for plan in plans if plan.counts for step in plan.steps if not step.boxed
            ),
            asked=wanted.told,
        )

    def _ready(
        self, ready: Sequence[Ready], wanted: _Filter, on_path: frozenset[Node]
    ) -> Iterator[ReadyStep]:
        for one in ready:
            if self._is(wanted, one.node):
                unblocks = tuple(self._name(node) for node in one.unblocks)
                fields = self._fields(one.node, on_path)
                yield ReadyStep(**fields, unblocks=unblocks, later=one.later)

    def _waiting(
        self, ready: Sequence[Ready], wanted: _Filter, on_path: frozenset[Node]
    ) -> Iterator[WaitingStep]:
        free = {one.node for one in ready}
        for node, before in self.order.graph.items():
            if node not in free and self._is(wanted, node):
                waits_for = tuple(self._name(one) for one in before)
                yield WaitingStep(**self._fields(node, on_path), waits_for=waits_for)

    def _bad(self, trouble: Trouble) -> BadAfter:
        return BadAfter(
            step=self._name(trouble.node),
            path=trouble.node[0],
            line=self.steps[trouble.node].line,
            named=trouble.named,
            reason=trouble.reason,
        )

    def _is(self, wanted: _Filter, node: Node) -> bool:
        return wanted.step(self.plans[node[0]], self.steps[node])

    def _name(self, node: Node) -> str:
        """A step as commands take it: by its plan's id, or by the path where several plans have that id."""
        path, step = node
        plan = self.plans[path].id
        return f"{plan if self.called[plan] == 1 else path}#{step}"

    def _fields(self, node: Node, on_path: frozenset[Node]) -> dict[str, Any]:
        plan, step = self.plans[node[0]], self.steps[node]
        return {
            "plan": plan.id,
            "named": self._name(node),
            "path": plan.path,
            "state": plan.state.value,
            "item": step.id,
            "line": step.line,
            "words": step.words,
            "owner": step.owner,
            "due": step.due,
            "due_day": step.due_day,
            "agreed": not plan.declared or plan.state not in (State.DRAFT, State.REVIEW),
            "critical": node in on_path,
        }


def _urgency(step: ReadyStep) -> tuple[object, ...]:
    """What is agreed on first, then by day, then what most waits for."""
    return (
        not step.agreed,
        step.due_day or "9",
        not step.critical,
        -step.later,
        step.path,
        step.line,
    )


def exit_code(found: NextV1) -> int:
    """0 all well; 1 steps wait in a circle, or for what does not come; 2 there is no plan, or none fits."""
    if not found.fitting:
        return 2
    return 1 if found.cycles or found.troubles else 0
