"""JMH's results as JSON (`-rf json`, from its source at 09f4ecf).

A benchmark's score has its full name, with its parameters where it has some:
`com.example.OrdersBench.place(rows=100)`; also called `OrdersBench.place` and `place.score`. Secondary
metrics are named as JMH's own table names them, `OrdersBench.place:gc.alloc.rate.norm`.

Traps: a throughput (`thrpt`, `ops/s`) is more the better, the times of all other modes less. Figures
that are not finite are the strings `"NaN"`, `"+INF"` and `"-INF"`; the error of a single sample is
one. `scoreConfidence` is the 99.9 % interval. Percentiles are read in the mode `sample` alone, where
they are those of invocations; elsewhere they are of the few means of iterations, and no p95 of a time.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, listed, number, pointer, whole, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, shown, unit_said

_ENDS = {0.0: "min", 50.0: "median", 100.0: "max"}
_MOST_VALUES = 10_000


def recognises(content: Content) -> bool:
    """Whether it is a list whose first entry has a benchmark, a mode and a primary metric."""
    return (
        content.head.startswith("[")
        and content.is_json
        and isinstance(at(content.json, 0, "benchmark"), str)
        and isinstance(at(content.json, 0, "mode"), str)
        and isinstance(at(content.json, 0, "primaryMetric"), dict)
    )


def read(content: Content) -> Results:
    """Scores, percentiles of sampled times, and secondary metrics."""
    gathered = Gathered()
    for place, run in enumerate(listed(content.json)):
        if words(at(run, "benchmark")):
            _run(gathered, place, run)
        else:
            gathered.warn(f"entry {place} names no benchmark and is left out")
    first = at(content.json, 0)
    if any(at(run, "forks") == 0 for run in listed(content.json)):
        gathered.warn("it was measured without forks, which JMH means for debugging only")
    return gathered.results(
        "jmh",
        machine={key: words(at(first, key)) for key in ("jmhVersion", "vmName", "jdkVersion")},
    )


def _run(gathered: Gathered, place: int, run: Any) -> None:
    """The figures of one benchmark."""
    full, mode = words(run["benchmark"]), words(at(run, "mode"))
    params = {key: words(value) for key, value in entries(at(run, "params"))}
    ending = f"({','.join(f'{key}={value}' for key, value in params.items())})" if params else ""
    if not gathered.nameable(full, ending):
        return
    short = ".".join(full.split(".")[-2:])
    names = [name + ending for name in dict.fromkeys((full, short))]
    labels = {**params, "mode": mode}
    metric = at(run, "primaryMetric")
    better = Better.MORE if mode == "thrpt" else Better.LESS
    path = (place, "primaryMetric")
    own = [*names, *(f"{name}[{mode}]" for name in names), *(f"{name}.score" for name in names)]
    _score(gathered, own, metric, better, labels, path)
    if mode == "sample":
        _percentiles(gathered, names, metric, labels, path)
    for key, other in entries(at(run, "secondaryMetrics")):
        same = words(at(other, "scoreUnit")) == words(at(metric, "scoreUnit"))
        _score(
            gathered,
            [f"{name}:{key}" for name in names]
            + ([f"{names[-1]}:{key[1:]}"] if key[:1] == "·" else []),
            other,
            better if same else Better.UNSAID,
            labels,
            (place, "secondaryMetrics", key),
        )


def _score(
    gathered: Gathered,
    names: list[str],
    metric: Any,
    better: Better,
    labels: dict[str, str],
    path: tuple[str | int, ...],
) -> None:
    """A metric's score, a mean over iterations or, in the mode `sample`, over invocations."""
    value = gathered.finite(names[0], at(metric, "score"))
    if value is None:
        return
    low, high = (number(at(metric, "scoreConfidence", end)) for end in (0, 1))
    values = _values(metric)
    gathered.add(
        Measurement(
            name=names[0],
            value=value,
            unit=unit_said(words(at(metric, "scoreUnit"))),
            statistic="mean",
            better=better,
            aliases=(*names[1:], pointer(*path, "score")),
            samples=_invocations(metric) or len(values) or None,
            low=low if high is not None else None,
            high=high if low is not None else None,
            values=values[:_MOST_VALUES],
            labels=labels,
        )
    )


def _percentiles(
    gathered: Gathered,
    names: list[str],
    metric: Any,
    labels: dict[str, str],
    path: tuple[str | int, ...],
) -> None:
    """The percentiles of sampled times."""
    unit = unit_said(words(at(metric, "scoreUnit")))
    samples = _invocations(metric)
    for key, value in entries(at(metric, "scorePercentiles")):
        share = number(key)
        if share is None or not 0 <= share <= 100:
            gathered.warn(f"`{shown(key)}` is no percentile and is left out")
            continue
        statistic = _ENDS.get(share, f"p{share:g}")
        figure = gathered.finite(f"{names[0]}.p{share:g}", value)
        if figure is None:
            continue
        own = f"{names[0]}.{statistic}"
        spelt = [f"{name}.{statistic}" for name in names] + [f"{name}.p{share:g}" for name in names]
        spelt += [f"{name}:p{share / 100:.6g}" for name in names]
        gathered.add(
            Measurement(
                name=own,
                value=figure,
                unit=unit,
                statistic=statistic,
                better=Better.LESS,
                aliases=tuple(
                    dict.fromkeys(
                        one
                        for one in (*spelt, pointer(*path, "scorePercentiles", key))
                        if one != own
                    )
                ),
                samples=samples,
                labels=labels,
            )
        )


def _values(metric: Any) -> tuple[float, ...]:
    """The scores of all iterations of all forks; none where one of them is not finite."""
    found = [number(score) for fork in listed(at(metric, "rawData")) for score in listed(fork)]
    kept = tuple(value for value in found if value is not None)
    return kept if len(kept) == len(found) else ()


def _invocations(metric: Any) -> int | None:
    """How many invocations were sampled: the sum of the histogram's counts."""
    counts = [
        whole(at(bucket, 1))
        for fork in listed(at(metric, "rawDataHistogram"))
        for iteration in listed(fork)
        for bucket in listed(iteration)
    ]
    return sum(count for count in counts if count) or None
