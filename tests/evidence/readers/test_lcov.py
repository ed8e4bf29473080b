"""LCOV's tracefiles."""

from __future__ import annotations

import pytest

from planproof.evidence.model import Better
from planproof.evidence.readers import lcov
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

COVERAGE_PY = sample("lcov/coverage_py.lcov")


@pytest.mark.parametrize(("path", "lines", "functions", "branches"), [
    ("lcov/coverage_py.lcov", (8, 14), (1, 3), (3, 6)),
    ("lcov/nyc.info", (5, 7), (1, 2), (3, 4)),
    ("lcov/c8.info", (7, 10), (1, 2), (4, 5)),
    # geninfo 1.16 wrote no sums at all here: DA 4 of 5, FNDA 2 of 3, BRDA 1 of 2.
    ("lcov/geninfo.info", (4, 5), (2, 3), (1, 2)),
])  # fmt: skip
def test_totals_are_summed_up(
    path: str, lines: tuple[int, int], functions: tuple[int, int], branches: tuple[int, int]
) -> None:
    text = sample(path)
    assert lcov.recognises(content(text))
    results = lcov.read(content(text))
    for kind, (hit, found) in (("lines", lines), ("functions", functions), ("branches", branches)):
        one = figure(results, kind)
        assert one.value == pytest.approx(100 * hit / found)
        assert (one.unit, one.better, one.samples) == ("%", Better.MORE, found)
    assert [figure(results, key).value for key in ("LH", "LF")] == list(lines)
    assert results.complete


def test_files() -> None:
    results = lcov.read(content(COVERAGE_PY))
    assert figure(results, "shop/orders.py").value == pytest.approx(100 * 8 / 12)
    assert figure(results, "shop/orders.py.branches").value == 50.0
    assert figure(results, "shop/unused.py.lines").value == 0.0
    assert "shop/__init__.py.lines" not in names(results)


def test_branches_may_have_text_with_commas() -> None:
    assert "BRDA:12,0,jump to line 13,-" in COVERAGE_PY
    text = "SF:a\nDA:1,1\nBRDA:1,0,return from f, g,1\nBRDA:1,0,exit,-\nend_of_record\n"
    assert figure(lcov.read(content(text)), "branches").value == 50.0


def test_a_file_that_several_tests_have_run() -> None:
    text = "TN:a\nSF:x.c\nDA:1,1\nDA:2,0\nend_of_record\nTN:b\nSF:x.c\nDA:1,0\nDA:2,4\nDA:3,0\nend_of_record\n"
    results = lcov.read(content(text))
    assert figure(results, "lines").value == pytest.approx(200 / 3)
    assert figure(results, "LF").value == 3.0


def test_functions_of_lcov_1_and_2() -> None:
    old = "SF:x.c\nFN:1,f\nFN:5,9,g\nFNDA:2,f\nFNDA:0,g\nend_of_record\n"
    new = "SF:x.c\nFNL:0,1,4\nFNA:0,2,f\nFNL:1,5,9\nFNA:1,0,g\nend_of_record\n"
    for text in (old, new):
        assert figure(lcov.read(content(text)), "functions").value == 50.0


def test_sums_are_taken_where_nothing_is_listed() -> None:
    results = lcov.read(content("SF:x.c\nLF:10\nLH:9\nend_of_record\n"))
    assert figure(results, "lines").value == 90.0


def test_sums_that_contradict_what_is_listed() -> None:
    results = lcov.read(content("SF:x.c\nDA:1,1\nDA:2,0\nLF:1\nLH:1\nend_of_record\n"))
    assert figure(results, "lines").value == 50.0
    assert "`x.c` says it has 1 lines and lists 2, which is taken" in results.warnings


def test_no_data_is_no_coverage() -> None:
    results = lcov.read(content("SF:a.py\nend_of_record\n"))
    assert results.measurements == ()
    assert results.warnings[0] == "no lines were measured, so there is no figure for them"


def test_a_record_that_does_not_end() -> None:
    results = lcov.read(content(COVERAGE_PY[: COVERAGE_PY.rindex("end_of_record")]))
    assert not results.complete


def test_other_text_is_none_of_it() -> None:
    assert not lcov.recognises(content("TN:\nnothing\n"))
    assert not lcov.recognises(content("see SF:a\n"))
    assert lcov.recognises(content("# made by hand\n\nTN:\nSF:a\nend_of_record\n"))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(lcov, COVERAGE_PY)
