"""BenchmarkDotNet's JSON, brief or full (from the source of JsonExporterBase at 0f5b12e).

A benchmark's mean has its full name, `Shop.OrdersBench.Place(rows: 100)`, and is also called
`OrdersBench.Place`; the others are `....Median`, `.Min`, `.Max`, `.StandardDeviation` and, with the
memory diagnoser, `.BytesAllocatedPerOperation`. Times are nanoseconds for one operation. The mean's
interval is `ConfidenceInterval` (99.9 % by default); `values` are the measured iterations of the full
report.

Traps: a failed benchmark has `"Statistics": null`. A debug build or an attached debugger voids the
file. The percentiles are those of the iterations' means, not of operations, so they are not read.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, listed, number, pointer, whole, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, shown

_STATISTICS = {
    "Mean": "mean",
    "Median": "median",
    "Min": "min",
    "Max": "max",
    "StandardDeviation": "stddev",
}
_MOST_VALUES = 10_000


def recognises(content: Content) -> bool:
    """Whether it has benchmarks and BenchmarkDotNet's name in what it says of the host."""
    return (
        content.head.startswith("{")
        and content.is_json
        and isinstance(at(content.json, "Benchmarks"), list)
        and at(content.json, "HostEnvironmentInfo", "BenchmarkDotNetVersion") is not None
    )


def read(content: Content) -> Results:
    """The statistics of every benchmark that ran."""
    gathered = Gathered()
    for place, entry in enumerate(listed(at(content.json, "Benchmarks"))):
        _benchmark(gathered, place, entry)
    host = at(content.json, "HostEnvironmentInfo")
    void = []
    if words(at(host, "Configuration")).upper() == "DEBUG":
        void.append("it was measured in a debug build")
    if at(host, "HasAttachedDebugger") is True:
        void.append("it was measured with a debugger attached")
    cpu = at(host, "ProcessorName")
    return gathered.results(
        "benchmarkdotnet",
        void=tuple(void),
        machine={
            "cpu": words(cpu) or words(at(cpu, "Value")),
            "os": words(at(host, "OsVersion")),
            "runtime": words(at(host, "RuntimeVersion")),
            "BenchmarkDotNet": words(at(host, "BenchmarkDotNetVersion")),
        },
    )


def _benchmark(gathered: Gathered, place: int, entry: Any) -> None:
    """The figures of one benchmark."""
    short = f"{words(at(entry, 'Type'))}.{words(at(entry, 'Method'))}"
    full = words(at(entry, "FullName")) or f"{words(at(entry, 'Namespace'))}.{short}"
    statistics = at(entry, "Statistics")
    samples = whole(at(statistics, "N"))
    if not isinstance(statistics, dict) or samples == 0:
        gathered.warn(f"`{shown(full)}` has no results and is left out")
        return
    parameters = words(at(entry, "Parameters"))
    names = [full, short] if not parameters else [full, f"{short}({parameters})"]
    names = list(dict.fromkeys(names))
    labels = {"parameters": parameters} if parameters else {}
    for key, statistic in _STATISTICS.items():
        mean = key == "Mean"
        value = gathered.finite(f"{full}.{key}", statistics.get(key))
        if value is None:
            continue
        interval = at(statistics, "ConfidenceInterval") if mean else None
        low, high = number(at(interval, "Lower")), number(at(interval, "Upper"))
        gathered.add(
            Measurement(
                name=f"{full}.{key}",
                value=value,
                unit="ns",
                statistic=statistic,
                better=Better.LESS,
                aliases=(
                    *(names if mean else ()),
                    *(f"{name}.{key}" for name in names[1:]),
                    pointer("Benchmarks", place, "Statistics", key),
                ),
                samples=samples,
                low=low if high is not None else None,
                high=high if low is not None else None,
                values=_values(entry) if mean else (),
                labels=labels,
            )
        )
    _memory(gathered, place, entry, names, labels)


def _memory(
    gathered: Gathered, place: int, entry: Any, names: list[str], labels: dict[str, str]
) -> None:
    """What the memory diagnoser found, where it was on."""
    key = "BytesAllocatedPerOperation"
    said = at(entry, "Memory", key)
    if said is None:
        return
    value = gathered.finite(f"{names[0]}.{key}", said)
    if value is not None:
        gathered.add(
            Measurement(
                name=f"{names[0]}.{key}",
                value=value,
                unit="B",
                better=Better.LESS,
                aliases=(
                    *(f"{name}.{key}" for name in names[1:]),
                    pointer("Benchmarks", place, "Memory", key),
                ),
                labels=labels,
            )
        )


def _values(entry: Any) -> tuple[float, ...]:
    """Nanoseconds for one operation in each iteration that counted; without a full report none."""
    found = []
    for one in listed(at(entry, "Measurements")):
        # Since 0.11 the mode is Workload and the stage Result; before, the mode was Result.
        if "Result" not in (at(one, "IterationStage"), at(one, "IterationMode")):
            continue
        if at(one, "IterationMode") not in ("Workload", "Result"):
            continue
        time, count = number(at(one, "Nanoseconds")), number(at(one, "Operations"))
        if time is not None and count is not None and count >= 1:
            found.append(time / count)
    return tuple(found[:_MOST_VALUES])
