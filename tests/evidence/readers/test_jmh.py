"""JMH's JSON."""

from __future__ import annotations

import json

from planproof.evidence.model import Better
from planproof.evidence.readers import jmh
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

SAMPLE = sample("jmh/results.json")


def test_throughput_is_more_the_better() -> None:
    assert jmh.recognises(content(SAMPLE))
    place = figure(jmh.read(content(SAMPLE)), "OrdersBench.place(rows=100)")
    assert place.name == "com.example.OrdersBench.place(rows=100)"
    assert (place.value, place.unit, place.better) == (700.5, "ops/ms", Better.MORE)
    assert (place.low, place.high) == (688.0, 713.0)
    assert (place.values, place.samples) == ((690.0, 700.0, 702.0, 710.0), 4)
    assert place.labels == {"rows": "100", "mode": "thrpt"}


def test_times_are_less_the_better() -> None:
    results = jmh.read(content(SAMPLE))
    start = figure(results, "/2/primaryMetric/score")
    assert (start.value, start.unit, start.better) == (31.5, "ms", Better.LESS)
    assert (start.low, start.high) == (None, None)
    find = figure(results, "OrdersBench.find.score")
    assert (find.value, find.unit, find.statistic) == (1.25, "µs", "mean")


def test_percentiles_are_those_of_sampled_invocations_only() -> None:
    results = jmh.read(content(SAMPLE))
    slow = figure(results, "OrdersBench.find.p95")
    assert (slow.value, slow.unit, slow.statistic, slow.samples) == (2.2, "µs", "p95", 1000)
    assert figure(results, "OrdersBench.find.p99.9").value == 8.0
    assert figure(results, "OrdersBench.find:p0.999").statistic == "p99.9"
    assert figure(results, "OrdersBench.find.p100").statistic == "max"
    assert figure(results, "OrdersBench.find.median").value == 1.1
    assert not [name for name in names(results) if "place" in name and ".p" in name[-5:]]


def test_secondary_metrics() -> None:
    norm = figure(jmh.read(content(SAMPLE)), "OrdersBench.place(rows=100):gc.alloc.rate.norm")
    assert (norm.value, norm.unit, norm.better) == (64.0, "B", Better.UNSAID)
    assert (norm.low, norm.high) == (None, None)


def test_scores_that_are_not_finite_are_left_out() -> None:
    results = jmh.read(content(SAMPLE.replace('"score" : 700.5', '"score" : "+INF"')))
    assert "com.example.OrdersBench.place(rows=100)" not in names(results)
    assert "OrdersBench.place(rows=100)` is no finite number" in results.warnings[0]


def test_a_run_without_forks_is_warned_of() -> None:
    results = jmh.read(content(SAMPLE.replace('"forks" : 1', '"forks" : 0')))
    assert results.warnings == (
        "it was measured without forks, which JMH means for debugging only",
    )


def test_names_too_long_to_be_any() -> None:
    runs = json.loads(SAMPLE)
    runs[0]["benchmark"] = "x" * 5000
    results = jmh.read(content(json.dumps(runs)))
    assert "has too long a name" in results.warnings[0]
    assert names(results)[0] == "com.example.OrdersBench.find"


def test_other_lists_are_none_of_it() -> None:
    assert not jmh.recognises(content('[{"benchmark": "a", "mode": "thrpt"}]'))
    assert not jmh.recognises(content("[]"))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(jmh, SAMPLE)
