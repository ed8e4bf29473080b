"""asv's results."""

from __future__ import annotations

import json

from planproof.evidence.model import Better
from planproof.evidence.readers import asv
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, refuses, sample

SAMPLE = sample("asv/results.json")


def test_units_follow_from_names() -> None:
    assert asv.recognises(content(SAMPLE))
    results = asv.read(content(SAMPLE))
    find = figure(results, "orders.time_find")
    assert (find.value, find.unit, find.statistic) == (7.277196458648e-07, "s", "median")
    assert (find.low, find.high, find.samples) == (6.9284e-07, 7.8988e-07, 5)
    assert len(find.values) == 5
    assert find.better is Better.LESS
    assert figure(results, "mem_list").unit == "B"
    assert figure(results, "orders.peakmem_load").value == 24743936
    size = figure(results, "orders.track_size")
    assert (size.value, size.unit, size.better) == (42, "", Better.UNSAID)


def test_the_last_parameter_changes_fastest() -> None:
    results = asv.read(content(SAMPLE))
    assert [name for name in names(results) if "place" in name] == [
        "orders.Orders.time_place(10, 'json')",
        "orders.Orders.time_place(100, 'json')",
    ]
    large = figure(results, "time_place(100, 'json')")
    assert large.value == 1.0510011634323746e-06
    assert large.labels == {"param1": "100", "param2": "'json'"}
    assert "/results/orders.Orders.time_place/0/2" in large.aliases


def test_what_failed_or_was_skipped_is_said() -> None:
    warnings = asv.read(content(SAMPLE)).warnings
    assert warnings[:2] == (
        "`orders.Orders.time_place(10, 'xml')` failed and is left out",
        "`orders.Orders.time_place(100, 'xml')` was skipped and is left out",
    )


def test_an_existing_environment_is_warned_of() -> None:
    assert "existed already" in asv.read(content(SAMPLE)).warnings[-1]
    other = SAMPLE.replace("existing-py_python3", "virtualenv-py3.11")
    assert len(asv.read(content(other)).warnings) == 2


def test_commit_and_time() -> None:
    results = asv.read(content(SAMPLE))
    assert results.commit == "df6ce1f5fd4aa69adeafe3d4f9f487b1df09ecf3"
    # 1795355672893 ms, when the last benchmark was started; `date` is the commit's.
    assert results.made_at == "2026-11-22T13:54:32+00:00"
    assert results.machine == {"machine": "ci-runner"}


def test_a_benchmark_that_failed_altogether() -> None:
    file = json.loads(SAMPLE)
    file["results"]["orders.time_find"][0] = None
    results = asv.read(content(json.dumps(file)))
    assert "orders.time_find" not in names(results)
    assert "`orders.time_find` failed and is left out" in results.warnings


def test_an_interval_that_is_not_finite_is_none() -> None:
    file = json.loads(SAMPLE)
    row = file["results"]["orders.time_find"]
    row[5], row[6] = [float("-inf")], [float("inf")]
    find = figure(asv.read(content(json.dumps(file))), "time_find")
    assert (find.low, find.high) == (None, None)


def test_parameters_that_stand_for_more_than_there_is() -> None:
    file = json.loads(SAMPLE)
    file["results"]["orders.time_find"][1] = [["1", "2", "3", "4"]] * 30
    results = asv.read(content(json.dumps(file)))
    assert "orders.time_find" not in "".join(names(results))
    assert any("do not fit its parameters" in warning for warning in results.warnings)


def test_other_formats_of_asv_are_refused() -> None:
    reason = refuses(asv, SAMPLE.replace('"version": 2', '"version": 1'))
    assert reason == "asv's results are of format 1, not 2"


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(asv, SAMPLE)
