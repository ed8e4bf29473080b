"""The nodes of a Markdown document.

Every node has the `span` of what it stands for in the source text, without white space around it;
a node lies within its parent and after the siblings before it. Prose (headings, items, paragraphs,
table cells) has the `text` a reader sees: what stands at its span, less markup, with entities and
escapes resolved, line ends as blanks and now and then a tab as one. The inline pieces in it come in
the order in which they end, so what stands in another piece comes before it. The blocks form a
tree; what rules look for across a whole document (links, fences, comments ...) is collected beside
it, in the order of the text.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from planproof.text.source import Source, Span


class Code(msgspec.Struct, frozen=True, gc=False):
    """A code span; `text` is its content."""

    span: Span
    text: str


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link or image.

    Attributes:
        text: the link's text, or the image's alternative text.
        destination: where it leads, escapes and references resolved.
        style: how it is written: `inline`, `reference`, `collapsed`, `shortcut`, `autolink` or
            `email`.
        label: the reference's label, else empty.
        image: whether it is an image.
    """

    span: Span
    text: str
    destination: str
    style: str
    label: str
    image: bool


class Strong(msgspec.Struct, frozen=True, gc=False):
    """Strong emphasis, which plans use for labels: `**R2**`."""

    span: Span
    text: str


class Html(msgspec.Struct, frozen=True, gc=False):
    """A piece of raw inline HTML: one tag."""

    span: Span


Inline: TypeAlias = Code | Link | Strong | Html


class Comment(msgspec.Struct, frozen=True, gc=False):
    """An HTML comment; `text` is what stands between its marks, trimmed."""

    span: Span
    text: str


OPTIONAL = ("* ", "*\t")
"""What stands right behind the box of a task that need not be done, as Kiro writes it: `- [ ]* 1.1 Tests`."""


class Task(msgspec.Struct, frozen=True, gc=False):
    """A box: `[ ]`, `[x]`, or a mark that people mean as one.

    Attributes:
        span: the box with its brackets, and its backslashes where it is escaped.
        mark: what stands in the box; empty for `[]`.
        done: whether it is ticked: by an `x`, be it that GFM does not take it for a box as it is written.
        known: whether GFM takes it for a box.
    """

    span: Span
    mark: str
    done: bool
    known: bool


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, or the words of a list item that stand outside any other block."""

    span: Span
    text: str
    inlines: tuple[Inline, ...]


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading; `words` is the span of its title, `level` 1 to 6."""

    span: Span
    words: Span
    text: str
    inlines: tuple[Inline, ...]
    level: int
    setext: bool


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A table cell; its span is its content without padding, empty where the row is too short."""

    span: Span
    text: str
    inlines: tuple[Inline, ...]


class Row(msgspec.Struct, frozen=True, gc=False):
    """A table row, as many cells as the header has."""

    span: Span
    cells: tuple[Cell, ...]


class Table(msgspec.Struct, frozen=True, gc=False):
    """A pipe table."""

    span: Span
    head: Row
    rows: tuple[Row, ...]


class Fence(msgspec.Struct, frozen=True, gc=False):
    """A code block.

    Attributes:
        info: the info string after the fence, trimmed; empty for an indented block.
        text: the code, without the indentation of what it stands in.
        content: where the code stands; empty at the block's end if there is none.
        fenced: false for an indented block.
    """

    span: Span
    info: str
    text: str
    content: Span
    fenced: bool

    @property
    def language(self) -> str:
        """The info string's first word in lower case, without decoration (`{.py}`, `js,ignore`)."""
        if self.info.isalnum() or not self.info:  # nearly always, and asked for by many rules
            return self.info.casefold()
        words = self.info.replace(",", " ").replace("{", " ").replace("}", " ").split()
        return words[0].lstrip(".").casefold() if words else ""


class HtmlBlock(msgspec.Struct, frozen=True, gc=False):
    """A block of raw HTML."""

    span: Span


class Divider(msgspec.Struct, frozen=True, gc=False):
    """A thematic break."""

    span: Span


class ListItem(msgspec.Struct, frozen=True, gc=False):
    """A list item.

    Attributes:
        marker: its bullet or number, with the delimiter (`1.`).
        task: its box, if it has one.
        words: the span of its own words, from after marker and box to the end of its first
            paragraph; empty, after marker and box, where it has none.
        text: those words as a reader sees them.
        inlines: the inline pieces of those words.
        blocks: what else it holds: further paragraphs, sub-lists, code.
    """

    span: Span
    marker: Span
    task: Task | None
    words: Span
    text: str
    inlines: tuple[Inline, ...]
    blocks: tuple[Block, ...]


class List(msgspec.Struct, frozen=True, gc=False):
    """A list. `ordered` lists start at `start`."""

    span: Span
    ordered: bool
    start: int
    items: tuple[ListItem, ...]


class Quote(msgspec.Struct, frozen=True, gc=False):
    """A block quote or a footnote's definition."""

    span: Span
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Heading | List | Table | Fence | HtmlBlock | Divider | Quote


class FrontMatter(msgspec.Struct, frozen=True, gc=False):
    """YAML front matter; `content` lies between the two `---` lines."""

    span: Span
    content: Span


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A link reference definition."""

    span: Span
    label: str
    destination: str


class Document(msgspec.Struct, frozen=True, gc=False):
    """A Markdown document.

    Attributes:
        blocks: the top level of the tree.
        headings: those that stand in no list and no quote.
        links, codes ...: every one of them wherever it stands, in the order of the text.
        tasks: every list item with a box.
        html: every span of raw HTML, comments included.
        read_to: the offset where reading stopped, where the document was too complex to read whole.
    """

    source: Source
    front: FrontMatter | None
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    codes: tuple[Code, ...]
    fences: tuple[Fence, ...]
    tables: tuple[Table, ...]
    tasks: tuple[ListItem, ...]
    comments: tuple[Comment, ...]
    html: tuple[Span, ...]
    references: tuple[Reference, ...]
    read_to: int | None


def has_box(block: Block) -> bool:
    """Whether a block is a list with a box somewhere in it."""
    return isinstance(block, List) and any(
        item.task is not None or any(map(has_box, item.blocks)) for item in block.items
    )
