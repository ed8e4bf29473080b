"""A document as lines that a person can write down and check.

A line for each node, indented by its depth: its kind, what sets it apart, and its text in quotes. Where
the source at the span of the words is something else than the text, it follows after `from`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from planproof.markdown.tree import (
    Block,
    Cell,
    Code,
    Divider,
    Document,
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
    Row,
    Strong,
    Table,
    Task,
)
from planproof.text.source import Source, Span
from tests.markdown.trees import below


def told(document: Document) -> list[str]:
    """The whole document: front matter, the tree, and what is collected and not in the tree."""
    source = document.source
    lines = [f"front {quoted(source[document.front.content])}"] if document.front else []
    for block in document.blocks:
        lines += node_lines(source, block)
    lines += [
        f"comment {quoted(one.text)} from {quoted(source[one.span])}" for one in document.comments
    ]
    for one in document.references:
        what = f"reference {quoted(one.label)} to {quoted(one.destination)}"
        lines.append(f"{what} from {quoted(source[one.span])}")
    return lines


def node_lines(source: Source, node: Block | ListItem | Row | Cell) -> Iterator[str]:
    yield head(source, node)
    if isinstance(node, Heading | Paragraph | Cell | ListItem):
        for inline in node.inlines:
            yield "  " + inline_line(source, inline)
    for child in below(node):
        for line in node_lines(source, child):
            yield "  " + line


def head(source: Source, node: Block | ListItem | Row | Cell) -> str:
    match node:
        case Heading():
            kind = "setext" if node.setext else "heading"
            return f"{kind} {node.level} {words(source, node.text, node.words)}"
        case Paragraph():
            return f"paragraph {words(source, node.text, node.span)}"
        case List():
            return f"list from {node.start}" if node.ordered else "list"
        case ListItem():
            box = box_line(source, node.task) + " " if node.task else ""
            return f"item {source[node.marker]} {box}{words(source, node.text, node.words)}"
        case Table():
            return "table"
        case Row():
            return "row"
        case Cell():
            return f"cell {words(source, node.text, node.span)}"
        case Fence():
            kind = f"fence {quoted(node.info)}" if node.fenced else "indented"
            return f"{kind} {words(source, node.text, node.content)}"
        case Quote():
            return "quote"
        case HtmlBlock():
            return f"html {quoted(source[node.span])}"
        case Divider():
            return f"divider {quoted(source[node.span])}"


def box_line(source: Source, task: Task) -> str:
    state = "done" if task.done else "open"
    if not task.known:
        state = f"unknown{' done' if task.done else ''} {quoted(task.mark)}"
    raw = source[task.span]
    return state if raw == ("[x]" if task.done else "[ ]") else f"{state} from {quoted(raw)}"


def inline_line(source: Source, inline: Inline) -> str:
    raw = quoted(source[inline.span])
    match inline:
        case Code():
            return f"code {quoted(inline.text)} from {raw}"
        case Strong():
            return f"strong {quoted(inline.text)} from {raw}"
        case Html():
            return f"tag {raw}"
        case Link():
            what = "image" if inline.image else "link"
            label = f" {quoted(inline.label)}" if inline.label else ""
            to = quoted(inline.destination)
            return f"{what} {inline.style}{label} {quoted(inline.text)} to {to} from {raw}"


def words(source: Source, text: str, span: Span) -> str:
    raw = source[span]
    return quoted(text) if raw == text else f"{quoted(text)} from {quoted(raw)}"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
