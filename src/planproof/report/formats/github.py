"""Findings as annotations in a GitHub Actions run: workflow commands on standard output.

Source: GitHub's documentation, "Workflow commands for GitHub Actions"
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands), and for
escaping and for what is refused the runner that reads them (github.com/actions/runner,
`ActionCommand.cs` and `ActionCommandManager.cs`): `%`, CR and LF are escaped everywhere, `:` and
`,` in properties too, and columns are refused where a range spans several lines. There is no
version number. Other control characters, and those that turn the direction of text, are replaced.

GitHub shows the first 10 annotations of each kind that a step makes, so that errors come first,
and says nothing about the rest, so that the last line does. Paths are from the root, which has to
be the checkout's own: `app/from_top.py` makes it so.
"""

from __future__ import annotations

from planproof.report.formats._terminal import plain
from planproof.report.model import Located, Look, Problem, Report
from planproof.report.words import closing, counted, encodable, printable, sentence, worst_first

SHOWN = 10
"""How many annotations of each kind GitHub shows for a step."""

_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A", "\t": "\t"}
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, look: Look) -> str:
    """The report as workflow commands, a line each, and a closing line unless `look.quiet`."""
    report = encodable(report)
    lines = [_problem(problem) for problem in report.problems]
    lines += [_finding(finding) for finding in worst_first(report.findings)]
    if not look.quiet:
        lines.append(_last(report))
    return "".join(f"{line}\n" for line in lines)


def _last(report: Report) -> str:
    errors = report.count("error") + len(report.problems)
    most = max(errors, report.count("warning"), report.count("info"))
    if most <= SHOWN:
        return closing(report)
    count = counted(len(report.findings) + len(report.problems), "annotation")
    return (
        f"{closing(report)} GitHub shows {SHOWN} annotations of each kind for a step; "
        f"all {count} are in this log."
    )


def _problem(problem: Problem) -> str:
    where = {"file": problem.path, "line": str(problem.line) if problem.line > 0 else ""}
    return _command("error", {**where, "title": "planproof"}, problem.message, problem.help)


def _finding(finding: Located) -> str:
    place = finding.place
    properties = {
        "file": finding.path,
        "line": str(place.line),
        "endLine": str(place.end_line),
    }
    if place.line == place.end_line:
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = finding.rule
    kind = _KINDS.get(finding.severity, "notice")
    return _command(kind, properties, finding.message, finding.help)


def _command(kind: str, properties: dict[str, str], message: str, advice: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    text = "\n".join(part for part in (sentence(message), advice) if part)
    return f"::{kind} {given}::{_data(text)}"


def notice(title: str, text: str) -> str:
    """A text of several lines as one workflow command, so that no line of it can be another."""
    return f"::notice title={_property(title)}::{_data(text.rstrip())}\n"


def _data(text: str) -> str:
    return "".join(_ESCAPED.get(one) or plain(one) for one in printable(text))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
