"""Bencher Metric Format."""

from __future__ import annotations

from planproof.evidence.model import Better
from planproof.evidence.readers import bencher
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

SAMPLE = sample("bencher/bmf.json")


def test_measures_of_bencher_itself_have_units() -> None:
    assert bencher.recognises(content(SAMPLE))
    results = bencher.read(content(SAMPLE))
    said = [(one.name, one.value, one.unit, one.better) for one in results.measurements]
    assert said == [
        ("place order.latency", 88.0, "ns", Better.LESS),
        ("place order.throughput", 5.55, "ops/s", Better.MORE),
        ("/bin/sh -c ./build.sh.build-time", 87.0, "s", Better.LESS),
        ("shop.file-size", 42.0, "B", Better.LESS),
        ("shop.queue", 7.0, "", Better.UNSAID),
    ]


def test_the_ends_of_a_metric() -> None:
    results = bencher.read(content(SAMPLE))
    latency = figure(results, "/place order/latency/value")
    assert (latency.low, latency.high) == (87.42, 88.88)
    assert figure(results, "shop.queue.value").low is None


def test_values_that_are_not_finite_are_left_out() -> None:
    results = bencher.read(content(SAMPLE.replace("88.0", "NaN")))
    assert names(results)[0] == "place order.throughput"
    assert results.warnings == ("`place order.latency` is no finite number and is left out",)


def test_other_objects_are_none_of_it() -> None:
    for text in (
        "{}",
        '{"a": {}}',
        '{"a": {"b": {"value": 1, "unit": "s"}}}',
        '{"a": {"b": 1}}',
        '{"a": {"b": {"value": 1}}, "c": 1}',
    ):
        assert not bencher.recognises(content(text))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(bencher, SAMPLE)
