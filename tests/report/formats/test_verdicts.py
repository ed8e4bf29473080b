"""Verdicts in the formats for programs and for other people's tools."""

from __future__ import annotations

import json as stdlib_json
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import cmarkgfm
import msgspec
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from planproof.cli.common import rendered_truth
from planproof.report import wire_truth
from planproof.report.formats import gitlab, json, junit, markdown, sarif
from planproof.report.truth import Truth, as_report, closing
from tests.report.formats import test_github, test_gitlab
from tests.report.formats.test_sarif import run_of
from tests.report.support import (
    BROKEN,
    LOOK,
    MISSING,
    PATH,
    TRUTHS,
    claim,
    nasty_truth,
    plan_truth,
    truth,
)

VALIDATOR = Draft202012Validator(wire_truth.schema())
BOTH = (truth(), nasty_truth())


# -- json ---------------------------------------------------------------------------------------


def as_json(made: Truth) -> dict[str, Any]:
    found: dict[str, Any] = stdlib_json.loads(json.truth(made, LOOK))
    VALIDATOR.validate(found)
    return found


def test_json_has_every_denominator() -> None:
    found = as_json(truth())
    assert found["schema"] == "planproof/verify/1"
    assert found["summary"] == {
        "plans": 1,
        "claims": 7,
        "verdicts": {
            "holds": 1,
            "broken": 4,
            "pending": 1,
            "unproven": 0,
            "stale": 0,
            "unknown": 1,
        },
        "failing": 2,
        "accepted": 1,
        "baselined": 1,
        "set_aside": 1,
        "passed_over": 2,
        "problems": 1,
        "read": {
            "files": 9,
            "languages": {"python": 3, "go": 1},
            "unread": {"swift": 2},
            "left_out": {"binary": 1},
            "partly": {"src/bad.py": 4},
        },
    }
    assert found["plans"][0]["claims"][1]["rests"] == [
        {"path": "src/config.py", "line": 3, "says": "default `9090`", "contradicts": True},
        {"path": "src/old.py", "line": 7, "says": "default `7070`", "contradicts": True},
    ]


def test_the_schema_of_verdicts_is_a_schema_and_requires_every_field() -> None:
    Draft202012Validator.check_schema(wire_truth.schema())
    for name, described in wire_truth.schema()["$defs"].items():
        assert described["required"] == list(described["properties"]), name


@settings(max_examples=60, deadline=None)
@given(TRUTHS)
def test_any_verdicts_are_valid_json(made: Truth) -> None:
    found = as_json(made)
    assert sum(found["summary"]["verdicts"].values()) == found["summary"]["claims"]


# -- as findings --------------------------------------------------------------------------------


def test_a_finding_stands_at_the_code_that_contradicts_else_at_the_plan() -> None:
    default, merged = as_report(truth()).findings
    assert (default.path, default.place.line, default.place.column, default.place.end_column) == (
        "src/config.py",
        3,
        1,
        37,
    )
    assert default.message == (
        f"{PATH}:11 says that `A_PORT` is `8080` by default; src/config.py:3 reads it with `9090`"
    )
    assert [(one.path, one.line) for one in default.related] == [(PATH, 11), ("src/old.py", 7)]
    assert (merged.path, merged.place.line) == (PATH, 40)
    assert (
        merged.message
        == "The plan says that #12 is merged; no commit of the main branch is or mentions it"
    )


def test_columns_of_code_are_in_utf16_too() -> None:
    rest = msgspec.structs.replace(BROKEN.rests[0], excerpt="    x = '\U0001d11e'")
    made = truth(plan_truth(msgspec.structs.replace(BROKEN, rests=(rest,))))
    place = as_report(made).findings[0].place
    assert (place.column, place.end_column) == (5, 12)
    assert (place.column16, place.end_column16) == (5, 13)


def test_the_closing_counts_in_good_english() -> None:
    assert closing(truth()) == (
        "Judged 7 claims in 1 plan: 1 hold, 3 broken, 1 accepted, 1 pending, 0 unproven, 0 stale, "
        "1 unknown. 1 of the broken is in the baseline. 1 plan is superseded, withdrawn or archived, "
        "and not judged. 1 file could not be read."
    )
    none = truth(plan_truth(claim(verdict="unknown")), problems=(), set_aside=(), at="a" * 40)
    assert closing(none) == "Nothing was judged: 1 claim in 1 plan at aaaaaaaaaa."


# -- sarif --------------------------------------------------------------------------------------


def as_sarif(made: Truth) -> dict[str, Any]:
    return run_of(sarif.truth(made, LOOK))


def test_sarif_points_at_the_code_and_relates_the_plan() -> None:
    run = as_sarif(truth())
    first, second = run["results"]
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "src/config.py"
    assert location["region"]["startLine"] == 3
    related = [
        (one["physicalLocation"]["artifactLocation"]["uri"], one["physicalLocation"]["region"])
        for one in first["relatedLocations"]
    ]
    assert related == [(PATH, {"startLine": 11}), ("src/old.py", {"startLine": 7})]
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == PATH
    assert "relatedLocations" not in second
    assert run["properties"]["summary"]["failing"] == 2
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_describes_kinds_of_claims() -> None:
    rule = as_sarif(truth())["tool"]["driver"]["rules"][0]
    assert rule["id"] == "verify/variable-default"
    assert rule["shortDescription"]["text"].startswith("The variable is read")
    assert rule["fullDescription"]["text"] == "The default in the table is the code's."
    assert rule["properties"]["tags"] == ["plan", "verify"]


def test_sarif_takes_nasty_paths() -> None:
    run = as_sarif(nasty_truth())
    uris = [
        unquote(one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for one in run["results"]
    ]
    assert uris == [one.path.replace("\udcff", "�") for one in as_report(nasty_truth()).findings]
    for result in run["results"]:
        for related in result["relatedLocations"]:
            assert related["message"]["text"]
            assert related["physicalLocation"]["region"]["startLine"] >= 1


@settings(max_examples=60, deadline=None)
@given(TRUTHS)
def test_any_verdicts_are_valid_sarif(made: Truth) -> None:
    assert len(as_sarif(made)["results"]) == made.failing


# -- junit --------------------------------------------------------------------------------------


def as_junit(made: Truth) -> ET.Element:
    text = junit.truth(made, LOOK)
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    for suite in root:
        names = [case.get("name") for case in suite.findall("testcase")]
        assert len(names) == len(set(names)) == int(suite.get("tests", "0"))
    return root


def test_junit_has_a_test_for_each_claim() -> None:
    suite, unread = as_junit(truth())
    outcomes = [
        (case.get("name"), " ".join(one.tag for one in case)) for case in suite.findall("testcase")
    ]
    assert outcomes == [
        ("variable-default: `A_PORT` is `8080` by default", ""),
        ("variable-default: `A_PORT` is `8080` by default (2)", "failure"),
        ("merged: #12 is merged", "failure"),
        ('proof: "Fast" is proven', "skipped"),
        ("merged: #12 is merged (2)", "skipped"),
        ("merged: #12 is merged (3)", "skipped"),
        ("variable-default: `A_PORT` is `8080` by default (3)", "skipped"),
    ]
    failure = suite.findall("testcase/failure")[0]
    assert failure.get("message") == "src/config.py:3 reads it with `9090`"
    assert (failure.text or "").endswith("\nsrc/config.py:3\nsrc/old.py:7")
    assert unread.get("errors") == "1"


@settings(max_examples=60, deadline=None)
@given(TRUTHS)
def test_any_verdicts_are_well_formed_and_counted_in_junit(made: Truth) -> None:
    root = as_junit(made)
    assert root.get("failures") == str(made.failing)
    assert root.get("tests") == str(len(made.claims) + len(made.problems))
    passed = sum(1 for case in root.iter("testcase") if not len(case))
    assert passed == made.count("holds")


# -- github and gitlab --------------------------------------------------------------------------


def test_github_annotates_the_code() -> None:
    lines = rendered_truth(truth(), "github", LOOK).splitlines()
    assert lines[1] == (
        "::error file=src/config.py,line=3,endLine=3,col=1,endColumn=37,title=verify/variable-default::"
        f"{PATH}:11 says that `A_PORT` is `8080` by default; src/config.py:3 reads it with `9090`.%0A"
        "Write `9090` into the table, or make the code's default `8080`."
    )
    assert lines[-1] == closing(truth())


@pytest.mark.parametrize("made", BOTH, ids=["small", "nasty"])
def test_github_and_gitlab_take_every_broken_claim(made: Truth) -> None:
    report = as_report(made)
    assert len(test_github.commands(report)) == made.failing + len(made.problems)
    found = test_gitlab.rendered(report)
    assert len(found) == made.failing + len(made.problems)
    assert rendered_truth(made, "gitlab", LOOK) == gitlab.render(report, LOOK)


def test_gitlab_names_the_kind() -> None:
    found = test_gitlab.rendered(as_report(truth()))
    assert [one["check_name"] for one in found[1:]] == ["verify/variable-default", "verify/merged"]
    assert found[1]["location"] == {"path": "src/config.py", "lines": {"begin": 3, "end": 3}}


# -- markdown -----------------------------------------------------------------------------------


def as_markdown(made: Truth) -> str:
    text = markdown.truth(made, LOOK)
    assert text.endswith("\n")
    assert len(text.encode()) <= markdown.LIMIT
    return text


def test_markdown_has_a_table_of_verdicts_and_the_broken_claims() -> None:
    assert as_markdown(truth()).splitlines()[:13] == [
        "## planproof: 1 file could not be judged, 2 broken claims",
        "",
        closing(truth()),
        "",
        "| Plan | State | holds | broken | pending | unproven | stale | unknown |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| [idempotent-orders]({PATH}) | active | 1 | 3, 1 accepted | 1 | 0 | 0 | 1 |",
        "",
        "### Could not be judged",
        "",
        "| Where | What is wrong | What to do |",
        "| --- | --- | --- |",
        "| [docs/plans/latin.md](docs/plans/latin.md) | cannot be read: no UTF-8. | Save it anew. |",
    ]
    good = truth(plan_truth(claim()), problems=())
    assert as_markdown(good).startswith("## planproof: no broken claim\n")
    assert as_markdown(truth(plans=(), problems=())).startswith(
        "## planproof: nothing was judged\n"
    )


def test_markdown_fits_whatever_there_is() -> None:
    plans = tuple(
        plan_truth(
            *(msgspec.structs.replace(MISSING, key=f"{number}-{n}") for n in range(number % 3 * 2)),
            path=f"docs/{'long/' * 40}{number}.md",
            id=f"plan-{number}" + "é" * 300,
        )
        for number in range(1500)
    )
    text = as_markdown(truth(*plans))
    assert "more plans are not in this table.\n" in text
    assert text.endswith("Run `planproof verify` to see all of them.\n")
    rows = [line for line in text.splitlines() if line.startswith("| [plan-")]
    assert rows
    assert all(" | active | 0 | 0 | " not in row for row in rows)  # those with broken claims first


def test_markdown_has_no_effect() -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(as_markdown(nasty_truth()))
    cells = {row.count("<td>") for row in html.split("<tr>")[1:]}
    assert cells == {0, 2, 3, 5}  # the figures in the table of verdicts are aligned
    assert "<script" not in html
    assert "javascript:" not in "".join(part.partition('"')[0] for part in html.split('href="')[1:])


@settings(max_examples=60, deadline=None)
@given(TRUTHS)
def test_any_verdicts_fit_into_markdown(made: Truth) -> None:
    text = as_markdown(made)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    tables = sum(line.startswith("| ---") for line in rows)
    assert len(rows) - 2 * tables == made.failing + len(made.problems) + len(made.plans)
