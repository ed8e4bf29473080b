r"""Task boxes that GFM does not know but people mean: `[~]`, `[]`, `\[x\]`, `[x]text`."""

from __future__ import annotations

import re
from functools import cache

from planproof.markdown.tree import Task
from planproof.text.source import Span


def meant_box(text: str, start: int, end: int) -> Task | None:
    """The box that a list item's words begin with, as its author meant it.

    Args:
        text: the whole text.
        start: where the words start.
        end: where they end.
    """
    if start >= end or text[start] not in "[\\":
        return None
    match = _box().match(text, start, end)
    if not match:
        return None
    mark = match["tick"] or match["other"] or ""
    # Forges show no box, which rules say; that people who wrote an `x` meant a tick is plain all the same.
    return Task(Span(start, match.end()), mark, done=mark in ("x", "X"), known=False)


@cache
def _box() -> re.Pattern[str]:
    # A tick or a blank may touch the word after it. A bracket, a colon or a parenthesis there makes
    # it a link or a definition; `[]` before a lower-case letter is a type in Go.
    return re.compile(
        r"""
        \\?\[
        (?: (?P<tick>[xX]|[ \t]+) | (?P<other>[-~/>!?*.+o✓✔✗✘✅❌☑]) | )
        \\?\]
        (?: (?=[ \t\r\n]) | \Z
          | (?(tick) (?=[^\W\d_](?!\w*[\])])|[`*_"'~<✓✔✗✘✅❌☑])
            | (?(other) (?!) | (?=[A-Z])) )
        )
        """,
        re.VERBOSE,
    )
