from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.content import Unreadable
from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, sample


def semgrep() -> Any:
    return json.loads(sample("sarif/semgrep.sarif"))


def counts(results: Any, *wanted: str) -> list[float]:
    return [named(results, name).value for name in wanted]


def test_bandit_states_its_levels() -> None:
    # By eye: level note three times (B404, B105, B101), error twice (B602, B324).
    results = read("sarif/bandit.sarif")
    assert counts(results, "error", "warning", "note", "findings") == [2, 0, 3, 5]
    assert named(results, "B602").value == 1
    assert named(results, "subprocess_popen_with_shell_equals_true").name == "B602"
    error = named(results, "errors")
    assert (error.unit, error.better, error.labels) == ("findings", Better.LESS, {"level": "error"})
    assert results.made_at == "2026-11-22T13:52:07Z"


def test_ruff_and_a_clean_run() -> None:
    results = read("sarif/ruff.sarif")
    assert counts(results, "error", "F401", "I001") == [2, 1, 1]
    assert results.machine == {"ruff": "0.17.6"}
    clean = read("sarif/ruff-clean.sarif")
    assert counts(clean, "error", "warning", "note", "findings") == [0, 0, 0, 0]
    assert clean.complete
    assert clean.warnings == (
        "ruff found nothing, and does not say which files or rules it looked at",
    )


def test_what_is_suppressed_does_not_count() -> None:
    # By eye: five results, of which `no-empty` has a suppression in the source.
    results = read("sarif/eslint.sarif")
    assert counts(results, "error", "warning", "suppressed", "no-empty") == [3, 1, 1, 0]
    assert named(results, "suppressed").better is Better.UNSAID


@pytest.mark.parametrize(
    ("suppressions", "errors"),
    [
        ([], 1),
        (None, 1),
        ([{"kind": "external"}], 0),
        ([{"kind": "external", "status": "accepted"}], 0),
        ([{"kind": "external", "status": "rejected"}], 1),
        ([{"kind": "external", "status": "underReview"}], 1),
        ([{"kind": "inSource"}, {"kind": "external", "status": "rejected"}], 1),
    ],
)
def test_only_accepted_suppressions_suppress(suppressions: Any, errors: int) -> None:
    log = semgrep()
    log["runs"][0]["results"][0]["suppressions"] = suppressions
    assert named(read_json(log), "error").value == errors


def test_levels_and_severities_come_from_the_rules() -> None:
    # Semgrep's results have no level: `shell-true` is an error of 9.1, `weak-hash` a warning.
    results = read("sarif/semgrep.sarif")
    assert counts(results, "error", "warning", "note") == [1, 1, 0]
    assert counts(results, "critical", "high", "medium", "low") == [1, 0, 0, 0]
    assert named(results, "CRITICAL").name == "critical"
    assert "1 findings of Semgrep OSS have no security-severity" in results.warnings


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("10.0", "critical"),
        ("9.0", "critical"),
        ("8.9", "high"),
        ("7", "high"),
        ("6.9", "medium"),
        ("4.0", "medium"),
        ("3.9", "low"),
        ("0.1", "low"),
    ],
)
def test_the_bands_of_severity(score: str, band: str) -> None:
    log = semgrep()
    rule = log["runs"][0]["tool"]["driver"]["rules"][0]
    rule["properties"]["security-severity"] = score
    results = read_json(log)
    bands = ("critical", "high", "medium", "low")
    assert [one for one in bands if named(results, one).value] == [band]


def test_without_any_severity_there_are_no_bands() -> None:
    assert not {"critical", "high"} & names(read("sarif/bandit.sarif"))


def test_a_level_that_nothing_states_is_a_warning() -> None:
    log = semgrep()
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        del rule["defaultConfiguration"]
    assert counts(read_json(log), "error", "warning") == [0, 2]


@pytest.mark.parametrize(
    ("kind", "found"), [("pass", 1), ("notApplicable", 1), ("informational", 1), ("fail", 2)]
)
def test_results_that_are_no_findings(kind: str, found: int) -> None:
    log = semgrep()
    log["runs"][0]["results"][0]["kind"] = kind
    assert named(read_json(log), "findings").value == found


def test_what_people_must_decide_counts_and_is_said() -> None:
    log = semgrep()
    log["runs"][0]["results"][0]["kind"] = "review"
    results = read_json(log)
    assert counts(results, "findings", "error", "none") == [2, 0, 1]
    assert "Semgrep OSS leaves 1 findings to be decided by people" in results.warnings


def test_a_baseline() -> None:
    log = semgrep()
    first, second = log["runs"][0]["results"]
    first["baselineState"], second["baselineState"] = "absent", "new"
    assert counts(read_json(log), "findings", "error", "new") == [1, 0, 1]


def test_rules_of_an_extension() -> None:
    # As CodeQL has it: the driver has no rules, the result points into a query pack.
    log = semgrep()
    run = log["runs"][0]
    rules = run["tool"]["driver"].pop("rules")
    run["tool"]["extensions"] = [{"name": "other"}, {"name": "pack", "rules": rules}]
    for index, result in enumerate(run["results"]):
        place = [rule["id"] for rule in rules].index(result["ruleId"])
        result["rule"] = {"id": result["ruleId"], "index": place, "toolComponent": {"index": 1}}
        if index:
            del result["ruleId"]
    assert counts(read_json(log), "error", "warning", "critical", "weak-hash") == [1, 1, 1, 1]


def test_no_results_is_not_no_findings() -> None:
    log = semgrep()
    del log["runs"][0]["results"]
    results = read_json(log)
    assert results.measurements == ()
    assert not results.complete
    assert "a run of Semgrep OSS holds no results: it did not get that far" in results.warnings
    assert read_json(semgrep() | {"runs": []}).measurements == ()


def test_a_run_that_failed_is_void() -> None:
    log = semgrep()
    log["runs"][0]["invocations"] = [{"executionSuccessful": False}]
    assert read_json(log).void == ("Semgrep OSS says that its run failed",)


def test_several_tools() -> None:
    log = semgrep()
    log["runs"] += json.loads(sample("sarif/bandit.sarif"))["runs"]
    results = read_json(log)
    assert counts(results, "error", "Bandit.error", "Semgrep OSS.error") == [3, 2, 1]
    assert named(results, "Bandit.note").labels == {"tool": "Bandit", "level": "note"}


def test_where_it_was_made() -> None:
    log = semgrep()
    log["runs"][0]["versionControlProvenance"] = [{"revisionId": "4f2a9c1d"}]
    assert read_json(log).commit == "4f2a9c1d"


def test_another_version_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"2\.0\.0"):
        read_json(semgrep() | {"version": "2.0.0"})
