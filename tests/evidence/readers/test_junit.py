from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.content import Unreadable
from planproof.evidence.model import Results, TestStatus
from tests.evidence.readers.reading import named, read, read_text, result_of, sample

IDEMPOTENCY = "tests.orders.test_idempotency"


def suite(*cases: str, **told: int) -> Results:
    """The results of a suite of these cases; each test is of class `shop.OrderTest`."""
    said = "".join(f' {name}="{value}"' for name, value in told.items())
    return read_text(f'<testsuite name="shop.OrderTest"{said}>{"".join(cases)}</testsuite>')


def case(name: str, inside: str = "", **more: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<testcase classname="shop.OrderTest" name="{name}"{said}>{inside}</testcase>'


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("TestKeys::test_conflict[a-1]", TestStatus.PASSED),
        ("test_conflict", TestStatus.PASSED),
        ("test_wrong_status", TestStatus.FAILED),
        ("test_broker", TestStatus.SKIPPED),
        ("test_counted_once", TestStatus.XFAILED),
        ("test_fixed_meanwhile", TestStatus.PASSED),
        ("test_database", TestStatus.ERROR),
        ("test_untidy", TestStatus.ERROR),
        ("test_untidy_and_wrong", TestStatus.ERROR),
    ],
)
@pytest.mark.parametrize("family", ["pytest", "pytest-xunit1"])
def test_how_pytest_ends_tests(family: str, name: str, status: TestStatus) -> None:
    found = result_of(read(f"junit/{family}.xml"), f"tests/orders/test_idempotency.py::{name}")
    assert found.status is status


@pytest.mark.parametrize("family", ["pytest", "pytest-xunit1"])
def test_pytest_in_whole(family: str) -> None:
    results = read(f"junit/{family}.xml")
    assert len(results.tests) == 12
    assert results.complete
    assert results.warnings == ()
    assert results.made_at.startswith("2026-11-22T13:52:44.")
    counts = {one.name: one.value for one in results.measurements}
    assert counts == {"tests": 12, "passed": 6, "failures": 1, "errors": 3, "skipped": 1,
                      "xfailed": 1, "flaky": 0}  # fmt: skip


def test_names_of_a_test_of_pytest() -> None:
    found = result_of(read("junit/pytest.xml"), f"{IDEMPOTENCY}.TestKeys.TestNested::test_deep")
    assert {
        "tests/orders/test_idempotency.py::TestKeys::TestNested::test_deep",
        "orders/test_idempotency.py::TestKeys::TestNested::test_deep",
        "test_idempotency.py::TestKeys::TestNested::test_deep",
        "test_deep",
    } <= set(found.aliases)


def test_a_parameter_with_colons_stays_in_the_name() -> None:
    found = result_of(
        read("junit/pytest.xml"), "test_idempotency.py::TestKeys::test_conflict[b::2]"
    )
    assert found.status is TestStatus.PASSED


def test_the_file_attribute_settles_where_the_module_ends() -> None:
    with_file = result_of(
        read("junit/pytest-xunit1.xml"), f"{IDEMPOTENCY}.TestKeys::test_conflict[a-1]"
    )
    without = result_of(read("junit/pytest.xml"), f"{IDEMPOTENCY}.TestKeys::test_conflict[a-1]")
    guess = "tests/orders/test_idempotency/TestKeys.py::test_conflict[a-1]"
    assert guess in without.aliases
    assert guess not in with_file.aliases


def test_what_a_test_says_and_records() -> None:
    results = read("junit/pytest.xml")
    assert result_of(results, "test_broker").says == "needs a broker"
    assert result_of(results, "test_wrong_status").says == "assert 500 == 409"
    found = result_of(results, f"{IDEMPOTENCY}::test_conflict")
    assert found.properties == {"plan_criterion": "AC-3"}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("conflict", TestStatus.PASSED),
        ("secondTime", TestStatus.FLAKY),
        ("crashesOnce", TestStatus.FLAKY),
        ("neverRight", TestStatus.FAILED),
        ("crashes", TestStatus.ERROR),
        ("broker", TestStatus.SKIPPED),
    ],
)
def test_retries_of_surefire(name: str, status: TestStatus) -> None:
    results = read("junit/surefire.xml")
    assert result_of(results, f"com.shop.OrderTest#{name}").status is status
    assert result_of(results, f"OrderTest#{name}").id == f"com.shop.OrderTest::{name}"
    assert results.complete  # it says 12 tests: 6, and 6 retries
    assert results.warnings == ()


def test_nested_suites_of_node() -> None:
    results = read("junit/node.xml")
    kept = result_of(results, "orders > idempotency > keeps")
    assert (kept.status, kept.says) == (TestStatus.FAILED, "1 == 2")
    assert result_of(results, "orders > later").status is TestStatus.SKIPPED
    assert results.complete
    assert results.warnings == ()


def test_names_of_vitest_and_jest() -> None:
    vitest = read("junit/vitest.xml")
    name = "orders > idempotency > keeps the first answer"
    assert result_of(vitest, f"t/orders.test.mjs > {name}").status is TestStatus.FAILED
    assert result_of(vitest, name).id == f"t/orders.test.mjs::{name}"
    jest = read("junit/jest.xml")
    found = result_of(jest, "orders idempotency answers 409 for a reused key")
    assert (found.status, found.seconds) == (TestStatus.PASSED, 0.002)
    assert jest.made_at == ""  # its time has no zone


def test_googletest_says_in_attributes_that_a_test_did_not_run() -> None:
    results = read("junit/googletest.xml")
    assert result_of(results, "OrderTest.DISABLED_Broker").status is TestStatus.SKIPPED
    assert result_of(results, "OrderTest.Total").status is TestStatus.FAILED
    assert result_of(results, "OrderTest.Conflict").status is TestStatus.PASSED
    assert results.warnings == ()


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ("", TestStatus.PASSED),
        ("<system-out>failure</system-out>", TestStatus.PASSED),
        ("<skipped/><failure/>", TestStatus.FAILED),
        ("<failure/><error/>", TestStatus.ERROR),
        ("<rerunFailure/><failure/>", TestStatus.FAILED),
        ('<skipped type="pytest.xfail"/>', TestStatus.XFAILED),
    ],
)
def test_what_a_case_holds_decides(inside: str, status: TestStatus) -> None:
    assert suite(case("one", inside)).tests[0].status is status


@pytest.mark.parametrize("words", ["failed", "FAIL", "error"])
def test_a_status_that_is_only_an_attribute_is_no_pass(words: str) -> None:
    found = suite(case("one", status=words)).tests[0].status
    assert found in {TestStatus.FAILED, TestStatus.ERROR}


INSIDES = {
    TestStatus.PASSED: "",
    TestStatus.FLAKY: "<flakyFailure/>",
    TestStatus.XFAILED: '<skipped type="pytest.xfail"/>',
    TestStatus.SKIPPED: "<skipped/>",
    TestStatus.FAILED: "<failure/>",
    TestStatus.ERROR: "<error/>",
}


@given(st.lists(st.sampled_from(list(INSIDES)), min_size=1, max_size=6))
def test_the_worst_of_a_tests_results_counts(ended: list[TestStatus]) -> None:
    results = suite(*(case("one", INSIDES[status], time="0.5") for status in ended))
    (found,) = results.tests
    order = list(INSIDES)
    assert found.status is max(ended, key=order.index)
    assert found.seconds == 0.5 * len(ended)


def test_fewer_results_than_told_are_incomplete() -> None:
    results = suite(case("one"), case("two"), tests=3)
    assert not results.complete
    assert results.warnings == ("shop.OrderTest says that it has 3 tests and holds 2",)


def test_more_results_than_told_are_said() -> None:
    results = suite(case("one"), case("two"), tests=1)
    assert results.complete
    assert results.warnings == ("shop.OrderTest says that it has 1 tests and holds 2",)


def test_failures_that_are_told_and_not_shown_are_incomplete() -> None:
    results = suite(case("one"), tests=1, failures=1, errors=0)
    assert not results.complete
    assert results.warnings == ("shop.OrderTest says that 1 tests failed and shows 0",)


def test_fewer_failures_told_than_shown_are_said() -> None:
    results = suite(case("one", "<failure/>"), tests=1, failures=0)
    assert results.warnings == ("shop.OrderTest says that 0 tests failed and shows 1",)


@pytest.mark.parametrize("text", ["<testsuites/>", '<testsuite name="x" tests="0"></testsuite>'])
def test_no_tests_prove_nothing(text: str) -> None:
    results = read_text(text)
    assert results.tests == ()
    assert results.measurements == ()
    assert results.warnings == ("it holds no results of tests",)


def test_a_file_that_is_cut_off_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_text(sample("junit/pytest.xml")[:1500])


def test_other_xml_is_not_taken_for_it() -> None:
    with pytest.raises(Unreadable):
        read_text("<!-- <testsuite> --><coverage/>")
    assert read_text("<?xml version='1.0'?><!-- a > b --><testsuite/>").format == "junit"


def test_a_report_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><testsuite><testcase name="&a;"/></testsuite>'
    with pytest.raises(Unreadable):
        read_text(bomb)


def test_a_name_like_a_class_in_two_suites_is_one_test_with_the_worse_end() -> None:
    results = read_text(
        "<testsuites>"
        f'<testsuite name="linux">{case("one")}</testsuite>'
        f'<testsuite name="mac">{case("one", "<failure/>")}</testsuite>'
        "</testsuites>"
    )
    assert [test.status for test in results.tests] == [TestStatus.FAILED]


def test_counts_can_be_named() -> None:
    results = suite(case("one"), case("two", "<failure/>"))
    assert named(results, "failures").value == 1
    assert named(results, "failures").unit == "tests"
