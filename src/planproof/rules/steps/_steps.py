"""A plan's steps, by section."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Plan, Section, Step
from planproof.text.patterns import rx

_NUMBER = r"\d+(?:\.\d+)*\Z"


def sections_with_boxes(plan: Plan) -> Iterator[tuple[Section, list[Step]]]:
    """The sections that have steps, with them; none where the plan has no boxes at all."""
    if plan.document.tasks:
        for section in plan.sections:
            if section.items:
                steps = [item for item in section.items if isinstance(item, Step)]
                if steps:
                    yield section, steps


def printed(step: Step) -> tuple[int, ...] | None:
    """The number in a step's words, as integers; None for one that only the list's marker gives."""
    if step.number_span.start < step.words.span.start or not rx(_NUMBER).match(step.number):
        return None
    return tuple(int(part) for part in step.number.split("."))


def runs(plan: Plan) -> Iterator[list[tuple[tuple[int, ...], Step]]]:
    """The steps that are numbered as one: side by side in a section, with the same prefix."""
    for _, steps in sections_with_boxes(plan):
        found: dict[tuple[str, tuple[int, ...], int], list[tuple[tuple[int, ...], Step]]] = {}
        for step in steps:
            number = printed(step)
            if number is not None:
                run = (step.parent, number[:-1], len(number))
                found.setdefault(run, []).append((number, step))
        yield from found.values()


def ordered_steps(plan: Plan) -> list[Step]:
    """The steps that say what they come after."""
    return [item for item in plan.items if isinstance(item, Step) and item.after]
