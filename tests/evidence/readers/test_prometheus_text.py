from __future__ import annotations

import pytest

from planproof.evidence.content import Unreadable
from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_text, sample

DURATION = 'http_request_duration_seconds{route="/orders"}'


def test_counters_and_gauges() -> None:
    results = read("prometheus_text/orders.prom")
    failed = named(results, 'http_requests_total{code="500",method="POST"}')
    assert (failed.value, failed.unit) == (4, "requests")
    assert failed.labels == {"code": "500", "method": "POST"}
    assert named(results, 'http_requests_total{code="500"}') == failed
    assert named(results, "sum(http_requests_total)").value == 200
    assert named(results, "queue_depth").unit == ""
    hits = named(results, "cache_hit_ratio")
    assert (hits.value, hits.unit) == (0.875, "x")


def test_one_label_names_a_series_only_where_it_is_enough() -> None:
    found = [
        one.name
        for one in read("prometheus_text/orders.prom").measurements
        if 'http_requests_total{method="POST"}' in (one.name, *one.aliases)
    ]
    assert found == []


@pytest.mark.parametrize("path", ["orders.prom", "orders.openmetrics"])
@pytest.mark.parametrize(
    ("label", "value", "low", "high"),
    [
        # Cumulative: 28 up to 0.05 s, 109 up to 0.1, 178 up to 0.2, 199 up to 0.5, 200 up to 1.
        ("p50", 0.05 + 0.05 * 72 / 81, 0.05, 0.1),
        ("p90", 0.2 + 0.3 * 2 / 21, 0.2, 0.5),
        ("p95", 0.2 + 0.3 * 12 / 21, 0.2, 0.5),
        ("p99", 0.2 + 0.3 * 20 / 21, 0.2, 0.5),
    ],
)
def test_quantiles_of_a_histogram(
    path: str, label: str, value: float, low: float, high: float
) -> None:
    found = named(read(f"prometheus_text/{path}"), f"{DURATION}.{label}")
    assert found.value == pytest.approx(value)
    assert (found.low, found.high, found.samples) == (low, high, 200)
    assert (found.unit, found.better) == ("s", Better.LESS)
    assert found.statistic == ("median" if label == "p50" else label)


def test_a_quantile_as_in_promql_is_what_prometheus_computed() -> None:
    name = 'histogram_quantile(0.95, http_request_duration_seconds_bucket{route="/orders"})'
    answer = named(read("prometheus_api/quantile.json"), '{route="/orders"}')
    assert named(read("prometheus_text/orders.prom"), name).value == pytest.approx(answer.value)


def test_mean_sum_and_count_of_a_histogram() -> None:
    results = read("prometheus_text/orders.prom")
    assert named(results, f"{DURATION}.mean").value == pytest.approx(22.752273861094444 / 200)
    count = named(results, 'http_request_duration_seconds_count{route="/orders"}')
    assert (count.value, count.unit) == (200, "observations")
    assert named(results, 'http_request_duration_seconds_sum{route="/orders"}').unit == "s"


def test_times_of_creation_and_infos_are_no_figures() -> None:
    for path in ("orders.prom", "orders.openmetrics"):
        found = names(read(f"prometheus_text/{path}"))
        assert not [name for name in found if "_created" in name or "_bucket" in name]
    assert not [
        name for name in names(read("prometheus_text/orders.openmetrics")) if "info" in name
    ]


def test_a_counter_of_what_was_created_is_a_figure() -> None:
    results = read_text("# TYPE orders_created counter\norders_created_total 7\n# EOF\n")
    assert named(results, "orders_created_total").value == 7
    results = read_text("# TYPE orders_created gauge\norders_created 7\n")
    assert named(results, "orders_created").value == 7


def test_quantiles_of_a_summary_are_what_it_states() -> None:
    results = read("prometheus_text/prometheus.prom")
    p90 = named(results, 'prometheus_engine_query_duration_seconds{slice="inner_eval"}.p90')
    assert (p90.value, p90.statistic, p90.samples) == (0.000109814, "p90", 9)
    assert (p90.low, p90.high) == (None, None)
    assert named(results, 'go_gc_duration_seconds{quantile="1"}').statistic == "max"
    assert not [one for one in names(results) if one.startswith("prometheus_rule") and ".p" in one]
    assert any("nan" in one for one in results.warnings)


def test_without_its_end_openmetrics_was_cut_off() -> None:
    whole = sample("prometheus_text/orders.openmetrics")
    assert read_text(whole).complete
    cut = read_text(whole.removesuffix("# EOF\n"))
    assert not cut.complete
    assert any("# EOF" in one for one in cut.warnings)


def test_without_the_end_of_its_last_line_it_was_cut_off() -> None:
    results = read_text("# TYPE a gauge\na 12\n# TYPE b gauge\nb 345")
    assert not results.complete
    assert names(results) == {"a"}
    assert read_text("# TYPE a gauge\na 12\n").complete


def test_a_quantile_above_all_finite_buckets_is_unknown() -> None:
    text = (
        "# TYPE t_seconds histogram\n"
        't_seconds_bucket{le="1"} 90\nt_seconds_bucket{le="+Inf"} 100\n'
        "t_seconds_sum 200\nt_seconds_count 100\n"
    )
    results = read_text(text)
    assert {"t_seconds.p50", "t_seconds.p90", "t_seconds.mean"} <= names(results)
    assert not {"t_seconds.p95", "t_seconds.p99"} & names(results)
    assert "the p95 of `t_seconds` lies above its highest bucket (1): unknown" in results.warnings


@pytest.mark.parametrize(
    "buckets",
    [
        't_bucket{le="1"} 90\nt_bucket{le="2"} 80\nt_bucket{le="+Inf"} 100\n',  # falls
        't_bucket{le="1"} 90\nt_bucket{le="2"} 95\n',  # no +Inf
        't_bucket{le="1"} 90\nt_bucket{le="+Inf"} 99\n',  # not the count
        't_bucket{le="x"} 90\nt_bucket{le="+Inf"} 100\n',
    ],
)
def test_buckets_that_contradict_themselves(buckets: str) -> None:
    results = read_text(f"# TYPE t histogram\n{buckets}t_count 100\nt_sum 1\n")
    assert "t.p50" not in names(results)
    assert results.warnings


def test_a_histogram_without_observations() -> None:
    text = '# TYPE t histogram\nt_bucket{le="1"} 0\nt_bucket{le="+Inf"} 0\nt_count 0\nt_sum 0\n'
    results = read_text(text)
    assert names(results) == {"t_count", "t_sum"}
    assert results.warnings == ("`t` has no observations in one of its series",)


def test_labels_with_everything_in_them_and_timestamps() -> None:
    text = (
        "# TYPE a gauge\n"
        'a{path="C:\\\\x",says="\\"hi\\", {you}\\n",} 1.5e3 1520879607789\n'
        '{"b.c", "d e"="f"} 2\n'
        "# TYPE g counter\n"
        'g_total{} 3 1520879607.789 # {trace_id="x"} 0.5 1.0\n'
        "# EOF\n"
    )
    results = read_text(text)
    assert named(results, "a").labels == {"path": "C:\\x", "says": '"hi", {you}\n'}
    assert named(results, "a").value == 1500
    assert named(results, 'b.c{d e="f"}').value == 2
    assert named(results, "g_total").value == 3


def test_a_unit_that_is_said_goes_before_the_name() -> None:
    text = "# TYPE t_ms gauge\n# UNIT t_ms milliseconds\nt_ms 5\n# EOF\n"
    assert named(read_text(text), "t_ms").unit == "ms"


def test_lines_that_are_nothing() -> None:
    results = read_text("# TYPE a gauge\na 1\nwhat is this\n")
    assert not results.complete
    assert names(results) == {"a"}


def test_a_series_that_comes_twice() -> None:
    results = read_text("# TYPE a gauge\na 1 1000\na 2 2000\n")
    assert named(results, "a").value == 2
    assert "1 figures appear more than once; the last of each counts" in results.warnings


def test_no_sample_at_all() -> None:
    with pytest.raises(Unreadable):
        read_text("# TYPE a gauge\n")
