"""When the plans on `status`'s screen may be done."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.app.chain import now
from planproof.plan.model import State
from planproof.progress.forecast import forecast_all
from planproof.progress.model import Course, Point
from planproof.progress.spells import known_lives
from planproof.progress.standing import Standing
from planproof.report.status import Expected


def expected(
    standings: Sequence[Standing], points: Sequence[tuple[Point, ...]]
) -> dict[str, Expected]:
    """The forecast of each plan that has open boxes and is worked on, by path; as `forecast` draws it.

    Args:
        standings: all plans; what the finished ones took is what is known.
        points: how far each was after which commit, in the same order.
    """
    at = now()
    courses = [
        Course(plan=one.id, path=one.path, points=found)
        for one, found in zip(standings, points, strict=True)
    ]
    closed = {one.path for one in standings if State(one.state).closed}
    found = forecast_all(known_lives(courses, closed, at, at), at, bars=False)
    return {
        path: Expected(even=one.by(50), likely=one.by(85), sure=one.by(95), refused=one.refused)
        for path, one in found.items()
        if path not in closed and not one.finished
    }
