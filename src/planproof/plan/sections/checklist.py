"""The steps of the work, each with a box that is ticked in the pull request that does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planproof.markdown.tree import Block, List, ListItem, has_box
from planproof.plan.model import Field, Item, Step
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
_PULL = r"(?<![\w/])#(\d{1,7})\b|/(?:pull|merge_requests|pulls)/(\d{1,7})\b"
_COMMIT = r"(?<![\w#/.-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w-])"
_AFTER = r"(?i)(?:([\w.-]+)?#)?(?<![\w.-])((?:steps?[- ])?(?:\d+(?:\.\d+)*|[A-Z]+-?\d+))(?![\w-])"


class Place(NamedTuple):
    """Where a step stands: the nth of its list, whether that is numbered, part of which step."""

    nth: int
    ordered: bool
    parent: str


def read(scope: Scope) -> Iterator[Item]:
    """Each task is a step, nested ones too, and so is a bullet without the box its neighbours have.

    Where nothing has a box, the items of numbered lists are steps.
    """
    lists = [block for block in scope.blocks if block.__class__ is List]
    boxed = [block for block in lists if has_box(block)]
    for block in boxed:
        yield from _steps(scope, block, "")
    if not boxed:
        for block in lists:
            if isinstance(block, List) and block.ordered:
                for place, bullet in enumerate(block.items, 1):
                    if bullet.text:
                        yield _step(scope, bullet, Place(place, ordered=True, parent=""))


def _steps(scope: Scope, block: Block, parent: str) -> Iterator[Item]:
    """The steps of a list that has boxes somewhere; a bullet above boxes is a title, not a step."""
    if not isinstance(block, List):
        return
    with_box = sum(1 for bullet in block.items if bullet.task is not None)
    for place, outer in enumerate(block.items, 1):
        bullet = _numbered(outer)
        below = [inner for inner in bullet.blocks if has_box(inner)]
        above = parent
        lacks_box = 2 * with_box > len(block.items) and bullet.text and not below and not parent
        if bullet.task is not None or lacks_box:
            ordered = block.ordered or bullet is not outer
            step = _step(scope, bullet, Place(place, ordered, parent))
            above = step.id
            yield step
        for inner in below:
            yield from _steps(scope, inner, above)


def _numbered(bullet: ListItem) -> ListItem:
    """The bullet; the inner one of `* 3. Words`, which Markdown takes for a list in a list."""
    if bullet.text or bullet.task is not None or len(bullet.blocks) != 1:
        return bullet
    inner = bullet.blocks[0]
    if isinstance(inner, List) and inner.ordered and len(inner.items) == 1:
        return inner.items[0]
    return bullet


def _step(scope: Scope, bullet: ListItem, place: Place) -> Step:
    base = scope.base("step", bullet)
    number, number_span = _number(scope, bullet, place)
    named = rx(_TASK_LABEL).match(bullet.text)
    if named:
        base["id"] = base["label"] = named.group(1)
    elif base["label"] is None:
        base["id"] = scope.ids.once(f"step-{number}" if number else base["id"])
    raw = scope.source.text[max(number_span.end, bullet.words.start) : bullet.words.end]
    pulls = (
        tuple(f"#{a or b}" for a, b in rx(_PULL).findall(raw)) if "#" in raw or "/" in raw else ()
    )
    return Step(
        **base,
        number=number,
        number_span=number_span,
        task=bullet.task,
        after=_after(base["fields"]),
        references=_with_field(pulls + tuple(rx(_COMMIT).findall(raw)), base["fields"]),
        parent=place.parent,
    )


def _number(scope: Scope, bullet: ListItem, place: Place) -> tuple[str, Span]:
    """The number printed in the words, else the list's own marker.

    `#3` is a number where it is the third of its list, elsewhere a pull request.
    """
    match = rx(_NUMBER).match(bullet.text)
    if match is None and bullet.text.startswith(f"#{place.nth} "):
        match = rx(r"#(\d+)").match(bullet.text)
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
    found: list[str] = []
    for field in fields:
        if field.key == "pr":
            words = rx(r"(?<![\w#/.-])(?=\d{1,7}(?:[\s,.]|$))").sub("#", field.value)
            found += (f"#{a or b}" for a, b in rx(_PULL).findall(words))
    return named + tuple(one for one in dict.fromkeys(found) if one not in named)


def _after(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """The steps that `after:` names: `step-2`, `other-plan#step-2`, a label."""
    named = []
    for field in fields:
        if field.key != "after":
            continue
        for plan, step in rx(_AFTER).findall(field.value):
            name = re.sub(r"^steps?[- ]?", "", step, flags=re.IGNORECASE)
            item = f"step-{name}" if name[:1].isdigit() else name
            named.append(f"{plan}#{item}" if plan else item)
    return tuple(named)
