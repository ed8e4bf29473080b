"""What can be started now, as a versioned type and for people."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.markup import cell, prose
from planproof.report.model import Look
from planproof.report.words import WHERE_PLANS_LIE, columns, counted, json_text, wrapped

_MOST_NAMED = 3
_MOST_OF_PATH = 12


class OpenStep(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A step that is not done.

    Attributes:
        plan: its plan's id.
        path: its plan's file.
        state: its plan's state.
        item: its id.
        line: where it stands.
        words: what it says.
        owner: who does it; empty where nobody is named.
        due: the day by which it is to be done, as written.
        due_day: that day, ISO 8601; empty where what is written is none.
        agreed: whether its plan is past draft and review, as far as it says.
        critical: whether it is on the critical path to the end.
        named: the step as commands take it, `orders#step-3`; with its plan's path where several plans have
            that id.
    """

    plan: str
    path: str
    state: str
    item: str
    line: int
    words: str
    owner: str
    due: str
    agreed: bool
    critical: bool
    named: str = ""
    due_day: str = ""

    @property
    def name(self) -> str:
        """`orders#step-3`."""
        return self.named or f"{self.plan}#{self.item}"


class ReadyStep(OpenStep, frozen=True, gc=False, kw_only=True):
    """A step that can be started.

    Attributes:
        unblocks: steps that can be started as soon as it is done.
        later: how many steps wait for it, at once or by way of others.
    """

    unblocks: tuple[str, ...]
    later: int


class WaitingStep(OpenStep, frozen=True, gc=False, kw_only=True):
    """A step that cannot be started yet, and the open steps that it comes right after."""

    waits_for: tuple[str, ...]


class BadAfter(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An `after:` that cannot be followed.

    Attributes:
        step: the step that has it.
        path: its plan's file.
        line: where it stands.
        named: what `after:` names.
        reason: what is wrong with that.
    """

    step: str
    path: str
    line: int
    named: str
    reason: str


class NextV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof next --format json`."""

    schema: Literal["planproof/next/1"] = "planproof/next/1"
    today: Annotated[str, msgspec.Meta(description="The day that dues count from, ISO 8601.")]
    steps: Annotated[
        tuple[ReadyStep, ...],
        msgspec.Meta(description="What can be started now, the most urgent first."),
    ]
    waiting: Annotated[
        tuple[WaitingStep, ...],
        msgspec.Meta(description="What cannot be started yet, of the owner or plans asked for."),
    ] = ()
    critical_path: Annotated[
        tuple[OpenStep, ...],
        msgspec.Meta(description="The longest chain of open steps that wait for each other."),
    ] = ()
    cycles: Annotated[
        tuple[tuple[str, ...], ...],
        msgspec.Meta(description="Steps that wait in a circle, each for the next."),
    ] = ()
    troubles: Annotated[
        tuple[BadAfter, ...], msgspec.Meta(description="Fields `after:` that cannot be followed.")
    ] = ()
    plans: Annotated[int, msgspec.Meta(description="Plans that are worked on.")] = 0
    closed: Annotated[
        int, msgspec.Meta(description="Plans that do not count: done, superseded or withdrawn.")
    ] = 0
    fitting: Annotated[
        int, msgspec.Meta(description="Plans, closed ones too, that fit the words that were asked.")
    ] = 0
    open: Annotated[int, msgspec.Meta(description="Steps that are not done, in all.")] = 0
    startable: Annotated[int, msgspec.Meta(description="Of these, those that can start.")] = 0
    unboxed: Annotated[
        int, msgspec.Meta(description="Steps without a box, which are in no order.")
    ] = 0
    asked: Annotated[
        str, msgspec.Meta(description="Whose steps, or which, were asked for; empty for all.")
    ] = ""


def as_json(found: NextV1) -> str:
    """What can be started, as JSON."""
    return json_text(found)


def as_text(found: NextV1, look: Look, most: int) -> str:
    """What can be started, for people: two lines a step.

    Args:
        found: what can be started.
        look: how it is to look.
        most: how many steps to show; 0 for all.
    """
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    shown = found.steps[: most or None]
    for step in shown:
        lines += _ready(step, found.today, look.width, paint)
    if len(found.steps) > len(shown):
        lines.append(
            paint("dim", f"and {len(found.steps) - len(shown):,} more (--most 0 shows all)")
        )
    if found.steps:
        lines.append("")
    lines += _waiting(found.waiting, most, look.width, paint)
    lines += _path(found.critical_path, look.width, paint)
    for cycle in found.cycles:
        lines += _cycle(cycle, look.width, paint)
    for bad in found.troubles:
        told = f"{bad.path}:{bad.line}: {bad.step} comes after `{bad.named}`, but {bad.reason}."
        lines += _paragraph(told, look.width, paint, "warning")
    if found.cycles or found.troubles:
        lines.append("")
    lines += wrapped(plain(closing(found)), look.width)
    return "\n".join(lines) + "\n"


def _ready(step: ReadyStep, today: str, width: int, paint: Painter) -> Iterator[str]:
    yield _line(step, width, paint)
    notes = []
    overdue = "" < step.due_day < today
    if step.due:
        notes.append(f"overdue since {step.due}" if overdue else f"due {step.due}")
    if not step.agreed:
        notes.append(
            f"the plan is in {step.state}" if step.state == "review" else "the plan is a draft"
        )
    if step.unblocks:
        notes.append(f"unblocks {_named(step.unblocks, step.name)}")
    if step.later > len(step.unblocks):
        waits = "waits" if step.later == 1 else "wait"
        notes.append(f"{counted(step.later, 'step')} {waits} for it")
    if step.critical:
        notes.append("on the critical path")
    for line in wrapped(plain("; ".join(notes)), width - 4) if notes else ():
        yield "    " + paint("warning" if overdue else "dim", line)


def _line(step: OpenStep, width: int, paint: Painter, mark: str = "") -> str:
    """`orders#step-3  Store the keys   @mia`, the owner at the right."""
    owner = shortened(plain(step.owner), 24)
    name = _cut(plain(step.name), max(16, width // 2))
    room = width - columns(mark) - columns(name) - 2 - (columns(owner) + 2 if owner else 0)
    words = shortened(plain(step.words), room) if room >= 8 else ""
    pad = " " * (room - columns(words)) if owner and room >= 8 else ""
    tail = f"{pad}  {paint('line', owner)}" if owner else ""
    return f"{mark}{paint('bold', name)}  {words}{tail}".rstrip()


def _cut(name: str, width: int) -> str:
    """A step's name of at most `width` columns, the step whole: where it is longer, the plan loses its front."""
    plan, _, item = name.rpartition("#")
    if columns(name) <= width:
        return name
    while plan and columns(f"…{plan}#{item}") > width:
        plan = plan[1:]
    return f"…{plan}#{item}"


def _named(names: Sequence[str], own: str) -> str:
    """Some steps by name, those of the plan of the step that they are named for without it."""
    plan = own.rpartition("#")[0]
    told = [name.removeprefix(f"{plan}#") for name in names[:_MOST_NAMED]]
    more = len(names) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _waiting(steps: Sequence[WaitingStep], most: int, width: int, paint: Painter) -> Iterator[str]:
    if not steps:
        return
    yield paint("line", "Not yet")
    for step in steps[: most or None]:
        yield _line(step, width, paint)
        told = _named(step.waits_for, step.name) or "what does not come"
        yield from (
            "    " + paint("dim", line) for line in wrapped(plain(f"waits for {told}"), width - 4)
        )
    if most and len(steps) > most:
        yield paint("dim", f"and {len(steps) - most:,} more")
    yield ""


def _path(steps: Sequence[OpenStep], width: int, paint: Painter) -> Iterator[str]:
    if len(steps) < 2:
        return
    yield paint("line", f"The critical path: {len(steps)} steps, one after the other")
    shown = list(enumerate(steps, 1))
    left_out = len(shown) - _MOST_OF_PATH
    room = len(str(len(shown)))
    for number, step in shown:
        if left_out > 0 and number == _MOST_OF_PATH - 2:
            yield paint("dim", f"{'':>{room}}   and {left_out:,} between")
        if left_out <= 0 or number < _MOST_OF_PATH - 2 or number > len(shown) - 3:
            yield _line(step, width, paint, f"{number:>{room}}. ")
    yield ""


def _cycle(cycle: Sequence[str], width: int, paint: Painter) -> Iterator[str]:
    told = " waits for ".join((*cycle[:8], *(("…",) if len(cycle) > 8 else ()), cycle[0]))
    yield from _paragraph(f"A circle: {told}.", width, paint, "error")


def _paragraph(text: str, width: int, paint: Painter, colour: str) -> Iterator[str]:
    first, *rest = wrapped(plain(text), width - 2)
    yield paint(colour, first)
    yield from (f"  {line}" for line in rest)


def closing(found: NextV1) -> str:
    """What there is, in a few sentences, with denominators."""
    if not found.fitting and (found.plans or found.closed):
        return f"No plan fits {found.asked}, of {counted(found.plans + found.closed, 'plan')}."
    if not found.plans:
        closed = (
            f" ({counted(found.closed, 'plan is', 'plans are')} closed)" if found.closed else ""
        )
        where = "" if found.closed else f" {WHERE_PLANS_LIE}"
        return f"No plan is worked on{closed}.{where}"
    plans = counted(found.plans, "plan that is", "plans that are")
    can = f"{found.startable:,} of {counted(found.open, 'open step')}"
    told = [f"{can} can be started, in {plans} worked on."]
    if found.asked:
        told.append(f"{len(found.steps):,} of them for {found.asked}.")
    if found.closed:
        told.append(f"{counted(found.closed, 'plan is', 'plans are')} closed.")
    if found.unboxed:
        told.append(f"{counted(found.unboxed, 'step has', 'steps have')} no box.")
    return " ".join(told)


def as_markdown(found: NextV1, most: int) -> str:
    """What can be started, as a Markdown table."""
    lines = [
        "| Step | | Owner | Due | Unblocks | Wait for it |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for step in found.steps[: most or None]:
        cells = (
            step.name, step.words, step.owner, step.due,
            _named(step.unblocks, step.name), str(step.later),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cell(one) for one in cells)} |")
    if len(found.critical_path) > 1:
        lines += ["", f"The critical path, {len(found.critical_path)} steps:", ""]
        lines += (
            f"{number}. {prose(f'{step.name} {step.words}')}"
            for number, step in enumerate(found.critical_path[: _MOST_OF_PATH if most else None], 1)
        )
        left_out = len(found.critical_path) - _MOST_OF_PATH
        if most and left_out > 0:
            lines += ["", f"and {left_out:,} more."]
    problems = [f"A circle: {' waits for '.join((*cycle, cycle[0]))}." for cycle in found.cycles]
    problems += [f"{bad.step} comes after {bad.named}, but {bad.reason}." for bad in found.troubles]
    if problems:
        lines += ["", *(f"- {prose(one)}" for one in problems)]
    return "\n".join([*lines, "", prose(closing(found))]) + "\n"
