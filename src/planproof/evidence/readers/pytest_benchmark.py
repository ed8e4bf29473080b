"""pytest-benchmark's JSON (`pytest --benchmark-json=FILE`, pytest-benchmark 5.3.1).

Times are in **seconds** for one call, `ops` in calls a second. `data` holds the rounds and is only there when it
was asked for or by default in some versions. One round has a spread of 0 by definition and not by measurement, so
`stddev`, `iqr`, `q1` and `q3` are left out then. What a test put into `extra_info` has no unit. A dirty work tree
makes the file void.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, listed, number, pointer, whole, words
from planproof.evidence.model import Better, Results
from planproof.evidence.readers._collect import Collected, numbers, so_many, time_said

_TIMES = {
    "mean": "mean",
    "median": "median",
    "min": "min",
    "max": "max",
    "stddev": "stddev",
    "iqr": "",
    "q1": "p25",
    "q3": "p75",
}
_SPREAD = frozenset({"stddev", "iqr", "q1", "q3"})


def recognises(content: Content) -> bool:
    """Whether it has benchmarks beside what pytest-benchmark says of machine and commit."""
    if not content.is_json:
        return False
    file = content.json
    return (
        isinstance(at(file, "benchmarks"), list)
        and isinstance(at(file, "machine_info"), dict)
        and isinstance(at(file, "commit_info"), dict)
    )


def read(content: Content) -> Results:
    """Each benchmark's times, its calls a second and what it recorded of itself."""
    file = content.json
    kept = Collected("pytest-benchmark")
    benchmarks = listed(at(file, "benchmarks"))
    if not benchmarks:
        kept.warn("no benchmark was run")
    for index, benchmark in enumerate(benchmarks):
        _benchmark(kept, benchmark, index)
    commit = words(at(file, "commit_info", "id"))
    if at(file, "commit_info", "dirty") is True:
        kept.spoil("it was measured in a work tree with changes that are not committed")
    info = at(file, "machine_info")
    machine = {
        "cpu": words(at(info, "cpu", "brand_raw")),
        "cpus": words(at(info, "cpu", "count")),
        "python": words(at(info, "python_version")),
        "system": words(at(info, "system")),
        "pytest-benchmark": words(at(file, "version")),
    }
    return kept.whole(
        commit="" if commit == "unversioned" else commit,
        made_at=time_said(at(file, "datetime")),
        machine=machine,
    )


def _benchmark(kept: Collected, benchmark: Any, index: int) -> None:
    name = words(at(benchmark, "name")) or words(at(benchmark, "fullname"))
    full = words(at(benchmark, "fullname")) or name
    stats = at(benchmark, "stats")
    rounds = whole(at(stats, "rounds"))
    if not name:
        kept.incomplete(f"benchmark {index + 1} has no name and was left out")
        return
    if not rounds:
        kept.warn(f"{name} has no rounds, so it has no figures")
        return
    labels = {"benchmark": full, "group": words(at(benchmark, "group"))}
    labels |= {key: words(value) for key, value in entries(at(benchmark, "params"))}
    labels = {key: value for key, value in labels.items() if value}
    data = numbers(at(stats, "data"))
    if data and len(data) != rounds:
        kept.incomplete(f"{name} says {so_many(rounds, 'round')} and has the times of {len(data)}")
    if rounds == 1:
        kept.warn(f"{name} ran one round, so how much its time varies is unknown")
    for key in (*_TIMES, "ops"):
        coarse = key == "ops" and not number(at(stats, key))  # the timer saw no time pass
        if coarse or (rounds == 1 and key in _SPREAD):
            continue
        kept.figure(
            f"{name}.{key}",
            at(stats, key),
            unit="ops/s" if key == "ops" else "s",
            statistic=_TIMES.get(key, "mean"),
            better=Better.MORE if key == "ops" else Better.LESS,
            aliases=(f"{full}.{key}", pointer("benchmarks", index, "stats", key)),
            samples=rounds,
            values=data if key in {"mean", "median"} else (),
            labels=labels,
        )
    _extra(kept, benchmark, index, labels)


def _extra(kept: Collected, benchmark: Any, index: int, labels: dict[str, str]) -> None:
    full = words(at(benchmark, "fullname"))
    name = words(at(benchmark, "name")) or full
    for key, value in entries(at(benchmark, "extra_info")):
        if isinstance(value, int | float) and not isinstance(value, bool):
            kept.figure(
                f"{name}.extra_info.{key}",
                value,
                aliases=(
                    f"{full}.extra_info.{key}",
                    *(() if key in _TIMES or key == "ops" else (f"{name}.{key}", f"{full}.{key}")),
                    pointer("benchmarks", index, "extra_info", key),
                ),
                labels=labels,
            )
