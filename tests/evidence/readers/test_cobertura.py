"""Cobertura's XML."""

from __future__ import annotations

import pytest

from planproof.evidence.model import Better
from planproof.evidence.readers import cobertura
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, refuses, sample

BRANCHES = sample("cobertura/coverage_py_branches.xml")
NYC = sample("cobertura/nyc.xml")


def test_rates_are_shares_worked_out_from_the_counts() -> None:
    assert cobertura.recognises(content(BRANCHES))
    results = cobertura.read(content(BRANCHES))
    lines = figure(results, "line-rate")
    assert lines.value == 8 / 14  # the file says 0.5714
    assert (lines.unit, lines.better, lines.samples) == ("x", Better.MORE, 14)
    assert figure(results, "/coverage/@branch-rate").value == 0.5
    assert figure(results, "lines-valid").value == 14.0
    assert results.made_at == "2026-11-22T13:53:37+00:00"


def test_rounding_does_not_lift_a_rate() -> None:
    text = '<coverage line-rate="0.85" lines-covered="84996" lines-valid="100000"/>'
    assert figure(cobertura.read(content(text)), "line-rate").value == 0.84996


def test_files_and_packages() -> None:
    results = cobertura.read(content(BRANCHES))
    assert figure(results, "shop/orders.py").value == 8 / 12
    assert figure(results, "shop/orders.py.branch-rate").value == 3 / 6
    assert figure(results, "shop").value == 8 / 14
    assert figure(results, "shop/unused.py.line-rate").value == 0.0
    assert "shop/unused.py.branch-rate" not in names(results)
    assert "shop/__init__.py.line-rate" not in names(results)


def test_a_document_type_is_common() -> None:
    assert "<!DOCTYPE coverage SYSTEM" in NYC
    assert cobertura.recognises(content(NYC))
    results = cobertura.read(content(NYC))
    assert figure(results, "line-rate").value == 5 / 7
    assert figure(results, "branch-rate").value == 3 / 4
    # Lines 1 and 9 stand in methods, 9 among the file's lines once more.
    assert figure(results, "orders.js").samples == 7


def test_entities_are_refused() -> None:
    text = NYC.replace(
        '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">',
        '<!DOCTYPE coverage [<!ENTITY a "b">]>',
    )
    assert refuses(cobertura, text) == "it declares entities, which no results file needs"


def test_branches_that_were_not_measured_have_no_rate() -> None:
    results = cobertura.read(content(sample("cobertura/coverage_py_lines.xml")))
    assert "branch-rate" not in names(results)
    assert results.warnings == ("no branches were measured, so there is no `branch-rate`",)


def test_nothing_to_cover_is_not_all_of_it() -> None:
    text = sample("cobertura/coverage_py_nothing.xml")
    assert 'line-rate="1"' in text
    results = cobertura.read(content(text))
    assert results.measurements == ()
    assert results.warnings[0] == "no lines were measured, so there is no `line-rate`"


def test_classes_of_one_file_are_one() -> None:
    text = """<coverage line-rate="0.5"><packages><package name="p"><classes>
        <class filename="A.java"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>
        <class filename="A.java"><lines><line number="2" hits="3"/><line number="9" hits="0"/></lines></class>
    </classes></package></packages></coverage>"""
    results = cobertura.read(content(text))
    assert figure(results, "A.java").value == 2 / 3
    assert figure(results, "line-rate").value == 0.5


@pytest.mark.parametrize("attributes", [
    'line-rate="1.5"',
    'line-rate="NaN"',
    'line-rate="1" lines-covered="9" lines-valid="5"',
])  # fmt: skip
def test_what_is_no_share_is_left_out(attributes: str) -> None:
    text = f'<coverage {attributes}><package><class filename="a"><lines><line number="1" hits="1"/></lines></class></package></coverage>'
    results = cobertura.read(content(text))
    assert "line-rate" not in names(results)
    assert results.warnings


def test_rates_that_contradict_their_counts() -> None:
    text = '<coverage line-rate="0.99" lines-covered="5" lines-valid="10"/>'
    results = cobertura.read(content(text))
    assert figure(results, "line-rate").value == 0.5
    assert results.warnings[0] == "`line-rate` says 0.99 where its counts say 0.5, which is taken"


def test_other_xml_is_none_of_it() -> None:
    assert not cobertura.recognises(content("<testsuite/>"))
    assert not cobertura.recognises(content('<coverage generated="1"><project/></coverage>'))
    assert not cobertura.recognises(content('<!-- <coverage line-rate="1"> --><report/>'))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(cobertura, BRANCHES)
