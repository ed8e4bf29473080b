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
from tests.keys import make_key, needs_ssh
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
    ran = cli("sign", "orders#criterion-1", "--as", "owner", "--yes")
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
    ran = cli("sign", "orders#criterion-1", "--as", "Owner", "--yes")
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


@pytest.mark.parametrize("typed", ["", "n\n", "y\n"])
def test_where_nobody_can_be_asked_nothing_is_signed(
    cli: Cli, project: Path, typed: str
) -> None:  # `echo n |`, and `</dev/null`
    ran = cli("sign", "orders", "--as", "Owner", stdin=typed)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("planproof: there is no terminal to ask at\n`--yes` signs without asking.\n")
    assert list(Ledger(str(project)).read()) == []


def test_what_is_signed_is_not_signed_twice(cli: Cli, project: Path, write: Write) -> None:
    sign = ("sign", "orders", "--as", "Owner", "--yes")
    assert cli(*sign).code == 0
    again = cli(*sign)
    assert again.code == 0
    assert "orders is signed already by Ada <ada@example.com> as Owner: record " in again.err
    assert len(list(Ledger(str(project)).read())) == 1

    write("docs/plans/orders.md", PLAN.replace("200", "100"))  # other words
    assert "orders is signed by Ada" in cli(*sign).err
    assert "orders#criterion-1 is signed by Ada" in (
        cli("sign", "orders#criterion-1", "--as", "Owner", "--yes").err
    )
    assert "orders is signed by Ada" in cli(*sign, "--note", "Read it on paper").err
    assert len(list(Ledger(str(project)).read())) == 4


def test_somebody_else_signs_the_same_words(
    cli: Cli, project: Path, repo: Repo, write: Write
) -> None:
    write("planproof.toml", '[signers]\nOwner = ["ada@example.com", "bo@example.com"]\n')
    assert cli("sign", "orders", "--as", "Owner", "--yes").code == 0
    repo.git("config", "user.name", "Bo")
    repo.git("config", "user.email", "bo@example.com")
    assert "orders is signed by Bo" in cli("sign", "orders", "--as", "Owner", "--yes").err
    assert "orders is signed already by Bo" in cli("sign", "orders", "--as", "Owner", "--yes").err
    assert len(list(Ledger(str(project)).read())) == 2


@needs_ssh
def test_what_is_signed_without_a_key_is_signed_with_one(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    sign = ("sign", "orders", "--as", "Owner", "--yes")
    with_key = (*sign, "--key", str(make_key(tmp_path / "key")))
    assert cli(*sign).code == 0
    assert "orders is signed by Ada <ada@example.com> as Owner with SHA256:" in cli(*with_key).err
    assert "orders is signed already" in cli(*with_key).err
    assert "orders is signed already" in cli(*sign).err
    assert len(list(Ledger(str(project)).read())) == 2
