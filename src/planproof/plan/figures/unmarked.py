"""An item's text without Markdown marks, character for character.

Figures and vague words are looked for in what a reader reads, and reported where they stand in the
text as given: so every mark is replaced by as many characters as it has.
"""

from __future__ import annotations

import re
from functools import cache

# Stands for what is not read as words: code, destinations, URLs, tags, struck-out text.
MASK = "\ue000"

_WIDE = str.maketrans(
    "０１２３４５６７８９％＋－＝＜＞（），；／\u00a0\u2011", "0123456789%+-=<>(),;/ -"
)
_MARKUP = re.compile(r"[`*_\\<\[~&]|://")
_OPENS = re.compile(r"\]\(|\]\[|<|://|~~")
_ENTITIES = {"lt": "<", "gt": ">", "le": "≤", "ge": "≥", "plusmn": "±", "nbsp": " "}


@cache
def _opaque() -> re.Pattern[str]:
    return re.compile(
        r"\]\([^()\s]*\)|\]\[[^\[\]\s]*\]|(?P<block></?(?:li|br|p|td|tr|ol|ul|div)\b[^<>]{0,200}>)"
        r"|<[A-Za-z/!][^<>]{0,200}>|https?://[^\s)>\]]+"
        r"|~~[^~]{0,400}~~"
    )


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(
        r"\\(?=[!-/:-@\[-`{-~])|\*+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])",
    )


@cache
def _readable() -> re.Pattern[str]:
    """Code that is read: a comparison with a number, or the name of a measurement."""
    return re.compile(
        r"(?:[<>]=?|[≤≥]|==)\s?[0-9]|^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$"
        r"|^[0-9][0-9.,]*\s?(?:%|ms|s|[kKMG]i?B|(?:req|ops)/s|rps|fps)$"
    )


def plain(text: str) -> str:
    """`text` with its Markdown marks replaced in place, and wide digits and signs made narrow.

    Marks become blanks, tags that end a line become a semicolon, and what is not read as words
    becomes `MASK`. The length stays the same.
    """
    if not text.isascii():
        text = text.translate(_WIDE)
    if "\n" in text:
        text = text.replace("\n", " ")
    if not _MARKUP.search(text):
        return text
    if "`" in text:
        text = _without_code(text)
    if _OPENS.search(text):
        text = _opaque().sub(_masked, text)
    text = _marks().sub(_blank, text)
    return re.sub("&(?:" + "|".join(_ENTITIES) + ");", _sign, text) if "&" in text else text


def lowered(text: str) -> str:
    """`text` in lower case, of the same length."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in text)


def _sign(match: re.Match[str]) -> str:
    """The sign that an entity stands for, and blanks."""
    return _ENTITIES[match[0][1:-1]].ljust(len(match[0]))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _masked(match: re.Match[str]) -> str:
    size = len(match[0])
    if match["block"]:
        return ";" + " " * (size - 1)
    return MASK * size


def _without_code(text: str) -> str:
    """Code spans masked, or without their backticks where they are read."""
    runs = [match.span() for match in re.finditer("`+", text)]
    last = {end - start: start for start, end in runs}
    parts: list[str] = []
    done = 0
    i = 0
    while i < len(runs):
        start, end = runs[i]
        i += 1
        size = end - start
        if last[size] <= start:
            continue
        while runs[i][1] - runs[i][0] != size:
            i += 1
        close, after = runs[i]
        i += 1
        inner = text[end:close]
        if inner[0] in "-{[(" or not _readable().search(inner):
            inner = MASK * len(inner)
        parts += (text[done:start], " " * size, inner, " " * size)
        done = after
    return "".join((*parts, text[done:])).replace("`", " ")
