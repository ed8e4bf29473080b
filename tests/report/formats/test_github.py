"""Workflow commands for GitHub Actions, read back as the runner reads them."""

from __future__ import annotations

from hypothesis import given, settings

from planproof.report.formats import github
from planproof.report.model import Look, Report
from planproof.report.words import printable, sentence
from tests.report.support import EMPTY, LOOK, NASTY, REPORTS, finding, many, nasty, place, report

Command = tuple[str, dict[str, str], str]


def unescape(text: str, *pairs: tuple[str, str]) -> str:
    for escaped, plain in (*pairs, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escaped, plain)
    return text


def read(line: str) -> Command:
    """A command as the runner takes it apart (`TryParseV2` in its ActionCommand.cs)."""
    assert line.startswith("::"), line
    information, found, data = line[2:].partition("::")
    assert found
    name, _, rest = information.partition(" ")
    properties = {}
    for pair in rest.strip().split(","):
        key, _, value = pair.partition("=")
        properties[key] = unescape(value, ("%3A", ":"), ("%2C", ","))
    return name, properties, unescape(data)


def commands(made: Report) -> list[Command]:
    text = github.render(made, Look(quiet=True))
    assert "\r" not in text
    return [read(line) for line in text.split("\n")[:-1]]


def test_problems_and_errors_come_first() -> None:
    text = github.render(report(), LOOK)
    where = "file=docs/plans/idempotent-orders.md"
    advice = "Say how it is mitigated, or who accepts it and why."
    assert text.splitlines()[:4] == [
        "::error file=docs/plans/broken.md,line=7,title=planproof::Not UTF-8.%0ASave it as UTF-8.",
        (
            f"::error {where},line=3,endLine=3,col=5,endColumn=9,title=goals/vague"
            f"::No figure.%0A{advice}"
        ),
        (
            f"::warning {where},line=12,endLine=12,col=5,endColumn=9,title=risks/unmitigated"
            f"::This risk is high and nothing is done about it.%0A{advice}"
        ),
        (
            f"::notice {where},line=40,endLine=40,col=5,endColumn=9,title=risks/unmitigated"
            f"::A word.%0A{advice}"
        ),
    ]
    assert text.splitlines()[4].startswith("Checked 2 plans (44 sections, 80 items) by 2 rules:")
    assert text.endswith("1 Markdown file was passed over.\n")


def test_errors_come_before_warnings_that_stand_earlier() -> None:
    found = commands(many(30))
    assert [name for name, _, _ in found] == ["error"] * 3 + ["warning"] * 12 + ["notice"] * 15


def test_a_range_over_several_lines_has_no_columns() -> None:
    two_lines = finding(place=place(3, end_line=4))
    _, properties, _ = commands(report(findings=(two_lines,), problems=()))[0]
    assert properties["line"] == "3"
    assert properties["endLine"] == "4"
    assert "col" not in properties
    assert "endColumn" not in properties


def test_properties_and_data_are_escaped_differently() -> None:
    odd = finding(path="a,b:c%.md", message="50%: a, b\nc", help="", rule="x/y")
    assert github.render(report(findings=(odd,), problems=()), Look(quiet=True)) == (
        "::warning file=a%2Cb%3Ac%25.md,line=12,endLine=12,col=5,endColumn=9,title=x/y"
        "::50%25: a, b%0Ac.\n"
    )


def test_a_text_cannot_turn_the_direction_of_the_log() -> None:
    odd = finding(path="a.md", message="step \u202edekcit\u2066", help="", rule="x/y")
    text = github.render(report(findings=(odd,), problems=()), Look(quiet=True))
    assert text.endswith("::step \ufffddekcit\ufffd.\n")


def test_a_diff_is_one_command() -> None:
    diff = "--- a/plan.md\n+++ b/plan.md\n@@ -1 +1 @@\n ::stop-commands::x\n+* [x] 100 %\n"
    assert github.notice("planproof: missing ticks", diff) == (
        "::notice title=planproof%3A missing ticks::--- a/plan.md%0A+++ b/plan.md%0A@@ -1 +1 @@"
        "%0A ::stop-commands::x%0A+* [x] 100 %25\n"
    )


def test_the_last_line_says_what_github_hides() -> None:
    hidden = "GitHub shows 10 annotations of each kind for a step; all 1,000 annotations are in"
    assert hidden in github.render(many(1000), LOOK).splitlines()[-1]
    assert "GitHub shows" not in github.render(many(20), LOOK)


def test_an_empty_report_is_one_line() -> None:
    assert github.render(EMPTY, LOOK) == "No plan was checked.\n"
    assert github.render(EMPTY, Look(quiet=True)) == ""


def test_nasty_texts_come_through() -> None:
    found = commands(nasty())
    for (_, _, data), text in zip(found, [*NASTY, *NASTY], strict=True):
        message = printable(text.replace("\udcff", "\ufffd"))
        message = message.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
        assert data.startswith(sentence(message))


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_a_command_is_one_line_and_reads_back(made: Report) -> None:
    text = github.render(made, LOOK)
    lines = text.split("\n")
    assert lines[-1] == ""
    assert len(lines) == len(made.findings) + len(made.problems) + 2
    assert all(line.startswith("::") for line in lines[:-2])
    assert not lines[-2].startswith("::")
    for name, properties, _ in commands(made):
        assert name in {"error", "warning", "notice"}
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
