from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.model import Better, Role
from planproof.evidence.reader import read_results
from tests.evidence.readers.reading import named, names, read, read_json, sample

SHAPES = ["handle-summary", "summary-export", "machine-readable"]


def loaded(shape: str) -> Any:
    return json.loads(sample(f"k6/{shape}.json"))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_three_shapes_give_the_same_names_and_figures(shape: str) -> None:
    results = read(f"k6/{shape}.json")
    assert results.format == "k6"
    p95 = named(results, "http_req_duration.p(95)")
    assert (p95.value, p95.unit, p95.statistic, p95.better) == (187.5, "ms", "p95", Better.LESS)
    assert p95.samples == 15000
    assert named(results, "http_req_duration.p95") is p95
    assert named(results, "http_req_duration.avg").statistic == "mean"
    assert named(results, "http_req_duration.med").statistic == "median"
    rate = named(results, "http_reqs.rate")
    assert (rate.value, rate.unit, rate.role) == (500.0, "req/s", Role.LOAD)
    assert rate.better is Better.MORE
    checks = named(results, "checks.rate")
    assert (checks.value, checks.unit, checks.better) == (0.998, "x", Better.MORE)
    assert named(results, "data_received.rate").unit == "B/s"
    assert named(results, "order_value.avg").unit == ""
    one = named(results, "status is 200")
    assert (one.name, one.value, one.samples) == ("checks.status is 200.rate", 0.998, 15000)


def test_pointers_lead_to_where_the_shape_has_the_figure() -> None:
    for shape, where in (
        ("handle-summary", "/metrics/http_req_duration/values/p(95)"),
        ("summary-export", "/metrics/http_req_duration/p(95)"),
        ("machine-readable", "/results/metrics/1/values/p95"),
    ):
        assert named(read(f"k6/{shape}.json"), where).value == 187.5


@pytest.mark.parametrize(
    ("shape", "name", "value", "unit"),
    [
        ("handle-summary", "state.testRunDurationMs", 30000, "ms"),
        ("summary-export", "duration", 30, "s"),
        ("machine-readable", "config.duration", 30, "s"),
    ],
)
def test_the_length_of_the_run(shape: str, name: str, value: float, unit: str) -> None:
    found = named(read(f"k6/{shape}.json"), name)
    assert (found.value, found.unit, found.role) == (value, unit, Role.DURATION)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_passes_of_http_req_failed_are_requests_that_failed(shape: str) -> None:
    results = read(f"k6/{shape}.json")
    share = named(results, "http_req_failed.rate")
    assert (share.value, share.unit, share.better, share.samples) == (
        0.002,
        "x",
        Better.LESS,
        15000,
    )
    failed = named(results, "http_req_failed.matches")
    assert (failed.value, failed.better) == (30, Better.LESS)
    assert not {"http_req_failed.passes", "http_req_failed.fails"} & {
        spelling for one in results.measurements for spelling in (one.name, *one.aliases)
    }
    assert "30 requests of 15000 failed" in results.warnings


@pytest.mark.parametrize("shape", SHAPES)
def test_a_metric_without_samples_is_no_measurement(shape: str) -> None:
    results = read(f"k6/{shape}.json")
    for name in ("http_req_duration{scenario:checkout}", "refused"):
        assert f"{name} has no samples" in results.warnings
        assert not any(one.startswith(f"{name}.") for one in names(results))
    assert "the check cart is empty was never made" in results.warnings


@pytest.mark.parametrize("shape", SHAPES)
def test_timings_of_requests_that_are_all_zero_were_measured(shape: str) -> None:
    handshake = named(read(f"k6/{shape}.json"), "http_req_tls_handshaking.p(95)")
    assert (handshake.value, handshake.samples) == (0, 15000)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_request_at_all_proves_nothing(shape: str) -> None:
    file = loaded(shape)
    listing = file["metrics"] if "metrics" in file else file["results"]["metrics"]
    for one in listing.values() if isinstance(listing, dict) else listing:
        values = one.get("values", one)
        values.update({key: 0 for key, value in values.items() if key != "thresholds"})
    results = read_json(file)
    assert not any("http_req" in name or "iteration" in name for name in names(results))
    assert "http_req_failed has no samples" in results.warnings
    assert "http_reqs has no samples" in results.warnings


def test_dropped_iterations_mean_that_the_load_was_not_reached() -> None:
    results = read("k6/handle-summary.json")
    assert named(results, "dropped_iterations.count").better is Better.LESS
    assert any("dropped 12 iterations" in warning for warning in results.warnings)


@pytest.mark.parametrize("shape", ["handle-summary", "summary-export"])
def test_thresholds_are_never_taken_for_passes(shape: str) -> None:
    results = read(f"k6/{shape}.json")
    told = [warning for warning in results.warnings if "threshold" in warning]
    assert told == ["k6 says that its threshold max<600 of http_req_duration failed"]
    assert results.tests == ()
    assert not any("<" in name for name in names(results))


def test_sub_metrics_carry_their_tags() -> None:
    file = loaded("summary-export")
    file["metrics"]["http_req_duration{scenario:checkout,method:POST}"] = {
        "p(99.9)": 12.5,
        "avg": 3,
    }
    found = named(read_json(file), "http_req_duration{scenario:checkout,method:POST}.p(99.9)")
    assert (found.value, found.statistic, found.unit) == (12.5, "p99.9", "ms")
    assert found.labels == {"scenario": "checkout", "method": "POST"}
    assert found.samples is None


def test_a_figure_that_is_not_finite_is_left_out_by_name() -> None:
    text = sample("k6/summary-export.json").replace("187.5", "NaN")
    results = read_results("k6.json", text.encode())
    assert "http_req_duration.p(95)" not in names(results)
    assert any("http_req_duration.p(95)" in warning for warning in results.warnings)


def test_version_and_time() -> None:
    results = read("k6/machine-readable.json")
    assert results.machine == {"k6": "2.2.0"}
    assert results.made_at == "2026-11-22T13:00:30.5Z"


def test_checks_in_groups_within_groups_are_found_without_recursion() -> None:
    file = loaded("summary-export")
    group: dict[str, Any] = {"checks": {"deep": {"name": "deep", "passes": 1, "fails": 3}}}
    for _ in range(150):
        group = {"checks": {}, "groups": {"inner": group}}
    file["root_group"] = group
    assert named(read_json(file), "deep").value == 0.25
