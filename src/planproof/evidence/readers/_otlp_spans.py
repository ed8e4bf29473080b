"""OTLP's traces: how long the spans of each name took, and how many of them failed."""

from __future__ import annotations

from math import ceil
from typing import Any

from planproof.evidence.content import at, number, words
from planproof.evidence.model import Better
from planproof.evidence.readers._otlp_values import attributes, shown
from planproof.evidence.readers._series import Point

_KINDS = {1: "internal", 2: "server", 3: "client", 4: "producer", 5: "consumer"}
_LONGEST = 500
_ERROR = {2, "2", "STATUS_CODE_ERROR"}
_QUANTILES = (
    ("p50", "median", 0.5),
    ("p90", "p90", 0.9),
    ("p95", "p95", 0.95),
    ("p99", "p99", 0.99),
)


class _Group:
    """The spans of one service, name and kind."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.durations: list[int] = []
        self.errors = 0
        self.labels = labels

    def take(self, duration: int, labels: dict[str, str], *, failed: bool) -> None:
        """Take in a span. Only labels on which all of them agree stay."""
        self.durations.append(duration)
        self.errors += failed
        self.labels = {key: value for key, value in self.labels.items() if labels.get(key) == value}


class Spans:
    """The spans of a file while they come in."""

    def __init__(self) -> None:
        self.services: set[str] = set()
        self.latest = 0.0
        self._groups: dict[tuple[str, str, str], _Group] = {}
        self._unfit = 0

    def take(self, span: Any, service: str) -> None:
        """Take in a span of an export."""
        name = words(at(span, "name"))[:_LONGEST]
        start, end = _nanos(at(span, "startTimeUnixNano")), _nanos(at(span, "endTimeUnixNano"))
        if not name or start is None or end is None or end < start or start == 0:
            self._unfit += 1
            return
        self.services.add(service)
        self.latest = max(self.latest, float(end))
        kind = at(span, "kind")
        kind = _KINDS.get(kind, "") if isinstance(kind, int) else words(kind).lower()
        labels = attributes(at(span, "attributes"))
        key = (service, name, kind.removeprefix("span_kind_")[:40])
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(labels)
        code = at(span, "status", "code")
        failed = isinstance(code, int | str) and code in _ERROR
        group.take(end - start, labels, failed=failed)

    def points(self, several: bool, warnings: list[str]) -> list[Point]:
        """The figures; `several` says whether services must be told apart."""
        if self._unfit:
            warnings.append(f"{self._unfit} spans are left out: they lack a name, start or end")
        kinds: dict[tuple[str, str], int] = {}
        for service, name, _ in self._groups:
            kinds[service, name] = kinds.get((service, name), 0) + 1
        found: list[Point] = []
        for (service, name, kind), group in self._groups.items():
            apart = (("kind", kind),) if kinds[service, name] > 1 else ()
            labels, more = shown(apart, service, several=several)
            found += _figures(name, labels, {"kind": kind, **group.labels, **more}, group)
        return found


def _nanos(value: Any) -> int | None:
    """A Unix time in ns, exact also where it is a string of 19 digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        return int(value)
    found = number(value)
    if found is None or not 0 <= found < 2**64:
        return None
    return value if isinstance(value, int) else int(found)


def _figures(name: str, labels: dict[str, str], more: dict[str, str], group: _Group) -> list[Point]:
    """Durations' quantiles, mean, min and max, how many spans and the share that failed."""
    durations = sorted(group.durations)
    samples = len(durations)
    timed = [
        (tail, statistic, durations[max(0, ceil(share * samples) - 1)])
        for tail, statistic, share in _QUANTILES
    ]
    timed += [("min", "min", durations[0]), ("max", "max", durations[-1])]
    milliseconds = [(tail, statistic, value / 1e6) for tail, statistic, value in timed]
    milliseconds.append(("mean", "mean", sum(durations) / samples / 1e6))
    points = [
        Point(
            name,
            labels,
            value,
            f".{tail}",
            unit="ms",
            statistic=statistic,
            better=Better.LESS,
            samples=samples,
            aliases=(f"{name}.duration.{tail}",) if not labels else (),
            more=more,
        )
        for tail, statistic, value in milliseconds
    ]
    share = group.errors / samples
    return [
        *points,
        Point(name, labels, float(samples), ".count", unit="spans", more=more),
        Point(
            name,
            labels,
            share,
            ".errors",
            unit="x",
            better=Better.LESS,
            samples=samples,
            aliases=(f"{name}.error_rate",) if not labels else (),
            more=more,
        ),
    ]
