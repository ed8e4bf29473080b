"""BenchmarkDotNet's JSON."""

from __future__ import annotations

from planproof.evidence.model import Better
from planproof.evidence.readers import benchmarkdotnet
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

SAMPLE = sample("benchmarkdotnet/full.json")


def test_the_mean_of_a_benchmark() -> None:
    assert benchmarkdotnet.recognises(content(SAMPLE))
    mean = figure(benchmarkdotnet.read(content(SAMPLE)), "OrdersBench.Place(Rows=100)")
    assert mean.name == "Shop.OrdersBench.Place(Rows: 100).Mean"
    assert (mean.value, mean.unit, mean.statistic) == (1230.0, "ns", "mean")
    assert (mean.low, mean.high, mean.samples) == (865.1, 1594.9, 3)
    assert mean.values == (1210.0, 1230.0, 1250.0)
    assert mean.better is Better.LESS


def test_the_other_statistics() -> None:
    results = benchmarkdotnet.read(content(SAMPLE))
    endings = {name.rpartition(".")[2] for name in names(results)}
    assert endings == {
        "Mean", "Median", "Min", "Max", "StandardDeviation", "BytesAllocatedPerOperation",
    }  # fmt: skip
    assert figure(results, "/Benchmarks/0/Statistics/StandardDeviation").value == 20.0
    memory = figure(results, "OrdersBench.Place(Rows=100).BytesAllocatedPerOperation")
    assert (memory.value, memory.unit) == (64.0, "B")


def test_a_benchmark_without_statistics_is_left_out() -> None:
    results = benchmarkdotnet.read(content(SAMPLE))
    assert not [name for name in names(results) if "Broken" in name]
    assert results.warnings == ("`Shop.OrdersBench.Broken` has no results and is left out",)


def test_debug_builds_and_debuggers_are_void() -> None:
    assert benchmarkdotnet.read(content(SAMPLE)).void == ()
    debug = benchmarkdotnet.read(content(SAMPLE.replace("RELEASE", "DEBUG")))
    assert debug.void == ("it was measured in a debug build",)
    attached = SAMPLE.replace('"HasAttachedDebugger": false', '"HasAttachedDebugger": true')
    assert benchmarkdotnet.read(content(attached)).void == (
        "it was measured with a debugger attached",
    )


def test_figures_that_are_not_finite_are_left_out() -> None:
    results = benchmarkdotnet.read(content(SAMPLE.replace('"Mean": 1230.0', '"Mean": NaN', 1)))
    assert "Shop.OrdersBench.Place(Rows: 100).Mean" not in names(results)
    assert "Shop.OrdersBench.Place(Rows: 100).Median" in names(results)


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(benchmarkdotnet, SAMPLE)
