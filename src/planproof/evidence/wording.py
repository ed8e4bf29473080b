"""What a plan says, without what changes while nothing new is said, and how two wordings differ.

A sign-off of a whole plan is pinned to this. Ticking a box, adding a field such as `proof:`, wrapping
lines anew, another kind of bullet or emphasis and the plan's state leave it as it is; every word, figure,
table cell, heading, link's target and line of code is in it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import assert_never

from planproof.markdown.tree import (
    Block,
    Cell,
    Comment,
    Divider,
    Fence,
    Heading,
    Html,
    HtmlBlock,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Table,
)
from planproof.plan.model import Item, Plan
from planproof.plan.scope import FIELDS
from planproof.plan.state import said, status_lines
from planproof.plan.wording import normalised
from planproof.text.patterns import rx
from planproof.text.source import Source, Span

_BOOK_KEEPING = frozenset(FIELDS) - {"answer"}
"""Fields that say how the plan is carried out. An answer is a part of what it says."""

_STATE_KEYS = frozenset(
    (
        "status", "updated", "last updated", "modified", "date updated",
        "superseded by", "withdrawn because",
    )
)  # fmt: skip
"""Keys of front matter that say how far the plan is, why, and when it was touched."""

_FIELD_KEY = r"([A-Za-z][a-z]{1,11}):(?:\s+|$)"
_STATUS = r"(?i)\bstatus\b[\W_]+"


def plan_wording(plan: Plan) -> str:
    """What a plan says, a line for each piece, in the order of the text."""
    return "\n".join(_Wording(plan).lines())


def plan_fingerprint(plan: Plan) -> str:
    """A hash of `plan_wording`, in 64 hexadecimal digits."""
    return fingerprint_of(plan_wording(plan))


def fingerprint_of(wording: str) -> str:
    """The fingerprint of a whole plan with this wording."""
    return hashlib.sha256(wording.encode()).hexdigest()


def wording_of(plan: Plan, item: Item | None) -> str:
    """What an item of a plan says, or all of the plan."""
    return plan_wording(plan) if item is None else item.wording


def fingerprint(plan: Plan, item: Item | None) -> str:
    """The fingerprint of what an item of a plan says, or all of the plan."""
    return plan_fingerprint(plan) if item is None else item.fingerprint


def same_words(one: str, other: str) -> bool:
    """Whether two wordings of an item say the same: but for emphasis, white space and case."""
    return _bare(one) == _bare(other)


def difference(was: str, now: str, most: int = 160) -> str:
    """Where two wordings differ, in a sentence: `was: "... at most 200 ms", now: "... at most 300 ms"`.

    Args:
        was: the one.
        now: the other.
        most: characters of each that are shown at most.
    """
    old, new = was.split(), now.split()
    if old == new:
        return "nothing but white space differs"
    before = _alike(old, new)
    after = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - before)
    shown = (_around(words, before, len(words) - after, most) for words in (old, new))
    return "was: {}, now: {}".format(*shown)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two lists have in common from the start on."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _around(words: Sequence[str], start: int, end: int, most: int) -> str:
    """The words that differ, with a few on both sides, cut to a length."""
    context = 5  # words
    first, last = max(start - context, 0), min(end + context, len(words))
    text = " ".join(words[first:last])
    if len(text) > most:
        text = " ".join(words[first : min(last, first + most)])[: most - 1] + "…"
    elif last < len(words):
        text += " …"
    return f'"{"… " if first else ""}{text}"' if text else "nothing"


def _bare(wording: str) -> str:
    return " ".join(rx(r"[*_`\\]").sub("", wording).split()).casefold()


class _Wording:
    """Writes what a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.source: Source = plan.document.source
        self.comments: tuple[Comment, ...] = plan.document.comments
        self.at = [one.span.start for one in self.comments]
        lines = status_lines(self.source, plan.sections)
        self.stating = sorted(one.span.start for one in lines)

    def lines(self) -> Iterator[str]:
        """All of it."""
        yield from self.front()
        yield from self.blocks(self.plan.document.blocks, "")
        if self.plan.document.read_to is not None:
            yield _one_line(self.source.text[self.plan.document.read_to :])

    def front(self) -> Iterator[str]:
        front = self.plan.document.front
        if front is None:
            return
        if self.plan.front.problem:
            yield _one_line(self.source[front.content])
        for value in self.plan.front.values:
            if normalised(value.key) not in _STATE_KEYS:
                yield f"{value.key}: {_one_line(value.value)}"

    def blocks(self, blocks: Sequence[Block], indent: str) -> Iterator[str]:
        for block in blocks:
            for line in self.block(block):
                yield indent + line

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            yield from self.words(block, block.span)
        elif isinstance(block, Heading):
            yield f"{'#' * block.level} {''.join(self.words(block, block.words))}".rstrip()
        elif isinstance(block, List):
            for item in block.items:
                yield from self.item(item, ordered=block.ordered)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                cells = (" ".join(self.words(cell, cell.span)) for cell in row.cells)
                told = "| " + " | ".join(cells) + " |"
                yield self.unstated(told) if self.states(row.span) else told
        elif isinstance(block, Fence):
            yield f"``` {block.info}".rstrip()
            text = block.text.replace("\r\n", "\n").replace("\r", "\n")
            yield from (line.rstrip() for line in text.rstrip().split("\n"))
            yield "```"
        elif isinstance(block, HtmlBlock):
            yield from filter(None, [_one_line(self.without_comments(block.span))])
        elif isinstance(block, Quote):
            yield from (f"> {line}" for line in self.blocks(block.blocks, ""))
        elif not isinstance(block, Divider):
            assert_never(block)

    def item(self, item: ListItem, *, ordered: bool) -> Iterator[str]:
        marker = self.source[item.marker].rstrip(".)") + "." if ordered else "-"
        yield f"{marker} {' '.join(self.words(item, item.words))}".rstrip()
        for block in item.blocks:
            if isinstance(block, List):
                for inner in block.items:
                    shown = self.item(inner, ordered=block.ordered)
                    if _is_field(inner):
                        next(shown)  # its own words; what hangs on it is said
                    yield from (f"  {line}" for line in shown)
            else:
                yield from self.blocks((block,), "  ")

    def words(self, node: Paragraph | Heading | ListItem | Cell, span: Span) -> Iterator[str]:
        """A piece of prose in one line; nothing where it says nothing."""
        raw, text = self.source[span], node.text
        if raw.count("~") != text.count(
            "~"
        ):  # what is struck out is said otherwise than what is not
            text = self.without_comments(span)
        told = [_one_line(text), *self.more(node.inlines)]
        line = " ".join(filter(None, told))
        if not isinstance(node, Cell) and self.states(span):
            line = self.unstated(line)
        if line:
            yield line

    def more(self, inlines: Sequence[Inline]) -> Iterator[str]:
        """What prose says beside its words: where links lead, and HTML."""
        for one in inlines:
            if isinstance(one, Link) and one.destination != one.text:
                yield f"<{one.destination}>"
            elif isinstance(one, Html):
                yield _one_line(self.without_comments(one.span))

    def states(self, span: Span) -> bool:
        """Whether the plan says its state there."""
        at = bisect_left(self.stating, span.start)
        return at < len(self.stating) and self.stating[at] < span.end

    def unstated(self, line: str) -> str:
        """A line without the state that it names."""
        for start in (*(one.end() for one in rx(_STATUS).finditer(line)), 0):
            found = said(line[start:], {})
            if found is not None:
                rest = line[start + found.end :].partition(" ")[2]
                return f"{line[:start].rstrip()} {rest}".strip()
        return line

    def without_comments(self, span: Span) -> str:
        parts, at = [], span.start
        for comment in self.comments[bisect_left(self.at, span.start) :]:
            if comment.span.start >= span.end:
                break
            parts.append(self.source.text[at : comment.span.start])
            at = comment.span.end
        parts.append(self.source.text[min(at, span.end) : span.end])
        return "".join(parts)


def _is_field(item: ListItem) -> bool:
    match = rx(_FIELD_KEY).match(item.text)
    return match is not None and match.group(1).casefold() in _BOOK_KEEPING


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
