"""Series of labelled figures: how people name them, and the units that names of metrics end in.

Shared by the readers of telemetry. A figure is called as in PromQL,
`http_requests_total{code="500",method="POST"}`, and by less where less tells it from the others:
`http_requests_total{code="500"}`, `http_requests_total`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from planproof.evidence.model import Better, Measurement
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

MOST = 20_000
"""More figures than this are not taken from one file."""

_MOST_LABELS = 64
_FEW = 50
_LONGEST = 300
_LONGEST_NAME = 4000
_FEW_LABELS = 8

# What metrics are named for by the conventions of Prometheus, and what statistics add at the end.
_UNITS = {
    "seconds": "s",
    "milliseconds": "ms",
    "microseconds": "µs",
    "nanoseconds": "ns",
    "minutes": "min",
    "hours": "h",
    "days": "d",
    "bytes": "B",
    "kilobytes": "kB",
    "megabytes": "MB",
    "bits": "bit",
    "ratio": "x",
    "percent": "%",
    "hertz": "Hz",
}
_TAILS = ("_total", "_sum", "_count", "_bucket", "_max", "_min")


class Point(NamedTuple):
    """A figure of a series before it has its name.

    Attributes:
        base: the metric's name.
        labels: what tells it from others of its name; shown in its name.
        value: a number that may not be finite.
        tail: what follows the labels in its name: `.p95`.
        more: labels that are not shown in its name.
    """

    base: str
    labels: Mapping[str, str]
    value: float
    tail: str = ""
    unit: str = ""
    statistic: str = ""
    better: Better = Better.UNSAID
    samples: int | None = None
    low: float | None = None
    high: float | None = None
    aliases: tuple[str, ...] = ()
    more: Mapping[str, str] = {}


def selector(base: str, labels: Iterable[tuple[str, str]]) -> str:
    """A series as PromQL selects it: `up{job="orders"}`; the bare name without labels."""
    shown = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels)
    return f"{base}{{{shown}}}" if shown else base


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def named(points: list[Point], warnings: list[str]) -> tuple[Measurement, ...]:
    """The points as measurements with names and aliases.

    A point that is not finite is left out, of several of one name the last stays, and beyond `MOST`
    none are taken; `warnings` is told of each.
    """
    kept: dict[str, Point] = {}
    again = 0
    for point in points:
        name = selector(point.base, list(point.labels.items())[:_MOST_LABELS]) + point.tail
        if point.value - point.value != 0:  # infinite or not a number
            warnings.append(f"`{name}` is left out: its value is {point.value}")
            continue
        if len(name) > _LONGEST_NAME:
            warnings.append(f"`{name[:60]}...` is left out: its name is too long")
            continue
        again += name in kept
        kept[name] = point
        if len(kept) >= MOST:
            warnings.append(f"it holds more than {MOST} figures; the rest is left out")
            break
    if again:
        warnings.append(f"{again} figures appear more than once; the last of each counts")
    bare = Counter((point.base, point.tail) for point in kept.values())
    pairs = Counter(
        (point.base, point.tail, pair) for point in kept.values() for pair in _pairs(point)
    )
    return tuple(
        _measurement(name, point, _aliases(name, point, bare, pairs))
        for name, point in kept.items()
    )


def _pairs(point: Point) -> list[tuple[str, str]]:
    return list(point.labels.items())[:_MOST_LABELS]


def _aliases(
    name: str,
    point: Point,
    bare: Counter[tuple[str, str]],
    pairs: Counter[tuple[str, str, tuple[str, str]]],
) -> tuple[str, ...]:
    """Other spellings: labels in order of the alphabet, one label that is enough, none at all."""
    labels = _pairs(point)
    found = [selector(point.base, sorted(labels)) + point.tail]
    if bare[point.base, point.tail] == 1:
        found.append(point.base + point.tail)
    if 1 < len(labels) <= _FEW_LABELS:
        found.extend(
            selector(point.base, [pair]) + point.tail
            for pair in labels
            if pairs[point.base, point.tail, pair] == 1
        )
    return tuple(dict.fromkeys(one for one in (*found, *point.aliases) if one and one != name))


def _measurement(name: str, point: Point, aliases: tuple[str, ...]) -> Measurement:
    return Measurement(
        name=name,
        value=point.value,
        unit=point.unit,
        statistic=point.statistic,
        better=point.better,
        aliases=aliases,
        samples=point.samples,
        low=point.low,
        high=point.high,
        labels={**point.more, **point.labels},
    )


def unit_of(name: str) -> str:
    """The unit that a metric's name ends in, as Prometheus' conventions have it.

    `request_duration_seconds_sum` is in `s`, `cache_hit_ratio` in `x`, `http_requests_total` counts
    `requests`; empty where the name does not say.
    """
    stem = name
    for tail in _TAILS:
        stem = stem.removesuffix(tail)
    last = stem.rpartition("_")[2]
    if last in _UNITS:
        return _UNITS[last]
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return last if name.endswith("_total") and plural else ""


def ucum(unit: str) -> str:
    """A unit as OpenMetrics and OpenTelemetry write it (`By/s`, `{request}`, `seconds`), in ours.

    Empty for none, for `1` (a number without a unit) and for what is unknown.
    """
    known = {"By": "B", "KiBy": "KiB", "MiBy": "MiB", "GiBy": "GiB", "kBy": "kB", "MBy": "MB"}
    left, slash, right = unit.strip().partition("/")
    counted = rx(r"\{([A-Za-z][A-Za-z _-]{0,60})\}").fullmatch(left)
    if counted:
        noun = counted[1] if counted[1].endswith("s") else counted[1] + "s"
        left = noun
        if not slash:
            return noun
    found = canonical_unit(known.get(left, left) + slash + right)
    return found.name if found and not found.name.startswith("/") else ""


def direction(name: str, unit: str) -> Better:
    """Less is better of how long an answer takes; of other metrics the name alone does not say."""
    timed = rx(r"duration|latency|response_time|wait|delay|elapsed|lag").search(name.lower())
    return Better.LESS if timed and unit in _TIMES else Better.UNSAID


_TIMES = frozenset({"ns", "µs", "ms", "s", "min", "h"})


def moment(seconds: float | None) -> str:
    """A Unix time as RFC 3339; empty where it is none or lies outside any calendar."""
    if seconds is None or not 0 < seconds < 1e11:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def few(warnings: list[str]) -> tuple[str, ...]:
    """The first of the warnings, each once and none of any length."""
    once = list(dict.fromkeys(one[:_LONGEST].rstrip().rstrip(".") for one in warnings))
    if len(once) > _FEW:
        once[_FEW:] = [f"and {len(once) - _FEW} more of this kind"]
    return tuple(once)
