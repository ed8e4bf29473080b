"""Which values a figure allows, and how a value or an interval lies to them."""

from __future__ import annotations

import math
from typing import NamedTuple

from planproof.evidence.decision import Decision
from planproof.evidence.noise import Interval
from planproof.plan.figures.sentence import Figure

DUST = 1e-9
"""Values that differ by no more than this share are the same: 0.2 is 20 % though floats say otherwise."""


def same(one: float, other: float, scale: float = 0.0) -> bool:
    """Whether two values are the same but for what floating point adds.

    Args:
        one: a value.
        other: another.
        scale: the size of what they were made from, where they are a difference.
    """
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= DUST * max(abs(one), abs(other), scale)


class Allowed(NamedTuple):
    """The values that a figure allows.

    Attributes:
        low: the least, or minus infinity.
        high: the greatest, or infinity.
        strict: whether the ends themselves are not allowed.
        scale: see `same`.
    """

    low: float = -math.inf
    high: float = math.inf
    strict: bool = False
    scale: float = 0.0

    def side(self, value: float) -> int:
        """-1 for a value that is too small, 1 for one too great, 0 for one that is allowed."""
        for end, out in ((self.low, -1), (self.high, 1)):
            if math.isinf(end):
                continue
            if same(value, end, self.scale):
                return out if self.strict else 0
            if (value < end) == (out < 0):
                return out
        return 0

    def decide(self, interval: Interval) -> Decision:
        """Met where all of an interval is allowed, not met where nothing of it is, else inconclusive."""
        sides = (self.side(interval.low), self.side(interval.high))
        if sides == (0, 0):
            return Decision.MET
        return Decision.NOT_MET if sides[0] == sides[1] else Decision.INCONCLUSIVE


def allowed(figure: Figure) -> Allowed:
    """The values that a figure allows which needs no baseline, in its own unit.

    A tolerance widens it: "<= 200 ms ± 10 ms" allows 210 ms, "200 ms ± 10 ms" all from 190 to 210 ms.
    """
    value, slack = figure.value, figure.tolerance or 0.0
    match figure.comparator:
        case "<" | "<=":
            return Allowed(high=value + slack, strict=figure.comparator == "<" and not slack)
        case ">" | ">=":
            return Allowed(low=value - slack, strict=figure.comparator == ">" and not slack)
        case "between":
            upper = value if figure.upper is None else figure.upper
            return Allowed(min(value, upper) - slack, max(value, upper) + slack)
        case "within":
            middle = figure.start or 0.0
            return Allowed(middle - abs(value), middle + abs(value))
        case _:
            return Allowed(value - slack, value + slack)
