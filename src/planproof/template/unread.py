"""What of a template planproof gives no meaning, in sentences: nothing of it is judged in the plans written to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.plan.roles import section_kinds
from planproof.plan.scope import PROVING
from planproof.plan.wording import normalised
from planproof.template.schema import SectionSchema, Template
from planproof.text.patterns import rx

_MOST = 12
"""Headings that are named."""


def unread(template: Template) -> list[str]:
    """What has no meaning: headings without a role, columns that no role knows, boxes ticked already."""
    return [*_headings(template), *_columns(template), *_boxes(template)]


def _headings(template: Template) -> Iterator[str]:
    """The headings without a role; what stands under one with a role is read with it."""
    without: list[str] = []
    above: list[SectionSchema] = []
    for one in template.sections:
        while above and above[-1].level >= one.level:
            above.pop()
        if not one.role and not any(other.role for other in above):
            without.append(one.title)
        above.append(one)
    if without:
        has = "has" if len(without) == 1 else "have"
        yield (
            f"{len(without)} of {len(template.sections)} headings {has} no role: {_named(without)};"
            " say which with `planproof: roles:` in its front matter"
        )


def _columns(template: Template) -> Iterator[str]:
    """The columns of tables of which nothing is read."""
    for one in template.sections:
        columns = section_kinds()[one.role].columns if one.role else {}
        known = {words for titles in columns.values() for words in titles} | set(PROVING)
        heads = [head for head in one.columns if head.strip()]
        strange = [head for head in heads if normalised(head) not in known]
        if columns and strange:
            every = ", ".join(titles[0] for titles in columns.values())
            columns_are = "column" if len(strange) == 1 else "columns"
            yield (
                f'nothing is read of the {columns_are} {_named([f"`{head}`" for head in strange])} of "{one.title}";'
                f" a table of its role, {one.role}, has {every}"
            )


def _boxes(template: Template) -> Iterator[str]:
    ticked = len(rx(r"(?mi)^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[x\][ \t]").findall(template.source))
    if ticked:
        boxes = "a box is" if ticked == 1 else f"{ticked} boxes are"
        yield f"{boxes} ticked, as in a plan rather than in a template; `new` copies that"


def _named(words: Sequence[str]) -> str:
    left = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" and {left} more" if left > 0 else "")
