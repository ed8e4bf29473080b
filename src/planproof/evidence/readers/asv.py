"""asv's results of one commit, machine and environment (format 2, asv 0.6.6).

A figure is named as asv names the benchmark, with its parameters where it has some:
`orders.Orders.time_place(10, 'json')`. The unit follows from the name, for it stands in another file:
`time_` is seconds, `mem_` and `peakmem_` are bytes, `track_` anything at all. Times are medians; the
interval is asv's 99 % confidence interval, where it is finite; `values` are the samples, where asv
was told to record them.

Traps: `date` is the commit's, not that of the run. A result of `null` failed and one of `NaN` was
skipped: both are left out, with a warning. In an environment that existed already (`existing-...`)
asv measures whatever is installed, whatever the commit's hash in the file says.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from math import isnan
from typing import Any, NamedTuple

from planproof.evidence.content import (
    Content,
    Unreadable,
    at,
    entries,
    listed,
    number,
    pointer,
    whole,
    words,
)
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, commit_said, moment, shown
from planproof.text.patterns import rx

_KINDS = (
    (r"(?:time(?:raw)?_.|Time(?:raw|Raw)?[A-Z_].)", "s", "median", Better.LESS),
    (r"(?:peakmem_.|PeakMem[A-Z_].)", "B", "max", Better.LESS),
    (r"(?:mem_.|Mem[A-Z_].)", "B", "", Better.LESS),
)
_MOST_PARAMETERS = 32
_MOST_VALUES = 10_000


class _Row(NamedTuple):
    """A benchmark's row, by the names of its columns."""

    name: str
    columns: dict[str, Any]
    place: dict[str, int]

    def at(self, column: str, index: int) -> Any:
        """The entry for one combination of parameters."""
        return at(self.columns.get(column), index)


def recognises(content: Content) -> bool:
    """Whether it has results, and columns that name what is in their rows."""
    return (
        content.head.startswith("{")
        and content.is_json
        and isinstance(at(content.json, "result_columns"), list)
        and isinstance(at(content.json, "results"), dict)
        and "commit_hash" in content.json
    )


def read(content: Content) -> Results:
    """The result of every benchmark for every combination of its parameters.

    Raises:
        Unreadable: it is of a format that asv did not have in 0.6.
    """
    version = at(content.json, "version")
    if version != 2:
        raise Unreadable(f"asv's results are of format {shown(words(version)) or 'none'}, not 2")
    gathered = Gathered()
    columns = [words(one) for one in listed(at(content.json, "result_columns"))]
    place = {column: index for index, column in enumerate(columns)}
    began = []
    for name, cells in entries(at(content.json, "results")):
        row = _Row(name, dict(zip(columns, listed(cells), strict=False)), place)
        began.append(number(row.columns.get("started_at")) or 0.0)
        _row(gathered, row)
    environment = words(at(content.json, "env_name"))
    if environment.startswith("existing"):
        gathered.warn(
            "it was measured in an environment that existed already, so asv did not install the commit"
        )
    params = at(content.json, "params")
    return gathered.results(
        "asv",
        commit=commit_said(words(at(content.json, "commit_hash"))),
        made_at=moment(max(began) / 1000) if any(began) else "",
        machine={key: words(at(params, key)) for key in ("machine", "cpu", "num_cpu", "os", "ram")},
    )


def _row(gathered: Gathered, row: _Row) -> None:
    """The figures of one benchmark. The last parameter changes fastest."""
    results = row.columns.get("result")
    pools = [[words(one) for one in listed(pool)] for pool in listed(row.columns.get("params"))]
    if len(pools) > _MOST_PARAMETERS:
        gathered.warn(f"`{shown(row.name)}` has too many parameters and is left out")
        return
    if not gathered.nameable(row.name, *(max(pool, key=len, default="") for pool in pools)):
        return
    if not isinstance(results, list):
        gathered.warn(f"`{shown(row.name)}` failed and is left out")
        return
    # Lazily: parameters alone can stand for more combinations than there is memory.
    combinations = list(islice(product(*pools), len(results) + 1))
    if len(combinations) != len(results):
        gathered.warn(f"the results of `{shown(row.name)}` do not fit its parameters; left out")
        return
    for index, (combination, result) in enumerate(zip(combinations, results, strict=True)):
        name = f"{row.name}({', '.join(combination)})" if combination else row.name
        if result is None:
            gathered.warn(f"`{shown(name)}` failed and is left out")
        elif isinstance(result, float) and isnan(result):
            gathered.warn(f"`{shown(name)}` was skipped and is left out")
        else:
            _add(gathered, row, name, index, combination, result)


def _add(
    gathered: Gathered,
    row: _Row,
    name: str,
    index: int,
    combination: tuple[str, ...],
    result: Any,
) -> None:
    value = gathered.finite(name, result)
    if value is None:
        return
    unit, statistic, better = _kind(row.name)
    low, high = (number(row.at(f"stats_ci_99_{end}", index)) for end in "ab")
    said = listed(row.at("samples", index))
    values = tuple(one for one in map(number, said) if one is not None)
    path = pointer("results", row.name, row.place.get("result", 0), index)
    gathered.add(
        Measurement(
            name=name,
            value=value,
            unit=unit,
            statistic=statistic,
            better=better,
            aliases=tuple(_aliases(row.name, name, path)),
            samples=whole(row.at("stats_repeat", index)),
            low=low if high is not None else None,
            high=high if low is not None else None,
            values=values[:_MOST_VALUES] if len(values) == len(said) else (),
            labels={f"param{place}": one for place, one in enumerate(combination, 1)},
        )
    )


def _aliases(benchmark: str, name: str, path: str) -> Iterator[str]:
    """The name without its modules and classes, and the pointer."""
    ending = name[len(benchmark) :]
    last = benchmark.rpartition(".")[2]
    if last != benchmark:
        yield last + ending
    yield path


def _kind(benchmark: str) -> tuple[str, str, Better]:
    """Unit, statistic and direction, from how asv tells kinds of benchmarks apart."""
    last = benchmark.rpartition(".")[2]
    for pattern, unit, statistic, better in _KINDS:
        if rx(pattern).match(last):
            return unit, statistic, better
    return "", "", Better.UNSAID
