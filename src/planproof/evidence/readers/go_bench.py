"""Go's benchmark lines, plain or in `go test -json` (Go 1.19; golang/proposal 14313).

    BenchmarkPlace-2   2000   40.34 ns/op   64 B/op   1 allocs/op

Figures are named for benchmark and unit, `BenchmarkPlace.ns/op`; the number of processors (`-2`) is
left out of the name unless the benchmark was run with several (`-cpu 1,2`). `ns/op`, `B/op` and
`allocs/op` are less the better, `MB/s` (10^6 bytes) more; other units only where a line
`Unit <unit> better=higher` says so. Each is a mean over the iterations of a run; where a benchmark
was run several times (`-count`), the figure is the median of its runs and `values` has them all.

Traps: a line `key: value` (`pkg:`, `cpu:`, `commit:`) holds for the lines after it, so one name may
stand for benchmarks of several packages. `go test -json` may split a line in two events. A failed
benchmark is merely missing from the lines, so `FAIL` voids the file. Without a `PASS` or `ok` behind
the last benchmark the file is not complete. Results of tests among the events are read as in `go-test`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from planproof.evidence.content import Content, Unreadable, at, whole, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._collect import Collected
from planproof.evidence.readers._gather import Gathered, commit_said, median, shown, unit_said
from planproof.evidence.readers._go_tests import is_events, read_tests
from planproof.text.patterns import rx

_LINE = r"(?m)^Benchmark(?![a-z])\S*[ \t]+\d+[ \t]+[-+.\dA-Za-z]+[ \t]+\S"
_CONTEXT = r"([a-z][^\s:A-Z]*):(?:[ \t]+(.*))?"
_DIRECTION = r"Unit[ \t]+(\S+)[ \t]+(?:\S+[ \t]+)*?better=(higher|lower)(?:[ \t]|$)"
_STATISTIC = r"(p\d{1,2}(?:\.\d+)?|mean|median|min|max)-"

_BETTER = {
    "ns/op": Better.LESS,
    "B/op": Better.LESS,
    "allocs/op": Better.LESS,
    "MB/s": Better.MORE,
}
_SPELT = {"p0": "min", "p50": "median"}
_MOST_VALUES = 10_000


class _Runs:
    """The runs of one benchmark, in one unit."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.iterations = 0


class _Key(NamedTuple):
    """What makes runs those of the same benchmark."""

    package: str
    name: str
    unit: str


class _Output:
    """What the lines of a run say, gathered."""

    def __init__(self) -> None:
        self.context: dict[str, str] = {}
        self.better = dict(_BETTER)
        self.runs: dict[_Key, _Runs] = {}
        self.failed = ""
        self.ended = False


def recognises(content: Content) -> bool:
    """Whether a line of it is a benchmark's."""
    if content.head.startswith("<"):
        return False
    if not content.head.startswith("{"):
        return rx(_LINE).search(content.text) is not None
    return '"Action":"output"' in content.text and any(
        rx(_LINE).match(line) for line in _lines(content)
    )


def read(content: Content) -> Results:
    """Every benchmark's figures.

    Raises:
        Unreadable: no line of it is a benchmark's.
    """
    output, gathered = _Output(), Gathered()
    for line in _lines(content):
        _take(line, output, gathered)
    if not output.runs:
        raise Unreadable("it has no line of a benchmark")
    processors = _processors(output)
    for key, runs in output.runs.items():
        gathered.add(_measurement(key, runs, output, several=processors[_bare(key)] > 1))
    if not output.ended:
        gathered.warn("no `PASS` or `ok` follows its last benchmark, so it may have been cut off")
    kept = ("goos", "goarch", "cpu")
    found = gathered.results(
        "go-bench",
        complete=output.ended,
        void=(f"the run failed: `{output.failed}`",) if output.failed else (),
        commit=commit_said(output.context.get("commit", "")),
        machine={key: output.context.get(key, "") for key in kept},
    )
    if not is_events(content):
        return found
    return msgspec.structs.replace(found, tests=read_tests(content, Collected("go-bench")))


def _lines(content: Content) -> Iterator[str]:
    """The lines that were printed; those of `go test -json` are put together for each package."""
    if not content.head.startswith("{"):
        for found in rx(r"[^\r\n]+").finditer(content.text):
            yield found[0]
        return
    begun: dict[str, str] = {}
    last = ""
    for event in content.json_lines:
        output = at(event, "Output")
        if at(event, "Action") != "output" or not isinstance(output, str):
            continue
        package = words(at(event, "Package"))
        if not output.endswith("\n"):
            begun[package] = begun.get(package, "") + output
            continue
        if package and package != last:
            # Events of several packages may be mixed; what is printed is told apart by this.
            yield f"pkg: {package}"
            last = package
        yield (begun.pop(package, "") + output).rstrip("\r\n")
    yield from begun.values()


def _take(line: str, output: _Output, gathered: Gathered) -> None:
    """Adds what one line says."""
    if rx(_LINE).match(line):
        output.ended = False
        _take_run(line, output, gathered)
    elif line == "PASS" or line.startswith("ok "):
        output.ended = True
    elif line == "FAIL" or line.startswith(("FAIL ", "FAIL\t", "--- FAIL: ", "panic: ")):
        output.ended = True
        output.failed = output.failed or shown(" ".join(line.split()))
    elif found := rx(_DIRECTION).match(line):
        output.better[found[1]] = Better.MORE if found[2] == "higher" else Better.LESS
    elif found := rx(_CONTEXT).fullmatch(line):
        output.context[found[1]] = shown((found[2] or "").strip())


def _take_run(line: str, output: _Output, gathered: Gathered) -> None:
    """Adds the figures of one line; one that is cut off within a pair is left out."""
    name, iterations, *pairs = line.split()
    count = whole(iterations)
    if count == 0 or len(pairs) % 2:
        gathered.warn(f"a line of `{shown(name)}` is damaged and left out")
        return
    for value, unit in zip(pairs[::2], pairs[1::2], strict=True):
        figure = gathered.finite(f"{name}.{unit}", value)
        if figure is None:
            continue
        runs = output.runs.setdefault(_Key(output.context.get("pkg", ""), name, unit), _Runs())
        runs.values.append(figure)
        runs.iterations += count or 0


def _bare(key: _Key) -> _Key:
    """The key without the number of processors."""
    return key._replace(name=rx(r"-\d+$").sub("", key.name))


def _processors(output: _Output) -> Counter[_Key]:
    """With how many numbers of processors each benchmark was run."""
    return Counter(_bare(key) for key in output.runs)


def _measurement(key: _Key, runs: _Runs, output: _Output, *, several: bool) -> Measurement:
    bare = _bare(key).name
    name = key.name if several else bare
    names = [key.name, name, bare.removeprefix("Benchmark")] if not several else [key.name]
    spelt = [f"{one}.{key.unit}" for one in names]
    if key.package:
        spelt.append(f"{key.package}.{name}.{key.unit}")
    if key.unit == "ns/op":
        spelt += names
    statistic = rx(_STATISTIC).match(key.unit)
    repeated = len(runs.values) > 1
    unsaid = "median" if repeated else "mean"
    own = f"{name}.{key.unit}"
    return Measurement(
        name=own,
        value=median(runs.values),
        unit=_unit(key.unit),
        statistic=_SPELT.get(statistic[1], statistic[1]) if statistic else unsaid,
        better=output.better.get(key.unit, Better.UNSAID),
        aliases=tuple(dict.fromkeys(alias for alias in spelt if alias != own)),
        samples=runs.iterations,
        values=tuple(runs.values[:_MOST_VALUES]) if repeated else (),
        labels=_labels(key),
    )


def _labels(key: _Key) -> dict[str, str]:
    """Package, processors and the parts `k=v` of a name."""
    labels = {"pkg": key.package} if key.package else {}
    if found := rx(r"-(\d+)$").search(key.name):
        labels["cpu"] = found[1]
    for part in _bare(key).name.split("/")[1:]:
        name, equals, value = part.partition("=")
        if equals:
            labels[name] = value
    return labels


def _unit(unit: str) -> str:
    """A unit; `-ns` and `-bytes` at a custom unit's end tell its unit (golang.org/x/perf/benchunit)."""
    if unit.endswith("-ns"):
        return "ns"
    return "B" if unit.endswith("-bytes") else unit_said(unit)
