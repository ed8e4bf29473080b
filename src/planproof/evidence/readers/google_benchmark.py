"""Google Benchmark's JSON (`--benchmark_out_format=json`, 1.7.1 and 1.9.5).

Times are named `BM_Place/8.real_time` and `BM_Place/8.cpu_time`, in the entry's own unit and for one
iteration; counters by their keys, `BM_Place/8.items_per_second`. With repetitions the figure is the
median, `values` has the repetitions, and the other aggregates have names of their own
(`BM_Place/8_mean.real_time`); without, it is the mean over the iterations of the one run.

Traps: the coefficient of variation (`_cv`) is a fraction in the field that holds a time elsewhere. A
benchmark that failed or was skipped has times of 0. A library that was built for debugging voids the
file; Debian's package is. Frequency scaling of the processor is warned of. Counters that are not
finite are bare `NaN` and `Infinity`. The aggregates BigO and RMS are no measurements and not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planproof.evidence.content import Content, at, entries, listed, number, pointer, whole, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, median, shown, time_said, unit_said

_NO_FIGURES = frozenset(
    (
        "name",
        "family_index",
        "per_family_instance_index",
        "run_name",
        "run_type",
        "repetitions",
        "repetition_index",
        "threads",
        "iterations",
        "time_unit",
        "aggregate_name",
        "aggregate_unit",
        "error_occurred",
        "error_message",
        "skipped",
        "skip_message",
        "label",
    )
)
_COUNTERS = {
    "items_per_second": ("items/s", Better.MORE),
    "bytes_per_second": ("B/s", Better.MORE),
    "allocs_per_iter": ("allocs", Better.LESS),
    "max_bytes_used": ("B", Better.LESS),
    "total_allocated_bytes": ("B", Better.LESS),
    "net_heap_growth": ("B", Better.LESS),
}
_NO_AGGREGATES = ("BigO", "RMS")
_MOST_VALUES = 10_000


class _Group:
    """The entries of one benchmark: its runs and what sums them up, each with its place."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, Any]] = []
        self.aggregates: list[tuple[int, Any]] = []


def recognises(content: Content) -> bool:
    """Whether it has benchmarks and the context that Google Benchmark writes."""
    if not content.head.startswith("{") or not content.is_json:
        return False
    context = at(content.json, "context")
    return isinstance(at(content.json, "benchmarks"), list) and (
        at(context, "library_build_type") is not None or at(context, "num_cpus") is not None
    )


def read(content: Content) -> Results:
    """Times and counters of every benchmark that ran."""
    gathered, groups = Gathered(), _groups(content)
    for name, group in groups.items():
        if not gathered.nameable(name):
            continue
        for figure in _figures(group):
            _base(gathered, name, group, figure)
        for place, entry in group.aggregates:
            own = words(at(entry, "name"))
            if at(entry, "aggregate_name") != "median" and gathered.nameable(own):
                for figure, value in _numbers(entry):
                    _single(gathered, place, entry, figure, value)
    for warning in _failures(content):
        gathered.warn(warning)
    context = at(content.json, "context")
    if at(context, "cpu_scaling_enabled") is True:
        gathered.warn("the processor's frequency scaling was on, so times vary")
    debug = at(context, "library_build_type") == "debug"
    return gathered.results(
        "google-benchmark",
        void=("it was measured with a debug build of the benchmark library",) if debug else (),
        made_at=time_said(words(at(context, "date"))),
        machine={
            "cpus": words(at(context, "num_cpus")),
            "mhz": words(at(context, "mhz_per_cpu")),
            "google-benchmark": words(at(context, "library_version")),
        },
    )


def _failures(content: Content) -> dict[str, None]:
    """What is to be said of benchmarks that did not run, once for all repetitions."""
    said: dict[str, None] = {}
    for entry in listed(at(content.json, "benchmarks")):
        if _failed(entry):
            why = words(at(entry, "error_message")) or words(at(entry, "skip_message"))
            said[f"`{shown(words(at(entry, 'name')))}` did not run: {shown(why)}"] = None
    return said


def _failed(entry: Any) -> bool:
    return bool(at(entry, "error_occurred") or at(entry, "skipped"))


def _groups(content: Content) -> dict[str, _Group]:
    """The entries that ran, by the benchmark's name."""
    groups: dict[str, _Group] = {}
    for place, entry in enumerate(listed(at(content.json, "benchmarks"))):
        name = words(at(entry, "run_name")) or words(at(entry, "name"))
        if not name or _failed(entry) or at(entry, "aggregate_name") in _NO_AGGREGATES:
            continue
        group = groups.setdefault(name, _Group())
        aggregate = at(entry, "run_type") == "aggregate"
        (group.aggregates if aggregate else group.runs).append((place, entry))
    return groups


def _numbers(entry: Any) -> Iterator[tuple[str, Any]]:
    """The figures of an entry, those that are not finite too."""
    for key, value in entries(entry):
        if (
            key not in _NO_FIGURES
            and isinstance(value, int | float)
            and not isinstance(value, bool)
        ):
            yield key, value


def _figures(group: _Group) -> list[str]:
    """The keys of a benchmark's figures, in their order."""
    keys = (key for _, entry in (*group.runs, *group.aggregates) for key, _ in _numbers(entry))
    return list(dict.fromkeys(keys))


def _base(gathered: Gathered, name: str, group: _Group, figure: str) -> None:
    """A benchmark's figure: the median of its repetitions, or that of its only run."""
    runs = [(place, entry, entry[figure]) for place, entry in group.runs if figure in entry]
    values = [value for *_, one in runs if (value := number(one)) is not None]
    chosen = [
        (place, one) for place, one in group.aggregates if at(one, "aggregate_name") == "median"
    ]
    if chosen and figure in chosen[0][1]:
        place, entry = chosen[0]
        value = gathered.finite(f"{name}.{figure}", entry[figure])
    elif runs:
        place, entry, first = runs[0]
        value = gathered.finite(f"{name}.{figure}", first)
        if value is not None and len(values) > 1:
            value = median(values)
    else:
        return
    if value is None:
        return
    repeated = bool(chosen) or len(runs) > 1
    unit, better = _unit(entry, figure)
    time = figure == "real_time"
    aliases = [f"{name}_median.{figure}"] if repeated else []
    aliases += [name] if time else []
    gathered.add(
        Measurement(
            name=f"{name}.{figure}",
            value=value,
            unit=unit,
            statistic="median" if repeated else "mean" if figure.endswith("_time") else "",
            better=better,
            aliases=(*aliases, pointer("benchmarks", place, figure)),
            samples=whole(at(entry, "iterations")),
            values=tuple(values[:_MOST_VALUES]) if len(values) == len(runs) > 1 else (),
        )
    )


def _single(gathered: Gathered, place: int, entry: Any, figure: str, said: Any) -> None:
    """A figure of an aggregate that is not the median."""
    name = f"{words(at(entry, 'name'))}.{figure}"
    value = gathered.finite(name, said)
    if value is None:
        return
    aggregate = words(at(entry, "aggregate_name"))
    statistic = aggregate if aggregate in {"mean", "stddev", "min", "max"} else ""
    unit, better = _unit(entry, figure)
    if at(entry, "aggregate_unit") == "percentage" or aggregate == "cv":
        unit = "x"
    if unit == "x" or statistic == "stddev":
        better = Better.LESS
    gathered.add(
        Measurement(
            name=name,
            value=value,
            unit=unit,
            statistic=statistic,
            better=better,
            aliases=(pointer("benchmarks", place, figure),),
            samples=whole(at(entry, "iterations")),
        )
    )


def _unit(entry: Any, figure: str) -> tuple[str, Better]:
    """A figure's unit and direction; a counter of the user's own has none."""
    if figure in ("real_time", "cpu_time"):
        return unit_said(words(at(entry, "time_unit")) or "ns"), Better.LESS
    return _COUNTERS.get(figure, ("", Better.UNSAID))
