"""Where the columns of the table of plans stand: a line a plan where that fits the terminal, else two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.status import PlanStatus
from planproof.report.words import columns
from planproof.text.patterns import rx

_NARROWEST = 24
"""Columns below which a plan's name is of no use."""
_LONGEST = 40
"""Columns up to which ids are shown whole."""


class Cell(NamedTuple):
    """A cell: what it says, and in which colour; `painted` is said instead where colours are mixed."""

    text: str
    colour: str = ""
    painted: str = ""


class Column(NamedTuple):
    """A column: its heading, its cells, whether they stand at the right."""

    title: str
    cell: Callable[[PlanStatus], Cell]
    right: bool = False


class Layout:
    """Where the columns stand: all in one line, or in two where the terminal is too narrow for that."""

    def __init__(
        self,
        rows: Sequence[PlanStatus],
        first: list[Column],
        second: list[Column],
        width: int,
    ) -> None:
        used = {one.title for one in (*first, *second) if any(one.cell(row).text for row in rows)}
        first = [one for one in first if one.title in used]
        second = [one for one in second if one.title in used]
        self.widths = {
            one.title: max(columns(one.title), *(columns(one.cell(row).text) for row in rows))
            for one in (*first, *second)
        }
        wanted = max(4, *(columns(_name(row)) for row in rows))
        together = [*first[:1], *second, *first[1:]]
        room = width - sum(self.widths[one.title] + 2 for one in together)
        ids = max(columns(plain(row.id)) for row in rows)
        self.two = room < min(wanted, max(_NARROWEST, min(ids, _LONGEST)))
        if self.two:
            room = width - sum(self.widths[one.title] + 2 for one in first)
            if room < _NARROWEST:  # owners give way
                owner = self.widths.get("OWNER", 0)
                self.widths["OWNER"] = max(min(owner, 6), owner - (_NARROWEST - room))
                room = width - sum(self.widths[one.title] + 2 for one in first)
            self._fit(second, width)
            self.first, self.second = first, second
        else:
            self.first, self.second = together, []
        self.room = max(12, room) if self.two else min(room, wanted)

    def _fit(self, second: Sequence[Column], width: int) -> None:
        """Make a second line that is too long narrower: first where its bar says as much."""
        over = 2 + sum(self.widths[one.title] + 2 for one in second) - 2 - width
        for title in ("TRUST", "NEEDS", "CRITERIA", "CLAIMS"):
            if over > 0 and title in self.widths:
                least = min(self.widths[title], columns(title))
                kept = max(least, self.widths[title] - over)
                over -= self.widths[title] - kept
                self.widths[title] = kept

    def heading(self) -> list[str]:
        """The headings."""
        lines = [self._joined("PLAN", [(one, one.title) for one in self.first])]
        if self.two and self.second:
            lines.append("  " + self._below([(one, one.title) for one in self.second]))
        return lines

    def lines(self, row: PlanStatus, paint: Painter) -> Iterator[str]:
        """A row."""
        name = _name(row)
        if columns(name) > self.room:
            name = shortened(plain(row.id), self.room)
            left = self.room - columns(name) - 2
            name += f"  {shortened(_title(row), left)}" if left >= 8 and _title(row) else ""
        bold = plain(row.id)
        shown = f"{paint('bold', bold)}{name[len(bold) :]}" if name.startswith(bold) else name
        padded = shown + " " * (self.room - columns(name))
        yield self._joined(padded, [(one, self._cell(one, row, paint)) for one in self.first])
        if self.two and self.second:
            yield "  " + self._below([(one, self._cell(one, row, paint)) for one in self.second])

    def _cell(self, column: Column, row: PlanStatus, paint: Painter) -> str:
        cell = column.cell(row)
        width = self.widths[column.title]
        if columns(cell.text) > width:
            cell = Cell(shortened(cell.text, width), cell.colour)
        pad = " " * (width - columns(cell.text))
        text = cell.painted or (
            paint(cell.colour, cell.text) if cell.colour and cell.text else cell.text
        )
        return pad + text if column.right else text + pad

    def _joined(self, name: str, cells: list[tuple[Column, str]]) -> str:
        head = name + " " * max(0, self.room - columns(name)) if name == "PLAN" else name
        return "  ".join([head, *(self._padded(one, text) for one, text in cells)]).rstrip()

    def _below(self, cells: list[tuple[Column, str]]) -> str:
        return "  ".join(self._padded(one, text) for one, text in cells).rstrip()

    def _padded(self, column: Column, text: str) -> str:
        if text != column.title:
            return text
        pad = " " * (self.widths[column.title] - columns(text))
        return pad + text if column.right else text + pad


def _name(row: PlanStatus) -> str:
    title = _title(row)
    return plain(row.id) + (f"  {title}" if title else "")


def _title(row: PlanStatus) -> str:
    """The title without "Implementation Plan" at its end, unless it is the id in other letters."""
    title = rx(r"(?i)[\s:–—-]+(?:implementation )?plan\s*$").sub("", row.title) or row.title
    letters = [character for character in title.casefold() if character.isalnum()]
    same = letters == [character for character in row.id.casefold() if character.isalnum()]
    return "" if same else plain(" ".join(title.split()))
