"""OTLP's metrics: data points of several exports put together, and the figures they make."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from planproof.evidence.content import at, listed, number, words
from planproof.evidence.readers._buckets import Bucket, Histogram, spread
from planproof.evidence.readers._otlp_values import Labels, attributes, shown
from planproof.evidence.readers._series import Point, direction, ucum

_KINDS = ("gauge", "sum", "histogram", "exponentialHistogram", "summary")
_DELTA = {1, "1", "AGGREGATION_TEMPORALITY_DELTA"}
_NOT_RECORDED = 1
_MOST_BUCKETS = 10_000
_LONGEST = 500


class _Key(NamedTuple):
    service: str
    name: str
    kind: str
    unit: str
    labels: Labels


class _Spread(NamedTuple):
    """A histogram's data point."""

    buckets: list[Bucket]
    samples: float
    total: float | None
    least: float | None
    most: float | None


class Metrics:
    """The metrics of a file while they come in."""

    def __init__(self) -> None:
        self.services: set[str] = set()
        self.latest = 0.0
        self._single: dict[_Key, float] = {}
        self._spreads: dict[_Key, _Spread] = {}
        self._quantiles: dict[_Key, Any] = {}
        self._starts: dict[_Key, float] = {}
        self._restarted: dict[str, None] = {}
        self._empty: dict[str, None] = {}

    def take(self, metric: Any, service: str) -> None:
        """Take in a metric of an export with all of its data points."""
        name = words(at(metric, "name"))[:_LONGEST]
        for kind in _KINDS:
            points = listed(at(metric, kind, "dataPoints"))
            if not name or at(metric, kind) is None:
                continue
            self.services.add(service)
            delta = at(metric, kind, "aggregationTemporality")
            adds = isinstance(delta, int | str) and delta in _DELTA
            unit = _unit(words(at(metric, "unit")), name)
            if not points:
                self._empty[name] = None
            for point in points:
                labels = tuple(attributes(at(point, "attributes")).items())
                self._point(_Key(service, name, kind, unit, labels), point, adds=adds)

    def _point(self, key: _Key, point: Any, *, adds: bool) -> None:
        if (number(at(point, "flags")) or 0) % 2 == _NOT_RECORDED:
            self._empty[key.name] = None
            return
        self.latest = max(self.latest, number(at(point, "timeUnixNano")) or 0)
        start = number(at(point, "startTimeUnixNano")) or 0
        if not adds and key.kind != "gauge" and self._starts.setdefault(key, start) != start:
            self._restarted[key.name] = None
            self._starts[key] = start
        if key.kind in {"gauge", "sum"}:
            value = number(at(point, "asDouble"))
            value = number(at(point, "asInt")) if value is None else value
            if value is None:
                self._empty[key.name] = None
                return
            before = self._single.get(key, 0.0) if adds else 0.0
            self._single[key] = before + value
        elif key.kind == "summary":
            self._quantiles[key] = point
        else:
            found = _explicit(point) if key.kind == "histogram" else _exponential(point)
            if found is None:
                self._empty[key.name] = None
                return
            before_it = self._spreads.get(key) if adds else None
            self._spreads[key] = _added(before_it, found) if before_it else found

    def points(self, several: bool, warnings: list[str]) -> list[Point]:
        """The figures; `several` says whether services must be told apart."""
        warnings += [f"`{name}` has data points without a value" for name in self._empty]
        warnings += [
            f"`{name}` starts anew within the file: only what came after counts"
            for name in self._restarted
        ]
        found: list[Point] = []
        for key, value in self._single.items():
            labels, more = shown(key.labels, key.service, several=several)
            better = direction(key.name, key.unit)
            found.append(Point(key.name, labels, value, unit=key.unit, better=better, more=more))
        for key, one in self._spreads.items():
            found += _figures(key, one, warnings, several=several)
        for key, point in self._quantiles.items():
            found += _summary(key, point, several=several)
        return found


def _unit(written: str, name: str) -> str:
    """A metric's unit; a share has the unit `1` and is told by its name."""
    if written in {"", "1"}:
        return "x" if name.endswith(("ratio", "utilization", ".share", "_share")) else ""
    return ucum(written)


def _explicit(point: Any) -> _Spread | None:
    """A histogram with bounds; None for one that contradicts itself."""
    count = number(at(point, "count"))
    if count is None or count < 0:
        return None
    least, most = number(at(point, "min")), number(at(point, "max"))
    bounds = [number(one) for one in listed(at(point, "explicitBounds"))[:_MOST_BUCKETS]]
    counts = [number(one) for one in listed(at(point, "bucketCounts"))[: _MOST_BUCKETS + 1]]
    buckets: list[Bucket] = []
    if len(counts) == len(bounds) + 1:
        edges = [-inf, *(inf if one is None else one for one in bounds), inf]
        for low, high, inside in zip(edges[:-1], edges[1:], counts, strict=True):
            if inside is None or inside < 0 or high < low:
                return None
            buckets.append(Bucket(low, high, inside))
        if buckets[0].high > 0 and len(buckets) > 1 and (least is None or least >= 0):
            # Without a minimum nothing rules out negative values but custom: PromQL assumes the same.
            buckets[0] = buckets[0]._replace(low=0.0)
    return _Spread(buckets, count, number(at(point, "sum")), least, most)


def _exponential(point: Any) -> _Spread | None:
    """A histogram whose bounds are powers of 2 ** (2 ** -scale)."""
    count, scale = number(at(point, "count")), number(at(point, "scale"))
    if count is None or count < 0 or scale is None or not -20 <= scale <= 30:
        return None
    zero = number(at(point, "zeroCount")) or 0.0
    near = number(at(point, "zeroThreshold")) or 0.0
    step = 2.0**-scale
    above = _powers(at(point, "positive"), step)
    below = _powers(at(point, "negative"), step)
    if above is None or below is None or zero < 0:
        return None
    buckets = [Bucket(-one.high, -one.low, one.holds) for one in reversed(below)]
    if zero:
        buckets.append(Bucket(-near, near, zero))
    buckets += above
    least, most = number(at(point, "min")), number(at(point, "max"))
    return _Spread(buckets, count, number(at(point, "sum")), least, most)


def _powers(side: Any, step: float) -> list[Bucket] | None:
    offset = number(at(side, "offset")) or 0.0
    buckets = []
    for index, written in enumerate(listed(at(side, "bucketCounts"))[:_MOST_BUCKETS]):
        inside = number(written)
        exponent = (offset + index) * step
        if inside is None or inside < 0 or not -1000 < exponent <= exponent + step < 1000:
            return None
        if inside:
            buckets.append(Bucket(2.0**exponent, 2.0 ** (exponent + step), inside))
    return buckets


def _tightened(buckets: list[Bucket], least: float | None, most: float | None) -> list[Bucket]:
    """The buckets within the least and greatest value that were observed, as far as they are known."""
    found = []
    for bucket in buckets:
        low = bucket.low if least is None else max(bucket.low, least)
        high = bucket.high if most is None else min(bucket.high, most)
        found.append(bucket._replace(low=low, high=high) if low <= high else bucket)
    return found


def _added(left: _Spread, right: _Spread) -> _Spread:
    """Two exports of a delta series together; without buckets where their bounds differ."""
    inside: dict[tuple[float, float], float] = {}
    for bucket in (*left.buckets, *right.buckets):
        bounds = (bucket.low, bucket.high)
        inside[bounds] = inside.get(bounds, 0.0) + bucket.holds
    buckets = [Bucket(*bounds, count) for bounds, count in sorted(inside.items())]
    if any(one.high > next_.low for one, next_ in pairwise(buckets)):
        buckets = []
    return _Spread(
        buckets,
        left.samples + right.samples,
        None if left.total is None or right.total is None else left.total + right.total,
        None if left.least is None or right.least is None else min(left.least, right.least),
        None if left.most is None or right.most is None else max(left.most, right.most),
    )


def _figures(key: _Key, one: _Spread, warnings: list[str], *, several: bool) -> list[Point]:
    """Quantiles, mean, min, max, count and sum of a histogram."""
    labels, more = shown(key.labels, key.service, several=several)
    unit, better = key.unit, direction(key.name, key.unit)
    if one.buckets and sum(bucket.holds for bucket in one.buckets) != one.samples:
        warnings.append(f"the buckets of `{key.name}` do not add up to its count")
        one = one._replace(buckets=[])
    elif not one.buckets and one.samples:
        warnings.append(f"`{key.name}` has no buckets, or no two exports the same: no quantiles")
    buckets = _tightened(one.buckets, one.least, one.most)
    histogram = Histogram(key.name, labels, buckets, one.samples, one.total, unit, more)
    found = spread(histogram, warnings)
    found.append(Point(key.name, labels, one.samples, ".count", unit="observations", more=more))
    if one.total is not None:
        found.append(Point(key.name, labels, one.total, ".sum", unit=unit, more=more))
    if one.samples > 0:
        for tail, value in (("min", one.least), ("max", one.most)):
            if value is not None:
                found.append(
                    Point(
                        key.name,
                        labels,
                        value,
                        f".{tail}",
                        unit=unit,
                        statistic=tail,
                        better=better,
                        more=more,
                    )
                )
    return found


def _summary(key: _Key, point: Any, *, several: bool) -> list[Point]:
    """The quantiles that a summary states, its count and its sum."""
    labels, more = shown(key.labels, key.service, several=several)
    count, total = number(at(point, "count")), number(at(point, "sum"))
    found: list[Point] = []
    if count is not None:
        found.append(Point(key.name, labels, count, ".count", unit="observations", more=more))
    if total is not None:
        found.append(Point(key.name, labels, total, ".sum", unit=key.unit, more=more))
    for one in listed(at(point, "quantileValues"))[:_MOST_BUCKETS]:
        share, value = number(at(one, "quantile")), number(at(one, "value"))
        if share is None or value is None or not 0 <= share <= 1 or not count:
            continue
        label = f"p{share * 100:.10g}"
        found.append(
            Point(
                key.name,
                labels,
                value,
                f".{label}",
                unit=key.unit,
                statistic={"p0": "min", "p50": "median", "p100": "max"}.get(label, label),
                better=direction(key.name, key.unit),
                samples=int(count) if count < 2**53 else None,
                more=more,
            )
        )
    return found
