"""Markdown for a comment: what it says, what it never does, and that it fits."""

from __future__ import annotations

import re

import cmarkgfm
import pytest
from hypothesis import given, settings

from planproof.report.formats import markdown
from planproof.report.model import Problem, Report
from tests.report.support import EMPTY, LOOK, REPORTS, finding, many, nasty, place, report


def rendered(made: Report) -> str:
    text = markdown.render(made, LOOK)
    assert text.endswith("\n")
    assert len(text.encode()) <= markdown.LIMIT
    return text


def test_the_whole_report() -> None:
    assert (
        rendered(report())
        == """\
## planproof: 1 file could not be judged, 1 error, 1 warning, 1 info

Checked 2 plans (44 sections, 80 items) by 2 rules: 1 error, 1 warning, 1 info. \
1 can be mended by `planproof check --fix`, 1 suppressed in the plans, \
4 accepted by the baseline. 1 file could not be judged. 1 snippet could not be read. \
1 Markdown file was passed over.

### Could not be judged

| Where | What is wrong | What to do |
| --- | --- | --- |
| [docs/plans/broken.md:7](docs/plans/broken.md?plain=1#L7) | Not UTF-8. | Save it as UTF-8. |

### [docs/plans/idempotent-orders.md](docs/plans/idempotent-orders.md)

| Where | | What is wrong | What to do | Rule |
| --- | --- | --- | --- | --- |
| [idempotent-orders.md:3](docs/plans/idempotent-orders.md?plain=1#L3) | error | No figure. \
| Say how it is mitigated, or who accepts it and why. | goals/vague |
| [idempotent-orders.md:12](docs/plans/idempotent-orders.md?plain=1#L12) | warning \
| This risk is high and nothing is done about it. \
| Say how it is mitigated, or who accepts it and why. | risks/unmitigated |

<details>
<summary>1 info</summary>

| Where | | What is wrong | What to do | Rule |
| --- | --- | --- | --- | --- |
| [idempotent-orders.md:40](docs/plans/idempotent-orders.md?plain=1#L40) | info | A word. \
| Say how it is mitigated, or who accepts it and why. | risks/unmitigated |

</details>
"""
    )


def test_an_empty_report_says_that_nothing_was_checked() -> None:
    assert rendered(EMPTY) == "## planproof: no findings\n\nNo plan was checked.\n"


def test_a_text_has_no_effect() -> None:
    odd = finding(
        path="docs/a b(c)|d.md",
        message="a | b\n`c` *d* <b>e</b> [f](g) &amp; @ann #12 $x$ \\ \x1b",
        help="",
        rule="x",
    )
    made = report(findings=(odd,), problems=())
    assert rendered(made).splitlines()[-1] == (
        "| [a b(c)\\|d.md:12](docs/a%20b%28c%29%7Cd.md?plain=1#L12) | warning "
        "| a \\| b `c` \\*d\\* \\<b\\>e\\</b\\> \\[f\\](g) \\&amp; @&#8203;ann #&#8203;12 "
        "\\$x\\$ \\\\ \ufffd. |  | x |"
    )


def test_a_long_text_is_cut() -> None:
    text = rendered(report(findings=(finding(message="long " * 1000),), problems=()))
    assert f"{'long ' * 79}long…" in text


def test_what_came_from_a_pipe_is_no_link() -> None:
    text = rendered(report(findings=(finding(path="<stdin>"),), problems=()))
    assert "| \\<stdin\\>:12 | warning |" in text


def test_problems_without_a_file_are_shown() -> None:
    text = rendered(report(problems=(Problem("", 0, "No git", "Install it."),)))
    assert "|  | No git. | Install it. |\n" in text


def test_the_worst_are_kept_and_the_rest_is_counted() -> None:
    made = many(2000)
    text = rendered(made)
    rows = [line for line in text.splitlines() if line.startswith("| [idem")]
    kept = {
        word: sum(f" | {word} | " in row for row in rows) for word in ("error", "warning", "info")
    }
    assert kept["error"] == 200
    assert 0 < kept["warning"] < 800
    assert kept["info"] == 0
    left_out = 2000 - len(rows)
    assert text.endswith(
        f"{left_out:,} more entries are left out, so that this fits into a comment. "
        "Run `planproof check` to see all of them.\n"
    )
    lines = [int(row.partition(":")[2].partition("]")[0]) for row in rows]
    assert lines == sorted(lines)


def test_a_plan_each_fits_too() -> None:
    findings = tuple(
        finding(path=f"docs/plans/plan-{n}.md", place=place(n + 1)) for n in range(3000)
    )
    assert "more entries are left out" in rendered(report(findings=findings))


def test_many_problems_fit_too() -> None:
    problems = tuple(Problem(f"docs/{n}.md", 0, "Not UTF-8", "Save it.") for n in range(5000))
    assert "more entries are left out" in rendered(report(problems=problems))


@pytest.mark.parametrize("made", [nasty(), many()], ids=["nasty", "many"])
def test_other_reports_fit(made: Report) -> None:
    rendered(made)


def test_every_nasty_text_stays_in_its_cell_without_effect() -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(rendered(nasty()))
    cells = [row.count("<td>") for row in html.split("<tr>")[1:]]
    assert sorted(set(cells)) == [0, 3, 5]
    assert cells.count(0) == html.count("<thead>") == html.count("<table>")
    assert cells.count(3) == len(nasty().problems)
    assert cells.count(5) == len(nasty().findings)
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    assert tags == {"h2", "h3", "p", "a", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', html))


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_any_report_fits_and_shows_every_finding(made: Report) -> None:
    text = rendered(made)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    tables = sum(line.startswith("| ---") for line in rows)
    assert len(rows) - 2 * tables == len(made.findings) + len(made.problems)
