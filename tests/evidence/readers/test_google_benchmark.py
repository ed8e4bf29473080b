"""Google Benchmark's JSON."""

from __future__ import annotations

from planproof.evidence.model import Better
from planproof.evidence.readers import google_benchmark
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

SINGLE = sample("google_benchmark/single.json")
REPEATED = sample("google_benchmark/repetitions.json")
DEBUG = sample("google_benchmark/debug.json")


def test_a_single_run() -> None:
    assert google_benchmark.recognises(content(SINGLE))
    results = google_benchmark.read(content(SINGLE))
    place = figure(results, "Orders/place/8")
    assert place.name == "Orders/place/8.real_time"
    assert (place.value, place.unit, place.statistic) == (0.17860598613290649, "µs", "mean")
    assert (place.better, place.samples, place.values) == (Better.LESS, 74811, ())
    rate = figure(results, "/benchmarks/1/items_per_second")
    assert (rate.value, rate.unit, rate.better) == (270722.06512556778, "items/s", Better.MORE)
    assert figure(results, "Orders/place/8.queue").better is Better.UNSAID
    assert results.made_at == "2026-11-22T13:53:36+00:00"
    assert results.void == ()


def test_of_repetitions_the_median_counts() -> None:
    results = google_benchmark.read(content(REPEATED))
    place = figure(results, "Orders/place/8")
    assert (place.value, place.statistic) == (0.22465433332194187, "median")
    assert place.values == (0.28436041009471114, 0.22465433332194187, 0.19143649815033528)
    assert place.samples == 3
    assert figure(results, "Orders/place/8_median.real_time") == place
    mean = figure(results, "Orders/place/8_mean.real_time")
    assert (mean.value, mean.statistic) == (0.23348374718899609, "mean")
    spread = figure(results, "Orders/place/8_stddev.real_time")
    assert (spread.statistic, spread.unit) == ("stddev", "µs")


def test_the_coefficient_of_variation_is_no_time() -> None:
    variation = figure(
        google_benchmark.read(content(REPEATED)), "Orders/place/512_cv.items_per_second"
    )
    assert (variation.unit, variation.statistic) == ("x", "")
    assert variation.better is Better.LESS


def test_repetitions_without_aggregates() -> None:
    text = REPEATED.replace('"run_type": "aggregate"', '"run_type": "aggregate", "skipped": true')
    place = figure(google_benchmark.read(content(text)), "Orders/place/8")
    assert (place.value, place.statistic) == (0.22465433332194187, "median")


def test_a_benchmark_that_failed_has_no_figures() -> None:
    for text in (SINGLE, REPEATED):
        results = google_benchmark.read(content(text))
        assert not [name for name in names(results) if "broken" in name]
        assert results.warnings == ("`Orders/broken` did not run: no database",)


def test_a_debug_build_is_void() -> None:
    results = google_benchmark.read(content(DEBUG))
    assert results.void == ("it was measured with a debug build of the benchmark library",)


def test_frequency_scaling_is_warned_of() -> None:
    text = SINGLE.replace('"cpu_scaling_enabled": false', '"cpu_scaling_enabled": true')
    results = google_benchmark.read(content(text))
    assert any("frequency scaling" in warning for warning in results.warnings)


def test_counters_that_are_not_finite_are_left_out() -> None:
    text = SINGLE.replace('"queue": 3.0000000000000000e+00', '"queue": NaN', 1)
    results = google_benchmark.read(content(text))
    assert "Orders/place/8.queue" not in names(results)
    assert "Orders/place/512.queue" in names(results)


def test_complexity_is_no_measurement() -> None:
    entry = '{"name": "A_BigO", "run_name": "A", "run_type": "aggregate", "aggregate_name": "BigO", "cpu_coefficient": 1.5, "time_unit": "ns"}'
    text = '{"context": {"num_cpus": 2}, "benchmarks": [' + entry + "]}"
    assert google_benchmark.recognises(content(text))
    assert names(google_benchmark.read(content(text))) == []


def test_other_benchmarks_are_none_of_it() -> None:
    assert not google_benchmark.recognises(content('{"benchmarks": [], "machine_info": {}}'))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(google_benchmark, SINGLE)
