"""Which step comes after which, across plans, and which of them can be started now.

A step comes after those that its `after:` names. One without the field comes after the step before it in its
list, for a list of steps is written in the order in which they are done; `after: nothing` says that it
need not wait. The parts of a step come after what the step itself comes after, and the step after its
parts. Where the order of the list contradicts what `after:` says, `after:` counts.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from planproof.plan.ids import full_number
from planproof.plan.model import Plan, State, Step
from planproof.plan.naming import StepNames
from planproof.progress.order import components, followers, longest, reached, tangled
from planproof.text.patterns import rx

Node = tuple[str, str]
"""A step: its plan's path and its id."""


class StepState(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A step, as the order of the work sees it.

    Attributes:
        id: its id.
        label: its own label, else empty.
        number: as printed, else empty.
        words: what it says, on one line, without its number.
        line: where it stands.
        done: whether it is ticked.
        boxed: whether it has a box; without one nobody can tell how it stands.
        after: what `after:` names; None without the field.
        owner: who does it; empty where nobody is named.
        due: the day by which it is to be done, as written.
        due_day: that day, ISO 8601; empty where what is written is none.
        parent: the id of the step it is a part of, else empty.
    """

    id: str
    words: str
    line: int
    label: str = ""
    number: str = ""
    done: bool = False
    boxed: bool = True
    after: tuple[str, ...] | None = None
    owner: str = ""
    due: str = ""
    due_day: str = ""
    parent: str = ""

    @property
    def full_number(self) -> str:
        """Its number below that of the step within which it counts."""
        return full_number(self.id, self.number, self.label)


class PlanSteps(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The steps of a plan, in the order of the text.

    Attributes:
        state: the plan's state.
        declared: whether the plan itself says so, rather than its boxes.
        steps: all of them.
    """

    path: str
    id: str
    title: str
    state: State
    declared: bool
    steps: tuple[StepState, ...]

    @property
    def counts(self) -> bool:
        """Whether somebody is to work on it: it is neither finished nor given up."""
        return not self.state.closed


class Trouble(NamedTuple):
    """Why an `after:` cannot be followed.

    Attributes:
        node: the step that has it.
        named: what it names.
        reason: what is wrong with that.
    """

    node: Node
    named: str
    reason: str


class Order(NamedTuple):
    """The order of the steps that are still to be done.

    Attributes:
        graph: for each open step those that it comes after and that are open, too.
        troubles: what cannot be followed.
        stuck: steps that wait for something that does not come: those in trouble, and their parts.
    """

    graph: dict[Node, tuple[Node, ...]]
    troubles: tuple[Trouble, ...]
    stuck: frozenset[Node]


class Ready(NamedTuple):
    """A step that can be started.

    Attributes:
        node: the step.
        unblocks: the steps that can be started as soon as it is done.
        later: how many steps wait for it, at once or later.
    """

    node: Node
    unblocks: tuple[Node, ...]
    later: int


def steps_of(plan: Plan, owner: str) -> PlanSteps:
    """A plan's steps. `owner` is who does those that name nobody."""
    source = plan.document.source
    return PlanSteps(
        path=source.name,
        id=plan.id,
        title=plan.title,
        state=plan.state,
        declared=plan.state_from not in ("steps", "nothing"),
        steps=tuple(
            StepState(
                id=step.id,
                label=step.label or "",
                number=step.number,
                words=" ".join(step.wording.split()),
                line=source.line_number(step.span.start),
                done=step.done,
                boxed=step.task is not None,
                after=step.after if step.field("after") is not None else None,
                owner=_value(step, "owner") or owner,
                due=_value(step, "due"),
                due_day=due_day(step),
                parent=step.parent,
            )
            for step in plan.items
            if isinstance(step, Step)
        ),
    )


def _value(step: Step, key: str) -> str:
    field = step.field(key)
    return " ".join(field.value.split()) if field is not None else ""


def due_day(step: Step) -> str:
    """The day that `due:` begins with, ISO 8601; empty where it does not, for other forms are read differently elsewhere."""
    found = rx(r"\d{4}-\d{2}-\d{2}(?!\d)").match(_value(step, "due"))
    return found[0] if found else ""


def ordered(plans: Sequence[PlanSteps]) -> Order:
    """The order of the open steps of the plans that count; the others are only asked how far they are."""
    known = _Known(plans)
    hard: dict[Node, dict[Node, str]] = {}
    soft: dict[Node, dict[Node, str]] = {}
    troubles: list[Trouble] = []
    stuck: set[Node] = set()
    for plan in plans:
        if plan.counts:
            found = _order_plan(plan, known, hard, soft)
            stuck.update(one.node for one in found)
            stuck.update(
                (plan.path, step.id) for step in plan.steps if (plan.path, step.parent) in stuck
            )
            troubles += (one for one in found if one.node in hard)
    graph = {node: {**soft[node], **before} for node, before in hard.items()}
    # Only inside a tangle can the order of a list stand against what `after:` says.
    for tangle in components(graph):
        if len(tangle) > 1:
            inside = set(tangle)
            for node in tangle:
                keep = [one for one in graph[node] if one in hard[node] or one not in inside]
                graph[node] = {one: graph[node][one] for one in keep}
    return Order(
        {node: tuple(before) for node, before in graph.items()},
        tuple(troubles),
        frozenset(stuck & graph.keys()),
    )


def needs(plans: Sequence[PlanSteps]) -> tuple[dict[Node, dict[Node, str]], list[Trouble]]:
    """What each open step comes after for sure, whatever the order of its list; of closed plans, too.

    Returns:
        For each open step those that have to be done before it, with the id of the step whose `after:`
        says so: its own, or one that it is a part of; empty for its parts. And what cannot be followed.
    """
    known = _Known(plans)
    hard: dict[Node, dict[Node, str]] = {}
    return hard, [one for plan in plans for one in _order_plan(plan, known, hard, {})]


def _order_plan(
    plan: PlanSteps,
    known: "_Known",
    hard: dict[Node, dict[Node, str]],
    soft: dict[Node, dict[Node, str]],
) -> list[Trouble]:
    """Say of each open step of a plan what it comes after: for sure, and by the order of its list."""
    troubles: list[Trouble] = []
    above: dict[str, tuple[dict[Node, str], dict[Node, str]]] = {"": ({}, {})}
    before: dict[str, StepState] = {}
    parts: list[tuple[Node, Node]] = []
    for step in plan.steps:
        node = (plan.path, step.id)
        own, listed = (dict(one) for one in above.get(step.parent, ({}, {})))
        if step.after is not None:
            for named in step.after:
                found, reason = known.find(plan, named)
                if reason:
                    troubles.append(Trouble(node, named, reason))
                elif found is not None:
                    own[found] = step.id
        elif (earlier := before.get(step.parent)) is not None and not earlier.done:
            listed[(plan.path, earlier.id)] = step.id
        above[step.id] = (own, listed)
        if step.boxed:
            before[step.parent] = step
        if step.boxed and not step.done:
            hard[node], soft[node] = own, listed
            parts.append(((plan.path, step.parent), node))
    for parent, part in parts:
        if parent in hard:
            hard[parent][part] = ""
    return troubles


class _Known:
    """The steps of all plans, by what `after:` may call them."""

    def __init__(self, plans: Sequence[PlanSteps]) -> None:
        self.plans: dict[str, list[PlanSteps]] = {}
        for plan in plans:
            for name in dict.fromkeys((plan.id, plan.path)):
                self.plans.setdefault(name, []).append(plan)
        self._names: dict[str, StepNames[StepState]] = {}

    def find(self, plan: PlanSteps, named: str) -> tuple[Node | None, str]:
        """The open step that is named, or None for one that is done; or what is wrong with it."""
        other, mark, item = named.rpartition("#")
        own = not mark or other == plan.id
        if not own:
            there = self.plans.get(other, [])
            if len(there) != 1:
                many = f"{len(there)} plans are called" if there else "there is no plan"
                return None, f"{many} `{other}`"
            plan = there[0]
        if plan.path not in self._names:
            self._names[plan.path] = StepNames(plan.steps)
        step = self._names[plan.path].get(item)
        if step is None:
            return None, f"`{plan.id}` has no step `{item}`"
        if step.done or (plan.state is State.DONE and not own):
            return None, ""
        if not step.boxed:
            return None, "it has no box, so that nobody can tell whether it is done"
        if not plan.counts and not own:
            return None, f"it is open, and `{plan.id}` is {plan.state.value}"
        return (plan.path, step.id), ""


def startable(order: Order) -> list[Ready]:
    """The steps that can be started now, in the order of the plans and their text."""
    graph = order.graph
    after = followers(graph)
    return [
        Ready(
            node,
            tuple(
                other
                for other in after[node]
                if graph[other] == (node,) and other not in order.stuck
            ),
            len(reached((node,), after)),
        )
        for node, before in graph.items()
        if not before and node not in order.stuck
    ]


def critical_path(order: Order, ends: Mapping[Node, object] | None = None) -> tuple[Node, ...]:
    """The longest chain of open steps, each of which waits for the one before it.

    Steps that wait in a circle, or for what never comes, are in none, nor are those that wait for them.
    """
    first = order.stuck | tangled(order.graph)
    lost = first | reached(first, followers(order.graph))
    graph = {
        node: tuple(one for one in before if one not in lost)
        for node, before in order.graph.items()
        if node not in lost
    }
    return longest(graph, None if ends is None else ends.keys() & graph.keys())
