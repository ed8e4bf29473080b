"""The JSON answer of Prometheus' HTTP API, `/api/v1/query` and `query_range` (Prometheus 2.42).

Mimir, Thanos, VictoriaMetrics and Loki answer metric queries in the same form.

Figures: of an instant vector one for each series, named as in PromQL, `up{instance="a",job="b"}`, or
`{route="/orders"}` where the query took the name away; also `value` where there is one only. Of a
range `.last`, `.min`, `.max` and `.mean` of each series. Of a native histogram its quantiles, with
the bucket's bounds. A scalar is `value`.

Traps: an answer without any series is no data and never a zero. Values are strings, `"NaN"` among
them: the figure is left out. The answer does not hold the query: where that took the metric's name
away, nobody can tell the unit. An answer of status `error` is none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from planproof.evidence.content import (
    Content,
    Unreadable,
    at,
    entries,
    listed,
    number,
    pointer,
    words,
)
from planproof.evidence.model import Results
from planproof.evidence.readers._buckets import Bucket, Histogram, spread
from planproof.evidence.readers._series import MOST, Point, direction, few, moment, named, unit_of


def recognises(content: Content) -> bool:
    """Whether it is an answer of the API, be it an error."""
    if '"status"' not in content.head or not content.is_json:
        return False
    status = at(content.json, "status")
    if status == "error":
        return isinstance(at(content.json, "errorType"), str)
    return (
        status == "success"
        and isinstance(at(content.json, "data", "resultType"), str)
        and at(content.json, "data", "result") is not None
    )


def read(content: Content) -> Results:
    """The figures of the answer.

    Raises:
        Unreadable: it is the answer to a query that failed.
    """
    answer = content.json
    if at(answer, "status") != "success":
        kind, says = words(at(answer, "errorType")), words(at(answer, "error"))
        raise Unreadable(f"Prometheus answered with an error: {kind[:80]}: {says[:300]}")
    kind = words(at(answer, "data", "resultType"))
    result = at(answer, "data", "result")
    warnings = [
        f"Prometheus says: {words(one)}"
        for one in [*listed(at(answer, "warnings")), *listed(at(answer, "infos"))]
    ]
    points: list[Point] = []
    if kind == "scalar":
        value = _value(at(result, 1))
        points = [Point("value", {}, value, aliases=("scalar", pointer("data", "result", 1)))]
    elif kind in {"vector", "matrix"}:
        points = _series(kind, listed(result), warnings)
        if not listed(result):
            warnings.append("the query found no series: there is no data")
    else:
        warnings.append(f"an answer of the type `{kind[:40]}` holds no figures")
    measurements = named(points, warnings)
    return Results(
        format="prometheus-api",
        measurements=measurements,
        warnings=few(warnings),
        made_at=moment(_time(kind, result)),
    )


def _time(kind: str, result: Any) -> float | None:
    """When the query was evaluated; of a range, its last moment."""
    if kind == "scalar":
        return number(at(result, 0))
    if kind == "vector":
        return number(at(result, 0, "value", 0) or at(result, 0, "histogram", 0))
    return number(at(result, 0, "values", -1, 0))


def _series(kind: str, result: list[Any], warnings: list[str]) -> list[Point]:
    points: list[Point] = []
    for index, one in enumerate(result[:MOST]):
        labels = {key: words(value) for key, value in entries(at(one, "metric"))}
        base = labels.pop("__name__", "")
        if not base and not labels:
            base = "value"
        where = pointer("data", "result", index, "value", 1)
        alone = ("value",) if len(result) == 1 and base != "value" else ()
        if at(one, "histogram") is not None or listed(at(one, "histograms")):
            points += _histogram(base, labels, one, warnings)
        elif kind == "matrix":
            points += _range(base, labels, listed(at(one, "values")), warnings)
        else:
            unit = unit_of(base)
            points.append(
                Point(
                    base,
                    labels,
                    _value(at(one, "value", 1)),
                    unit=unit,
                    better=direction(base, unit),
                    aliases=(*alone, where),
                )
            )
    return points


def _value(value: Any) -> float:
    """A sample's value, a string in the file; not a number where it is none."""
    found = number(value)
    return float("nan") if found is None else found


def _range(base: str, labels: dict[str, str], pairs: list[Any], warnings: list[str]) -> list[Point]:
    """The last, least, greatest and mean of a series over a range of time."""
    values = [value for pair in pairs if (value := number(at(pair, 1))) is not None]
    if len(values) < len(pairs):
        warnings.append(f"{len(pairs) - len(values)} samples of `{base}` are no numbers: left out")
    if not values:
        return []
    unit = unit_of(base)
    figures = (
        ("last", "", values[-1]),
        ("min", "min", min(values)),
        ("max", "max", max(values)),
        ("mean", "mean", sum(value / len(values) for value in values)),
    )
    return [
        Point(
            base,
            labels,
            value,
            f".{tail}",
            unit=unit,
            statistic=statistic,
            better=direction(base, unit),
            samples=len(values),
        )
        for tail, statistic, value in figures
    ]


def _histogram(base: str, labels: dict[str, str], one: Any, warnings: list[str]) -> list[Point]:
    """A native histogram's figures; of a range, those of its last."""
    found = at(one, "histogram", 1)
    if found is None:
        found = at(one, "histograms", -1, 1)
    count = number(at(found, "count"))
    if count is None:
        return []
    buckets: list[Bucket] = []
    for part in listed(at(found, "buckets")):
        low, high, inside = (number(at(part, place)) for place in (1, 2, 3))
        if low is None or high is None or inside is None or inside < 0 or high < low:
            warnings.append(f"the buckets of `{base}` contradict themselves")
            return []
        buckets.append(Bucket(low, high, inside))
    if any(left.high > right.low for left, right in pairwise(buckets)):
        buckets.sort()
    unit = unit_of(base)
    histogram = Histogram(base, labels, buckets, count, number(at(found, "sum")), unit)
    return [
        Point(base, labels, count, ".count", unit="observations"),
        *spread(histogram, warnings),
    ]
