"""`tick`, `untick` and the merge driver, as a user runs them, in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

PLAN = """# Orders

## Components / Modules Affected

* `src/api.py` (new, step 1)

## Incremental Implementation Checklist

* [ ] 1. Write the API
* [ ] 2. Wire it up
  * after: step-1
* [ ] 3. Write `docs/api.md`
* [ ] 4. Announce it
  * after: billing#step-1
* [ ] 5. Merge it
  * proof: pr #12
"""
BILLING = "# Billing\n\n## Incremental Implementation Checklist\n\n* [ ] 1. Bill\n"


@pytest.fixture
def repo(project: Path, write: Write) -> Path:
    """A repository with two plans."""
    git(project, "init", "-q", "-b", "main")
    write("docs/plans/orders.md", PLAN)
    write("docs/plans/billing.md", BILLING)
    write("src/api.py", "x = 1\n")
    commit(project, "Plan it")
    return project


def text_of(repo: Path, name: str = "orders") -> str:
    return (repo / f"docs/plans/{name}.md").read_bytes().decode()


def test_a_supported_step_is_ticked_with_its_pull_request(repo: Path, cli: Cli) -> None:
    ran = cli("tick", "orders#step-1", "--pr", "128")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "[x] orders#step-1 is ticked (#128): 1. Write the API\n"
    assert text_of(repo) == PLAN.replace(
        "[ ] 1. Write the API", "[x] 1. Write the API\n  * pr: #128"
    )
    assert "already" in cli("tick", "orders#step-1", "--pr", "128").out
    assert cli("untick", "orders#step-1", "--pr", "#128").code == 0
    assert text_of(repo) == PLAN


def test_a_step_is_refused_while_what_it_comes_after_is_open(repo: Path, cli: Cli) -> None:
    ran = cli("tick", "orders#step-2")
    assert ran.code == 1
    assert 'it comes after step 1, which is open: "1. Write the API"' in ran.out
    assert cli("tick", "orders#step-4").code == 1
    assert "step 1 of `billing`" in cli("tick", "orders#step-4").out
    assert text_of(repo) == PLAN
    # Both at once are supported, and so it is once the other plan's step is ticked.
    assert cli("tick", "orders#step-2", "orders#step-1").code == 0
    assert cli("tick", "billing#step-1").code == 0
    assert cli("tick", "orders#step-4").code == 0


def test_a_step_is_refused_where_a_claim_breaks_or_its_proof_does_not_hold(
    repo: Path, cli: Cli
) -> None:
    ran = cli("tick", "orders#step-3")
    assert ran.code == 1
    assert "`docs/api.md` is there: step 3 is ticked, but there is nothing at this path" in ran.out
    ran = cli("tick", "orders#step-5", "--format", "json")
    told = json.loads(ran.out)
    assert told["schema"] == "planproof/tick/1"
    assert (ran.code, told["refused"], told["written"]) == (1, True, False)
    assert [one["kind"] for one in told["items"][0]["why"]] == ["proof"]
    (repo / "src/api.py").unlink()
    ran = cli("tick", "orders#step-1")
    assert ran.code == 1
    assert "this breaks `component-1`" in ran.out
    assert text_of(repo) == PLAN
    commit(repo, "Merge it (#12)")
    assert cli("tick", "orders#step-5").code == 0


def test_nothing_is_written_where_one_of_several_is_refused(repo: Path, cli: Cli) -> None:
    ran = cli("tick", "billing#step-1", "orders#step-3")
    assert ran.code == 1
    assert "billing#step-1 is left as it is" in ran.out
    assert (text_of(repo), text_of(repo, "billing")) == (PLAN, BILLING)


def test_what_was_ticked_by_force_is_seen_ever_after(repo: Path, cli: Cli) -> None:
    git(repo, "config", "user.name", "Ada")
    git(repo, "config", "user.email", "ada@acme.example")
    proven = "\n## Acceptance Criteria\n\n* Error rate <= 2 %\n  * proof: read `a.json` `b` in %\n"
    (repo / "docs/plans/billing.md").write_text(BILLING + proven)
    (repo / "a.json").write_text('{"b": 0.01}')
    commit(repo, "Something to record")
    proved = cli("prove", "billing")
    assert proved.code == 0, proved.out + proved.err
    assert git(repo, "for-each-ref", "refs/planproof")  # there is a ledger
    ran = cli("tick", "orders#step-2", "--force", "step 1\nis in\x1b[2J another house")
    assert ran.code == 0
    assert "  * forced: step 1 is in [2J another house\n" in text_of(repo)
    shown = cli("verify", "docs/plans/orders.md")
    told = " ".join(shown.out.split())
    assert "step 2 is supported it was ticked by force: step 1 is in [2J another house (Ada" in told
    assert shown.code == 0  # the order is accepted, for that reason
    audit = cli("evidence", "verify")
    assert audit.code == 0, audit.out
    # Taking the words out of the plan does not hide it: the ledger knows.
    (repo / "docs/plans/orders.md").write_text(PLAN.replace("[ ] 2", "[x] 2"))
    again = " ".join(cli("verify", "docs/plans/orders.md").out.split())
    assert "(Ada <ada@acme.example>, 20" in again
    assert "the plan no longer says so" in again


def test_force_needs_a_reason_and_writes_none_where_nothing_is_forced(repo: Path, cli: Cli) -> None:
    assert cli("tick", "orders#step-1", "--force", " ").code == 2
    assert cli("tick", "orders#step-1", "--force", "because").code == 0
    assert "forced" not in text_of(repo)


def test_a_proof_is_added_only_where_it_can_be_read_and_holds(repo: Path, cli: Cli) -> None:
    ran = cli("tick", "orders#step-1", "--proof", "tset `a`")
    assert ran.code == 2
    assert "the proof cannot be read" in ran.err
    assert cli("tick", "orders#step-1", "--proof", "x\n* [x] 9. More").code == 2
    assert cli("tick", "orders#step-1", "--proof", "pr #7").code == 1
    assert text_of(repo) == PLAN
    git(repo, "commit", "-q", "--allow-empty", "-m", "API (#7)")
    assert cli("tick", "orders#step-1", "--proof", "pr #7").code == 0
    assert "* [x] 1. Write the API\n  * proof: pr #7\n" in text_of(repo)


def test_dry_run_and_diff_write_nothing(repo: Path, cli: Cli) -> None:
    assert "would be ticked" in cli("tick", "orders#step-1", "--dry-run").out
    ran = cli("tick", "orders#step-1", "--diff")
    assert ran.code == 0
    assert "\n-* [ ] 1. Write the API\n+* [x] 1. Write the API\n" in ran.out
    assert text_of(repo) == PLAN


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("orders", "names no item"),
        ("orders#step-9", "no item `step-9`"),
        ("nothing#step-1", "no plan `nothing`"),
        ("orders#component-1", "has no box"),
    ],
)
def test_what_cannot_be_done_is_said(repo: Path, cli: Cli, named: str, says: str) -> None:
    ran = cli("tick", named)
    assert (ran.code, says in ran.err) == (2, True)
    assert text_of(repo) == PLAN


def test_a_read_only_folder_and_a_file_that_is_gone_are_said(repo: Path, cli: Cli) -> None:
    assert cli("tick", "orders#step-1", "--pr", "x").code == 2
    (repo / "docs/plans/orders.md").write_bytes(b"\xff\xfe")
    ran = cli("tick", "docs/plans/orders.md#step-1")
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


def run_in(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-m", "planproof", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_runs_at_once_lose_nothing(project: Path, write: Write) -> None:
    steps = "".join(f"* [ ] {number}. Do it\n" for number in range(1, 5))
    text = f"# Many\n\n## Incremental Implementation Checklist\n\n{steps}"
    write("docs/plans/many.md", text)
    runs = [run_in(project, "tick", f"many#step-{n}", "--pr", str(n)) for n in range(1, 5)]
    told = [run.communicate()[0].decode() for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, told
    for number in range(1, 5):
        text = text.replace(
            f"* [ ] {number}. Do it\n", f"* [x] {number}. Do it\n  * pr: #{number}\n"
        )
    assert text_of(project, "many") == text
    assert [one.name for one in (project / "docs/plans").iterdir()] == ["many.md"]


# -- merging ---------------------------------------------------------------------------------------


def on_branch(repo: Path, name: str, change: tuple[str, str], start: str = "main") -> None:
    git(repo, "checkout", "-q", "-b", name, start)
    path = repo / "docs/plans/orders.md"
    path.write_text(path.read_text().replace(*change))
    commit(repo, f"On {name}")


def merged(repo: Path, name: str) -> int:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    done = subprocess.run(
        ["git", "-C", str(repo), *who, "merge", "-q", "--no-edit", name],
        check=False,
        capture_output=True,
    )
    return done.returncode


@pytest.fixture
def with_driver(repo: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, with the driver told to git, and planproof on the path."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin/planproof"
    source = Path(__file__).parents[2] / "src"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{source}" exec "{sys.executable}" -m planproof "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    ran = cli("merge-driver", "--install")
    assert ran.code == 0
    assert (repo / ".gitattributes").read_text() == "/docs/plans/**/*.md merge=planproof\n"
    assert "has it already" in cli("merge-driver", "--install").out
    commit(repo, "Merge plans box by box")
    return repo


ONE = ("[ ] 1. Write the API", "[x] 1. Write the API\n  * pr: #1")
TWO = ("[ ] 2. Wire it up", "[x] 2. Wire it up")


def test_branches_that_tick_neighbouring_boxes_merge(with_driver: Path) -> None:
    on_branch(with_driver, "one", ONE)
    on_branch(with_driver, "two", TWO)
    assert merged(with_driver, "one") == 0
    assert text_of(with_driver) == PLAN.replace(*ONE).replace(*TWO)
    # A rebase uses it as well.
    on_branch(with_driver, "three", ("[ ] 3. Write", "[x] 3. Write"))
    git(with_driver, "rebase", "-q", "two")
    assert text_of(with_driver) == PLAN.replace(*ONE).replace(*TWO).replace("[ ] 3", "[x] 3")


def test_a_real_conflict_is_marked_and_left_to_people(with_driver: Path) -> None:
    on_branch(with_driver, "one", ONE)
    on_branch(with_driver, "other", ("1. Write the API", "1. Write another API"))
    assert merged(with_driver, "one") == 1
    assert "<<<<<<< ours\n* [ ] 1. Write another API\n=======\n" in text_of(with_driver)


def test_the_driver_counts_what_conflicts(repo: Path, write: Write, cli: Cli) -> None:
    write("a.md", PLAN)
    write("b.md", PLAN.replace("1. Write the API", "1. Write another API"))
    write("c.md", PLAN.replace("1. Write the API", "1. Write no API"))
    ran = cli("merge-driver", "a.md", "b.md", "c.md")
    assert (ran.code, ran.err) == (1, "planproof: 1 place of the plan conflicts\n")


def test_without_the_driver_git_takes_neighbours_for_a_conflict_unless_a_line_is_between(
    repo: Path,
) -> None:
    on_branch(repo, "one", ONE)
    on_branch(repo, "two", TWO)
    assert merged(repo, "one") == 1
    git(repo, "merge", "--abort")
    git(repo, "checkout", "-q", "main")
    (repo / "docs/plans/orders.md").write_text(PLAN.replace("\n* [ ]", "\n\n* [ ]"))
    commit(repo, "Blank lines between the steps")
    on_branch(repo, "three", ONE)
    on_branch(repo, "four", TWO)
    assert merged(repo, "three") == 0
    assert "[x] 1. Write the API\n  * pr: #1\n\n* [x] 2. Wire" in text_of(repo)


def test_a_clone_without_planproof_merges_as_git_does(with_driver: Path, tmp_path: Path) -> None:
    on_branch(with_driver, "one", ONE)
    on_branch(with_driver, "five", ("[ ] 5", "[x] 5"))
    (tmp_path / "bin/planproof").unlink()
    assert merged(with_driver, "one") == 0
    assert text_of(with_driver) == PLAN.replace(*ONE).replace("[ ] 5", "[x] 5")
