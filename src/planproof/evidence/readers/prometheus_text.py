"""Prometheus' text format 0.0.4 and OpenMetrics 1.0 (prometheus_client 0.26, Prometheus 2.42).

Figures: gauges and counters by their series, `http_requests_total{code="500",method="POST"}`, also
`sum(http_requests_total)` over all series of a counter; of a histogram `.p50`, `.p90`, `.p95`, `.p99`
(computed, with the bucket's bounds as `low` and `high`), `.mean`, and its `_count` and `_sum`; of a
summary its quantiles as `.p99`, and the same. A quantile may also be called as in PromQL:
`histogram_quantile(0.95, request_duration_seconds_bucket{route="/"})`.

Units come from `# UNIT` or the end of the name: `_seconds`, `_bytes`, `_ratio`; a counter
`http_requests_total` counts `requests`.

Traps: a counter is a total since its process started, not a rate. `_created` samples are times and
no figures; nor are `info` metrics. OpenMetrics takes `_total` off a counter's family. OpenMetrics
ends in `# EOF` and the older format in a line feed: a file that does not was cut off, and its last
line may hold half a number. `NaN` is what an empty summary says.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isnan
from typing import NamedTuple

from planproof.evidence.content import Content, Unreadable
from planproof.evidence.model import Better, Results
from planproof.evidence.readers._buckets import Bucket, Histogram, spread
from planproof.evidence.readers._series import Point, direction, few, named, selector, ucum, unit_of
from planproof.text.patterns import rx

_TYPES = "counter|gauge|histogram|gaugehistogram|summary|untyped|unknown|info|stateset"
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_QUOTED = r'"(?:[^"\\\n]|\\.)*"'
_ENDS = ("_bucket", "_count", "_sum", "_total", "_created", "_info", "_gcount", "_gsum")
_MOST_SAMPLES = 200_000

_Labels = tuple[tuple[str, str], ...]


class _Sample(NamedTuple):
    name: str
    labels: _Labels
    value: float


class _Family(NamedTuple):
    """What the comments say of a metric."""

    kind: str
    unit: str


class _Page(NamedTuple):
    """A file as it was taken apart."""

    samples: list[_Sample]
    families: dict[str, _Family]
    open_metrics: bool
    ended: bool
    complete: bool
    warnings: list[str]


def recognises(content: Content) -> bool:
    """Whether a `# TYPE` line of the format stands near the top."""
    head = content.head
    if not head.startswith(("#", *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")):
        return False
    typed = rx(rf"(?m)^#[ \t]+TYPE[ \t]+({_NAME}|{_QUOTED})[ \t]+({_TYPES})[ \t]*$")
    return typed.search(head.replace("\r\n", "\n")) is not None


def read(content: Content) -> Results:
    """The figures of one scrape.

    Raises:
        Unreadable: no line of it is a sample.
    """
    page = _page(content.text)
    if not page.samples:
        raise Unreadable("it holds no sample of any metric")
    points = list(_points(page))
    complete = page.complete
    if page.open_metrics and not page.ended:
        complete = False
        page.warnings.append("it does not end in `# EOF`, as OpenMetrics does: it was cut off")
    measurements = named(points, page.warnings)
    return Results(
        format="prometheus-text",
        measurements=measurements,
        complete=complete,
        warnings=few(page.warnings),
    )


def _page(text: str) -> _Page:
    """The file's lines as samples and families."""
    samples: list[_Sample] = []
    families: dict[str, _Family] = {}
    warnings: list[str] = []
    ended, telling, bad = False, False, 0
    lines = text.split("\n")
    last = lines.pop().strip()
    if last == "# EOF":
        ended = True
    elif last:
        warnings.append("its last line does not end: it was cut off")
    for line in map(str.strip, lines):
        if line == "# EOF":
            ended = True
            break
        if line.startswith("#"):
            telling = _comment(line, families) or telling
        elif line:
            sample = _sample(line)
            if sample is None:
                bad += 1
            else:
                samples.append(sample)
        if len(samples) >= _MOST_SAMPLES:
            warnings.append(f"only its first {_MOST_SAMPLES} samples were read")
            break
    if bad:
        warnings.append(f"{bad} lines are neither samples nor comments")
    open_metrics = ended or telling or _shortens(samples, families)
    return _Page(samples, families, open_metrics, ended, not warnings, warnings)


def _shortens(samples: list[_Sample], families: dict[str, _Family]) -> bool:
    """Whether a counter's family lacks the `_total` of its samples, as in OpenMetrics only."""
    counters = {
        f"{name}_total" for name, family in families.items() if family.kind == "counter"
    } - families.keys()
    return any(sample.name in counters for sample in samples)


def _comment(line: str, families: dict[str, _Family]) -> bool:
    """Take in a `# TYPE` or `# UNIT` line; whether only OpenMetrics has it."""
    found = rx(rf"#[ \t]+(TYPE|UNIT)[ \t]+({_NAME}|{_QUOTED})[ \t]+(\S+)").match(line)
    if not found:
        return False
    what, name, said = found[1], found[2].strip('"'), found[3]
    family = families.get(name, _Family("", ""))
    if what == "UNIT":
        families[name] = family._replace(unit=ucum(said))
        return True
    families[name] = family._replace(kind=said)
    return said in {"unknown", "info", "stateset", "gaugehistogram"}


def _sample(line: str) -> _Sample | None:
    """A line `name{label="value"} 1.5 1620000000`, its name perhaps quoted inside the braces."""
    start = rx(_NAME).match(line)
    name, place = (start[0], start.end()) if start else ("", 0)
    rest = line[place:].lstrip(" \t")
    labels: list[tuple[str, str]] = []
    if rest.startswith("{"):
        one = rx(rf"[ \t,]*(?:({_NAME}|{_QUOTED})[ \t]*=[ \t]*({_QUOTED})|({_QUOTED}))")
        at = 1
        while found := one.match(rest, at):
            at = found.end()
            if found[3]:
                name = _plain(found[3])
            else:
                key = found[1]
                labels.append((_plain(key) if key.startswith('"') else key, _plain(found[2])))
        end = rx(r"[ \t,]*\}").match(rest, at)
        if not end:
            return None
        rest = rest[end.end() :]
    value = rx(r"[ \t]*(\S+)(?:[ \t]+-?[0-9.eE+]+)?[ \t]*(?:#.*)?$").match(rest)
    if not value or not name:
        return None
    try:
        return _Sample(name, tuple(labels), float(value[1].replace("_", "?")))
    except ValueError:
        return None


def _plain(quoted: str) -> str:
    """A quoted string without its quotation marks and escapes."""
    inner = quoted[1:-1]
    if "\\" not in inner:
        return inner
    return rx(r"\\(.)").sub(lambda found: "\n" if found[1] == "n" else found[1], inner)


def _family(name: str, families: dict[str, _Family]) -> tuple[str, _Family, str]:
    """A sample's family: its name, what is said of it, and what the sample's name adds."""
    family = families.get(name)
    if family:
        return name, family, ""
    for end in _ENDS:
        stem = name.removesuffix(end)
        if stem != name and stem in families:
            return stem, families[stem], end
    return name, _Family("", ""), ""


def _points(page: _Page) -> Iterator[Point]:
    """Every figure of the page, in the order of the families."""
    spreads: dict[tuple[str, _Labels], _Spread] = {}
    totals: dict[str, list[Point]] = {}
    for sample in page.samples:
        base, family, end = _family(sample.name, page.families)
        if end == "_created" or family.kind == "info" or _is_time(sample, page.families):
            continue
        unit = family.unit or unit_of(base)
        if family.kind in {"histogram", "gaugehistogram", "summary"}:
            special = "le" if end == "_bucket" else "quantile" if not end else ""
            key = (base, tuple(pair for pair in sample.labels if pair[0] != special))
            one = spreads.setdefault(key, _Spread(base, key[1], family.kind, unit))
            one.take(sample, end)
            if special:
                continue
        point = _single(sample, family, end, unit)
        if family.kind == "counter":
            totals.setdefault(sample.name, []).append(point)
        yield point
    for name, points in totals.items():
        yield from _sum(name, points)
    for one in spreads.values():
        yield from one.points(page.warnings)


def _is_time(sample: _Sample, families: dict[str, _Family]) -> bool:
    """Whether a `_created` gauge, as the older format has it, belongs to another metric."""
    stem = sample.name.removesuffix("_created")
    if stem == sample.name or sample.value < 1e9:
        return False
    return stem in families or f"{stem}_total" in families


def _single(sample: _Sample, family: _Family, end: str, unit: str) -> Point:
    """A sample that is a figure of its own: a gauge, a counter, a `_sum` or `_count`."""
    if end in {"_count", "_gcount"}:
        unit = "observations"
    elif family.kind == "counter" and not family.unit:
        unit = unit_of(sample.name)
    statistic = "max" if sample.name.endswith("_max") and family.kind == "gauge" else ""
    better = Better.UNSAID if end in {"_sum", "_gsum"} else direction(sample.name, unit)
    if family.kind == "counter":
        better = Better.UNSAID
    return Point(
        sample.name,
        dict(sample.labels),
        sample.value,
        unit=unit,
        statistic=statistic,
        better=better,
    )


def _sum(name: str, points: list[Point]) -> list[Point]:
    """The sum over all series of a counter, called as in PromQL, where there are several."""
    if len({tuple(point.labels.items()) for point in points}) < max(2, len(points)):
        return []
    total = sum(point.value for point in points)
    return [Point(f"sum({name})", {}, total, unit=points[0].unit)]


class _Spread:
    """A histogram or summary of one series while its samples come in."""

    def __init__(self, base: str, labels: _Labels, kind: str, unit: str) -> None:
        self.base = base
        self.labels = labels
        self.kind = kind
        self.unit = unit
        self.parts: list[tuple[float, float]] = []
        self.count: float | None = None
        self.total: float | None = None

    def take(self, sample: _Sample, end: str) -> None:
        """Take in one sample: a bucket, a quantile, the count or the sum."""
        if end in {"_count", "_gcount"}:
            self.count = sample.value
        elif end in {"_sum", "_gsum"}:
            self.total = sample.value
        else:
            edge = dict(sample.labels).get("le" if end == "_bucket" else "quantile", "")
            try:
                self.parts.append((float(edge), sample.value))
            except ValueError:
                self.parts.append((float("nan"), sample.value))

    def points(self, warnings: list[str]) -> list[Point]:
        """Its quantiles and its mean."""
        labels = dict(self.labels)
        if self.kind == "summary":
            found = [self._stated(labels, share, value) for share, value in self.parts]
            return [point for point in found if point is not None] + self._mean(labels, warnings)
        buckets = self._buckets(warnings)
        if buckets is None:
            return []
        query = selector(f"{self.base}_bucket", self.labels)
        if self.kind == "gaugehistogram":
            self.total = None
        count = sum(bucket.holds for bucket in buckets)
        return spread(
            Histogram(
                self.base,
                labels,
                buckets,
                count,
                self.total,
                self.unit,
                query=f"histogram_quantile({{}}, {query})",
            ),
            warnings,
        )

    def _buckets(self, warnings: list[str]) -> list[Bucket] | None:
        """The cumulative buckets as separate ones; None where they contradict themselves."""
        edges = sorted(self.parts, key=lambda part: (isnan(part[0]), part[0]))
        if not edges or edges[-1][0] != inf:
            warnings.append(f"`{self.base}` has no bucket `+Inf`: its quantiles are unknown")
            return None
        low, before = (0.0 if edges[0][0] > 0 else -inf), 0.0
        buckets: list[Bucket] = []
        for edge, count in edges:
            if not count >= before or (buckets and edge == low):
                warnings.append(f"the buckets of `{self.base}` contradict each other")
                return None
            buckets.append(Bucket(low, edge, count - before))
            low, before = edge, count
        if self.count is not None and self.count != before:
            warnings.append(f"the buckets of `{self.base}` do not add up to its count")
            return None
        return buckets

    def _stated(self, labels: dict[str, str], share: float, value: float) -> Point | None:
        """A quantile that a summary states; None for one that is none."""
        if not 0 <= share <= 1:
            return None
        label = f"p{share * 100:.10g}"
        statistic = {"p0": "min", "p50": "median", "p100": "max"}.get(label, label)
        return Point(
            self.base,
            labels,
            value,
            f".{label}",
            unit=self.unit,
            statistic=statistic,
            better=direction(self.base, self.unit),
            samples=int(self.count) if self.count and 0 < self.count < 2**53 else None,
            aliases=(selector(self.base, (*self.labels, ("quantile", f"{share:g}"))),),
        )

    def _mean(self, labels: dict[str, str], warnings: list[str]) -> list[Point]:
        if not self.count or self.total is None:
            return []
        return spread(Histogram(self.base, labels, [], self.count, self.total, self.unit), warnings)
