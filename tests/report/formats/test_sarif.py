"""SARIF 2.1.0, by what the standard demands and what GitHub requires."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given, settings

from planproof.report.formats import sarif
from planproof.report.model import Problem, Report
from tests.report.support import EMPTY, LOOK, REPORTS, finding, many, nasty, place, report


def rendered(made: Report) -> dict[str, Any]:
    """The run of a report."""
    return run_of(sarif.render(made, LOOK))


def run_of(text: str) -> dict[str, Any]:
    """The run, once it is found to be what GitHub takes."""
    log = json.loads(text)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"].endswith("/")
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert len(rule["fullDescription"]["text"]) <= 1024
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        location = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9_.~%/-]*", location["artifactLocation"]["uri"])
        assert location["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        region = location["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert min(region.values()) >= 1
    for notification in run["invocations"][0]["toolExecutionNotifications"]:
        assert "text" in notification["message"]
    found: dict[str, Any] = run
    return found


def test_a_finding_is_a_result() -> None:
    result = rendered(report())["results"][1]
    assert result == {
        "ruleId": "risks/unmitigated",
        "ruleIndex": 1,
        "level": "warning",
        "message": {
            "text": "This risk is high and nothing is done about it. "
            "Say how it is mitigated, or who accepts it and why."
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "docs/plans/idempotent-orders.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 12, "startColumn": 5, "endLine": 12, "endColumn": 9},
                }
            }
        ],
        "partialFingerprints": {"planproof/v1": "f00d"},
        "fixes": [
            {
                "description": {"text": "Lower the impact"},
                "artifactChanges": [
                    {
                        "artifactLocation": {
                            "uri": "docs/plans/idempotent-orders.md",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "replacements": [
                            {
                                "deletedRegion": {"charOffset": 120, "charLength": 4},
                                "insertedContent": {"text": "Low"},
                            }
                        ],
                    }
                ],
                "properties": {"safe": True},
            }
        ],
    }


def test_a_rule_has_what_github_requires() -> None:
    rules = rendered(report())["tool"]["driver"]["rules"]
    assert rules[0] == {
        "id": "goals/vague",
        "shortDescription": {"text": "A goal cannot be measured."},
        "fullDescription": {"text": "A goal cannot be measured."},
        "defaultConfiguration": {"level": "error"},
        "help": {"text": "A goal cannot be measured.", "markdown": "A goal cannot be measured."},
        "properties": {"tags": ["plan", "goals"], "problem.severity": "error"},
    }
    assert rules[1]["fullDescription"]["text"] == (
        "Finds risks whose impact is in the upper half of the scale and for which "
        "no mitigation is given."
    )
    assert rules[1]["help"]["markdown"].startswith("A high risk has no mitigation.\n\n## What")


def test_a_rule_that_is_not_listed_is_added() -> None:
    run = rendered(report(rules=(), problems=()))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "goals/vague",
        "risks/unmitigated",
    ]


def test_an_info_is_a_note() -> None:
    assert rendered(report())["results"][2]["level"] == "note"


def test_columns_are_in_utf16_and_do_not_count_a_byte_order_mark() -> None:
    after_clef = finding(place=place(4, column16=6, end_column16=10))
    after_mark = finding(place=place(1), excerpt="\ufeff# Orders")
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in rendered(report(findings=(after_clef, after_mark), suppressed=()))["results"]
    ]
    assert regions == [
        {"startLine": 4, "startColumn": 6, "endLine": 4, "endColumn": 10},
        {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 8},
    ]


def test_a_suppressed_finding_is_no_alert() -> None:
    run = rendered(report())
    assert len(report().suppressed) == 1
    assert len(run["results"]) == len(report().findings)
    assert run["properties"]["summary"]["suppressed"] == 1


def test_a_problem_makes_the_invocation_fail() -> None:
    made = report(problems=(*report().problems, Problem("", 0, "No git", "Install git.")))
    (invocation,) = rendered(made)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "error",
            "message": {"text": "Not UTF-8. Save it as UTF-8."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "docs/plans/broken.md",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": {"startLine": 7},
                    }
                }
            ],
        },
        {"level": "error", "message": {"text": "No git. Install git."}},
    ]


def test_without_problems_it_succeeds() -> None:
    assert rendered(EMPTY)["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]


def test_the_denominators_are_in_the_properties() -> None:
    summary = rendered(report())["properties"]["summary"]
    assert (summary["plans"], summary["sections"], summary["items"]) == (2, 44, 80)
    assert summary["findings"] == {"error": 1, "warning": 1, "info": 1}


@pytest.mark.parametrize(
    ("root", "uri"),
    [
        ("/home/ann/orders", "file:///home/ann/orders/"),
        ("/home/ann/my orders%", "file:///home/ann/my%20orders%25/"),
        ("/", "file:///"),
        ("C:\\Users\\Ann", "file:///C:/Users/Ann/"),
    ],
)
def test_the_root_is_a_uri(root: str, uri: str) -> None:
    assert rendered(report(root=root))["originalUriBaseIds"]["%SRCROOT%"]["uri"] == uri


def test_nasty_paths_and_texts_come_through() -> None:
    run = rendered(nasty())
    for result, one in zip(run["results"], nasty().findings, strict=True):
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert unquote(location["uri"]) == one.path.replace("\udcff", "\ufffd")
        assert result["message"]["text"].startswith(one.message.replace("\udcff", "\ufffd"))


def test_a_thousand_findings_are_a_thousand_results() -> None:
    assert len(rendered(many())["results"]) == 1000


def test_more_results_than_github_accepts_are_cut_from_the_least_severe() -> None:
    made = many(25_010)
    made = msgspec.structs.replace(made, suppressed=())
    run = rendered(made)
    assert len(run["results"]) == 25_000
    errors = sum(1 for result in run["results"] if result["level"] == "error")
    assert errors == 2_501
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("10 findings left out")


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_any_report_is_valid(made: Report) -> None:
    run = rendered(made)
    assert len(run["results"]) == len(made.findings)
