"""A change, as the gate judges it: what it says, the files it touches, the plans before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from planproof.plan.model import Criterion, Item, Plan, State, Step
from planproof.progress.lifecycle import Missing
from planproof.text.edit import Edit
from planproof.text.source import Span
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import called
from planproof.verdict.world import World

Severity = Literal["error", "warning", "info"]


class FileChange(NamedTuple):
    """A file that the change touches.

    Attributes:
        path: after it, or before it where the file is removed.
        before: before it; empty where the file is new.
        kind: `added`, `changed`, `removed`, `moved`.
    """

    path: str
    before: str
    kind: str


class Mention(NamedTuple):
    """A plan, or a step of one, that somebody writes a change is about.

    Attributes:
        plan: as written; empty where only a step is named.
        step: its number, label or id; empty where only a plan is named.
        source: where it is written: `the branch's name`, `commit 1a2b3c4d5e`.
        strict: whether it has to name something: a trailer does, a branch may be called anything.
        part: whether it says that only a part of the step is done.
    """

    plan: str
    step: str
    source: str
    strict: bool = True
    part: bool = False


class Named(NamedTuple):
    """A plan that the change says it is about, with the step where it names one.

    Attributes:
        plan: the path of the plan.
        step: the id of the step; empty for the plan as a whole.
        source: where it is written.
        part: whether it says that only a part of the step is done.
    """

    plan: str
    step: str
    source: str
    part: bool = False


class Lost(NamedTuple):
    """A mention that names nothing, why, and what to do."""

    words: str
    reason: str
    help: str


class Pair(NamedTuple):
    """An item before the change, and what has become of it; None where it is gone, or is new."""

    before: Item | None
    after: Item | None


class Tick(NamedTuple):
    """A box that the change ticks or unticks; `before` is None for an item that is new."""

    before: Item | None
    after: Item
    done: bool


class PlanCase:
    """A plan before and after the change.

    Attributes:
        before: as it was where the change began; None where it is new.
        after: as the change leaves it; None where it is gone.
        aside: why its claims are not judged after the change; empty where they are.
        claims: its claims after the change.
        claims_before: its claims before it.
        was: the verdict of each claim, by key, before it; `absent` where it was not made, `accepted` where it was
            broken, and somebody accepted that.
        pairs: its items, before and after.
        twice: the items that both the change and, since it began, the branch that it is to be merged into
            have ticked.
        left_at: the file in which its text lies still, though it is read as no plan any more; empty where it
            is gone, or is read.
        unmet: what is missing for the state that the change gives it.
    """

    def __init__(  # noqa: PLR0913  # the parts of a value
        self,
        *,
        before: Plan | None,
        after: Plan | None,
        pairs: tuple[Pair, ...] = (),
        claims: tuple[Judged, ...] = (),
        claims_before: tuple[Judged, ...] = (),
        was: Mapping[str, str] | None = None,
        aside: str = "",
        twice: tuple[Item, ...] = (),
        left_at: str = "",
    ) -> None:
        self.before = before
        self.after = after
        self.pairs = pairs
        self.claims = claims
        self.claims_before = claims_before
        self.was = was or {}
        self.aside = aside
        self.twice = twice
        self.left_at = left_at
        self.unmet: tuple[Missing, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan as it is after the change; as it was where it is gone."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # noqa: S101  # one of the two is always there
        return found

    @property
    def path(self) -> str:
        """The plan's file after the change; before it where it is gone."""
        return self.plan.path

    @property
    def changed(self) -> bool:
        """Whether the change touches its text."""
        return self.before is not self.after

    @cached_property
    def became(self) -> dict[str, Item | None]:
        """What each item before the change is after it, by its id before; None where it is gone."""
        return {one.before.id: one.after for one in self.pairs if one.before is not None}

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The boxes that are ticked now and were not, and those that were and are not.

        A box whose reason for being ticked by force is taken away is ticked anew, and so are all of a plan that
        nobody kept up and that is worked on again.
        """
        if self.after is None:
            return ()
        revived = self.before is not None and self.before.state.laid_aside
        return tuple(_ticks(self.pairs, anew=revived and not self.after.state.laid_aside))

    @property
    def ticked(self) -> tuple[Tick, ...]:
        """The boxes that the change ticks."""
        return tuple(tick for tick in self.ticks if tick.done)

    def step_claims(self, step: Step) -> list[Judged]:
        """The claims of a step itself, and those of other items that are due once it is ticked."""
        return [one for one in self.claims if one.item == step.id or step.id in one.due]

    def waiting_for(self, before: Item | None) -> list[Judged]:
        """The claims that waited before the change for a box to be ticked."""
        return [
            one
            for one in self.claims_before
            if before is not None
            and one.verdict is Verdict.PENDING
            and (one.item == before.id or before.id in one.due)
        ]

    def becomes(self, claim: Judged, verdict: Verdict) -> bool:
        """Whether a claim has a verdict that it did not have before the change."""
        return claim.verdict is verdict and self.was.get(claim.key, "absent") != verdict.value


class ChangeCase(msgspec.Struct, frozen=True):
    """What a change is judged by.

    Attributes:
        files: what it touches, by path.
        plans: every plan there is before or after it.
        named: the plans and steps that it says it is about.
        lost: what it names that there is not.
        world: the repository after the change.
        number: of its pull request, `#128`; empty where nobody says.
        reverts: whether it says that it takes another change back.
        earlier: the repository before the change, by which claims of the plans after it can be judged, too.
        unread: files where plans lie that cannot be read after it, each with what is wrong.
        known: what was worked out already, by name.
    """

    files: tuple[FileChange, ...]
    plans: tuple[PlanCase, ...]
    named: tuple[Named, ...]
    lost: tuple[Lost, ...]
    world: World
    number: str = ""
    reverts: bool = False
    unread: tuple[tuple[str, str], ...] = ()
    earlier: World | None = None
    known: dict[str, object] = {}

    def own(self) -> Iterator[PlanCase]:
        """The plans that the change is about."""
        return (one for one in self.plans if self.is_about(one))

    def is_about(self, plan: PlanCase) -> bool:
        """Whether the change is about a plan: it names it, or ticks a box of it."""
        return bool(plan.ticked) or any(one.plan == plan.path for one in self.named)

    def once(self, name: str, make: Callable[[], object]) -> object:
        """Something that several judgements ask for, worked out once."""
        if name not in self.known:
            self.known[name] = make()
        return self.known[name]


class Judgement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that the gate says of a change.

    Attributes:
        plan: the plan that it is about; None where it is about none.
        subject: what it is about, for telling it from others: an item's id, a claim's key.
        message: in one sentence without a full stop.
        help: what to do, in a sentence; empty where there is nothing to do.
        path: the file that it is about, where that is not the plan.
        span: the words of the plan after the change that it is about; None for the whole file.
        rests: further places, as path, line and what is there.
        edits: what mends it in the plan, where that is a matter of boxes.
        kind: of the judgement; filled in by who runs it.
    """

    message: str
    plan: PlanCase | None = None
    subject: str = ""
    help: str = ""
    path: str = ""
    span: Span | None = None
    rests: tuple[tuple[str, int, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    kind: str = ""


def box_of(item: Item | None) -> bool | None:
    """Whether an item's box is ticked; None where it has no box."""
    task = item.task if isinstance(item, Step | Criterion) else None
    return None if task is None else task.done


def _ticks(pairs: tuple[Pair, ...], *, anew: bool) -> Iterator[Tick]:
    for before, after in pairs:
        now, then = box_of(after), box_of(before)
        if after is None or now is None:
            continue
        forced = before is not None and before.field("forced") is not None
        if now and (anew or (forced and after.field("forced") is None)):
            then = False
        if now != bool(then):
            yield Tick(before, after, now)


def says_done(plan: Plan | None) -> bool:
    """Whether the words of a plan say that it is done, not its boxes or its folder alone."""
    return plan is not None and plan.state is State.DONE and plan.says_state


def name_of(item: Item) -> str:
    """An item as people call it: `step 3`, `criterion AC-2`."""
    if isinstance(item, Step):
        return called(item)
    if item.label:
        return f"{item.kind.replace('_', '-')} {item.label}"
    words = " ".join(item.text.split())
    short = words if len(words) <= 48 else f"{words[:47].rstrip()}…"
    return f'the {item.kind.replace("_", "-")} "{short}"'
