"""Burn-up charts: boxes ticked, below all boxes there were, over time. For a terminal, and as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple, Protocol

from planproof.progress.dates import second_of
from planproof.report.formats._terminal import Painter

_EIGHTHS = " ▁▂▃▄▅▆▇█"
ROWS = 8
WIDEST = 100


class HasPoint(Protocol):
    """How far a plan had come: `Point`, or as it goes out."""

    @property
    def when(self) -> str:
        """ISO 8601; empty for what is not committed."""

    @property
    def done(self) -> int:
        """Boxes ticked."""

    @property
    def total(self) -> int:
        """Boxes."""


def chart(points: Sequence[HasPoint], *, width: int, paint: Painter) -> list[str]:
    """A chart for a terminal, in lines of at most `width` columns; empty without boxes."""
    most = max((one.total for one in points), default=0)
    if not most:
        return []
    edge = len(f"{most:,}")
    room = max(10, min(width - edge - 4, WIDEST))
    seconds = times(points)
    rows = min(ROWS, most) if most > 1 else 1
    columns = [_at(points, seconds, place, room) for place in range(room)]
    lines = []
    for row in range(rows, 0, -1):
        label = f"{most:,}" if row == rows else "0" if row == 1 and rows > 1 else ""
        cells = "".join(_cell(one.done, one.total, row, rows, most) for one in columns)
        lines.append(f"  {label:>{edge}} {_painted(cells, paint)}")
    first, last = _ends(seconds)
    gap = max(2, room - len(first) - len(last))
    lines.append(paint("dim", f"  {'':>{edge}} {first}{' ' * gap}{last}".rstrip()))
    return lines


class Standing(NamedTuple):
    """How far a plan is at a time at which nothing happened to it."""

    when: str
    done: int
    total: int


def until(points: Sequence[HasPoint], when: str) -> Sequence[HasPoint]:
    """Points, followed by how a plan that is not at its end still stands at a later time.

    A chart that ends with what happened last hides for how long nothing has.
    """
    if not points or not when or points[-1].done >= points[-1].total:
        return points
    later = (*points, Standing(when, points[-1].done, points[-1].total))
    seconds = times(later)
    return later if seconds[-1] > seconds[-2] else points


def times(points: Sequence[HasPoint]) -> list[float]:
    """When points were, in seconds since 1970: never backwards, as clocks of machines that differ go."""
    found: list[float] = []
    for one in points:
        second = second_of(one.when)
        if second == float("inf"):
            second = found[-1] if found else 0.0
        found.append(max(second, found[-1]) if found else second)
    return found


def _at(points: Sequence[HasPoint], seconds: Sequence[float], place: int, room: int) -> HasPoint:
    """The point in force at a column's end."""
    long = seconds[-1] - seconds[0]
    until = seconds[0] + long * (place + 1) / room
    best = points[0]
    for point, second in zip(points, seconds, strict=True):
        if second > until and place < room - 1:
            break
        best = point
    return best


def _cell(done: int, total: int, row: int, rows: int, most: int) -> str:
    filled = done * rows * 8 / most - (row - 1) * 8
    if filled >= 1:
        return _EIGHTHS[min(8, int(filled))]
    return "·" if total * rows / most > row - 1 else " "


def _painted(cells: str, paint: Painter) -> str:
    """Cells with colours, run by run."""
    runs: list[tuple[str, str]] = []
    for cell in cells.rstrip():
        tone = "" if cell == " " else "dim" if cell == "·" else "good"
        if runs and runs[-1][0] == tone:
            runs[-1] = (tone, runs[-1][1] + cell)
        else:
            runs.append((tone, cell))
    return "".join(paint(tone, words) if tone else words for tone, words in runs)


def _ends(seconds: Sequence[float]) -> tuple[str, str]:
    """When a chart begins and ends: by the day, within one day by the minute, in UTC."""
    first, last = (datetime.fromtimestamp(one, UTC) for one in (seconds[0], seconds[-1]))
    form = "%Y-%m-%d %H:%M" if first.date() == last.date() else "%Y-%m-%d"
    return first.strftime(form), last.strftime(form)


# -- SVG --------------------------------------------------------------------------------------

_WIDE, _HIGH = 720, 360
_LEFT, _TOP, _RIGHT, _BOTTOM = 48, 48, 16, 36
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:14px}"
    ".grid{stroke:#ddd}.done{fill:#2da44e;fill-opacity:.35;stroke:#2da44e;stroke-width:2}"
    ".total{fill:none;stroke:#57606a;stroke-width:2;stroke-dasharray:5 3}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.total{stroke:#aaa}}"
)


def svg(title: str, points: Sequence[HasPoint]) -> str:
    """A chart as an SVG document that stands by itself."""
    most = max((one.total for one in points), default=0)
    seconds = times(points)
    named = escape("".join(c if c.isprintable() else "\ufffd" for c in title))
    done = points[-1].done if points else 0
    total = points[-1].total if points else 0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img"',
        f'width="{_WIDE}" height="{_HIGH}" aria-labelledby="title desc">',
        f'<title id="title">Burn-up of {named}</title>',
        f'<desc id="desc">{done} of {total} boxes ticked.</desc>',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{_LEFT}" y="24">{named}: {done} of {total} boxes ticked</text>',
    ]
    if most:
        parts += _axes(most, seconds)
        parts += _lines(points, seconds, most)
        parts += _legend()
    else:
        parts.append(f'<text x="{_LEFT}" y="{_HIGH // 2}">It has no boxes.</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _y(value: int, most: int) -> str:
    return f"{_HIGH - _BOTTOM - (_HIGH - _TOP - _BOTTOM) * value / most:.1f}"


def _axes(most: int, seconds: Sequence[float]) -> list[str]:
    step = max(1, -(-most // 5))
    found = []
    for value in range(0, most + 1, step):
        y = _y(value, most)
        found.append(
            f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_WIDE - _RIGHT}" y2="{y}"/>'
            f'<text x="{_LEFT - 8}" y="{y}" dy="4" text-anchor="end">{value}</text>'
        )
    low = _HIGH - 12
    first, last = _ends(seconds)
    found.append(f'<text x="{_LEFT}" y="{low}">{first}</text>')
    right = _WIDE - _RIGHT
    found.append(f'<text x="{right}" y="{low}" text-anchor="end">{last}</text>')
    return found


def _legend() -> list[str]:
    """Which line is which, to the right above the chart."""
    y = _TOP - 10
    found = []
    for x, name, words in ((_WIDE - 190, "done", "ticked"), (_WIDE - 110, "total", "all boxes")):
        found.append(
            f'<path class="{name}" d="M{x} {y}h22"/><text x="{x + 28}" y="{y + 4}">{words}</text>'
        )
    return found


def _lines(points: Sequence[HasPoint], seconds: Sequence[float], most: int) -> list[str]:
    """Both lines as stairs: what was so stays so until the next commit."""
    long = seconds[-1] - seconds[0] or 1.0
    room = _WIDE - _LEFT - _RIGHT
    xs = [f"{_LEFT + room * (second - seconds[0]) / long:.1f}" for second in seconds]

    def stairs(values: Sequence[int]) -> str:
        path = f"M{xs[0]} {_y(values[0], most)}"
        for x, value in zip(xs[1:], values[1:], strict=True):
            path += f"H{x}V{_y(value, most)}"
        return f"{path}H{_WIDE - _RIGHT}"

    floor = _y(0, most)
    done = stairs([one.done for one in points])
    total = stairs([one.total for one in points])
    return [
        f'<path class="done" d="{done}V{floor}H{_LEFT}Z"/>',
        f'<path class="total" d="{total}"/>',
    ]
