"""What a section's reader works from: the section's blocks, and how items are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from planproof.markdown.outline import Part, walk
from planproof.markdown.tree import (
    Block,
    Cell,
    Code,
    Fence,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
)
from planproof.plan.ids import Ids
from planproof.plan.model import Field, Words
from planproof.plan.wording import normalised, says_none
from planproof.text.source import Source, Span

FIELDS = (
    "proof", "after", "owner", "due", "answer", "inputs", "runs", "baseline", "status", "source",
    "pr", "forced",
)  # fmt: skip
"""The fields an item can have."""

PROVING = ("proof", "inputs", "runs", "baseline")
"""The fields that a table with a column for proofs can have in its columns."""

_SAID = re.compile(r"(?:sign-off by|pr|commit)\b", re.IGNORECASE)
"""How a proof begins that needs no code span."""

_LONGEST_LABEL = 40
"""Characters that words before a list have at most to be its label: "Out of scope:"."""

_FIELD = re.compile(r"([A-Za-z][a-z]{1,11}|PR):(?:\s+|$)")
_LABEL = re.compile(
    r"([A-Z]{1,6}-\d{1,4}[a-z]?(?:\.\d+)*|[A-Z]{1,3}\d{1,4}(?:\.\d+)*)(?=[\s:)\]—–]|\.(?!\w)|$)"
)
_NOT_LABELS = (
    "SHA-",
    "UTF-",
    "ISO-",
    "RFC-",
    "AES-",
    "CVE-",
    "PEP-",
    "SE-",
    "TLS-",
    "P50",
    "P75",
    "P90",
    "P95",
    "P99",
)


class Scope:
    """A section as its reader sees it.

    Attributes:
        source: the plan's text.
        blocks: everything under the heading, in order, sub-sections without a role of their own included.
        parts: the sub-sections without a role.
        title: the section's heading, where its words count.
        aside: whether of the steps here only those count that have a number in their words, or a label.
    """

    def __init__(
        self,
        source: Source,
        blocks: tuple[Block, ...],
        parts: tuple[Part, ...],
        ids: Ids,
        title: str = "",
        *,
        aside: bool = False,
    ) -> None:
        self.source = source
        self.blocks = blocks
        self.parts = parts
        self.ids = ids
        self.title = title
        self.aside = aside
        self._in_columns: dict[Span, tuple[Field, ...]] | None = None

    def own(self) -> Scope:
        """The section without its sub-sections."""
        if not self.parts:
            return self
        end = self.parts[0].span.start
        blocks = tuple(block for block in self.blocks if block.span.start < end)
        return Scope(self.source, blocks, (), self.ids, self.title)

    def within(self, part: Part) -> Scope:
        """One of the sub-sections."""
        blocks = tuple(block for inner in walk(part) for block in inner.blocks)
        return Scope(self.source, blocks, part.parts, self.ids)

    # -- what there is to read ------------------------------------------------------------------

    def bullets(self) -> Iterator[ListItem]:
        """The items of the section's lists that say something; those under a group's title, too.

        A bullet that only says "None" says nothing.
        """
        for block in self.blocks:
            if block.__class__ is List:
                for _, bullet in _leaves(block, "", 0):
                    yield bullet

    def titled_bullets(self) -> Iterator[tuple[str, ListItem]]:
        """The same, each with the group's title or the strong paragraph it stands under."""
        label = ""
        for block in self.blocks:
            if block.__class__ is Paragraph and has_strong_only(block.inlines, block.text):
                label = block.text
            elif block.__class__ is List:
                yield from _leaves(block, label, 0)

    def labelled_bullets(self) -> Iterator[tuple[str, ListItem]]:
        """The same, each with the words (`**Non-goals**`, "Out of scope:") that its list stands under."""
        label = ""
        for block in self.blocks:
            if isinstance(block, Paragraph) and (
                has_strong_only(block.inlines, block.text)
                or (block.text.endswith(":") and len(block.text) < _LONGEST_LABEL)
            ):
                label = block.text
            elif isinstance(block, List):
                for _, bullet in _leaves(block, "", 0):
                    yield label, bullet

    def rows(
        self, columns: Mapping[str, tuple[str, ...]], key: str
    ) -> Iterator[tuple[Span, dict[str, Words]]]:
        """The rows of the section's tables that have the column `key`.

        Args:
            columns: the columns' names and the words (normalised) that may stand in their heads.
            key: the column without which a table is not meant.

        Yields:
            The row's span, and what stands in each column found; every column is there, with no
            words where the table lacks it.
        """
        for table in self.tables():
            places = column_places(table, columns)
            if key not in places:
                continue
            for row in table.rows:
                cells = {
                    name: words_of(row.cells[places[name]])
                    if name in places and places[name] < len(row.cells)
                    else Words(Span(row.span.end, row.span.end), "")
                    for name in columns
                }
                if any(words.text for words in cells.values()):
                    yield row.span, cells

    def tables(self) -> Iterator[Table]:
        """The section's tables."""
        for block in self.blocks:
            if block.__class__ is Table:
                yield block

    def fences(self) -> Iterator[Fence]:
        """The section's fences, those in its lists and quotes included."""
        yield from _fences(self.blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """The section's own paragraphs."""
        for block in self.blocks:
            if block.__class__ is Paragraph:
                yield block

    def prose(self) -> Iterator[Paragraph | ListItem | Cell]:
        """Everything with words in the section, outside code."""
        yield from _prose(self.blocks)

    def codes(self) -> Iterator[Code]:
        """The section's code spans."""
        for prose in self.prose():
            for inline in prose.inlines:
                if inline.__class__ is Code:
                    yield inline

    # -- items ----------------------------------------------------------------------------------

    def base(self, kind: str, bullet: ListItem, within: str = "") -> dict[str, Any]:
        """What every item has, for the item that a bullet is.

        Args:
            kind: the item's kind.
            bullet: what it is made of.
            within: the id of the item whose own parts are counted, and this is one; empty for all of a kind.
        """
        words = Words(bullet.words, bullet.text, bullet.inlines)
        label = label_of(words)
        if within:
            name = self.ids.labelled(label) if label else f"{within}.{self.ids.place(within)}"
        else:
            name = self.ids.next(kind, label)
        return {
            "id": name,
            "kind": kind,
            "label": label,
            "span": bullet.span,
            "words": words,
            "fields": self.fields(bullet) if bullet.blocks else (),
        }

    def plain(self, kind: str, span: Span, words: Words) -> dict[str, Any]:
        """What every item has, for an item that is a row, a heading, a paragraph or a piece of one."""
        label = label_of(words)
        return {
            "id": self.ids.next(kind, label),
            "kind": kind,
            "label": label,
            "span": span,
            "words": words,
            "fields": self._row_fields(span),
        }

    def _row_fields(self, span: Span) -> tuple[Field, ...]:
        """The fields of a row, where its table has a column for proofs; none of anything else."""
        if self._in_columns is None:
            self._in_columns = {}
            for table in self.tables():
                places = column_places(table, {key: (key,) for key in PROVING})
                if "proof" in places:
                    self._in_columns |= {row.span: _cells(row, places) for row in table.rows}
        return self._in_columns.get(span, ())

    def fields(self, bullet: ListItem) -> tuple[Field, ...]:
        """The sub-bullets of the form `key: value`."""
        found = []
        for block in bullet.blocks:
            if block.__class__ is not List:
                continue
            for sub in block.items:
                match = _key(sub)
                if match:
                    found.append(self._field(sub, match))
        return tuple(found)

    def _field(self, sub: ListItem, match: re.Match[str]) -> Field:
        raw = self.source[sub.words]
        colon = raw.find(":")
        key_start = raw.find(match.group(1))
        value = raw[colon + 1 :]
        value_start = sub.words.start + colon + 1 + len(value) - len(value.lstrip("* \t"))
        return Field(
            span=sub.span,
            key=match.group(1).casefold(),
            key_span=Span(
                sub.words.start + max(key_start, 0),
                sub.words.start + max(key_start, 0) + len(match.group(1)),
            ),
            value=sub.text[match.end() :].strip(),
            value_span=Span(min(value_start, sub.words.end), sub.words.end),
            codes=tuple(inline for inline in sub.inlines if isinstance(inline, Code)),
        )

    def headings(self) -> Iterator[tuple[Part, Heading]]:
        """The sub-sections right under the section that have no role."""
        for part in self.parts:
            if part.heading is not None:
                yield part, part.heading


def _key(sub: ListItem) -> re.Match[str] | None:
    """The key that a sub-bullet's words begin with, as a field's do; None where they are a remark.

    A colon in a code span ends no key: `owner: String` is code that somebody talks about.
    """
    match = _FIELD.match(sub.text)
    code = next((one for one in sub.inlines if isinstance(one, Code)), None) if match else None
    if match and code and code.text.startswith(f"{match.group(1)}:"):
        # What stands before the code is marks of emphasis alone, or else a key of its own and more.
        return match if code.span.start - sub.words.start > len(match.group(1)) else None
    return match


def _cells(row: Row, places: Mapping[str, int]) -> tuple[Field, ...]:
    """A row's cells in the columns of fields, as fields. A proof in prose is none: it names nothing."""
    found = []
    for key, place in places.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if cell is None or not cell.text.strip():
            continue
        codes = tuple(inline for inline in cell.inlines if isinstance(inline, Code))
        if key == "proof" and not codes and not _SAID.match(cell.text):
            continue
        start = Span(cell.span.start, cell.span.start)
        found.append(Field(cell.span, key, start, cell.text.strip(), cell.span, codes))
    return tuple(found)


def words_of(node: Paragraph | Cell | Heading | ListItem) -> Words:
    """A node's words."""
    if isinstance(node, (Heading, ListItem)):
        return Words(node.words, node.text, node.inlines)
    return Words(node.span, node.text, node.inlines)


def label_of(words: Words) -> str | None:
    """The label that words begin with: `AC-3 ...`, `**R2** ...`, `FR-001: ...`.

    A bare word such as `S3` or `UTF-8` is none: a label without a hyphen counts only where it is
    strong or a colon follows it.
    """
    text = words.text
    if not text or not ("A" <= text[0] <= "Z"):
        return None
    match = _LABEL.match(text)
    if not match or match.group().startswith(_NOT_LABELS):
        return None
    label = match.group(1)
    strong = any(
        inline.__class__ is Strong and inline.text.rstrip(":. ").startswith(label)
        for inline in words.inlines[:1]
    )
    after = text[match.end() : match.end() + 1]
    return label if strong or "-" in label or after in (":", ")") else None


def column_places(table: Table, columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Which column of a table stands where, by the words in its head."""
    places: dict[str, int] = {}
    for index, cell in enumerate(table.head.cells):
        title = normalised(cell.text)
        for name, titles in columns.items():
            if name not in places and title in titles:
                places[name] = index
                break
    return places


def has_strong_only(inlines: tuple[Inline, ...], text: str) -> bool:
    """Whether the words are one piece of strong emphasis and nothing else."""
    return (
        len(inlines) == 1
        and inlines[0].__class__ is Strong
        and inlines[0].text.strip(" :") == text.strip(" :")
    )


def _leaves(block: List, title: str, depth: int) -> Iterator[tuple[str, ListItem]]:
    for bullet in block.items:
        lists = [inner for inner in bullet.blocks if inner.__class__ is List]
        group = (
            lists
            and depth < 3
            and bullet.task is None
            and (bullet.text.endswith(":") or has_strong_only(bullet.inlines, bullet.text))
            and not any(_key(sub) for inner in lists for sub in inner.items)
        )
        if group:
            for inner in lists:
                yield from _leaves(inner, bullet.text, depth + 1)
        elif not says_none(bullet.text) or bullet.task is not None:
            yield title, bullet


def _fences(blocks: tuple[Block, ...]) -> Iterator[Fence]:
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        elif isinstance(block, List):
            for item in block.items:
                yield from _fences(item.blocks)
        elif isinstance(block, Quote):
            yield from _fences(block.blocks)


def _prose(blocks: tuple[Block, ...]) -> Iterator[Paragraph | ListItem | Cell]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, List):
            for item in block.items:
                yield item
                yield from _prose(item.blocks)
        elif isinstance(block, Quote):
            yield from _prose(block.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from row.cells
