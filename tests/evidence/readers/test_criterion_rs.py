"""Criterion.rs's estimates and cargo-criterion's lines."""

from __future__ import annotations

import pytest

from planproof.evidence.model import Better
from planproof.evidence.readers import criterion_rs
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

NEW = "target/criterion/orders_place/rows/100/new/estimates.json"
ESTIMATES = sample("criterion_rs/estimates.json")
CHANGE = sample("criterion_rs/change.json")
LINES = sample("criterion_rs/cargo_criterion.jsonl")


def test_estimates_are_named_by_their_path() -> None:
    given = content(ESTIMATES, NEW)
    assert criterion_rs.recognises(given)
    results = criterion_rs.read(given)
    assert names(results) == [
        f"orders_place/rows/100.{one}"
        for one in ("mean", "median", "median_abs_dev", "slope", "std_dev")
    ]
    mean = figure(results, "mean")
    assert mean.name == "orders_place/rows/100.mean"
    assert (mean.value, mean.unit, mean.statistic) == (17.15120913457502, "ns", "mean")
    assert (mean.low, mean.high) == (17.051038367920107, 17.24174240309645)
    assert mean.better is Better.LESS
    assert figure(results, "/std_dev/point_estimate").statistic == "stddev"


def test_the_slope_is_typical_and_else_the_mean() -> None:
    assert figure(criterion_rs.read(content(ESTIMATES, NEW)), "orders_place/rows/100").value == (
        17.21562486732189
    )
    start, end = ESTIMATES.index('"slope":{'), ESTIMATES.index(',"std_dev"')
    flat = ESTIMATES[:start] + '"slope":null' + ESTIMATES[end:]
    results = criterion_rs.read(content(flat, NEW))
    assert figure(results, "typical").name == "orders_place/rows/100.mean"
    assert "slope" not in "".join(names(results))


@pytest.mark.parametrize(("path", "name"), [
    ("target/criterion/find/new/estimates.json", "find.mean"),
    ("C:\\shop\\target\\criterion\\find\\new\\estimates.json", "find.mean"),
    ("target/criterion/find/before/estimates.json", "find.mean"),
    ("bench/find/new/estimates.json", "bench/find.mean"),
    ("estimates.json", "mean"),
    ("criterion/estimates.json", "mean"),
])  # fmt: skip
def test_paths(path: str, name: str) -> None:
    assert names(criterion_rs.read(content(ESTIMATES, path)))[0] == name


def test_the_run_before_is_warned_of() -> None:
    results = criterion_rs.read(content(ESTIMATES, "target/criterion/find/base/estimates.json"))
    assert "`base`" in results.warnings[0]


def test_a_change_is_a_fraction() -> None:
    given = content(CHANGE, "target/criterion/find/change/estimates.json")
    assert criterion_rs.recognises(given)
    results = criterion_rs.read(given)
    mean = figure(results, "change.mean")
    assert mean.name == "find.change.mean"
    assert (mean.value, mean.unit) == (-0.0055162529965055995, "x")
    assert names(results) == ["find.change.mean", "find.change.median"]


def test_lines_of_cargo_criterion() -> None:
    assert criterion_rs.recognises(content(LINES))
    results = criterion_rs.read(content(LINES))
    typical = figure(results, "norm")
    assert (typical.value, typical.unit) == (3419.4923993891925, "ns")
    assert typical.values == (4140.0, 3450.0, 3390.0)
    assert figure(results, "norm.median").statistic == "median"


def test_a_change_in_lines_is_a_fraction_whatever_its_unit_says() -> None:
    assert '"unit":"%"' in LINES
    change = figure(criterion_rs.read(content(LINES)), "norm.change.mean")
    assert (change.value, change.unit) == (0.014278477848724602, "x")


def test_figures_that_are_not_finite_are_left_out() -> None:
    damaged = ESTIMATES.replace("17.15120913457502", "NaN")
    results = criterion_rs.read(content(damaged, NEW))
    assert "orders_place/rows/100.mean" not in names(results)
    assert results.warnings == ("`orders_place/rows/100.mean` is no finite number and is left out",)


def test_an_interval_without_its_value_is_none() -> None:
    damaged = ESTIMATES.replace("17.24174240309645", "17.1")
    results = criterion_rs.read(content(damaged, NEW))
    mean = figure(results, "mean")
    assert (mean.value, mean.low, mean.high) == (17.15120913457502, None, None)
    assert "lies outside its own interval" in results.warnings[0]


def test_other_objects_are_none_of_it() -> None:
    assert not criterion_rs.recognises(content('{"mean": 1, "median": 2}'))
    assert not criterion_rs.recognises(content('{"mean": {"value": 1}, "median": {"value": 2}}'))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(criterion_rs, ESTIMATES)
    holds_when_cut(criterion_rs, LINES)
