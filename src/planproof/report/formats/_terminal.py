"""What texts for a terminal share: colours, lines cut to the width, and text that cannot steer it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from planproof.report.model import Place
from planproof.report.words import columns, wrapped

_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "dim": "2",
    "bold": "1",
    "line": "1;36",
    "good": "32",
}


_READABLE = 24
"""Columns of a title that still tell something."""


class Painter:
    """Wraps words in ANSI colours, or leaves them as they are."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, name: str, words: str) -> str:
        return f"\x1b[{_COLOURS[name]}m{words}\x1b[0m" if self.colour else words


def cut(line: str, place: Place, width: int) -> tuple[str, str, str]:
    """A line's text before, at and after the words at a place, cut to the width around them."""
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    end = max(start, min(end, len(line)))
    before, words, after = plain(line[:start]), plain(line[start:end]), plain(line[end:])
    if columns(before) + columns(words) + columns(after) <= width:
        return before, words, after
    words = shortened(words, max(width - 12, 8))
    room = max(width - columns(words), 8)
    if columns(before) > room * 2 // 3:
        kept = before
        while kept and columns(kept) > room // 2:
            kept = kept[max(1, (columns(kept) - room // 2) // 2) :]
        before = f"…{kept}"
    return before, words, shortened(after, max(width - columns(before) - columns(words), 1))


def shortened(text: str, width: int) -> str:
    """A text of at most `width` columns; the end of a longer one gives way to an ellipsis."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[: -max(1, (columns(text) - width + 1) // 2)]
    return f"{text}…"


def heading(path: str, title: str, state: str, width: int, paint: Painter) -> Iterator[str]:
    """The line above what is said of a plan: its file, its title and its state, if that is given.

    A title that is too long loses its end; where hardly any room is left for it, it has a line of its own.
    The file is shown whole.
    """
    path, title, state = plain(path), plain(title), f" ({plain(state)})" if state else ""
    room = width - columns(path) - 2 - columns(state)
    if room >= min(columns(title), _READABLE):
        yield f"{paint('bold', path)}  {shortened(title, room)}{state}"
    else:
        yield paint("bold", path)
        yield f"  {shortened(title, max(width - 2 - columns(state), 1))}{state}"


def folded(
    text: str, width: int, lead: str = "", colour: str = "", *, paint: Painter
) -> Iterator[str]:
    """A sentence in lines of at most `width` columns, those after the first two columns further in.

    Args:
        text: what is said; it cannot steer the terminal.
        width: the columns there are.
        lead: the word before it, with what parts the two, such as `error: `.
        colour: of that word.
        paint: for that colour.
    """
    first, *more = wrapped(plain(text), max(width - columns(lead), 20))
    word = lead.rstrip(":; ")
    yield f"{paint(colour, word) if colour else word}{lead.removeprefix(word)}{first}"
    for line in wrapped(" ".join(more), max(width - 2, 20)) if more else ():
        yield f"  {line}"


def plain(text: str) -> str:
    """Text that cannot steer a terminal: tabs become spaces, control characters are shown."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable()
        else "    "
        if character == "\t"
        else "�"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and character not in "\u200d\ufe0f"
        else character
        for character in text
    )
