"""Go's benchmark lines, plain and in `go test -json`."""

from __future__ import annotations

import json

from planproof.evidence.model import Better
from planproof.evidence.readers import go_bench
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, refuses, sample


def test_repeated_lines_are_the_samples_of_one_figure() -> None:
    text = sample("go_bench/count3.txt")
    assert go_bench.recognises(content(text))
    results = go_bench.read(content(text))
    place = figure(results, "BenchmarkPlace.ns/op")
    assert (place.value, place.unit, place.statistic) == (43.08, "ns", "median")
    assert place.values == (40.34, 43.08, 45.47)
    assert (place.better, place.samples) == (Better.LESS, 3 * 2000)
    assert place.labels == {"pkg": "example.com/shop/orders", "cpu": "2"}
    assert results.complete
    assert results.void == ()
    assert results.machine == {"goos": "linux", "goarch": "amd64", "cpu": "AMD EPYC"}


def test_units_and_directions() -> None:
    results = go_bench.read(content(sample("go_bench/count3.txt")))
    said = {
        one.name: (one.value, one.unit, one.better)
        for one in results.measurements
        if one.name.startswith(("BenchmarkPlace", "BenchmarkFind/rows=100"))
    }
    assert said == {
        "BenchmarkPlace.ns/op": (43.08, "ns", Better.LESS),
        "BenchmarkPlace.MB/s": (1485.47, "MB/s", Better.MORE),
        "BenchmarkPlace.B/op": (64.0, "B", Better.LESS),
        "BenchmarkPlace.allocs/op": (1.0, "allocs", Better.LESS),
        "BenchmarkFind/rows=100.ns/op": (23.22, "ns", Better.LESS),
        "BenchmarkFind/rows=100.rows/op": (100.0, "rows", Better.UNSAID),
    }


def test_a_benchmark_has_several_names() -> None:
    results = go_bench.read(content(sample("go_bench/count3.txt")))
    for name in (
        "BenchmarkFind/rows=10",
        "BenchmarkFind/rows=10-2",
        "BenchmarkFind/rows=10-2.ns/op",
        "Find/rows=10.ns/op",
        "example.com/shop/orders.BenchmarkFind/rows=10.ns/op",
    ):
        assert figure(results, name).value == 2.664
    assert figure(results, "Find/rows=10").labels["rows"] == "10"


def test_unit_lines_and_custom_units() -> None:
    results = go_bench.read(content(sample("go_bench/units.txt")))
    rate = figure(results, "BenchmarkQueue.orders/s")
    assert (rate.value, rate.unit, rate.better) == (3e6, "orders/s", Better.MORE)
    slow = figure(results, "BenchmarkQueue.p99-ns")
    assert (slow.value, slow.unit, slow.statistic) == (12.5, "ns", "p99")
    assert slow.better is Better.LESS
    once = figure(results, "BenchmarkQueue")
    assert (once.value, once.statistic, once.samples, once.values) == (0.5005, "mean", 2000, ())
    assert results.commit == "df6ce1f5fd4aa69adeafe3d4f9f487b1df09ecf3"


def test_a_failed_run_is_void() -> None:
    results = go_bench.read(content(sample("go_bench/failed.txt")))
    assert results.void == ("the run failed: `--- FAIL: BenchmarkZBad`",)


def test_events_of_go_test() -> None:
    text = sample("go_bench/slow.jsonl")
    assert go_bench.recognises(content(text))
    results = go_bench.read(content(text))
    slow = figure(results, "BenchmarkSlow")
    assert (slow.value, slow.unit) == (5180720, "ns")
    assert slow.labels["pkg"] == "example.com/shop/orders"
    assert results.complete


def test_events_of_tests_stand_between() -> None:
    results = go_bench.read(content(sample("go_bench/tests.jsonl")))
    assert figure(results, "BenchmarkPlace").values == (39.63, 26.21)
    assert figure(results, "BenchmarkPlace").value == 32.92


def test_a_line_that_is_split_in_two_events() -> None:
    text = sample("go_bench/slow.jsonl")
    whole = r"BenchmarkSlow-2   \t     100\t   5180720 ns/op\n"
    assert whole in text
    line = next(one for one in text.splitlines() if whole in one)
    first = line.replace(whole, r"BenchmarkSlow-2   \t")
    second = line.replace(whole, r"     100\t   5180720 ns/op\n")
    split = text.replace(line, f"{first}\n{second}")
    assert go_bench.recognises(content(split))
    assert figure(go_bench.read(content(split)), "BenchmarkSlow").value == 5180720


def test_events_of_packages_are_told_apart() -> None:
    def event(package: str, output: str) -> str:
        return json.dumps(
            {"Action": "output", "Package": package, "Output": output}, separators=(",", ":")
        )

    lines = [
        event("a", "BenchmarkX \t"),
        event("b", "BenchmarkX 10 7 ns/op\n"),
        event("a", "20 5 ns/op\n"),
        event("a", "PASS\n"),
    ]
    results = go_bench.read(content("\n".join(lines)))
    assert figure(results, "a.BenchmarkX.ns/op").value == 5
    assert figure(results, "b.BenchmarkX.ns/op").value == 7


def test_several_numbers_of_processors() -> None:
    text = "BenchmarkX 10 8 ns/op\nBenchmarkX-4 10 2 ns/op\nPASS\n"
    results = go_bench.read(content(text))
    assert names(results) == ["BenchmarkX.ns/op", "BenchmarkX-4.ns/op"]
    assert figure(results, "BenchmarkX-4").value == 2


def test_without_an_end_it_is_not_complete() -> None:
    text = sample("go_bench/count3.txt")
    results = go_bench.read(content(text[: text.index("PASS")]))
    assert not results.complete
    assert any("cut off" in warning for warning in results.warnings)


def test_figures_that_are_not_finite_are_left_out() -> None:
    results = go_bench.read(content("BenchmarkX 10 NaN ns/op 5 B/op +Inf MB/s\nPASS\n"))
    assert names(results) == ["BenchmarkX.B/op"]
    assert results.warnings == (
        "`BenchmarkX.ns/op` is no finite number and is left out",
        "`BenchmarkX.MB/s` is no finite number and is left out",
    )


def test_a_unit_that_is_none() -> None:
    results = go_bench.read(content("BenchmarkX 10 5 ns/ 3 p50-ns\nPASS\n"))
    assert [(one.unit, one.statistic) for one in results.measurements] == [
        ("", "mean"),
        ("ns", "median"),
    ]
    assert "has a unit that is none" in results.warnings[0]


def test_damaged_lines_and_other_text() -> None:
    results = go_bench.read(content("BenchmarkX 10 5 ns/op\nBenchmarkY 10 5 ns/op 7\nPASS\n"))
    assert names(results) == ["BenchmarkX.ns/op"]
    assert not go_bench.recognises(content("Benchmarking is fun 10 5 ns/op\nBenchmarks 1 2 3\n"))
    assert refuses(go_bench, "nothing") == "it has no line of a benchmark"


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(go_bench, sample("go_bench/tests.jsonl"))
    holds_when_cut(go_bench, sample("go_bench/units.txt"))
