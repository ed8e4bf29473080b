from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.content import Unreadable
from tests.evidence.readers.reading import named, names, read, read_json, sample


def answer(name: str) -> Any:
    return json.loads(sample(f"prometheus_api/{name}.json"))


def test_a_vector() -> None:
    results = read("prometheus_api/vector.json")
    assert len(results.measurements) == 2
    failed = named(results, 'http_requests_total{code="500"}')
    assert (failed.value, failed.unit) == (4, "requests")
    assert failed.name == (
        'http_requests_total{code="500",instance="localhost:9100",job="orders",method="POST"}'
    )
    assert "/data/result/1/value/1" in failed.aliases
    assert results.made_at == "2026-11-22T13:54:14.858000Z"


def test_a_single_series_is_the_value() -> None:
    value = answer("vector")
    del value["data"]["result"][0]
    results = read_json(value)
    assert named(results, "value").value == 4
    assert named(results, "http_requests_total").value == 4


def test_of_several_series_none_is_the_value() -> None:
    results = read("prometheus_api/vector.json")
    assert not [one for one in results.measurements if "value" in (one.name, *one.aliases)]


def test_a_scalar() -> None:
    results = read("prometheus_api/scalar.json")
    assert [(one.name, one.value) for one in results.measurements] == [("value", 12)]


@pytest.mark.parametrize("name", ["empty", "nan", "string"])
def test_no_data_is_no_figure(name: str) -> None:
    results = read(f"prometheus_api/{name}.json")
    assert results.measurements == ()
    assert results.warnings


def test_an_error_says_what_prometheus_said() -> None:
    with pytest.raises(Unreadable, match=r"bad_data.*unclosed left parenthesis"):
        read("prometheus_api/error.json")


def test_a_range_has_statistics() -> None:
    value = answer("range")
    value["data"]["result"][0]["values"] = [[1, "10"], [2, "14"], [3, "NaN"], [4, "12"]]
    results = read_json(value)
    found = {one: named(results, f"queue_depth.{one}").value for one in ("last", "min", "max")}
    assert found == {"last": 12, "min": 10, "max": 14}
    mean = named(results, "queue_depth.mean")
    assert (mean.value, mean.samples, mean.statistic) == (12, 3, "mean")
    assert "1 samples of `queue_depth` are no numbers: left out" in results.warnings


def test_a_native_histogram() -> None:
    # Six observations in (0.25, 0.5], four in (0.5, 1]: the median is the fifth of six.
    results = read("prometheus_api/native-histogram.json")
    median = named(results, "http_request_duration_seconds.p50")
    assert median.value == pytest.approx(0.25 + 0.25 * 5 / 6)
    assert (median.low, median.high, median.unit) == (0.25, 0.5, "s")
    p95 = named(results, "http_request_duration_seconds.p95")
    assert p95.value == pytest.approx(0.5 + 0.5 * 3.5 / 4)
    assert named(results, "http_request_duration_seconds.mean").value == pytest.approx(0.55)


def test_what_prometheus_remarks_is_passed_on() -> None:
    results = read_json(answer("scalar") | {"warnings": ["too old"], "infos": ["not a counter"]})
    assert results.warnings == (
        "Prometheus says: too old",
        "Prometheus says: not a counter",
    )


def test_infinity_is_no_figure() -> None:
    value = answer("vector")
    value["data"]["result"][0]["value"][1] = "+Inf"
    results = read_json(value)
    assert len(names(results)) == 1
    assert results.warnings
