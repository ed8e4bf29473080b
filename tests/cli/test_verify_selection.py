"""Which plans `verify` judges, and what it compares them with."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from planproof.app.config import Config, Settings
from planproof.app.verify import Request, verify
from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import CODE, PLAN, commit, git

WITHDRAWN = f"---\nstatus: withdrawn\n---\n{PLAN}"
ROW = "| `B_HOST` | Host | - | Yes |\n"


@pytest.fixture
def repository(project: Path, write: Write) -> Path:
    """Three plans, of which one is withdrawn and one archived, and code; all committed."""
    write("docs/plans/orders.md", PLAN)
    write("docs/plans/ports.md", PLAN.replace("# Orders", "# Ports"))
    write("docs/plans/given-up.md", WITHDRAWN)
    write("docs/plans/archive/old.md", PLAN)
    write("src/config.py", CODE)
    git(project, "init", "-q", "-b", "main")
    commit(project, "Start")
    return project


def judged(cli: Cli, *arguments: str) -> list[str]:
    ran = cli("verify", "--format", "json", *arguments)
    assert ran.code in (0, 1), ran.err
    return [one["path"].removeprefix("docs/plans/") for one in json.loads(ran.out)["plans"]]


def since(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    """The claims whose verdicts changed."""
    ran = cli("verify", "--format", "json", *arguments)
    assert ran.code in (0, 1), ran.err
    claims = [claim for plan in json.loads(ran.out)["plans"] for claim in plan["claims"]]
    return [one for one in claims if one["was"] != one["verdict"]]


def test_plans_are_named_by_file_folder_glob_and_id(repository: Path, cli: Cli) -> None:
    assert judged(cli) == ["orders.md", "ports.md"]
    assert judged(cli, "docs/plans/ports.md") == ["ports.md"]
    assert judged(cli, "ports") == ["ports.md"]
    assert judged(cli, "docs/plans/o*.md") == ["orders.md"]
    assert judged(cli, "ports", "orders", "docs/plans/ports.md") == ["orders.md", "ports.md"]
    assert judged(cli, "docs") == judged(cli, ".") == judged(cli, "docs/plans/*.md")
    assert judged(cli, str(repository / "docs/plans")) == ["orders.md", "ports.md"]


def test_plans_that_nobody_keeps_up_are_judged_where_they_are_named(
    repository: Path, cli: Cli
) -> None:
    said = cli("verify").out
    assert "set aside 1 plan, because it is withdrawn (--all judges them, too)" in said
    assert "set aside 1 plan, because its folder says that it is" in said
    assert judged(cli, "docs/plans/archive/old.md") == ["archive/old.md"]
    assert judged(cli, "given-up") == ["given-up.md"]
    assert judged(cli, "docs/plans") == ["orders.md", "ports.md"]
    everything = ["archive/old.md", "given-up.md", "orders.md", "ports.md"]
    assert judged(cli, "--all") == judged(cli, "--all", "docs") == everything


def test_a_plan_that_is_not_there_then(repository: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/new.md", PLAN)
    commit(repository, "Plan anew")
    ran = cli("verify", "new", "--at", "HEAD~1")
    assert ran.code == 2
    assert "there is no plan `new` at HEAD~1" in ran.err
    (repository / "docs/plans/ports.md").unlink()
    assert judged(cli, "ports", "--at", "HEAD") == ["ports.md"]
    assert cli("verify", "ports").code == 2


def test_names_count_from_where_one_stands(
    repository: Path, write: Write, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a/plan.md", PLAN)
    write("b/plan.md", PLAN.replace("8080", "80"))
    for folder, code in (("a", 0), ("b", 1), ("a", 0)):
        monkeypatch.chdir(repository / folder)
        assert cli("verify", "plan.md").code == code
    monkeypatch.chdir(repository / "src")
    assert judged(cli, "../docs/plans/ports.md") == ["ports.md"]
    assert judged(cli, "orders") == ["orders.md"]
    assert judged(cli, "docs/plans/orders.md") == ["orders.md"]


def test_a_project_in_a_folder_of_its_repository(
    project: Path, write: Write, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        write(f"{name}/planproof.toml", "")
        write(f"{name}/docs/plans/orders.md", PLAN)
        write(f"{name}/src/config.py", CODE if name == "one" else CODE.replace("8080", "9090"))
    (project / "planproof.toml").unlink()
    git(project, "init", "-q", "-b", "main")
    commit(project, "Start")
    monkeypatch.chdir(project / "one")
    assert judged(cli) == judged(cli, "--at", "HEAD") == ["orders.md"]
    assert cli("verify").code == 0
    monkeypatch.chdir(project / "two")
    assert cli("verify", "--at", "main").code == 1
    write("two/src/config.py", CODE)
    (change,) = since(cli, "--since", "HEAD")
    assert (change["was"], change["verdict"]) == ("broken", "holds")


def test_since_follows_a_plan_that_was_moved(repository: Path, write: Write, cli: Cli) -> None:
    git(repository, "mv", "docs/plans/ports.md", "docs/plans/listening.md")
    (repository / "rfcs").mkdir()
    git(repository, "mv", "docs/plans/orders.md", "rfcs/orders.md")
    commit(repository, "Move them")
    assert since(cli, "--since", "HEAD~1") == []
    assert since(cli, "listening", "--since", "HEAD~1") == []
    write("src/config.py", CODE.replace("8080", "9090"))
    assert [one["was"] for one in since(cli, "rfcs/orders.md", "--since", "HEAD~1")] == ["holds"]


def test_since_before_there_was_any_plan(project: Path, write: Write, cli: Cli) -> None:
    write("src/config.py", CODE)
    git(project, "init", "-q", "-b", "main")
    commit(project, "Code")
    write("docs/plans/orders.md", PLAN)
    commit(project, "Plan")
    for arguments in ((), ("orders",), ("docs/plans/orders.md",)):
        changed = since(cli, *arguments, "--since", "HEAD~1")
        assert {one["was"] for one in changed} == {"absent"}
        assert len(changed) == 8
    assert "new -> holds" in cli("verify", "--since", "HEAD~1").out


def test_since_knows_a_claim_whose_row_moved(repository: Path, write: Write, cli: Cli) -> None:
    moved = PLAN.replace(ROW, "").replace("| `A_PORT`", f"{ROW}| `A_PORT`")
    goals = "## Goals\n\n* Be quick\n\n"
    write("docs/plans/orders.md", moved.replace("## Components", f"{goals}## Components"))
    (new,) = since(cli, "orders", "--since", "HEAD")
    assert (new["kind"], new["was"]) == ("proof", "absent")
    write(
        "docs/plans/orders.md",
        moved.replace("## Components", "## Goals\n\n* Be good\n* Be quick\n\n## Components"),
    )
    commit(repository, "Another goal")
    write(
        "docs/plans/orders.md",
        moved.replace("## Components", "## Goals\n\n* Be quick\n\n## Components"),
    )
    assert since(cli, "orders", "--since", "HEAD") == []


def test_since_a_plan_was_withdrawn(repository: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/given-up.md", PLAN)
    assert since(cli, "--since", "HEAD") == []


def test_a_file_that_changes_meanwhile_is_told_and_not_remembered(
    repository: Path, write: Write, cli: Cli
) -> None:
    stop = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            temporary = repository / "src" / ".config"
            temporary.write_text(f"{CODE}# {number}\n")
            os.replace(temporary, repository / "src/config.py")

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for _ in range(6):
            ran = cli("verify", "orders")
            assert ran.code in (0, 1, 2)
            assert "Traceback" not in ran.err
            assert "fault in planproof" not in ran.err
    finally:
        stop.set()
        writer.join()
    write("src/config.py", CODE)
    assert cli("verify", "orders").code == 0


def test_what_was_unreadable_is_judged_once_it_is_readable(
    repository: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(str(repository), Config(), "", {})
    path = repository / "src/config.py"
    path.write_text(CODE.replace("8080", "9090"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    before = verify(settings, Request(("orders",)))
    assert sum(before.read.left_out.values()) == 1
    path.chmod(0o644)
    after = verify(settings, Request(("orders",)))
    assert (after.read.left_out, after.failing) == ({}, 1)


def test_a_file_is_left_out_once(repository: Path, write: Write, cli: Cli) -> None:
    (repository / "src/link.py").symlink_to("config.py")
    (repository / "src/bin.py").write_bytes(b"\0")
    read = json.loads(cli("verify", "--format", "json").out)["summary"]["read"]
    assert read["languages"] == {"python": 1}
    assert sorted(read["left_out"].values()) == [1, 1]
    facts = json.loads(cli("facts", "--format", "json").out)
    assert facts["left_out"] == read["left_out"]


def test_names_that_are_not_utf8_in_every_format(repository: Path, write: Write, cli: Cli) -> None:
    code = CODE.replace("8080", "9090")
    (repository / "src/config.py").unlink()
    (repository / "src/\udce9\x1b[2J.py").write_text(code)
    (repository / "docs/plans/\udce9.md").write_text(PLAN)
    for _ in range(2):  # the second time as it was kept
        for name in ("text", "json", "sarif", "junit", "github", "gitlab", "markdown"):
            ran = cli("verify", "--format", name)
            assert ran.code == 1, ran.err
            assert ran.out.encode()
            assert "\x1b" not in ran.out
    assert cli("facts").code == 0
    assert json.loads(cli("facts", "--format", "json").out)["facts"]
    assert cli("blame", "orders#A_PORT/variable-default", "--format", "json").code == 0
