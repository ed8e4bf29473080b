"""How long plans were open: spells, and what they tell of one that is still open. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planproof.progress.dates import second_of
from planproof.progress.model import Course, Point

NEVER = float("inf")
"""How long takes what comes to no end in sight, in seconds."""


class Level(NamedTuple):
    """How far a plan was from a time on: seconds since 1970, boxes ticked, boxes."""

    at: float
    done: int
    total: int


class Spell(NamedTuple):
    """A time during which a plan had open boxes, in seconds.

    Attributes:
        start: when the first box was open.
        end: when none was open any more, or until when it was seen.
        ended: whether it came to its end.
    """

    start: float
    end: float
    ended: bool


class Life(NamedTuple):
    """A plan as forecasts see it: `closed` is when it was given up or laid aside, or None."""

    path: str
    plan: str
    levels: tuple[Level, ...]
    closed: float | None = None


def lives(courses: Iterable[Course], closed: Iterable[str], now: float) -> list[Life]:
    """Courses as lives.

    Args:
        courses: of any plans; those that never had a box are left out.
        closed: the paths of plans that nobody works on any more, whatever their boxes say.
        now: seconds since 1970, when what is not committed happened. Nothing is later.
    """
    shut = frozenset(closed)
    found = []
    for course in courses:
        levels = _levels(course.points, now)
        if levels:
            end = levels[-1].at if course.path in shut else None
            found.append(Life(course.path, course.plan, levels, end))
    return sorted(found)


def known_lives(
    courses: Iterable[Course], closed: Iterable[str], now: float, at: float
) -> list[Life]:
    """Courses as lives, as they were known at a time; those that had not begun are left out."""
    return [life for one in lives(courses, closed, now) if (life := until(one, at)) is not None]


def _levels(points: Sequence[Point], now: float) -> tuple[Level, ...]:
    """How far a plan was while it had boxes, in the order of commits: the file may have been away between."""
    levels: list[Level] = []
    for place, point in enumerate(points):
        if point.total or (levels and place == len(points) - 1):
            at = min(second_of(point.when), now)
            levels.append(Level(at, point.done, point.total))
    return tuple(levels)


def until(life: Life, at: float) -> Life | None:
    """A life as it was known at a time; None where it had not begun."""
    levels = life.levels[: bisect_right(life.levels, at, key=lambda level: level.at)]
    if not any(level.total for level in levels):
        return None
    return life._replace(
        levels=levels, closed=life.closed if life.closed is not None and life.closed <= at else None
    )


def spells(life: Life, now: float) -> list[Spell]:
    """The times during which a plan had open boxes, the latest of which may last."""
    found: list[Spell] = []
    start: float | None = None
    for level in life.levels:
        if level.done < level.total and start is None:
            start = level.at
        elif level.done >= level.total and start is not None:
            found.append(Spell(start, level.at, ended=level.total > 0))
            start = None
    if start is not None:
        found.append(Spell(start, now if life.closed is None else life.closed, ended=False))
    return found


class Reference:
    """How long the plans of a repository were open."""

    def __init__(self, known: Iterable[Life], now: float) -> None:
        """Take the spells of lives, as they are known at a time."""
        found = sorted(
            (spell.end - spell.start, spell.ended, life.path)
            for life in known
            for spell in spells(life, now)
        )
        self.spells = [one for one in found if one[0] > 0]
        self._lengths = [length for length, _, _ in self.spells]

    def longer(self, age: float, path: str) -> list[tuple[float, bool]]:
        """The spells of other plans that lasted longer than an age: length, and whether they ended."""
        first = bisect_right(self._lengths, age)
        return [(length, ended) for length, ended, whose in self.spells[first:] if whose != path]


def survival(found: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """By Kaplan and Meier: lengths, the shortest first, each with the share that is at its end by then.

    One more than were seen is taken to be at risk, which is what the next one is (B. Hill, "Posterior
    Distribution of Percentiles", 1968): nine lengths do not show what 95 of a hundred would be.

    Args:
        found: lengths, the shortest first, and whether they came to their end or were only seen so far.
    """
    left = 1.0
    curve: list[tuple[float, float]] = []
    at_risk = len(found) + 1
    for length, ended in found:
        if ended:
            left *= 1 - 1 / at_risk
            curve.append((length, 1 - left))
        at_risk -= 1
    return curve


def drawn_lengths(found: Sequence[tuple[float, bool]], age: float, trials: int) -> list[float]:
    """What is left of spells, in seconds, as often as each is probable: evenly, not by chance."""
    curve = survival(found)
    shares = [share for _, share in curve]
    lengths = []
    for trial in range(trials):
        at = bisect_left(shares, (trial + 0.5) / trials)
        lengths.append(curve[at][0] - age if at < len(curve) else NEVER)
    return lengths
