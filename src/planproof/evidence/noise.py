"""The interval in which a repeated measurement lies: Student's t, two-sided, 95 %.

Runs of a benchmark are few, so the spread is estimated from the very runs and the normal distribution
would be too sure of itself. Sources: the quantiles up to 30 degrees of freedom are those of the
NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2; beyond, the expansion 26.7.5 of Abramowitz
and Stegun, Handbook of Mathematical Functions, which is right to five digits there.

Runs are taken to be independent. Where they are not (a machine that heats up), the interval is too
narrow; that is why baselines are run in turn with what is compared with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from planproof.evidence.model import Measurement

LEAST_ROUNDS = 5
"""A single run whose rounds are known has an interval of its own from this many rounds on."""

_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045, 2.042)  # fmt: skip
_Z = 1.959963984540054


class Interval(NamedTuple):
    """A value and the interval in which it lies; both ends are the value where nobody knows one."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether it has a width."""
        return self.low < self.high

    @property
    def finite(self) -> bool:
        """Whether all of it can be compared."""
        return all(map(math.isfinite, self))


def quantile(freedom: int) -> float:
    """The 97.5 % quantile of Student's t.

    Args:
        freedom: degrees of freedom, at least 1.
    """
    if freedom <= len(_T):
        return _T[freedom - 1]
    z = _Z
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, 1))


def of_mean(values: Sequence[float]) -> Interval:
    """The mean of values with its interval; without one for a single value.

    Args:
        values: at least one. With one that is not finite nothing of the interval is.
    """
    if not all(map(math.isfinite, values)):
        return Interval(math.nan, math.nan, math.nan)
    # A power of two as the measure keeps every digit and lets squares neither overflow nor vanish.
    _, exponent = math.frexp(max(map(abs, values)))
    near = [math.ldexp(value, -exponent) for value in values]
    mean = min(max(math.fsum(near) / len(near), min(near)), max(near))
    half = 0.0
    if len(near) > 1:
        variance = math.fsum((value - mean) ** 2 for value in near) / (len(near) - 1)
        half = quantile(len(near) - 1) * math.sqrt(variance / len(near))
    return Interval(*(_scaled(value, exponent) for value in (mean, mean - half, mean + half)))


def _scaled(value: float, exponent: int) -> float:
    try:
        return math.ldexp(value, exponent)
    except OverflowError:
        return math.copysign(math.inf, value)


def of_runs(runs: Sequence[Measurement]) -> Interval:
    """What the runs of a measurement say together: their mean, and the interval of that.

    A single run has the interval that its tool gives, else that of its rounds where it is a mean of at
    least `LEAST_ROUNDS`, else none. Several runs have that of the runs alone: what a tool says of one
    run knows nothing of the differences between runs.

    Args:
        runs: at least one, all in the same unit.
    """
    if len(runs) > 1:
        return of_mean([run.value for run in runs])
    (run,) = runs
    if run.low is not None and run.high is not None:
        if math.isfinite(run.low) and math.isfinite(run.high):
            return Interval(run.value, min(run.low, run.value), max(run.high, run.value))
    elif run.statistic == "mean" and len(run.values) >= LEAST_ROUNDS:
        around = of_mean(run.values)
        return Interval(run.value, min(around.low, run.value), max(around.high, run.value))
    return Interval(run.value, run.value, run.value)


def of_ratio(pairs: Sequence[tuple[float, float]]) -> Interval:
    """How many times its baseline a measurement is, from runs made in turn (A B A B).

    Each pair ran back to back, so whatever slows the machine for a while slows both and cancels out in
    their quotient. Logarithms are averaged because a quotient is no difference: half as much and twice
    as much are equally far from the same, and the mean of their logarithms says so. Where a measurement
    is 0 there is no logarithm, and the quotients themselves are averaged.

    Args:
        pairs: measurement and baseline, at least one pair; no baseline is 0 or negative.
    """
    quotients = [measured / baseline for measured, baseline in pairs]
    if len(pairs) == 1 or min(quotients) <= 0 or not all(map(math.isfinite, quotients)):
        return of_mean(quotients)
    around = of_mean([math.log(quotient) for quotient in quotients])
    return Interval(*map(_exp, around))


def of_difference(pairs: Sequence[tuple[float, float]]) -> Interval:
    """By how much a measurement is above its baseline, from runs made in turn.

    Args:
        pairs: measurement and baseline in the same unit, at least one pair.
    """
    return of_mean([measured - baseline for measured, baseline in pairs])


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf
