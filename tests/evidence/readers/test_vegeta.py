from __future__ import annotations

import json
from typing import Any

from planproof.evidence.model import Better, Role
from tests.evidence.readers.reading import named, names, read, read_json, sample


def changed(**changes: Any) -> Any:
    return json.loads(sample("vegeta/report.json")) | changes


def test_latencies_are_in_nanoseconds() -> None:
    p95 = named(read("vegeta/report.json"), "latencies.95th")
    assert (p95.value, p95.unit, p95.statistic) == (12_400_000, "ns", "p95")
    assert (p95.samples, p95.better) == (500, Better.LESS)
    assert "/latencies/95th" in p95.aliases
    assert "latencies.p95" in p95.aliases


def test_rates_and_share() -> None:
    results = read("vegeta/report.json")
    assert named(results, "rate").role is Role.LOAD
    assert named(results, "rate").unit == "req/s"
    assert named(results, "throughput").role is Role.NONE
    assert named(results, "success").value == 0.976
    assert named(results, "success").unit == "x"
    assert named(results, "status_codes.500").value == 10
    assert named(results, "duration").role is Role.DURATION
    assert results.made_at == "2026-11-22T13:00:09.984Z"
    assert "12 requests of 500 failed, and the latencies include them" in results.warnings


def test_no_requests_is_no_measurement() -> None:
    results = read_json(changed(requests=0, success=0, status_codes={}))
    assert results.measurements == ()
    assert results.warnings


def test_a_single_request_has_no_rate() -> None:
    results = read_json(
        changed(requests=1, duration=0, rate=1, throughput=1, success=1, status_codes={"200": 1})
    )
    assert not {"rate", "throughput"} & names(results)
    assert any("rate and throughput" in warning for warning in results.warnings)


def test_status_codes_that_do_not_add_up_make_it_incomplete() -> None:
    assert not read_json(changed(requests=501)).complete
    assert read("vegeta/report.json").complete
