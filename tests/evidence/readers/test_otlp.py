from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, read_text, sample

DURATION = "http.server.request.duration"


def export() -> Any:
    return json.loads(sample("otlp/metrics.json"))


def metric(name: str, kind: str, *points: Any, unit: str = "", **more: Any) -> Any:
    """An export of a single metric."""
    one = {"name": name, "unit": unit, kind: {"dataPoints": list(points), **more}}
    return {"resourceMetrics": [{"scopeMetrics": [{"metrics": [one]}]}]}


def lines(*exports: Any) -> str:
    return "".join(json.dumps(one) + "\n" for one in exports)


def test_sums_and_gauges() -> None:
    results = read("otlp/metrics.json")
    created = named(results, 'orders.created{region="eu"}')
    assert (created.value, created.unit) == (100, "orders")
    assert created.labels == {"service.name": "orders", "region": "eu"}
    assert named(results, "queue.depth").value == 7
    hits = named(results, "cache.hit_ratio")
    assert (hits.value, hits.unit) == (0.875, "x")


@pytest.mark.parametrize(
    ("label", "value", "low", "high"),
    [
        # 16 up to 0.05 s, 24 up to 0.1, 27 up to 0.2, 31 up to 0.5, 2 up to 1; the greatest is 0.557.
        ("p50", 0.1 + 0.1 * 10 / 27, 0.1, 0.2),
        ("p90", 0.2 + 0.3 * 23 / 31, 0.2, 0.5),
        ("p95", 0.2 + 0.3 * 28 / 31, 0.2, 0.5),
        ("p99", (0.5 + 0.5571102169855716) / 2, 0.5, 0.5571102169855716),
    ],
)
def test_a_histogram(label: str, value: float, low: float, high: float) -> None:
    found = named(read("otlp/metrics.json"), f'{DURATION}{{http.route="/orders"}}.{label}')
    assert found.value == pytest.approx(value)
    assert (found.low, found.high, found.samples) == (low, high, 100)
    assert (found.unit, found.better) == ("s", Better.LESS)


def test_the_rest_of_a_histogram() -> None:
    results = read("otlp/metrics.json")
    assert named(results, f"{DURATION}.mean").value == pytest.approx(0.1753848410733039)
    assert named(results, f"{DURATION}.max").value == 0.5571102169855716
    assert named(results, f"{DURATION}.count").unit == "observations"


def test_an_exponential_histogram() -> None:
    # Scale 0: bounds are powers of 2. Two in (1, 2], eight in (4, 8].
    point = {
        "count": "10",
        "sum": 50.0,
        "scale": 0,
        "zeroCount": "0",
        "positive": {"offset": 0, "bucketCounts": ["2", "0", "8"]},
    }
    results = read_json(metric("t", "exponentialHistogram", point, unit="ms"))
    median = named(results, "t.p50")
    assert median.value == pytest.approx(4 + 4 * 3 / 8)
    assert (median.low, median.high, median.unit) == (4, 8, "ms")
    real = named(read("otlp/metrics.json"), "db.client.operation.duration.p50")
    assert real.low is not None
    assert real.high is not None
    assert real.high / real.low == pytest.approx(2 ** (1 / 32))


def test_numbers_that_are_strings_and_a_summary() -> None:
    assert named(read_json(metric("a", "sum", {"asInt": "12"})), "a").value == 12
    point = {"count": "4", "sum": 2.0, "quantileValues": [{"quantile": 0.99, "value": 0.9}]}
    p99 = named(read_json(metric("t", "summary", point, unit="s")), "t.p99")
    assert (p99.value, p99.statistic, p99.samples, p99.unit) == (0.9, "p99", 4, "s")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("By", "B"),
        ("ms", "ms"),
        ("us", "µs"),
        ("{request}", "requests"),
        ("%", "%"),
        ("1", ""),
        ("", ""),
        ("By/s", "B/s"),
        ("{request}/s", "req/s"),
        ("furlong", ""),
    ],
)
def test_units(written: str, unit: str) -> None:
    assert named(read_json(metric("a", "gauge", {"asDouble": 1.5}, unit=written)), "a").unit == unit


def test_cumulative_series_replace_and_delta_series_add_up() -> None:
    first, second = (
        {"asInt": "3", "startTimeUnixNano": "5"},
        {"asInt": "4", "startTimeUnixNano": "5"},
    )
    for temporality, value in ((2, 4), (1, 7)):
        text = lines(
            metric("a", "sum", first, aggregationTemporality=temporality),
            metric("a", "sum", second, aggregationTemporality=temporality),
        )
        assert named(read_text(text), "a").value == value


def test_delta_histograms_add_up() -> None:
    def point(*counts: int) -> Any:
        return {
            "count": str(sum(counts)),
            "sum": 1.0,
            "explicitBounds": [1, 2],
            "bucketCounts": counts,
        }

    text = lines(
        metric("t", "histogram", point(4, 0, 0), aggregationTemporality=1),
        metric("t", "histogram", point(0, 4, 0), aggregationTemporality=1),
    )
    p90 = named(read_text(text), "t.p90")  # four up to 1, four in (1, 2]: 7.2 of 8
    assert p90.value == pytest.approx(1 + 3.2 / 4)
    assert p90.samples == 8


def test_a_restart_is_said() -> None:
    text = lines(
        metric("a", "sum", {"asInt": "9", "startTimeUnixNano": "5"}, aggregationTemporality=2),
        metric("a", "sum", {"asInt": "1", "startTimeUnixNano": "8"}, aggregationTemporality=2),
    )
    assert read_text(text).warnings == (
        "`a` starts anew within the file: only what came after counts",
    )


def test_no_data_is_no_figure() -> None:
    results = read_json(metric("a", "gauge", {"asDouble": 0.0, "flags": 1}))
    assert results.measurements == ()
    assert results.warnings == ("`a` has data points without a value",)


def test_spans() -> None:
    # `POST /orders` took 10, 20 ... 200 ms; the eighth of the twenty failed.
    results = read("otlp/traces.jsonl")
    found = {
        one: named(results, f"POST /orders.{one}").value for one in ("p50", "p90", "p95", "p99")
    }
    assert found == {"p50": 100, "p90": 180, "p95": 190, "p99": 200}
    p95 = named(results, "POST /orders.duration.p95")
    assert (p95.unit, p95.statistic, p95.samples) == ("ms", "p95", 20)
    assert p95.labels == {"kind": "server", "service.name": "orders", "http.route": "/orders"}
    assert named(results, "POST /orders.max").value == 200
    assert named(results, "POST /orders.mean").value == 105
    assert named(results, "POST /orders.count").value == 20
    errors = named(results, "POST /orders.errors")
    assert (errors.value, errors.unit, errors.better) == (0.05, "x", Better.LESS)
    assert named(results, "INSERT orders.min").value == 2


def test_spans_of_two_kinds_or_services_are_told_apart() -> None:
    text = sample("otlp/traces.jsonl").replace("INSERT orders", "POST /orders")
    assert 'POST /orders{kind="client"}.p95' in names(read_text(text))
    other = sample("otlp/traces.jsonl").replace('"stringValue":"orders"', '"stringValue":"b"')
    both = read_text(sample("otlp/traces.jsonl") + other)
    assert named(both, 'POST /orders{service.name="b"}.count').value == 20


def test_a_span_without_an_end_is_left_out() -> None:
    text = sample("otlp/traces.jsonl").replace('"endTimeUnixNano":"1764000000010000000"', '"x":"1"')
    results = read_text(text)
    assert named(results, "POST /orders.count").value == 19
    assert "1 spans are left out: they lack a name, start or end" in results.warnings


def test_a_line_that_was_cut_off() -> None:
    text = sample("otlp/traces.jsonl")
    results = read_text(text[: len(text) - 200])
    assert not results.complete
    assert read_text(text).complete
