"""What texts for a terminal share: colours, lines cut to the width, and text that cannot steer it."""

from __future__ import annotations

import unicodedata

from planproof.report.model import Place
from planproof.report.words import columns

_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "dim": "2",
    "bold": "1",
    "line": "1;36",
    "good": "32",
}


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
