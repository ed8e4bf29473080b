from __future__ import annotations

import json
from typing import Any

from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, sample


def loaded() -> Any:
    return json.loads(sample("pytest_benchmark/orders.json"))


def test_times_are_in_seconds() -> None:
    mean = named(read("pytest_benchmark/orders.json"), "test_place_order.mean")
    assert (mean.value, mean.unit, mean.statistic) == (0.0020702443337844065, "s", "mean")
    assert (mean.samples, mean.better) == (6, Better.LESS)
    assert len(mean.values) == 6
    assert mean.aliases == (
        "bench_orders.py::test_place_order.mean",
        "/benchmarks/2/stats/mean",
    )
    assert mean.labels == {"benchmark": "bench_orders.py::test_place_order", "group": "orders"}


def test_calls_a_second_are_better_when_more() -> None:
    ops = named(read("pytest_benchmark/orders.json"), "test_place_order.ops")
    assert (ops.value, ops.unit, ops.better) == (483.0347721189026, "ops/s", Better.MORE)


def test_parameters_and_extra_info() -> None:
    results = read("pytest_benchmark/orders.json")
    assert named(results, "test_total[100].median").labels["size"] == "100"
    extra = named(results, "test_total[100].orders_per_call")
    assert (extra.value, extra.unit, extra.better) == (100, "", Better.UNSAID)
    assert extra.name == "test_total[100].extra_info.orders_per_call"
    assert not any(name.endswith(".backend") for name in names(results))


def test_extra_info_cannot_pass_for_a_statistic() -> None:
    file = loaded()
    file["benchmarks"][2]["extra_info"] = {"mean": 0.0}
    assert named(read_json(file), "test_place_order.mean").value == 0.0020702443337844065


def test_one_round_has_no_spread() -> None:
    results = read("pytest_benchmark/orders.json")
    assert "test_once.mean" in names(results)
    assert not {"test_once.stddev", "test_once.iqr", "test_once.q1"} & names(results)
    assert any("one round" in warning for warning in results.warnings)


def test_where_it_was_measured() -> None:
    results = read("pytest_benchmark/orders.json")
    assert results.commit == "b6a5c616a799570ee167edf17530d575a15b4170"
    assert results.made_at == "2026-11-22T13:52:45.381752+00:00"
    assert results.machine["cpus"] == "2"
    assert results.machine["pytest-benchmark"] == "5.3.1"
    assert results.void == ()


def test_changes_that_are_not_committed_make_it_void() -> None:
    file = loaded()
    file["commit_info"]["dirty"] = True
    assert len(read_json(file).void) == 1


def test_no_repository_is_no_commit() -> None:
    file = loaded()
    file["commit_info"] = {"id": "unversioned", "dirty": None}
    results = read_json(file)
    assert results.commit == ""
    assert results.void == ()


def test_no_rounds_or_no_benchmarks_are_no_figures() -> None:
    file = loaded()
    file["benchmarks"][0]["stats"]["rounds"] = 0
    assert not any(name.startswith("test_total[10].") for name in names(read_json(file)))
    file["benchmarks"] = []
    assert read_json(file).measurements == ()
    assert "no benchmark was run" in read_json(file).warnings


def test_fewer_times_than_rounds_are_incomplete() -> None:
    file = loaded()
    file["benchmarks"][0]["stats"]["data"].pop()
    assert not read_json(file).complete
