"""Findings for code scanning and for viewers of static analysis: SARIF 2.1.0.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01"
(https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), kept to what GitHub requires
and allows ("SARIF support for code scanning", https://docs.github.com/en/code-security).

An info is a `note`. Columns are in UTF-16 code units, the offsets of fixes in characters; neither
counts a byte order mark where planproof can tell. A file that could not be judged is a
notification, and the invocation is then not successful. The numbers of what was looked at are in
the run's properties.

Findings that are suppressed are left out, though the standard has a place for them: GitHub does not
read suppressions and would show them as open alerts. Their number is in the properties. GitHub tells alerts apart by a hash that its upload action
computes, so that the only fingerprint here is planproof's own, `planproof/v1`. GitHub refuses a
file with more than 25,000 results; the worst are kept, and a notification says how many were left
out.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import msgspec

from planproof.report import wire, wire_truth
from planproof.report.model import Located, Look, Problem, Related, Report, RuleInfo
from planproof.report.truth import Truth, as_report
from planproof.report.words import counted, encodable, json_text, told, worst_first
from planproof.text.edit import Edit
from planproof.text.source import BOM

LIMIT = 25_000
"""The most results of a run that GitHub accepts."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_IMPORTANCE = {"error": "error", "warning": "warning", "note": "recommendation"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as a SARIF log with one run."""
    report = encodable(report)
    return _log(report, msgspec.to_builtins(wire.check(report).summary))


def truth(found: Truth, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """Broken claims as a SARIF log with one run; a result stands where the code contradicts the plan."""
    found = encodable(found)
    return _log(as_report(found), msgspec.to_builtins(wire_truth.verify(found).summary))


def _log(report: Report, summary: dict[str, Any]) -> str:
    rules = _rules(report)
    index = {rule.id: number for number, rule in enumerate(rules)}
    found = list(report.findings)
    kept = worst_first(found)[:LIMIT] if len(found) > LIMIT else found
    run = {
        "tool": {
            "driver": {
                "name": "planproof",
                "version": report.version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [_invocation(report, len(found) - len(kept))],
        "originalUriBaseIds": {_ROOT: {"uri": _root_uri(report.root)}},
        "defaultEncoding": "utf-8",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, index[finding.rule]) for finding in kept],
        "properties": {"summary": summary},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _rules(report: Report) -> list[RuleInfo]:
    """The rules that were applied, and any other that a finding names."""
    rules = {rule.id: rule for rule in report.rules}
    for finding in report.findings:
        if finding.rule not in rules:
            rules[finding.rule] = RuleInfo(finding.rule, "", "", finding.severity)
    return list(rules.values())


def _rule(rule: RuleInfo) -> dict[str, Any]:
    # GitHub refuses empty descriptions, and long ones.
    title = (rule.title or rule.id)[:1024]
    level = _level(rule.severity)
    return {
        "id": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": (_what_it_does(rule.doc) or title)[:1024]},
        "defaultConfiguration": {"level": level},
        "help": {"text": rule.doc or title, "markdown": rule.doc or title},
        "properties": {
            "tags": ["plan", rule.id.partition("/")[0]],
            "problem.severity": _IMPORTANCE[level],
        },
    }


def _what_it_does(doc: str) -> str:
    """The first paragraph under the first heading, which the docs of every rule and claim have."""
    _, _, below = doc.partition("\n## What it ")
    _, _, below = below.partition("\n")
    return " ".join(below.strip().partition("\n\n")[0].split())


def _level(severity: str) -> str:
    return _LEVELS.get(severity, "note")


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    notifications = [_notification(problem) for problem in report.problems]
    if left_out:
        text = (
            f"{counted(left_out, 'finding')} left out: {LIMIT:,} is the most that GitHub accepts."
        )
        notifications.append({"level": "warning", "message": {"text": text}})
    return {
        "executionSuccessful": not report.problems,
        "toolExecutionNotifications": notifications,
    }


def _notification(problem: Problem) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": told(problem.message, problem.help)},
    }
    if problem.path:
        location: dict[str, Any] = {"artifactLocation": _artifact(problem.path)}
        if problem.line > 0:
            location["region"] = {"startLine": problem.line}
        notification["locations"] = [{"physicalLocation": location}]
    return notification


def _result(finding: Located, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding.severity),
        "message": {"text": told(finding.message, finding.help)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(finding.path),
                    "region": _region(finding),
                }
            }
        ],
        "partialFingerprints": {"planproof/v1": finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(one, at) for at, one in enumerate(finding.related)]
    if finding.edits:
        result["fixes"] = [_fix(finding)]
    return result


def _related(one: Related, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "physicalLocation": {
            "artifactLocation": _artifact(one.path),
            "region": {"startLine": one.line},
        },
        "message": {"text": one.message},
    }


def _region(finding: Located) -> dict[str, int]:
    place = finding.place
    # A byte order mark is a character of the text here, and none to SARIF (section 3.30.2).
    mark = int(place.line == 1 and finding.excerpt.startswith(BOM))
    return {
        "startLine": place.line,
        "startColumn": max(place.column16 - mark, 1),
        "endLine": place.end_line,
        "endColumn": max(place.end_column16 - (mark if place.end_line == 1 else 0), 1),
    }


def _fix(finding: Located) -> dict[str, Any]:
    change = {
        "artifactLocation": _artifact(finding.path),
        "replacements": [_replacement(edit) for edit in finding.edits],
    }
    return {
        "description": {"text": finding.fix},
        "artifactChanges": [change],
        "properties": {"safe": finding.safe},
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    start, end = edit.span.start, edit.span.end
    return {
        "deletedRegion": {"charOffset": start, "charLength": end - start},
        "insertedContent": {"text": edit.replacement},
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/"), "uriBaseId": _ROOT}


def _root_uri(root: str) -> str:
    """The root as a URI that ends in `/`, as a base has to. On Windows it is `file:///C:/...`."""
    drive = re.match(r"([A-Za-z]:)[\\/]", root)
    parts = [drive[1]] if drive else []
    rest = root[2:].replace("\\", "/") if drive else root
    parts += [quote(part, safe="") for part in rest.split("/") if part]
    return "".join(["file:///", *(f"{part}/" for part in parts)])
