"""coverage.py's JSON report."""

from __future__ import annotations

import json

import pytest

from planproof.evidence.model import Better
from planproof.evidence.readers import coverage_json
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

BRANCHES = sample("coverage_json/branches.json")
LINES = sample("coverage_json/lines.json")


def test_lines_branches_and_both_together() -> None:
    assert coverage_json.recognises(content(BRANCHES))
    results = coverage_json.read(content(BRANCHES))
    both = figure(results, "percent_covered")
    # 8 of 14 statements and 3 of 6 branches: 11 of 20.
    assert (both.value, both.unit, both.better, both.samples) == (55.0, "%", Better.MORE, 20)
    assert figure(results, "percent_statements_covered").value == pytest.approx(100 * 8 / 14)
    assert figure(results, "/totals/percent_branches_covered").value == 50.0
    assert "counts lines and branches together" in results.warnings[0]
    covered = figure(results, "totals.covered_branches")
    assert (covered.value, covered.unit) == (3.0, "branches")


def test_without_branches() -> None:
    results = coverage_json.read(content(LINES))
    assert figure(results, "percent_covered").value == pytest.approx(100 * 8 / 14)
    assert "percent_branches_covered" not in names(results)
    assert results.warnings == ("files with nothing to measure, which have no figure: 1",)


def test_files() -> None:
    results = coverage_json.read(content(BRANCHES))
    orders = figure(results, "shop/orders.py")
    assert orders.name == "shop/orders.py.percent_covered"
    # 8 of 12 statements and 3 of 6 branches.
    assert orders.value == pytest.approx(100 * 11 / 18)
    assert "/files/shop~1orders.py/summary/percent_covered" in orders.aliases
    assert figure(results, "shop/unused.py.percent_statements_covered").value == 0.0
    assert "shop/unused.py.percent_branches_covered" not in names(results)


def test_nothing_to_cover_is_not_all_of_it() -> None:
    text = sample("coverage_json/nothing.json")
    assert '"percent_covered": 100.0' in text
    results = coverage_json.read(content(text))
    assert results.measurements == ()
    assert results.warnings[0] == "nothing was measured, so there is no coverage"


def test_older_versions_leave_lines_to_be_worked_out() -> None:
    file = json.loads(BRANCHES)
    file["meta"]["format"] = 2
    for key in ("percent_statements_covered", "percent_branches_covered"):
        del file["totals"][key]
    results = coverage_json.read(content(json.dumps(file)))
    assert figure(results, "percent_statements_covered").value == pytest.approx(100 * 8 / 14)
    assert figure(results, "percent_branches_covered").value == 50.0


@pytest.mark.parametrize("value", ["NaN", "100.5", "-1", '"many"', "1e999"])
def test_what_is_no_share_is_left_out(value: str) -> None:
    text = BRANCHES.replace('"percent_covered": 55.0', f'"percent_covered": {value}')
    results = coverage_json.read(content(text))
    assert "percent_covered" not in names(results)
    assert results.warnings[0].startswith("`percent_covered` is ")


def test_newer_formats_are_warned_of() -> None:
    results = coverage_json.read(content(LINES.replace('"format": 3', '"format": 4')))
    assert "it is of format 4" in results.warnings[0]


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(coverage_json, LINES)
