"""Proofs in a plan that belong to none of its items, and that nobody would carry out."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.evidence.verb import verbs
from planproof.markdown.tree import Block, List, ListItem, Paragraph, Quote
from planproof.plan.model import Plan
from planproof.text.patterns import rx
from planproof.text.source import Span


def stray_proofs(plan: Plan) -> Iterator[Span]:
    """The words of bullets and paragraphs that begin with `proof:` and a verb, and are no item's field."""
    if not rx(r"(?i)\bproof\b[*_]*:").search(plan.document.source.text):
        return
    known = {field.span.start for item in plan.items for field in item.fields}
    for node in _texts(plan):
        match = rx(r"(?i)proof:\s*([a-z][a-z-]*)\b").match(node.text)
        if match and match[1].casefold() in verbs() and node.span.start not in known:
            yield node.words if isinstance(node, ListItem) else node.span


def _texts(plan: Plan) -> Iterator[ListItem | Paragraph]:
    """Every bullet and paragraph, in the order of the text."""
    waiting: list[Block | ListItem] = list(reversed(plan.document.blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, ListItem | Quote):
            waiting += reversed(block.blocks)
        elif isinstance(block, List):
            waiting += reversed(block.items)
        if isinstance(block, ListItem | Paragraph):
            yield block
