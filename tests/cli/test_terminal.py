"""What a plan says cannot steer the terminal it is shown on; in a pipe a patch stays as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from planproof.report.words import columns
from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

EVIL = "\x1b[2J \x1b]0;title\x07 \x9b31m \u202e \u2066"
"""Clears the screen, sets its title, rings, begins a colour by one character, turns the text around."""

PLAN = f"""# Orders {EVIL}

## Goals {EVIL}

* Fewer than 3 {EVIL} errors a day

## Incremental Implementation Checklist

* [ ] 1. Write the API {EVIL}
  * owner: Ada {EVIL}
"""


def harmless(text: str) -> bool:
    return all(one.isprintable() or one == "\n" for one in text)


@pytest.fixture
def repo(project: Path, write: Write) -> Path:
    git(project, "init", "-q", "-b", "main")
    write("docs/plans/orders.md", PLAN)
    commit(project, "Plan it")
    return project


@pytest.fixture
def terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:  # `cli` has its own output
    """Has standard output be a terminal, without colours, so that every escape is the plan's."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)


@pytest.mark.usefixtures("repo")
def test_show_is_harmless_also_in_a_pipe(cli: Cli) -> None:
    shown = cli("show", "orders").out
    assert harmless(shown)
    assert "Write the API" in shown
    coloured = cli("show", "orders", "--color", "always").out
    assert harmless(coloured.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", ""))


CHANGES = (
    ("tick", "orders#step-1", "--diff"),
    ("accept", "orders", "--diff"),
    ("withdraw", "orders", "no money", "--diff"),
    ("show", "orders", "--format", "markdown"),
)


@pytest.mark.usefixtures("repo", "terminal")
@pytest.mark.parametrize("arguments", CHANGES)
def test_a_plans_text_is_harmless_on_a_terminal(cli: Cli, arguments: tuple[str, ...]) -> None:
    shown = cli(*arguments).out
    assert harmless(shown)
    assert "Write the API" in shown or arguments[0] != "tick"


@pytest.mark.usefixtures("terminal")
def test_a_change_of_a_plan_with_two_signs_at_each_line_end_reads_well(
    cli: Cli, write: Write
) -> None:
    write("docs/plans/orders.md", "# Orders\r\n\r\n## Steps\r\n\r\n* [ ] 1. Write it\r\n")
    assert (
        "\n-* [ ] 1. Write it\n+* [x] 1. Write it\n" in cli("tick", "orders#step-1", "--diff").out
    )


@pytest.mark.usefixtures("repo")
def test_a_patch_in_a_pipe_is_byte_for_byte(cli: Cli) -> None:
    assert f"+* [x] 1. Write the API {EVIL}\n" in cli("tick", "orders#step-1", "--diff").out


@pytest.mark.usefixtures("repo")
def test_what_cannot_be_done_is_told_harmlessly(cli: Cli, write: Write) -> None:
    for arguments in (
        ("tick", f"orders#{EVIL}"),
        ("show", EVIL),
        ("check", "--select", EVIL),
        ("show", "orders", "--section", EVIL),
    ):
        ran = cli(*arguments)
        assert ran.code == 2
        assert harmless(ran.err)
    write(
        "docs/plans/orders.md", PLAN.replace("\n  * owner", f"\n  * proof: pr #1 {EVIL}\n  * owner")
    )
    ran = cli("tick", "orders#step-1", "--proof", "pr #2")
    assert (ran.code, harmless(ran.err)) == (2, True)
    assert "has a proof already" in ran.err
    assert ran.err.count("\n") == 2  # what is wrong, and what to do


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    long = (
        "Orders that are sent twice are made once, whoever sends them and however often they do "
        * 2
    )
    write(
        "docs/plans/orders.md",
        f"# {long}\n\n## Risks\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| {long} | High | |\n\n"
        f"## 订单 Steps\n\n- [ ] **AC-1**: 订单{'订单' * 60}\n- [ ] 1. {long} `src/gone.py`\n  - due: {long}\n",
    )
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (
        ("check", "--all"),
        ("verify", "--all"),
        ("evidence", "orders"),
        ("show", "orders"),
        ("tick", "orders#AC-1", "--dry-run"),
    ):
        out = cli(*arguments).out
        assert out
        assert [line for line in out.splitlines() if columns(line) > width] == [], arguments
