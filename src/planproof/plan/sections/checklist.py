"""The steps of the work, each with a box that is ticked in the pull request that does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.markdown.tree import OPTIONAL, Block, List, ListItem, has_box
from planproof.plan.model import Field, Item, Step
from planproof.plan.pulls import PLACES, pulls_in
from planproof.plan.roles import Role
from planproof.plan.scope import Scope
from planproof.text.patterns import rx
from planproof.text.source import Span

ROLE = Role(
    title="Incremental Implementation Checklist",
    names=(
        "implementation plan",
        "release signoff checklist",
        "implementation units",
        "implementation tasks",
        "tasks",
        "implementation phases",
        "implementation steps",
        "implementation checklist",
        "implementation roadmap",
        "task breakdown",
        "implementation order",
        "todo",
        "todo list",
        "plan checklist",
        "tasks breakdown",
        "detailed task breakdown",
        "work breakdown high level",
        "work items",
        "incremental implementation checklist",
        "task list",
        "to do",
        "to do list",
        "checklist",
        "work breakdown",
        "work breakdown structure",
        "implementation task list",
        "development tasks",
        "implementation milestones",
        "step by step plan",
        "action plan",
        "execution plan",
        "delivery plan",
        "tasks and milestones",
        "implementation plan and tasks",
        "plan of work",
        "work plan",
    ),
    kinds=("step",),
)

_NUMBER = (
    r"(?i)(?:(?:step|task|unit)[ #]+(?=\d+(?:\.\d+)*[a-z]?\b\W))?"
    r"(\d{1,4}(?:\.\d{1,4})+[a-z]?(?=\*?[.):]?\s)|\d{1,4}[a-z]?(?=[.):]\s)"
    r"|(?<=[ #])\d{1,4}[a-z]?(?=[:.)]?\s))"
)
_TASK_LABEL = r"\**(T\d{3,4})\**\b"
_PULL = rf"(?<![\w/])#(\d{{1,7}})\b|/{PLACES}/(\d{{1,7}})\b"
_COMMIT = r"(?<![\w#/.-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w-])"


class Place(NamedTuple):
    """Where a step stands.

    Attributes:
        nth: its place in its list.
        ordered: whether the list is numbered.
        parent: the id of the step it is a part of, else empty.
        within: the same, where that step is numbered, or is itself within one: its parts have ids below its own.
        anew: whether the list's numbers begin anew, so that they only count within the step.
    """

    nth: int
    ordered: bool
    parent: str = ""
    within: str = ""
    anew: bool = False


def read(scope: Scope) -> Iterator[Item]:
    """Each task is a step, nested ones too, and so is a bullet without the box its neighbours have.

    Where nothing has a box, the items of numbered lists are steps.
    """
    lists = [block for block in scope.blocks if block.__class__ is List]
    boxed = [block for block in lists if has_box(block)]
    for block in boxed:
        yield from _steps(scope, block)
    if not boxed:
        for block in lists:
            if isinstance(block, List) and block.ordered:
                for place, bullet in enumerate(block.items, 1):
                    if bullet.text:
                        yield _step(scope, bullet, Place(place, ordered=True))


def _steps(scope: Scope, block: Block, parent: str = "", within: str = "") -> Iterator[Step]:
    """The steps of a list that has boxes somewhere; a bullet above boxes is a title, not a step."""
    if not isinstance(block, List):
        return
    with_box = sum(1 for bullet in block.items if bullet.task is not None)
    anew = bool(within) and _begins_anew(scope, block)
    for place, outer in enumerate(block.items, 1):
        bullet = _numbered(outer)
        below = [inner for inner in bullet.blocks if has_box(inner)]
        above, inside = parent, within
        lacks_box = 2 * with_box > len(block.items) and bullet.text and not below and not parent
        if bullet.task is not None or lacks_box:
            ordered = block.ordered or bullet is not outer
            step = _step(scope, bullet, Place(place, ordered, parent, within, anew))
            above = step.id
            inside = above if step.label is None and (step.number or within) else ""
            yield step
        for inner in below:
            yield from _steps(scope, inner, above, inside)


def _begins_anew(scope: Scope, block: List) -> bool:
    """Whether the first number of a list is 1."""
    for place, outer in enumerate(block.items, 1):
        bullet = _numbered(outer)
        ordered = block.ordered or bullet is not outer
        if number := _number(scope, bullet, Place(place, ordered))[0]:
            return number == "1"
    return False


def _numbered(bullet: ListItem) -> ListItem:
    """The bullet; the inner one of `* 3. Words`, which Markdown takes for a list in a list."""
    if bullet.text or bullet.task is not None or len(bullet.blocks) != 1:
        return bullet
    inner = bullet.blocks[0]
    if isinstance(inner, List) and inner.ordered and len(inner.items) == 1:
        return inner.items[0]
    return bullet


def _step(scope: Scope, bullet: ListItem, place: Place) -> Step:
    number, number_span = _number(scope, bullet, place)
    within = place.within if not number or (place.anew and "." not in number) else ""
    base = scope.base("step", bullet, within)
    named = rx(_TASK_LABEL).match(bullet.text)
    if named:
        if base["label"] != named.group(1):  # else it has its id already
            base["label"] = named.group(1)
            base["id"] = scope.ids.labelled(base["label"])
    elif base["label"] is None and _wins(scope, bullet, number_span) and not within:
        base["id"] = scope.ids.printed(f"step-{number}")
    elif base["label"] is None and number:
        base["id"] = scope.ids.placed(f"{within}.{number}" if within else f"step-{number}")
    elif base["label"] is None:
        base["id"] = scope.ids.placed(base["id"])
    raw = scope.source.text[max(number_span.end, bullet.words.start) : bullet.words.end]
    pulls = (
        tuple(f"#{a or b}" for a, b in rx(_PULL).findall(raw)) if "#" in raw or "/" in raw else ()
    )
    return Step(
        **base,
        number=number,
        number_span=number_span,
        task=bullet.task,
        after=_after(base["fields"], scope.source.name),
        references=_with_field(pulls + tuple(rx(_COMMIT).findall(raw)), base["fields"]),
        parent=place.parent,
    )


def _wins(scope: Scope, bullet: ListItem, number: Span) -> bool:
    """Whether a step's number, which stands there, goes before ids that come of places: it has a box."""
    in_words = number.start >= bullet.words.start
    return number.end > number.start and bullet.task is not None and (in_words or not scope.aside)


def _number(scope: Scope, bullet: ListItem, place: Place) -> tuple[str, Span]:
    """The number printed in the words, else the list's own marker.

    `#3` is a number where it is the third of its list, elsewhere a pull request.
    """
    text = bullet.text
    if bullet.task is not None and text.startswith(OPTIONAL):
        text = text[len(OPTIONAL[0]) :]
    match = rx(_NUMBER).match(text)
    if match is None and text.startswith(f"#{place.nth} "):
        match = rx(r"#(\d+)").match(text)
    if match:
        at = scope.source.text.find(match.group(1), bullet.words.start, bullet.words.end)
        if at >= 0:
            return match.group(1), Span(at, at + len(match.group(1)))
    if place.ordered:
        marker = scope.source[bullet.marker].rstrip(".)")
        return marker, Span(bullet.marker.start, bullet.marker.start + len(marker))
    return "", Span(bullet.words.start, bullet.words.start)


def _with_field(named: tuple[str, ...], fields: tuple[Field, ...]) -> tuple[str, ...]:
    """What the words name, and the pull requests in `pr:`, which leaves them alone: `#128`, `128`, a link."""
    found = [
        f"{pull.mark or '#'}{pull.number}"
        for field in fields
        if field.key == "pr"
        for pull in pulls_in(field.value)
    ]
    return named + tuple(one for one in dict.fromkeys(found) if one not in named)


def _after(fields: tuple[Field, ...], path: str) -> tuple[str, ...]:
    """What `after:` names."""
    if not any(field.key == "after" for field in fields):
        return ()
    from planproof.plan.after import named_after  # few plans have the field

    found = (
        one for field in fields if field.key == "after" for one in named_after(field.value, path)
    )
    return tuple(dict.fromkeys(found))
