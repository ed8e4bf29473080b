from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.content import Content
from planproof.evidence.model import Measurement, Results
from planproof.evidence.naming import statistic_of, unit_of
from planproof.evidence.select import NotFound, select
from planproof.plan.figures.sentence import Figure, read_sentence

K6 = Results(
    format="k6",
    measurements=(
        Measurement(
            name="http_req_duration.p(95)",
            value=231,
            unit="ms",
            statistic="p95",
            aliases=("/metrics/http_req_duration/p(95)",),
        ),
        Measurement(name="http_req_duration.avg", value=90, unit="ms", statistic="mean"),
        Measurement(name="http_req_failed.rate", value=0.01, unit="x"),
        Measurement(name="checks.rate", value=0.99, unit="x"),
        Measurement(name="http_reqs.rate", value=480, unit="req/s"),
        Measurement(name="iterations.rate", value=240, unit="iterations/s"),
    ),
    warnings=("http_req_waiting.p(95) is no finite number and was left out",),
)
K6_FILE = {"metrics": {"http_req_duration": {"p(95)": 231, "avg": 90}, "vus": {"value": 7}}}
BENCH = {
    "orders_p95_ms": 231,
    "latencyMs": {"p95": 12, "mean": 9},
    "throughput": {"value": 480, "unit": "requests per second"},
    "units": {"unit": "ms", "p95": 231, "sent_per_s": 500},
    "runs": [{"p95": "231ms"}, {"p95": "1,234.5 ms"}, {"p95": "fast"}],
    "a.b": {"c.d": 1, "c": {"d": 2}},
    "error_ratio": 0.2,
    "test_x[1]": {"mean": 3},
    "flag": True,
    "none": None,
    "nan": math.nan,
    "huge": 10**400,
    "text": "NaN",
    "many": {"one": 1, "two": 2},
    "path/with~marks": 5,
}


def content(value: Any) -> Content:
    return Content("bench.json", json.dumps(value).encode())


def figure(sentence: str) -> Figure:
    return read_sentence(sentence).figures[0]


def plain(wanted: str, unit: str = "") -> Measurement | NotFound:
    return select(Results(format="json"), content(BENCH), wanted, None, unit)


def k6(wanted: str, sentence: str = "") -> Measurement | NotFound:
    stated = figure(sentence) if sentence else None
    return select(K6, content(K6_FILE), wanted, stated)


@pytest.mark.parametrize(
    "wanted",
    [
        "http_req_duration.p(95)",
        "HTTP_REQ_DURATION.P(95)",
        "/metrics/http_req_duration/p(95)",
        "metrics.http_req_duration.p(95)",
        '$.metrics.http_req_duration["p(95)"]',
    ],
)
def test_every_way_to_name_a_measurement(wanted: str) -> None:
    assert k6(wanted) == K6.measurements[0]


def test_a_path_to_what_the_reader_has_no_name_for() -> None:
    found = k6("metrics.vus.value")
    assert isinstance(found, Measurement)
    assert (found.value, found.unit) == (7, "")


def test_the_sentence_tells_apart_what_begins_alike() -> None:
    assert k6("http_req_duration", "p95 <= 200 ms") == K6.measurements[0]
    assert k6("http_req_duration", "mean latency <= 200 ms") == K6.measurements[1]
    assert k6("http_req_duration") == NotFound(
        "`http_req_duration` can mean 2 figures: `http_req_duration.p(95)`, `http_req_duration.avg`",
        "Name one of them.",
    )


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("p95 latency <= 200 ms", 0),
        ("Throughput >= 500 req/s", 4),
        ("error rate < 1 %", 2),
    ],
)
def test_the_sentence_alone_says_which(sentence: str, place: int) -> None:
    assert k6("", sentence) == K6.measurements[place]


def test_a_figure_of_the_right_unit_alone_is_not_enough() -> None:
    assert k6("", "cache hit ratio >= 80 %") == NotFound(
        "none of its figures is plainly `cache hit ratio >= 80 %`",
        "Name one behind the file: `http_req_failed.rate`, `checks.rate`.",
    )


def test_a_sentence_that_two_figures_fit() -> None:
    both = Results(
        format="locust",
        measurements=tuple(
            Measurement(name="p95", value=1, unit="ms", statistic="p95", labels={"name": name})
            for name in ("/orders", "/users")
        ),
    )
    found = select(both, content([]), "", figure("p95 <= 200 ms"))
    assert found == NotFound(
        "it holds 2 figures, and it is not said which of them is meant by `p95 <= 200 ms`",
        "Name one behind the file: `p95{name=/orders}`, `p95{name=/users}`.",
    )
    assert select(both, content([]), "p95{name=/users}", None) == both.measurements[1]
    assert select(both, content([]), 'p95{name="/users"}', None) == both.measurements[1]
    assert isinstance(select(both, content([]), "p95{name=/other}", None), NotFound)


def test_a_value_that_was_left_out() -> None:
    assert k6("http_req_waiting.p(95)") == NotFound(
        "`http_req_waiting.p(95)` has no value: http_req_waiting.p(95) is no finite number and was"
        " left out",
        "Measure it anew.",
    )


def test_a_near_miss() -> None:
    assert k6("http_req.rate") == NotFound(
        "there is no figure `http_req.rate`; did you mean `http_reqs.rate`?",
        "Write `http_reqs.rate`.",
    )


def test_nothing_near_says_what_there_is() -> None:
    found = k6("orders_p95")
    assert isinstance(found, NotFound)
    assert found.message == "there is no figure `orders_p95`"
    assert found.help.startswith("Name one that it has: `http_req_duration.p(95)`, ")
    assert found.help.endswith("`http_reqs.rate` and more.")


@pytest.mark.parametrize(
    ("wanted", "value", "unit", "statistic"),
    [
        ("orders_p95_ms", 231, "ms", "p95"),
        ("/orders_p95_ms", 231, "ms", "p95"),
        ("latencyMs.p95", 12, "ms", "p95"),
        ("$.latencyMs.mean", 9, "ms", "mean"),
        ("throughput.value", 480, "req/s", ""),
        ("units.p95", 231, "ms", "p95"),
        ("units.sent_per_s", 500, "req/s", ""),
        ("runs[0].p95", 231, "ms", "p95"),
        ("runs.1.p95", 1234.5, "ms", "p95"),
        ("/runs/0/p95", 231, "ms", "p95"),
        ("a.b.c.d", 1, "", ""),
        ('a.b["c"].d', 2, "", ""),
        ("/a.b/c/d", 2, "", ""),
        ("error_ratio", 0.2, "x", ""),
        ("test_x[1].mean", 3, "", "mean"),
        ("/path~1with~0marks", 5, "", ""),
    ],
)
def test_a_figure_in_plain_json(wanted: str, value: float, unit: str, statistic: str) -> None:
    found = plain(wanted)
    assert isinstance(found, Measurement)
    assert (found.value, found.unit, found.statistic) == (value, unit, statistic)


@pytest.mark.parametrize(
    ("wanted", "message", "help_"),
    [
        ("flag", "`flag` is true, not a figure", "Name a figure."),
        ("none", "`none` is null, not a figure", "Name a figure."),
        (
            "nan",
            "`nan` is NaN, not a figure",
            "Look at what measured it, and do so anew.",
        ),
        (
            "text",
            "`text` is NaN, not a figure",
            "Look at what measured it, and do so anew.",
        ),
        (
            "huge",
            "`huge` is infinite or too large, not a figure",
            "Look at what measured it, and do so anew.",
        ),
        ("runs[2].p95", '`runs.2.p95` is the text "fast", not a figure', "Name a figure."),
        (
            "many",
            "`many` is an object, not a figure",
            "Name one figure in it: `many.one`, `many.two`.",
        ),
        ("many.three", "there is no `three` in `many`", "It has `one`, `two`."),
        ("/runs/9/p95", "there is no `9/p95` in `runs`", "Name a figure."),
        (
            "order_p95_ms",
            "there is no figure `order_p95_ms`; did you mean `orders_p95_ms`?",
            "Write `orders_p95_ms`.",
        ),
        (
            "$.runs[*].p95",
            "`$.runs[*].p95` is a search and names no figure",
            "Name one: `$.runs[0].p95`.",
        ),
    ],
)
def test_what_is_no_figure(wanted: str, message: str, help_: str) -> None:
    assert plain(wanted) == NotFound(message, help_)


def test_a_plain_file_has_to_be_told_which() -> None:
    found = plain("")
    assert isinstance(found, NotFound)
    assert found.message == "it is not said which of its figures is meant"
    assert found.help.startswith("Name one that it has: `orders_p95_ms`, `latencyMs.p95`, ")


def test_the_plan_gives_a_unit_to_what_has_none() -> None:
    found = plain("a.b.c.d", "seconds")
    assert isinstance(found, Measurement)
    assert found.unit == "s"
    assert plain("orders_p95_ms", "msec") == plain("orders_p95_ms")


def test_a_unit_that_contradicts_the_file() -> None:
    assert plain("orders_p95_ms", "s") == NotFound(
        "`orders_p95_ms` is in ms, and the plan says s",
        "Leave `in s` out, or name another figure.",
    )


def test_a_unit_that_nobody_knows() -> None:
    assert plain("a.b.c.d", "m") == NotFound(
        "`m` is no unit that is known", "Write it in full: `min`, `MB`."
    )


@pytest.mark.parametrize(
    ("name", "unit", "statistic"),
    [
        ("wait_s", "s", ""),
        ("wait_seconds", "s", ""),
        ("wait_us", "µs", ""),
        ("size_kb", "kB", ""),
        ("size_KiB", "KiB", ""),
        ("sizeMB", "MB", ""),
        ("errors_pct", "%", ""),
        ("errorRatio", "x", ""),
        ("served_rps", "req/s", ""),
        ("served_qps", "queries/s", ""),
        ("orders_per_second", "orders/s", ""),
        ("bytes_per_s", "B/s", ""),
        ("ns_per_op", "ns", ""),
        ("latency_min", "", "min"),
        ("req_per_min", "req/min", ""),
        ("p99_9", "", "p99.9"),
        ("p999", "", "p99.9"),
        ("p(99.9)", "", "p99.9"),
        ("latencyP95", "", "p95"),
        ("99th", "", "p99"),
        ("avgLatency", "", "mean"),
        ("status", "", ""),
        ("params", "", ""),
    ],
)
def test_what_a_name_says(name: str, unit: str, statistic: str) -> None:
    assert (unit_of((name,)), statistic_of((name,))) == (unit, statistic)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "a.b", "b", "[0]", "", "."]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, st.text(alphabet='ab.[]0"$/~{}=', max_size=12), st.sampled_from(["", "ms", "x"]))
def test_whatever_is_asked_of_whatever_file_is_answered(value: Any, wanted: str, unit: str) -> None:
    found = select(Results(format="json"), content(value), wanted, figure("p95 <= 2 ms"), unit)
    if isinstance(found, Measurement):
        assert math.isfinite(found.value)
    else:
        assert found.message
        assert not found.message.endswith(".")
        assert found.help.endswith(".")


def test_a_long_path_into_deep_json_does_not_exhaust_anything() -> None:
    deep = Content("a.json", b"[" * 400 + b"1" + b"]" * 400)
    found = select(Results(format="json"), deep, "[0]" * 300, None)
    assert isinstance(found, NotFound)
    assert "list" in found.message
    assert isinstance(select(Results(format="json"), deep, "[0]" * 90000, None), NotFound)
