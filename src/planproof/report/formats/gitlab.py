"""Findings for GitLab's merge request widget and the lines it marks: its Code Quality report.

Source: GitLab's documentation, "Code Quality", section "Code Quality report format"
(https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format), as of GitLab 18: a
JSON array of objects with `description`, `check_name`, `fingerprint`, `severity`, `location.path`
and `location.lines.begin`, a subset of the Code Climate specification. GitLab shows one entry for
each fingerprint, so that two equal findings in a file need two of them.

An error is `major`, a warning `minor`, an info `info`; a file that could not be judged is
`critical`. Findings that a plan's comment or the baseline accepts are left out.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import Any

from planproof.report.model import Located, Look, Problem, Report
from planproof.report.words import encodable, json_text, told

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as GitLab's JSON: files that could not be judged first, then the findings."""
    report = encodable(report)
    seen: Counter[str] = Counter()
    entries = [_problem(problem, seen) for problem in report.problems]
    entries += [_finding(finding, seen) for finding in report.findings]
    return json_text(entries)


def _problem(problem: Problem, seen: Counter[str]) -> dict[str, Any]:
    line = max(problem.line, 1)
    return {
        "description": told(problem.message, problem.help),
        "check_name": "planproof/problem",
        "fingerprint": _once(f"problem\0{problem.path}\0{problem.message}", seen),
        "severity": "critical",
        "location": {"path": problem.path, "lines": {"begin": line, "end": line}},
    }


def _finding(finding: Located, seen: Counter[str]) -> dict[str, Any]:
    lines = {"begin": finding.place.line, "end": finding.place.end_line}
    return {
        "description": told(finding.message, finding.help),
        "check_name": finding.rule,
        "fingerprint": _once(finding.fingerprint, seen),
        "severity": _SEVERITIES.get(finding.severity, "info"),
        "location": {"path": finding.path, "lines": lines},
    }


def _once(fingerprint: str, seen: Counter[str]) -> str:
    """A fingerprint of its own for each of several equal findings, by their order in the plan."""
    seen[fingerprint] += 1
    return blake2b(f"{seen[fingerprint]}:{fingerprint}".encode(), digest_size=16).hexdigest()
