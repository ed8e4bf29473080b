from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.model import Better, Role
from planproof.evidence.readers._locust import bounds, percentile
from tests.evidence.readers.reading import named, names, read, read_json, read_text, sample


def rounded(time: float) -> float:
    """Locust's rounding, as its documentation describes it: about two digits."""
    digits = 0 if time < 100 else -1 if time < 1000 else -2 if time < 10000 else -3
    return round(time, digits)


def entry(buckets: dict[str, int], **changes: Any) -> dict[str, Any]:
    count = sum(buckets.values())
    whole = {
        "name": "/orders",
        "method": "GET",
        "num_requests": count,
        "num_none_requests": 0,
        "num_failures": 0,
        "total_response_time": 1000.0,
        "min_response_time": 1.0,
        "max_response_time": 900.0,
        "response_times": buckets,
        "start_time": 100.0,
        "last_request_timestamp": 110.0,
    }
    return whole | changes


@given(st.floats(0, 10_000_000))
def test_a_time_lies_in_the_bounds_of_its_bucket(time: float) -> None:
    low, high = bounds(rounded(time))
    assert low <= time <= high


@pytest.mark.parametrize(
    ("bucket", "low", "high"),
    [(0, 0, 0.5), (65, 64.5, 65.5), (100, 99.5, 105), (150, 145, 155), (1000, 995, 1050),
     (3400, 3350, 3450), (10000, 9950, 10500), (59000, 58500, 59500)],
)  # fmt: skip
def test_bounds_of_buckets(bucket: float, low: float, high: float) -> None:
    assert bounds(bucket) == (low, high)


def test_a_percentile_by_the_rule() -> None:
    # Of 10 requests int(10 * 0.9) = 9 may be left: that is so once the slowest is taken away.
    assert percentile([(500.0, 1), (20.0, 4), (10.0, 5)], 10, 0.9) == 500
    # int(10 * 0.5) = 5: 1 + 4 taken away.
    assert percentile([(500.0, 1), (20.0, 4), (10.0, 5)], 10, 0.5) == 20
    assert percentile([], 10, 0.5) is None


def test_percentiles_carry_the_error_of_their_bucket() -> None:
    results = read_json([entry({"10": 50, "150": 45, "3400": 5})])
    p95 = named(results, "GET /orders.95%")
    assert (p95.value, p95.unit, p95.statistic, p95.samples) == (3400, "ms", "p95", 100)
    assert (p95.low, p95.high) == (3350, 3450)
    p90 = named(results, "GET /orders.p90")
    assert (p90.value, p90.low, p90.high) == (150, 145, 155)
    assert named(results, "GET /orders.mean").value == 10


def test_percentiles_agree_with_those_that_locust_wrote() -> None:
    """The CSV of the same run was written a moment earlier, with fewer requests and the same buckets."""
    ours, theirs = read("locust_json/shop.json"), read("locust_csv/shop.csv")
    for share in ("50%", "90%", "95%", "98%", "99%", "99.9%"):
        name = f"GET /orders.{share}"
        assert named(ours, name).value == named(theirs, name).value


def test_all_requests_are_summed_up() -> None:
    results = read("locust_json/shop.json")
    total = named(results, "Aggregated.num_requests")
    assert total.value == 368 + 43 + 84
    rate = named(results, "Aggregated.Requests/s")
    assert (rate.role, rate.unit) == (Role.LOAD, "req/s")
    # From 1795355567.1735017 to 1795355573.0358224.
    assert rate.value == pytest.approx(495 / 5.8623207)
    assert named(results, "GET /orders.Requests/s").role is Role.NONE
    assert named(results, "Aggregated.duration").role is Role.DURATION
    assert any("114 requests of 495 failed" in warning for warning in results.warnings)


def test_one_path_with_two_methods_is_two_candidates() -> None:
    results = read("locust_csv/shop.csv")
    assert sum("/orders.95%" in one.aliases for one in results.measurements) == 2
    assert named(results, "POST /orders.95%").value == 65
    assert named(results, "/broken.95%").value == 62


def test_no_requests_are_no_measurement() -> None:
    results = read_json([entry({}, num_requests=0, min_response_time=None)])
    assert results.measurements == ()
    assert "GET /orders has no requests" in results.warnings


def test_requests_without_times_count_as_locust_counts_them() -> None:
    results = read_json([entry({"10": 5, "20": 4}, num_requests=10, num_none_requests=1)])
    # int(10 * 0.5) = 5 are left after the 4 of 20 ms and the 5 of 10 ms: 6 left is too many.
    assert named(results, "GET /orders.50%").value == 10
    assert named(results, "GET /orders.50%").samples == 9
    assert results.complete


def test_times_that_do_not_add_up_are_incomplete() -> None:
    results = read_json([entry({"10": 5}, num_requests=10)])
    assert not results.complete
    assert "GET /orders.95%" not in names(results)


def test_the_csv_of_a_real_run() -> None:
    results = read("locust_csv/shop.csv")
    p95 = named(results, "Aggregated.95%")
    assert (p95.value, p95.unit, p95.statistic, p95.samples) == (65, "ms", "p95", 424)
    assert (p95.low, p95.high, p95.better) == (64.5, 65.5, Better.LESS)
    assert named(results, "Aggregated.Average Response Time").value == 36.25243079956285
    assert named(results, "Aggregated.mean").low is None
    share = named(results, "Aggregated.fail_ratio")
    assert (share.value, share.unit) == (97 / 424, "x")
    assert named(results, "Aggregated.Requests/s").role is Role.LOAD
    assert results.complete


def test_a_row_without_requests_has_no_figures() -> None:
    head, *_ = sample("locust_csv/shop.csv").splitlines()
    row = "GET,/none,0,0,0,0.0,0,0,0,0.0,0.0" + ",N/A" * 11
    total = ",Aggregated,0,0,0,0.0,0,0,0,0.0,0.0" + ",N/A" * 11
    results = read_text("\n".join((head, row, total)))
    assert results.measurements == ()
    assert "GET /none has no requests" in results.warnings


def test_a_csv_without_its_last_row_is_incomplete() -> None:
    lines = sample("locust_csv/shop.csv").splitlines()
    assert not read_text("\n".join(lines[:-1])).complete
    assert not read_text("\n".join([*lines[:-1], lines[-1][:40]])).complete


def test_json_is_told_from_other_lists() -> None:
    assert read_json([{"name": "x", "unit": "ms", "value": 1}]).format != "locust-json"
    assert json.loads(sample("locust_json/shop.json"))[0]["response_times"]


def test_endless_entries_are_cut_and_said() -> None:
    results = read_json([entry({"10": 1}, name=f"/{place}") for place in range(5001)])
    assert not results.complete
    assert "only its first 5000 entries were read" in results.warnings
