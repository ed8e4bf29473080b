"""Comparing words as people mean them: titles, names of columns, "none"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NUMBER = re.compile(r"\s*(?:§\s*)?((?:\d+|[A-Z])(?:\.\d+)*(?=[.):])|\d+(?:\.\d+)+)[.):]?\s+")
_ASIDE = re.compile(
    r"\s*[*_]*\((?:optional|mandatory|required|if \w+|include if[^)]*)\)[*_]*\s*$", re.IGNORECASE
)
_NOT_A_WORD = re.compile(r"[^\w]+|_+")
_NONE = frozenset(
    (
        "none",
        "n a",
        "na",
        "not applicable",
        "nothing",
        "nil",
        "no",
        "none yet",
        "none known",
        "none at this time",
    )
)


@lru_cache(maxsize=32768)
def normalised(title: str) -> str:
    """A title's words for comparison: no number, case, markup, emoji or punctuation; `&` is "and".

    Hyphens of every kind separate words, so `Non‑Goals`, `Non-goals` and `non goals` are one.
    """
    bare = title.replace(" ", "")
    if bare.isalpha() and bare.isascii():  # most titles; the rest takes ten times as long
        return " ".join(title.casefold().split())
    title = _NUMBER.sub("", title, count=1) if title[:1] in "0123456789§ ABCDEFGH" else title
    if title.endswith((")", "*", "_")):
        title = _ASIDE.sub("", title)
    if not title.isascii():
        title = unicodedata.normalize("NFKC", title)
    words = _NOT_A_WORD.sub(
        " ", title.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    )
    return words.strip()


def one_line(text: str) -> str:
    """Words without what could make more than a line of them, or hide them."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def split_number(title: str) -> tuple[str, str]:
    """A title's printed number, without its last punctuation, and the rest: `("7.4", "Configuration")`."""
    match = _NUMBER.match(title)
    return (match.group(1), title[match.end() :]) if match else ("", title)


LONGEST_NONE = 64
"""Characters: what is longer says something, even if it begins with "None"."""


def says_none(text: str) -> bool:
    """Whether the words only say that there is nothing: "None.", "N/A", "-"."""
    if len(text) > LONGEST_NONE or text[:1] not in "nN-–—/*_(":
        return False
    words = normalised(text)
    if not words:
        return text.strip() in ("-", "–", "—", "/")
    return words in _NONE or words.startswith(("none ", "n a ", "not applicable "))


def distance(a: str, b: str, most: int = 3) -> int:
    """The edit distance (insert, delete, replace, swap neighbours) of two words, or `most + 1`.

    Optimal string alignment; the work is bounded by the words' lengths.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        above, row, two_above = row, [i], before
        for j, right in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, two_above[j - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > most:
            return most + 1
    return row[-1] if row[-1] <= most else most + 1


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the known words that was probably meant; None where none is near.

    A word of up to four letters may be off by one change, longer ones by two, long ones by three.
    """
    allowed = 1 if len(word) <= 4 else 2 if len(word) <= 12 else 3
    best: tuple[int, str] | None = None
    for candidate in known:
        found = distance(word, candidate, allowed)
        if found <= allowed and (best is None or found < best[0]):
            best = (found, candidate)
    return best[1] if best else None


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The same for names with numbers in them: another number is another thing, not a slip of the pen."""
    numbers = re.findall(r"\d+", word)
    return nearest(word, (one for one in known if re.findall(r"\d+", one) == numbers))
