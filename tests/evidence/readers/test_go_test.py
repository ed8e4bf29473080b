"""The results of tests in `go test -json`."""

from __future__ import annotations

import json

from planproof.evidence.model import Results, TestStatus
from planproof.evidence.readers import go_bench, go_test
from tests.evidence.readers._sampled import content, figure, refuses, sample

PACKAGE = "example.org/shop/orders"


def events(*said: tuple[str, str]) -> str:
    """Events of one package: an action and a test's name, which is empty for the package itself."""
    lines = []
    for action, test in said:
        event = {"Action": action, "Package": PACKAGE}
        lines.append(json.dumps(event | ({"Test": test} if test else {}), separators=(",", ":")))
    return "\n".join(lines)


def ended(results: Results) -> dict[str, TestStatus]:
    return {test.id.removeprefix("example.org/shop/"): test.status for test in results.tests}


def test_tests_and_subtests_end_as_go_says() -> None:
    results = go_test.read(content(sample("go_test/orders.jsonl")))
    assert results.complete
    assert ended(results) == {
        "orders.TestPlace": TestStatus.PASSED,
        "orders.TestPlace/empty_order": TestStatus.PASSED,
        "orders.TestPlace/two": TestStatus.PASSED,
        "orders.TestFails": TestStatus.FAILED,
        "orders.TestDB": TestStatus.SKIPPED,
        "pay.TestPlace": TestStatus.PASSED,
    }
    said = {test.id.rpartition(".")[2]: test.says for test in results.tests}
    assert said["TestFails"] == "orders_test.go:4: total is 1, want 2"
    assert said["TestDB"] == "orders_test.go:5: no database"
    assert figure(results, "tests").value == 6
    assert figure(results, "failures").value == 1


def test_a_test_goes_by_its_name_with_and_without_its_package() -> None:
    results = go_test.read(content(sample("go_test/orders.jsonl")))
    assert results.tests[1].aliases == (
        "TestPlace/empty_order",
        "orders.TestPlace/empty_order",
        f"{PACKAGE}::TestPlace/empty_order",
        f"{PACKAGE}#TestPlace/empty_order",
    )


def test_a_panic_fails_its_test_and_the_first_line_says_so() -> None:
    results = go_test.read(content(sample("go_test/panics.jsonl")))
    (panics,) = (test for test in results.tests if test.id.endswith("TestPanics"))
    assert (panics.status, panics.says) == (TestStatus.FAILED, "panic: boom [recovered]")


def test_a_test_that_never_ended_is_an_error() -> None:
    results = go_test.read(content(events(("run", "TestA"), ("fail", ""))))
    assert results.complete
    assert ended(results) == {"orders.TestA": TestStatus.ERROR}


def test_without_the_end_of_its_package_a_file_was_cut_off() -> None:
    results = go_test.read(content(events(("run", "TestA"), ("pass", "TestA"))))
    assert not results.complete
    assert results.warnings == (f"nothing says how package {PACKAGE} ended",)


def test_of_several_runs_the_worst_counts() -> None:
    twice = (("run", "TestA"), ("fail", "TestA"), ("run", "TestA"), ("pass", "TestA"), ("fail", ""))
    assert ended(go_test.read(content(events(*twice)))) == {"orders.TestA": TestStatus.FAILED}
    cut = (("run", "TestA"), ("pass", "TestA"), ("run", "TestA"), ("fail", ""))
    assert ended(go_test.read(content(events(*cut)))) == {"orders.TestA": TestStatus.ERROR}


def test_beside_benchmarks_the_results_are_read_too() -> None:
    text = sample("go_bench/tests.jsonl")
    assert not go_test.recognises(content(text))
    results = go_bench.read(content(text))
    assert results.tests
    assert all(not test.id.rpartition(".")[2].startswith("Benchmark") for test in results.tests)


def test_what_is_no_event_is_refused() -> None:
    refuses(go_test, "TestA passed")
