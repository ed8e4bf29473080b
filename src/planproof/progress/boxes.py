"""The boxes of one version of a plan, read fast: neither template nor sections are needed for that.

A version that differs from the one before in nothing but marks inside boxes is not parsed again: a mark
that GFM knows, in the place of another that it knows, changes nothing else of a document.
"""

from __future__ import annotations

import msgspec

from planproof.markdown.parse import parse
from planproof.markdown.tree import Block, Document, List, Quote
from planproof.plan.model import Words
from planproof.plan.scope import label_of
from planproof.text.patterns import rx
from planproof.text.source import Source

_MARKS = frozenset(" xX")
_REFERENCE = r"(?i)[\s(\[,;–—-]*(?:(?:PR|pull request|MR|merge request|via|in)\s*)?[#!]\d+[\])]*"
_NUMBER = (
    r"(?i)(?:\*\s)?(?:(?:step|task|unit|phase)[ #]+)?(\d{1,4}(?:\.\d{1,4})*[a-z]?)[.):]?(?=\s)"
)
_TASK = r"(T\d{3,4})\b"
LONGEST = 400
"""Characters of an item's words that are kept."""


class Box(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A box of a version.

    Attributes:
        words: the words of its item, on one line, at most `LONGEST` characters.
        label: the item's own label or printed number, else empty.
        key: the words as they are compared: no number, case, punctuation or reference.
        above: the heading it stands under and the items it is part of, as they are compared.
        done: whether it is ticked.
        at: where the box starts in the text, in characters.
    """

    words: str
    label: str
    key: str
    above: str
    done: bool
    at: int


class Reader:
    """Reads versions one after another, each faster for knowing the last."""

    def __init__(self) -> None:
        self._boxes: tuple[Box, ...] = ()
        self._marks: list[int] = []
        self._pieces: list[str] = []

    def boxes(self, data: bytes) -> tuple[Box, ...]:
        """The boxes of a version, in the order of the text; none where it is not text."""
        if b"[" not in data:
            return ()
        text = data.decode("utf-8", "replace")
        pieces = self._cut(text)
        if self._marks and pieces == self._pieces:
            marks = [text[at] for at in self._marks]
            if _MARKS.issuperset(marks):
                self._boxes = tuple(
                    box
                    if box.done == (mark != " ") or text[box.at + 2] != "]"
                    else msgspec.structs.replace(box, done=mark != " ")
                    for box, mark in zip(self._boxes, marks, strict=True)
                )
                return self._boxes
        document = parse(Source("", text))
        self._boxes = boxes_of(document)
        tasks = [item.task for item in document.tasks if item.task is not None]
        plain = all(task.known for task in tasks)
        self._marks = [task.span.start + 1 for task in tasks] if plain else []
        self._pieces = self._cut(text)
        return self._boxes

    def _cut(self, text: str) -> list[str]:
        """The text without the marks of the boxes that the last one had."""
        pieces = []
        start = 0
        for at in self._marks:
            pieces.append(text[start:at])
            start = at + 1
        pieces.append(text[start:])
        return pieces


def boxes_of(document: Document) -> tuple[Box, ...]:
    """The boxes of a document, in the order of the text."""
    above = _above(document) if document.tasks else {}
    found = []
    for item in document.tasks:
        if item.task is not None:
            words = " ".join(item.text.split())[:LONGEST]
            at = item.task.span.start
            label = label_of(Words(item.words, item.text, item.inlines)) or printed(words)
            found.append(Box(words, label, key_of(words), above.get(at, ""), item.task.done, at))
    return tuple(found)


def printed(words: str) -> str:
    """The number or task label that words begin with: `1.2`, `T004`; empty without one."""
    found = rx(_TASK).match(words) or rx(_NUMBER).match(words)
    return found.group(1) if found else ""


def key_of(words: str) -> str:
    """Words as they are compared."""
    found = rx(_NUMBER).match(words)
    if found and found.end() < len(words):
        words = words[found.end() :]
    if "#" in words or "!" in words:
        words = rx(_REFERENCE).sub("", words)
    return " ".join(rx(r"\w+").findall(words.casefold()))


def _above(document: Document) -> dict[int, str]:
    """For each box, by where it starts, the heading it stands under and the items it is part of."""
    found: dict[int, str] = {}
    heads = [(heading.span.start, key_of(heading.text)) for heading in document.headings]
    heads.append((len(document.source.text) + 1, ""))
    place, title = 0, ""
    for block in document.blocks:
        while heads[place][0] <= block.span.start:
            title = heads[place][1]
            place += 1
        _note(block, title, found, 0)
    return found


def _note(block: Block, above: str, found: dict[int, str], depth: int) -> None:
    if isinstance(block, List):
        for item in block.items:
            if item.task is not None:
                found[item.task.span.start] = above
            if item.blocks and depth < 40:
                inner = f"{above}\n{key_of(item.text[:LONGEST])}"
                for one in item.blocks:
                    _note(one, inner, found, depth + 1)
    elif isinstance(block, Quote):
        for one in block.blocks:
            _note(one, above, found, depth + 1)
