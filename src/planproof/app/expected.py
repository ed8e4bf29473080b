"""When the plans on `status`'s screen may be done."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.app.chain import now
from planproof.plan.model import State
from planproof.progress.forecast import forecast
from planproof.progress.model import Course, Point
from planproof.progress.spells import Reference, lives, until
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
    known = [life for one in lives(courses, closed, at) if (life := until(one, at)) is not None]
    reference = Reference(known, at)
    made: dict[str, Expected] = {}
    for life in known:
        if life.path in closed:
            continue
        found = forecast(life, reference, at, bars=False)
        if not found.finished:
            made[life.path] = Expected(
                even=found.by(50), likely=found.by(85), sure=found.by(95), refused=found.refused
            )
    return made
