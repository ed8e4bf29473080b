"""`blame`: the commit since which a claim has its verdict, whoever changed it and wherever the plan lay."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planproof.app.blame import Blamed, blame
from planproof.app.config import Config, Settings
from planproof.app.errors import CannotDo
from planproof.report import blamed

PLAN = "docs/plans/orders.md"
TEXT = """# Orders

## Components / Modules Affected

* `src/config.py`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `A_PORT` | Port | `8080` | No |
"""
CODE = 'import os\n\nPORT = os.environ.get("A_PORT", "8080")\n'
OTHER = CODE.replace("8080", "9090")
CLAIM = "#A_PORT/variable-default"


class Repository:
    """A repository with a plan that is true, and ways to change it."""

    def __init__(self, folder: Path, below: str = "") -> None:
        self.top = folder
        self.root = folder / below
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.write(PLAN, TEXT)
        self.write("src/config.py", CODE)
        self.first = self.commit("Start")

    def git(self, *arguments: str) -> str:
        who = (
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@acme.example",
            "-c",
            "commit.gpgsign=false",
        )
        return subprocess.run(
            ["git", "-C", str(self.top), *who, *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def change(self, name: str, text: str, message: str = "Change") -> str:
        self.write(name, text)
        return self.commit(message)

    def blame(self, claim: str = f"orders{CLAIM}") -> Blamed:
        return blame(Settings(str(self.root), Config(jobs=1, cache=False), "", {}), claim)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def told(found: Blamed) -> tuple[str, str, str]:
    return found.claim.verdict, found.was, found.commit.id if found.commit else ""


def said(found: Blamed) -> str:
    return blamed.as_text(blamed.BlameV1.of(found), colour=False)


def test_broken_by_the_code(repository: Repository) -> None:
    guilty = repository.change("src/config.py", OTHER)
    repository.change("README.md", "# Orders\n")
    found = repository.blame()
    assert told(found) == ("broken", "holds", guilty)
    assert found.looked_at == 3
    assert '+PORT = os.environ.get("A_PORT", "9090")' in found.hunks
    assert "It held until this commit (3 commits looked at):" in said(found)


def test_broken_by_the_plan(repository: Repository) -> None:
    guilty = repository.change(PLAN, TEXT.replace("8080", "80"))
    found = repository.blame()
    assert told(found) == ("broken", "holds", guilty)
    assert found.hunks[0] == f"--- {PLAN}"
    assert "+| `A_PORT` | Port | `80` | No |" in found.hunks


def test_mended_by_plan_and_by_code(repository: Repository) -> None:
    repository.change("src/config.py", OTHER)
    mended = repository.change(PLAN, TEXT.replace("8080", "9090"))
    assert told(repository.blame()) == ("holds", "broken", mended)
    repository.change("src/config.py", CODE)
    again = repository.change("src/config.py", OTHER)
    assert told(repository.blame()) == ("holds", "broken", again)


def test_a_claim_that_the_plan_came_to_make(repository: Repository) -> None:
    repository.write("src/config.py", f'{CODE}HOST = os.environ["B_HOST"]\n')
    repository.commit("Read the host")
    row = "| `B_HOST` | Host | - | Yes |\n"
    made = repository.change(PLAN, TEXT + row)
    found = repository.blame("orders#B_HOST/variable-read")
    assert told(found) == ("holds", "absent", made)
    assert "It has been so since the plan makes this claim (2 commits looked at):" in said(found)
    # Rows above it move its id, and it stays the same claim.
    repository.change(
        PLAN, TEXT.replace("| `A_PORT`", "| `C_RATE` | Rate | - | No |\n| `A_PORT`") + row
    )
    assert told(repository.blame("orders#B_HOST/variable-read")) == ("holds", "absent", made)


def test_true_from_the_first_commit_on(repository: Repository) -> None:
    repository.change("README.md", "# Orders\n")
    found = repository.blame()
    assert told(found) == ("holds", "", repository.first)
    assert "as far back as the history goes (2 commits). The first is" in said(found)


def test_broken_by_a_merge_and_only_by_it(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "topic")
    on_topic = repository.change("src/config.py", OTHER)
    repository.git("switch", "-q", "main")
    repository.change("README.md", "# Orders\n")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    found = repository.blame()
    assert told(found) == ("broken", "holds", repository.git("rev-parse", "HEAD"))
    assert found.commit
    assert found.commit.id != on_topic
    assert '+PORT = os.environ.get("A_PORT", "9090")' in found.hunks


def test_a_plan_is_followed_to_where_it_was(repository: Repository) -> None:
    guilty = repository.change("src/config.py", OTHER)
    repository.git("mv", PLAN, "docs/plans/ports.md")
    repository.commit("Call it by what it is about")
    found = repository.blame(f"ports{CLAIM}")
    assert (found.plan, *told(found)) == ("docs/plans/ports.md", "broken", "holds", guilty)
    (repository.root / "rfcs").mkdir()
    repository.git("mv", "docs/plans/ports.md", "rfcs/ports.md")
    repository.write("rfcs/ports.md", f"{TEXT}\n## Goals\n\n* Listen within 3 s\n")
    repository.commit("Move it and change it")
    assert told(repository.blame(f"ports{CLAIM}")) == ("broken", "holds", guilty)


def test_a_plan_that_was_copied_is_new(repository: Repository) -> None:
    repository.change("src/config.py", OTHER)
    copied = repository.change("docs/plans/copy.md", TEXT)
    assert told(repository.blame(f"copy{CLAIM}")) == ("broken", "absent", copied)


def test_further_back_than_the_first_stretch(repository: Repository) -> None:
    guilty = repository.change("src/config.py", OTHER)
    for number in range(34):
        repository.git("commit", "-q", "--allow-empty", "-m", f"Nothing {number}")
    found = repository.blame()
    assert told(found) == ("broken", "holds", guilty)
    assert found.looked_at == 36
    repository.change("src/config.py", CODE)
    mended = repository.git("rev-parse", "HEAD")
    assert told(repository.blame()) == ("holds", "broken", mended)


def test_just_beyond_the_first_stretch(repository: Repository) -> None:
    guilty = repository.change("src/config.py", OTHER)
    for number in range(31):  # the guilty one is the 32nd, the one before it the 33rd
        repository.git("commit", "-q", "--allow-empty", "-m", f"Nothing {number}")
    assert told(repository.blame()) == ("broken", "holds", guilty)


def test_a_shallow_clone_says_that_it_is_one(repository: Repository, tmp_path: Path) -> None:
    repository.change("src/config.py", OTHER)
    repository.change("README.md", "# Orders\n")
    clone = tmp_path / "clone"
    source = f"file://{repository.top}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(clone)], check=True)
    found = blame(Settings(str(clone), Config(jobs=1, cache=False), "", {}), f"orders{CLAIM}")
    assert (found.claim.verdict, found.was, found.cut_off) == ("broken", "", True)
    assert found.hunks == ()  # the first commit here seems to have made everything
    assert "as far back as this shallow clone goes (1 commit); `git fetch --unshallow`" in said(
        found
    )


def test_what_is_not_committed(repository: Repository) -> None:
    repository.write("src/config.py", OTHER)
    found = repository.blame()
    assert told(found) == ("broken", "holds", "")
    assert "Not committed yet: the last commit has it as holds." in said(found)
    repository.write("src/config.py", CODE)
    repository.write("docs/plans/new.md", TEXT)
    assert "the last commit does not make this claim" in said(repository.blame(f"new{CLAIM}"))


def test_with_a_detached_head(repository: Repository) -> None:
    guilty = repository.change("src/config.py", OTHER)
    repository.change("src/config.py", CODE)
    repository.git("checkout", "-q", "--detach", guilty)
    assert told(repository.blame()) == ("broken", "holds", guilty)


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "services/orders")
    repository.write("../other.py", OTHER)
    repository.write("src/config.py", OTHER)
    guilty = repository.commit("Listen elsewhere")
    repository.write("../other.py", CODE)
    repository.commit("Elsewhere")
    found = repository.blame()
    assert told(found) == ("broken", "holds", guilty)
    assert [line for line in found.hunks if line.startswith("--- ")] == ["--- src/config.py"]


def test_a_claim_of_no_name_shows_the_plans_own_change(repository: Repository) -> None:
    table = TEXT + "| `B_HOST` | Host | - | Yes |\n"
    repository.change("src/config.py", f'{CODE}HOST = os.environ["B_HOST"]\n')
    made = repository.change(PLAN, table)
    found = repository.blame("orders#configuration/variable-unlisted")
    assert found.claim.verdict == "holds"
    assert found.commit
    assert found.commit.id == made
    assert found.hunks[0] == f"--- {PLAN}"
    assert "+| `B_HOST` | Host | - | Yes |" in found.hunks


def test_a_conflict_of_two_plans_is_blamed_on_neither(repository: Repository) -> None:
    component = "* `src/config.py`"
    repository.change(PLAN, TEXT.replace(component, "* `src/new.py` (new)"))
    repository.change("docs/plans/second.md", TEXT.replace(component, "* `src/new.py` (new)"))
    for named in ("#components/conflict", "orders#components/conflict:src/new.py", "#conflict"):
        with pytest.raises(CannotDo, match="comes of two plans"):
            repository.blame(named)
    with pytest.raises(CannotDo, match="names 2 claims") as several:
        repository.blame("#src/new.py")
    assert (
        "\n  'orders#component-1/component:src/new.py'  pending: `src/new.py` "
        in several.value.help
    )
    with pytest.raises(CannotDo, match="names no claim"):
        repository.blame("orders")


def test_names_that_are_not_utf8_are_shown(repository: Repository) -> None:
    repository.change("src/\udce9.py", OTHER)
    repository.write("src/config.py", "")
    repository.commit("Move the read")
    found = blamed.BlameV1.of(repository.blame())
    assert blamed.as_json(found).encode()
    assert blamed.as_text(found, colour=True).encode()
