"""How long plans were open: spells, and what they tell of one that is still open. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from planproof.progress.model import Course, Point

NEVER = float("inf")
"""How long takes what comes to no end in sight, in seconds."""


class Step(NamedTuple):
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
    steps: tuple[Step, ...]
    closed: float | None = None


def seconds(when: str) -> float:
    """A time in ISO 8601 as seconds since 1970; without an offset it is UTC."""
    read = datetime.fromisoformat(when)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def day(at: float) -> str:
    """The day of a time, in UTC: `2026-05-03`."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


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
        steps = _steps(course.points, now)
        if steps:
            end = steps[-1].at if course.path in shut else None
            found.append(Life(course.path, course.plan, steps, end))
    return sorted(found)


def _steps(points: Sequence[Point], now: float) -> tuple[Step, ...]:
    """How far a plan was while it had boxes, in the order of commits: the file may have been away between."""
    steps: list[Step] = []
    for place, point in enumerate(points):
        if point.total or (steps and place == len(points) - 1):
            at = min(seconds(point.when), now) if point.when else now
            steps.append(Step(at, point.done, point.total))
    return tuple(steps)


def until(life: Life, at: float) -> Life | None:
    """A life as it was known at a time; None where it had not begun."""
    steps = life.steps[: bisect_right(life.steps, at, key=lambda step: step.at)]
    if not any(step.total for step in steps):
        return None
    return life._replace(
        steps=steps, closed=life.closed if life.closed is not None and life.closed <= at else None
    )


def spells(life: Life, now: float) -> list[Spell]:
    """The times during which a plan had open boxes, the latest of which may last."""
    found: list[Spell] = []
    start: float | None = None
    for step in life.steps:
        if step.done < step.total and start is None:
            start = step.at
        elif step.done >= step.total and start is not None:
            found.append(Spell(start, step.at, ended=step.total > 0))
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
