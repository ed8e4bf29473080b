"""`planproof sign`, as somebody types it."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from planproof.cli.main import main
from planproof.system.ledger import Ledger
from tests.cli.conftest import Cli, Write
from tests.system.repositories import Repo

PLAN = """# Orders

## Stakeholders

| Role | Person / Team |
| --- | --- |
| Owner | @ada |

## Acceptance Criteria

* At most 200 ms
"""


@pytest.fixture(autouse=True)
def repo(project: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repo = Repo.init(project)
    repo.git("config", "user.name", "Ada")
    repo.git("config", "user.email", "ada@example.com")
    write("docs/plans/orders.md", PLAN)
    repo.commit()
    return repo


def test_it_shows_what_is_signed_and_by_whom(cli: Cli) -> None:
    ran = cli("sign", "orders#criterion-1", "--as", "owner")
    assert (ran.code, ran.out) == (0, "  At most 200 ms\n")
    said = "orders#criterion-1 is signed by Ada <ada@example.com> as Owner, without a key: record "
    assert ran.err.startswith(said)


def test_a_dry_run_signs_nothing(cli: Cli, repo: Repo) -> None:
    ran = cli("sign", "orders", "--as", "Owner", "--dry-run")
    assert ran.code == 0
    assert "  # Orders\n" in ran.out
    assert "would be signed by Ada" in ran.err
    assert repo.git("for-each-ref", "refs/planproof") == ""


def test_nothing_hides_what_is_signed(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", PLAN.replace("200 ms", "200\x1b[8m0\x1b[0m ms \u202egnorw"))
    ran = cli("sign", "orders#criterion-1", "--as", "Owner")
    assert ran.out == "  At most 200\ufffd[8m0\ufffd[0m ms \ufffdgnorw\n"
    assert "as it is on disk, which HEAD does not have" in ran.err


def test_what_cannot_be_done_says_what_to_do(cli: Cli) -> None:
    ran = cli("sign", "orders", "--as", "Reviewer")
    assert ran.code == 2
    assert ran.err == (
        "planproof: the plan has no stakeholder with the role `Reviewer`\nThe roles are `Owner`.\n"
    )


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "code", "records"), [("y\n", 0, 1), ("\n", 2, 0), ("no\n", 2, 0), ("", 2, 0)]
)
def test_on_a_terminal_it_asks(  # the fixture `cli` is in no terminal
    project: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, records: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main(["sign", "orders", "--as", "Owner"]) == code
    assert len(list(Ledger(str(project)).read())) == records


def test_a_role_has_to_be_named(cli: Cli) -> None:
    assert cli("sign", "orders").code == 2
