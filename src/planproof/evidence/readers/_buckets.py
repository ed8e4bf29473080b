"""Histograms: quantiles from buckets, as far as the buckets tell.

A histogram knows in which bucket an observation lies and not where in it. So a quantile comes with
the bucket's bounds as its interval; the value between them is interpolated linearly, as PromQL's
`histogram_quantile` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from typing import NamedTuple

from planproof.evidence.model import Better
from planproof.evidence.readers._series import Point, direction

QUANTILES = (("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99))


class Bucket(NamedTuple):
    """How many observations lie between two bounds; either may be infinite."""

    low: float
    high: float
    holds: float


class Quantile(NamedTuple):
    """A quantile, and the bounds of the bucket in which it lies."""

    value: float
    low: float
    high: float


def quantile(buckets: list[Bucket], share: float) -> Quantile | Bucket | None:
    """The quantile in which a share of all observations lies at or below.

    Args:
        buckets: in ascending order, not cumulative.
        share: between 0 and 1.

    Returns:
        The bucket alone where it has no end on one side; None without observations.
    """
    total = sum(bucket.holds for bucket in buckets)
    if not isfinite(total) or total <= 0:
        return None
    rank, before = share * total, 0.0
    last = None
    for bucket in buckets:
        if bucket.holds <= 0:
            continue
        last = bucket
        if before + bucket.holds >= rank:
            break
        before += bucket.holds
    if last is None:
        return None
    value = last.low + (last.high - last.low) * ((rank - before) / last.holds)
    if not (isfinite(last.low) and isfinite(last.high) and isfinite(value)):
        return last
    return Quantile(min(max(value, last.low), last.high), last.low, last.high)


class Histogram(NamedTuple):
    """A histogram of one series.

    Attributes:
        base: the metric's name.
        labels: shown in the names of its figures.
        buckets: ascending, not cumulative.
        samples: how many observations.
        total: the sum of them; None where the file does not say.
        unit: of the observations.
        more: labels that are not shown.
        query: an alias for a quantile, to be filled with its share: `histogram_quantile({}, x)`.
    """

    base: str
    labels: Mapping[str, str]
    buckets: list[Bucket]
    samples: float
    total: float | None
    unit: str
    more: Mapping[str, str] = {}
    query: str = ""


def spread(histogram: Histogram, warnings: list[str]) -> list[Point]:
    """Its quantiles, each with its bounds, and its mean; `warnings` is told what cannot be said."""
    if histogram.samples <= 0:
        warnings.append(f"`{histogram.base}` has no observations in one of its series")
        return []
    better = direction(histogram.base, histogram.unit)
    samples = int(histogram.samples) if histogram.samples < 2**53 else None
    points: list[Point] = []
    for label, share in QUANTILES:
        found = quantile(histogram.buckets, share)
        if isinstance(found, Quantile):
            points.append(_point(histogram, label, share, found, better, samples))
        elif found is not None:
            warnings.append(_open(histogram.base, label, found))
    if histogram.total is not None:
        points.append(
            Point(
                histogram.base,
                histogram.labels,
                histogram.total / histogram.samples,
                ".mean",
                unit=histogram.unit,
                statistic="mean",
                better=better,
                samples=samples,
                more=histogram.more,
            )
        )
    return points


def _point(
    histogram: Histogram,
    label: str,
    share: float,
    found: Quantile,
    better: Better,
    samples: int | None,
) -> Point:
    return Point(
        histogram.base,
        histogram.labels,
        found.value,
        f".{label}",
        unit=histogram.unit,
        statistic="median" if label == "p50" else label,
        better=better,
        samples=samples,
        low=found.low,
        high=found.high,
        aliases=(histogram.query.replace("{}", f"{share:g}", 1),) if histogram.query else (),
        more=histogram.more,
    )


def _open(base: str, label: str, bucket: Bucket) -> str:
    if bucket.high == inf:
        return f"the {label} of `{base}` lies above its highest bucket ({bucket.low:g}): unknown"
    return f"the {label} of `{base}` lies below its lowest bucket ({bucket.high:g}): unknown"
