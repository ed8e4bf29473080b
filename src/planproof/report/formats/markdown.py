"""A short report for people, to be put into a pull request's comment or a run's summary.

Source: the GitHub Flavored Markdown specification, version 0.29 (https://github.github.com/gfm/),
with `<details>` as GitHub, GitLab and Forgejo show it. A comment on GitHub holds 65,536
characters; this stays below 60,000 bytes, keeps the worst findings and says how many it left out.
Links are relative to the root, and lead to the line in the file's source view (`?plain=1#L12`),
since a rendered file has no lines. Whatever a plan says is shown and never takes effect (`markup.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from planproof.report.markup import cell, link
from planproof.report.model import Located, Look, Problem, Report
from planproof.report.truth import VERDICTS, PlanTruth, Truth, as_report
from planproof.report.words import (
    SEVERITIES,
    closing,
    counted,
    encodable,
    rank,
    sentence,
    verdict,
)

LIMIT = 60_000
"""The most bytes of UTF-8 that a report takes."""

PLANS = 6_000
"""The most bytes of the table of verdicts; a comment has no room for all of a large organisation's plans."""

_RESERVED = 400
"""Bytes kept for the sentence that says what was left out."""

_PROBLEMS = (
    "### Could not be judged\n\n| Where | What is wrong | What to do |\n| --- | --- | --- |\n"
)
_TABLE = "| Where | | What is wrong | What to do | Rule |\n| --- | --- | --- | --- | --- |\n"


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as Markdown: the figures, what could not be judged, then the findings by plan."""
    report = encodable(report)
    return _document(report, _headline(report, verdict(report)), "", "planproof check")


def truth(found: Truth, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """Verdicts as Markdown: the figures by plan, then the broken claims as findings are shown."""
    found = encodable(found)
    report = as_report(found)
    said = counted(found.failing, "broken claim") if found.failing else "no broken claim"
    headline = _headline(report, said if found.judged else "nothing was judged")
    return _document(report, headline, _plans(found.plans), "planproof verify")


def _plans(plans: Sequence[PlanTruth]) -> str:
    """A table of the verdicts by plan; of too many plans those that have broken claims come first."""
    head = f"| Plan | State | {' | '.join(VERDICTS)} |\n| --- | --- |{' ---: |' * len(VERDICTS)}\n"
    room = PLANS - _size(head)
    chosen: dict[int, str] = {}
    for number in sorted(range(len(plans)), key=lambda one: not plans[one].count("broken")):
        row = _plan_row(plans[number])
        if _size(row) <= room:
            chosen[number] = row
            room -= _size(row)
    if not plans:
        return ""
    left = counted(len(plans) - len(chosen), "more plan is", "more plans are")
    more = f"\n{left} not in this table.\n" if len(plans) > len(chosen) else ""
    return f"\n{head}{''.join(row for _, row in sorted(chosen.items()))}{more}"


def _plan_row(plan: PlanTruth) -> str:
    accepted = sum(one.verdict == "broken" and bool(one.accepted) for one in plan.claims)
    told = {word: str(plan.count(word)) for word in VERDICTS}
    if accepted:
        told["broken"] = f"{plan.count('broken') - accepted}, {accepted} accepted"
    counts = " | ".join(told.values())
    return f"| {link(plan.path, 0, plan.id)} | {cell(plan.state)} | {counts} |\n"


def _document(report: Report, headline: str, table: str, command: str) -> str:
    head = f"## planproof: {headline}\n\n{closing(report)}\n{table}"
    room = LIMIT - _RESERVED - _size(head)
    problems, room = _fitting([_problem_row(problem) for problem in report.problems], room)
    findings = _kept(report.findings, room)
    parts = [head]
    if problems:
        parts.append(_PROBLEMS + "".join(problems))
    parts += _groups(findings)
    left_out = len(report.findings) + len(report.problems) - len(findings) - len(problems)
    if left_out:
        entries = counted(left_out, "more entry is", "more entries are")
        parts.append(
            f"{entries} left out, so that this fits into a comment. "
            f"Run `{command}` to see all of them.\n"
        )
    return "\n".join(parts)


def _headline(report: Report, said: str) -> str:
    if not report.problems:
        return said
    return f"{counted(len(report.problems), 'file')} could not be judged, {said}"


def _fitting(rows: Sequence[str], room: int) -> tuple[list[str], int]:
    """As many of the rows of the table of problems as there is room for, and the room left."""
    if rows:
        room -= _size(_PROBLEMS)
    kept: list[str] = []
    for row in rows:
        if _size(row) > room:
            break
        room -= _size(row)
        kept.append(row)
    return kept, room


def _kept(findings: Sequence[Located], room: int) -> list[Located]:
    """The worst findings that there is room for, in the order they came in."""
    chosen: set[int] = set()
    opened: set[tuple[str, bool]] = set()
    for number in sorted(range(len(findings)), key=lambda one: rank(findings[one].severity)):
        finding = findings[number]
        group = (finding.path, _folded(finding))
        cost = _size(_row(finding))
        if group not in opened:
            cost += _size(_heading(finding.path) + _fold(_TABLE, 10_000))
        if cost > room:
            break
        room -= cost
        opened.add(group)
        chosen.add(number)
    return [finding for number, finding in enumerate(findings) if number in chosen]


def _groups(findings: Sequence[Located]) -> list[str]:
    """A heading for each plan, a table of what is wrong, and the infos folded away."""
    parts = []
    for path in dict.fromkeys(finding.path for finding in findings):
        here = [finding for finding in findings if finding.path == path]
        plain = [_row(finding) for finding in here if not _folded(finding)]
        folded = [_row(finding) for finding in here if _folded(finding)]
        parts.append(_heading(path))
        if plain:
            parts.append(_TABLE + "".join(plain))
        if folded:
            parts.append(_fold(_TABLE + "".join(folded), len(folded)))
    return parts


def _folded(finding: Located) -> bool:
    return rank(finding.severity) == rank("info")


def _heading(path: str) -> str:
    return f"### {link(path, 0, path)}\n"


def _fold(table: str, number: int) -> str:
    summary = counted(number, "info")
    return f"<details>\n<summary>{summary}</summary>\n\n{table}\n</details>\n"


def _row(finding: Located) -> str:
    line = finding.place.line
    cells = (
        link(finding.path, line, f"{finding.path.rpartition('/')[2]}:{line}"),
        SEVERITIES[rank(finding.severity)],
        cell(sentence(finding.message)),
        cell(finding.help),
        cell(finding.rule),
    )
    return f"| {' | '.join(cells)} |\n"


def _problem_row(problem: Problem) -> str:
    line = problem.line
    where = link(problem.path, line, f"{problem.path}:{line}" if line > 0 else problem.path)
    return f"| {where} | {cell(sentence(problem.message))} | {cell(problem.help)} |\n"


def _size(text: str) -> int:
    return len(text.encode())
