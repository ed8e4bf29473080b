from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.model import Better, Role
from tests.evidence.readers.reading import named, names, read, read_json, sample


def loaded() -> Any:
    return json.loads(sample("artillery/report.json"))


def test_response_times() -> None:
    results = read("artillery/report.json")
    p95 = named(results, "http.response_time.p95")
    assert (p95.value, p95.unit, p95.statistic, p95.samples) == (21.1, "ms", "p95", 160)
    assert p95.better is Better.LESS
    # The sketch is right to 1 %, the file to 0.05 ms.
    assert p95.low == pytest.approx(21.05 * 0.99)
    assert p95.high == pytest.approx(21.15 * 1.01)
    assert named(results, "http.response_time.p999").statistic == "p99.9"
    assert named(results, "http.response_time.max").low is None
    assert named(results, "/aggregate/summaries/http.response_time/p95") is p95


def test_the_load_is_worked_out_from_the_counters() -> None:
    results = read("artillery/report.json")
    load = named(results, "http.requests.rate")
    # 160 requests in 1795355820461 - 1795355816457 = 4004 ms.
    assert load.value == pytest.approx(160 / 4.004)
    assert load.role is Role.LOAD
    said = named(results, "http.request_rate")
    assert (said.value, said.role) == (30, Role.NONE)
    assert any("http.request_rate" in warning for warning in results.warnings)
    assert (named(results, "duration").value, named(results, "duration").unit) == (4004, "ms")


def test_counters() -> None:
    results = read("artillery/report.json")
    assert named(results, "http.codes.200").value == 160
    failed = named(results, "vusers.failed")
    assert (failed.value, failed.better) == (0, Better.LESS)
    assert results.complete


def test_failures_are_said() -> None:
    file = loaded()
    file["aggregate"]["counters"] |= {
        "vusers.failed": 2,
        "vusers.completed": 78,
        "http.codes.503": 5,
    }
    results = read_json(file)
    assert "2 virtual users of 80 failed" in results.warnings
    assert "5 answers had a 4xx or 5xx status" in results.warnings
    assert results.complete


def test_virtual_users_that_never_ended_make_it_incomplete() -> None:
    file = loaded()
    file["aggregate"]["counters"]["vusers.completed"] = 70
    assert not read_json(file).complete


def test_a_summary_without_samples_is_no_measurement() -> None:
    file = loaded()
    file["aggregate"]["summaries"]["http.response_time"]["count"] = 0
    results = read_json(file)
    assert "http.response_time.p95" not in names(results)
    assert "http.response_time has no samples" in results.warnings
