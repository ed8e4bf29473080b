"""`<!-- planproof: ignore RULE reason -->`: a finding that somebody accepts, in the plan.

How far a comment reaches:

* the whole file, where it stands before the first heading;
* the whole section, where it stands right under the heading;
* the item or bullet it stands in, else the paragraph or line it stands in;
* the item, bullet, paragraph, table or fence that comes next, where it stands on lines of its own.

Everything here takes time linear in the plan's length and the number of its comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeVar

import msgspec

from planproof.markdown.tree import (
    Block,
    Comment,
    Fence,
    HtmlBlock,
    List,
    ListItem,
    Paragraph,
    Quote,
    Table,
)
from planproof.plan.model import Finding, Plan
from planproof.text.source import Span


class Name(msgspec.Struct, frozen=True, gc=False):
    """A rule's id or a group, as a comment names it."""

    span: Span
    text: str


class Suppression(msgspec.Struct, frozen=True, gc=False):
    """One comment that accepts findings.

    Attributes:
        comment: where it stands.
        names: the rule ids or groups it names, or `all`.
        reason: why.
        reach: the part of the text it counts for.
        idle: those of the names that suppressed nothing although every rule they name was applied;
            filled in once the rules have been applied.
    """

    comment: Span
    names: tuple[Name, ...]
    reason: str
    reach: Span
    idle: tuple[Name, ...] = ()


def names(selector: str, rule: str) -> bool:
    """Whether a selector names a rule: by its id, by its group, or `all`."""
    return selector in (rule, "all") or rule.startswith(f"{selector}/")


@cache
def _grammar(verb: str) -> re.Pattern[str]:
    return re.compile(
        rf"<!--\s*planproof:\s*{verb}\b[ \t]*"
        r"(?P<names>[\w/-]*\w(?:[ \t]*,[ \t]*[\w/-]*\w)*)?[ \t,]*(?P<reason>.*?)(?:-->|\Z)",
        re.DOTALL | re.IGNORECASE,
    )


def suppressions(plan: Plan, verb: str = "ignore") -> list[Suppression]:
    """The suppressions of a plan, in the order of the text.

    Args:
        plan: the plan.
        verb: `ignore` accepts findings; `accept` accepts broken claims, and reaches as far.
    """
    text = plan.document.source.text
    if "planproof" not in text:
        return []
    found = []
    reaches = None
    for comment in plan.document.comments:
        match = _grammar(verb).match(text, comment.span.start, comment.span.end)
        if match:
            start = match.start("names")
            named = [
                Name(Span(start + one.start(), start + one.end()), one.group())
                for one in re.finditer(r"[\w/-]+", match["names"] or "")
            ]
            reason = match["reason"].strip().lstrip("-–—:").strip()
            reaches = reaches or _Reaches(plan)
            reach = reaches.of(comment)
            found.append(Suppression(comment.span, tuple(named), reason, reach))
    return found


class _Reaches:
    """How far each comment of a plan reaches."""

    def __init__(self, plan: Plan) -> None:
        document = plan.document
        self.text = document.source.text
        self.source = document.source
        self.comments = document.comments
        self.blocks = document.blocks
        first = next((one for one in document.blocks if not isinstance(one, HtmlBlock)), None)
        self.start = (
            document.headings[0].span.start
            if document.headings
            else first.span.start
            if first is not None
            else len(self.text)
        )
        self.following = self._following()
        self.sections = self._under_headings(plan)
        offsets = {comment.span.start for comment in self.comments} | set(self.following.values())
        self.items = innermost([item.span for item in plan.items], offsets)

    def of(self, comment: Comment) -> Span:
        """The part of the text that a comment counts for."""
        here = comment.span
        if here.end <= self.start:
            return Span(0, len(self.text) + 1)
        if here in self.sections:
            return self.sections[here]
        line = self.source.line_span(self.source.line_number(here.start))
        block, bullet = self._block_at(here.start)
        around = self.items.get(here.start) or bullet
        if around is None and isinstance(block, HtmlBlock):
            after = self.following[here]
            following = self.items.get(after) or self._thing_at(after) or line
            return _and_after(Span(line.start, max(following.end, line.end)))
        if around is None:
            around = block.span if isinstance(block, Paragraph) else line
        return _and_after(around)

    def _following(self) -> dict[Span, int]:
        """Where, behind each comment and the comments right after it, the next words begin."""
        space = re.compile(r"\s*")
        found: dict[Span, int] = {}
        next_start, after_next = -1, -1
        for comment in reversed(self.comments):
            match = space.match(self.text, comment.span.end)
            at = match.end() if match else comment.span.end
            at = after_next if at == next_start else at
            found[comment.span] = at
            next_start, after_next = comment.span.start, at
        return found

    def _under_headings(self, plan: Plan) -> dict[Span, Span]:
        """The comments right under a heading, with the section's span."""
        sections = [section for section in plan.sections if section.heading is not None]
        starts = [section.span.start for section in sections]
        found: dict[Span, Span] = {}
        current, end = -1, -1
        for comment in self.comments:
            index = bisect_right(starts, comment.span.start) - 1
            if index < 0:
                continue
            heading = sections[index].heading
            if index != current and heading is not None:
                current, end = index, heading.span.end
            if end <= comment.span.start and not self.text[end : comment.span.start].strip():
                found[comment.span] = _and_after(sections[index].span)
                end = comment.span.end
            elif end <= comment.span.start:
                end = len(self.text)
        return found

    def _block_at(self, offset: int) -> tuple[Block | None, Span | None]:
        """The innermost block and bullet at an offset."""
        bullet = None
        block = _at(self.blocks, offset)
        deeper = block
        while deeper is not None:
            block = deeper
            inner: tuple[Block, ...] = ()
            if isinstance(block, Quote):
                inner = block.blocks
            elif isinstance(block, List) and (item := _at(block.items, offset)):
                inner, bullet = item.blocks, item.span
            deeper = _at(inner, offset)
        return block, bullet

    def _thing_at(self, offset: int) -> Span | None:
        """What a comment stands before: a whole block, of a list its first item."""
        block = _at(self.blocks, offset)
        if isinstance(block, List):
            item = _at(block.items, offset)
            return item.span if item else None
        return block.span if isinstance(block, (Paragraph, Table, Fence, Quote)) else None


def _and_after(span: Span) -> Span:
    """A span with the place right behind it, where something missing is reported."""
    return Span(span.start, span.end + 1)


_Node = TypeVar("_Node", bound=Block | ListItem)


def _at(nodes: Sequence[_Node], offset: int) -> _Node | None:
    """The one of some nodes, in the order of the text, that holds an offset."""
    index = bisect_right(nodes, offset, key=lambda node: node.span.start) - 1
    return nodes[index] if index >= 0 and offset < nodes[index].span.end else None


def innermost(spans: Iterable[Span], offsets: Iterable[int]) -> dict[int, Span]:
    """For each offset the smallest of the spans, nested as items are, that holds it."""
    waiting = sorted(spans, key=lambda span: (span.start, -span.end))
    found: dict[int, Span] = {}
    around: list[Span] = []
    index = 0
    for offset in sorted(offsets):
        while index < len(waiting) and waiting[index].start <= offset:
            around.append(waiting[index])
            index += 1
        while around and around[-1].end <= offset:
            around.pop()
        if around:
            found[offset] = around[-1]
    return found


def apply(
    findings: Sequence[Finding], accepted: Sequence[Suppression]
) -> tuple[list[Finding], list[tuple[Finding, Suppression]], set[Name]]:
    """The findings that remain, the suppressed ones with what suppressed them, the names that did.

    Of several comments that accept a finding by the same name, the farthest-reaching one counts.

    Args:
        findings: in the order of the text.
        accepted: the plan's suppressions.
    """
    kept: list[Finding] = []
    gone: list[tuple[Finding, Suppression]] = []
    used: set[Name] = set()
    waiting = sorted(accepted, key=lambda one: (one.reach.start, -one.reach.end))
    farthest: dict[str, tuple[Suppression, Name]] = {}
    index = 0
    for finding in findings:
        while index < len(waiting) and waiting[index].reach.start <= finding.span.start:
            one = waiting[index]
            index += 1
            for name in one.names:
                if name.text not in farthest or farthest[name.text][0].reach.end < one.reach.end:
                    farthest[name.text] = (one, name)
        group = finding.rule.partition("/")[0]
        for selector in (finding.rule, group, "all"):
            by = farthest.get(selector)
            if by is not None and finding.span.start < by[0].reach.end:
                gone.append((finding, by[0]))
                used.add(by[1])
                break
        else:
            kept.append(finding)
    return kept, gone, used


def accounts(
    accepted: Sequence[Suppression], used: set[Name], applied: Iterable[str], default: Iterable[str]
) -> list[Suppression]:
    """The suppressions, each with those of its names that suppressed nothing.

    A name is idle only where each rule it names was applied; of a group, each that is applied by
    default.

    Args:
        accepted: the plan's suppressions.
        used: the names that suppressed something.
        applied: the ids of the rules that were applied.
        default: the ids of the rules that are applied by default.
    """
    rules = frozenset(applied)
    usual = frozenset(default)

    @cache
    def was_applied(selector: str) -> bool:
        if selector in rules:
            return True
        named = {rule for rule in usual if names(selector, rule)}
        return bool(named) and named <= rules

    return [
        msgspec.structs.replace(
            one,
            idle=tuple(name for name in one.names if name not in used and was_applied(name.text)),
        )
        for one in accepted
    ]
