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
    assert "there is nothing at this path (claimed: `docs/api.md` is there)" in ran.out
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


SETTINGS = """# Limit sign-ins

## 7. Configuration

### 7.4 Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `LOGIN_WINDOW_SECONDS` | How long attempts count | `300` | No |

## 8. Incremental Implementation Checklist

* [ ] 1. Count attempts
* [ ] 2. Add the settings of section 7.4
"""


def test_a_step_is_refused_while_the_code_contradicts_what_it_makes(
    repo: Path, cli: Cli, write: Write
) -> None:
    write("docs/plans/limit.md", SETTINGS)
    read = 'import os\nWINDOW = int(os.environ.get("LOGIN_WINDOW_SECONDS", "{}"))\n'
    write("src/limit.py", read.format(600))
    assert cli("tick", "limit#step-1").code == 0  # it says nothing of the window
    ran = cli("tick", "limit#step-2")
    assert ran.code == 1
    assert "src/limit.py:2 reads it with `600`" in ran.out + ran.err
    write("src/limit.py", read.format(300))
    assert cli("tick", "limit#step-2").code == 0


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
    assert cli("tick", "orders#step-1", "--force", "**").code == 2
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


def test_a_dry_run_tells_of_what_would_stand_beside_a_step_that_is_ticked(
    repo: Path, cli: Cli
) -> None:
    assert cli("tick", "orders#step-1").code == 0
    git(repo, "commit", "-q", "--allow-empty", "-m", "API (#7)")
    told = cli("tick", "orders#step-1", "--proof", "pr #7", "--dry-run").out
    assert "orders#step-1 is ticked already; what stands beside it would change:" in told
    told = cli("tick", "orders#step-1", "--proof", "pr #7").out
    assert "orders#step-1 is ticked already; what stands beside it changed:" in told


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


def checklist(title: str, *lines: str) -> str:
    return f"# {title}\n\n## Incremental Implementation Checklist\n\n" + "\n".join(lines) + "\n"


def test_a_circle_cannot_be_ticked_in_one_go(repo: Path, write: Write, cli: Cli) -> None:
    text = checklist("A", "* [ ] 1. One", "  * after: step-2", "* [ ] 2. Two", "  * after: step-1")
    write("docs/plans/a.md", text)
    ran = cli("tick", "a#step-1", "a#step-2")
    assert ran.code == 1
    assert "it waits in a circle: a#step-1 waits for a#step-2 waits for a#step-1" in ran.out
    assert text_of(repo, "a") == text


def test_steps_of_several_plans_that_wait_for_each_other_are_ticked_in_one_go(
    repo: Path, cli: Cli
) -> None:
    assert cli("tick", "orders#step-4", "billing#step-1", "--pr", "7").code == 0
    assert text_of(repo) == PLAN.replace(
        "[ ] 4. Announce it\n  * after: billing#step-1",
        "[x] 4. Announce it\n  * after: billing#step-1\n  * pr: #7",
    )
    assert "[x] 1. Bill\n  * pr: #7\n" in text_of(repo, "billing")


def test_a_step_and_its_parts_are_ticked_in_the_order_that_next_tells(
    repo: Path, write: Write, cli: Cli
) -> None:
    lines = ("* [ ] 1. One", "* [ ] 2. Two", "  * after: step-1", "  * [ ] 2.1. Left")
    write("docs/plans/a.md", checklist("A", *lines))
    assert "step 2.1, a part of it, is open" in cli("tick", "a#step-2").out
    ran = cli("tick", "a#step-2.1")
    assert ran.code == 1
    assert "step 2, of which it is a part, comes after step 1, which is open" in ran.out
    assert cli("tick", "a#step-2", "a#step-2.1", "a#step-1").code == 0


def test_what_a_closed_plan_holds_up_is_told_as_next_tells_it(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/w.md", "---\nstatus: withdrawn\n---\n" + checklist("W", "* [ ] 1. One"))
    write("docs/plans/d.md", "---\nstatus: done\n---\n" + checklist("D", "* [ ] 1. One"))
    lines = ("* [ ] 1. One", "  * after: d#step-1", "* [ ] 2. Two", "  * after: w#step-1")
    write("docs/plans/a.md", checklist("A", *lines))
    said = "comes after `w#step-1`, but it is open, and `w` is withdrawn"
    ran = cli("tick", "a#step-2")
    assert ran.code == 1
    assert f"it {said}" in ran.out
    assert "Correct `after:`." in ran.out
    assert "a#step-2 comes after `w#step-1`, but it is open, and `w` is" in cli("next").out
    assert cli("tick", "a#step-1").code == 0
    told = cli("tick", "w#step-1")
    assert told.code == 0
    assert "`w` is withdrawn: nobody goes by its boxes any more." in told.out


def test_a_plan_may_be_named_in_several_ways_at_once(repo: Path, cli: Cli) -> None:
    named = ("orders#step-1", "docs/plans/orders.md#step-2", "./docs/plans/orders.md#step-2")
    told = json.loads(cli("tick", *named, "--pr", "4", "--format", "json").out)
    assert [(one["item"], one["was"], one["done"]) for one in told["items"]] == [
        ("step-1", False, True),
        ("step-2", False, True),
    ]


def test_a_file_that_is_called_like_a_plan_is_not_taken_for_it(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("orders", "")
    write("billing", "")
    assert "step 1 of `billing`, which is open" in cli("tick", "orders#step-4").out
    assert cli("tick", "orders#step-1").code == 0
    write("notes", checklist("Notes", "* [ ] 1. One"))  # no plan has this id
    assert cli("tick", "notes#step-1").code == 0


def test_all_plans_are_written_or_none(repo: Path, write: Write, cli: Cli) -> None:
    long = "z" * 245  # the file can be written, but not the new one beside it, whose name is longer
    write(f"docs/plans/{long}.md", checklist("Long", "* [ ] 1. One"))
    ran = cli("tick", "orders#step-1", f"{long}#step-1")
    assert ran.code == 2
    assert "cannot be written: file name too long" in ran.err
    assert text_of(repo) == PLAN


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_what_is_read_only_stays_as_it_is(repo: Path, write: Write, cli: Cli) -> None:
    (repo / "docs/plans/billing.md").chmod(0o444)
    ran = cli("tick", "orders#step-1", "billing#step-1")
    assert ran.code == 2
    assert "docs/plans/billing.md cannot be written: permission denied" in ran.err
    assert (text_of(repo), text_of(repo, "billing")) == (PLAN, BILLING)


def test_nothing_is_ticked_between_the_marks_of_a_merge(repo: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", f"{PLAN}<<<<<<< HEAD\n* a\n=======\n* b\n>>>>>>> topic\n")
    ran = cli("tick", "orders#step-1")
    assert ran.code == 2
    line = len(PLAN.splitlines()) + 1
    assert f"docs/plans/orders.md:{line} has marks of a merge that nobody has resolved" in ran.err


@pytest.mark.parametrize(
    "reason", ["<!-- c -->", "ok <!-- planproof: accept order because -->", "-->"]
)
def test_a_reason_that_nobody_would_see_is_refused(repo: Path, cli: Cli, reason: str) -> None:
    assert cli("tick", "orders#step-2", f"--force={reason}").code == 2
    assert cli("tick", "orders#step-1", f"--proof=pr #7 {reason}").code == 2
    assert text_of(repo) == PLAN


def test_untick_says_what_it_leaves(repo: Path, cli: Cli) -> None:
    assert cli("tick", "orders#step-1", "--pr", "128").code == 0
    assert "#5 was not taken away: `pr:` names #128." in cli("untick", "orders#step-1", "--pr", "5").out  # fmt: skip
    told = cli("untick", "orders#step-1").out
    assert "Its `pr: #128` stays; `--pr NUMBER` takes a reference away." in told
    assert "not taken away: it has no `pr:`" in cli("untick", "orders#step-2", "--pr", "5").out


def test_an_honest_tick_ends_what_a_tick_by_force_has_left(
    repo: Path, write: Write, cli: Cli
) -> None:
    git(repo, "config", "user.name", "Ada")
    git(repo, "config", "user.email", "ada@acme.example")
    proven = "\n## Acceptance Criteria\n\n* Error rate <= 2 %\n  * proof: read `a.json` `b` in %\n"
    write("docs/plans/billing.md", BILLING + proven)
    write("a.json", '{"b": 0.01}')
    commit(repo, "Something to record")
    assert cli("prove", "billing").code == 0
    assert cli("tick", "orders#step-2", "--force", "because").code == 0
    forced = text_of(repo)
    told = cli("evidence", "orders#step-2").out
    assert "ticked by force, though it comes after step 1, which is open" in told
    assert "the reason that was given: because" in " ".join(told.split())
    assert "words that the plan no longer has" not in cli("evidence", "orders").out
    # Neither taking the words away nor ticking by hand ends it, also once the first step is done.
    assert cli("tick", "orders#step-1").code == 0
    for text in (forced.replace("  * forced: because\n", ""), PLAN.replace("[ ] 2", "[x] 2")):
        write("docs/plans/orders.md", text.replace("[ ] 1. W", "[x] 1. W"))
        assert "the plan no longer says so" in " ".join(cli("verify").out.split())
    assert cli("untick", "orders#step-2").code == 0
    assert cli("tick", "orders#step-2").code == 0
    assert "by force" not in cli("verify").out
    assert "ticked again, with support" in cli("evidence", "orders#step-2").out
    assert cli("ledger", "prune", "--keep", "1").code == 0  # what is told of a box stays
    assert "ticked by force" in cli("evidence", "orders#step-2", "--history").out
    assert cli("evidence", "verify").code == 0


def run_in(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-m", "planproof", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


RUNS = 8


def test_runs_at_once_lose_nothing(project: Path, write: Write) -> None:
    steps = "".join(f"* [ ] {number}. Do it\n" for number in range(1, RUNS + 1))
    text = f"# Many\n\n## Incremental Implementation Checklist\n\n{steps}"
    write("docs/plans/many.md", text)
    runs = [run_in(project, "tick", f"many#step-{n}", "--pr", str(n)) for n in range(1, RUNS + 1)]
    told = [run.communicate()[0].decode() for run in runs]
    assert [run.returncode for run in runs] == [0] * RUNS, told
    for number in range(1, RUNS + 1):
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
    on_branch(with_driver, "one", ("[ ] 1. Write the API", "[x] 1. Write the whole API"))
    on_branch(with_driver, "other", ("1. Write the API", "1. Write another API"))
    assert merged(with_driver, "one") == 1
    ours, theirs = "HEAD", "one"
    if "<<<<<<< ours" in text_of(with_driver):  # git before 2.44 does not say what they are called
        ours, theirs = "ours", "theirs"
    assert (
        f"<<<<<<< {ours}\n* [ ] 1. Write another API\n=======\n* [x] 1. Write the whole API\n>>>>>>> {theirs}\n"
        in text_of(with_driver)
    )


def test_a_step_that_one_branch_rewords_and_the_other_ticks_has_both(with_driver: Path) -> None:
    on_branch(with_driver, "one", ONE)
    on_branch(with_driver, "other", ("1. Write the API", "1. Write the API and its docs"))
    assert merged(with_driver, "one") == 0
    assert "* [x] 1. Write the API and its docs\n  * pr: #1\n" in text_of(with_driver)


def test_a_clone_with_an_older_driver_still_merges(with_driver: Path) -> None:
    older = "planproof merge-driver %O %A %B --size %L"
    git(with_driver, "config", "merge.planproof.driver", older)
    on_branch(with_driver, "one", ONE)
    on_branch(with_driver, "two", TWO)
    assert merged(with_driver, "one") == 0
    assert text_of(with_driver) == PLAN.replace(*ONE).replace(*TWO)


def test_the_sides_of_a_conflict_are_called_as_git_calls_them(
    repo: Path, write: Write, cli: Cli
) -> None:
    for given, ours, theirs in (
        (("--labels", "HEAD", "one (\x1b[2J)"), "HEAD", "one (\ufffd[2J)"),
        (("--labels", "%X", "%Y"), "ours", "theirs"),  # git before 2.44 leaves them as they are
        (("--labels", "", ""), "ours", "theirs"),
        ((), "ours", "theirs"),
    ):
        write("a.md", PLAN)
        merge_into = write("b.md", PLAN.replace("1. Write the API", "1. Write another API"))
        write("c.md", PLAN.replace("1. Write the API", "1. Write no API"))
        assert cli("merge-driver", "a.md", "b.md", "c.md", "--size", "9", *given).code == 1
        text = merge_into.read_text()
        assert f"\n<<<<<<<<< {ours}\n" in text
        assert f"\n>>>>>>>>> {theirs}\n" in text


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


def test_what_after_says_is_never_passed_over(repo: Path, cli: Cli, write: Write) -> None:
    said = ("the schema", "other # step-1", "docs/plans/billing.md#step-1", "step-9", "nothing")
    lines = "".join(f"* [ ] {n}. Do it\n  * after: {one}\n" for n, one in enumerate(said, 1))
    write("docs/plans/more.md", f"# More\n\n## Implementation Checklist\n\n{lines}")
    ran = [cli("tick", f"more#step-{n}", "--dry-run") for n in range(1, 6)]
    assert [one.code for one in ran] == [1, 1, 1, 1, 0]
    assert "`more` has no step `the schema`" in ran[0].out
    assert "there is no plan `other`" in ran[1].out
    assert "step 1 of `billing`, which is open" in ran[2].out
    assert "`more` has no step `step-9`" in ran[3].out


def test_a_part_of_a_step_takes_no_number_that_another_step_has(
    repo: Path, cli: Cli, write: Write
) -> None:
    plan = "# More\n\n## Implementation Checklist\n\n* [ ] 1. A\n  * [ ] part\n* [ ] 2. B\n"
    write("docs/plans/more.md", plan)
    assert cli("tick", "more#step-2").code == 0
    assert cli("tick", "more#step-1.1").code == 0
    assert text_of(repo, "more") == plan.replace("[ ] 2. B", "[x] 2. B").replace(
        "[ ] part", "[x] part"
    )


def test_a_plan_with_a_number_sign_in_its_name(repo: Path, cli: Cli, write: Write) -> None:
    path = "docs/plans/c#.md"
    write(path, BILLING)
    assert cli("tick", f"{path}#step-1").out == "[x] c##step-1 is ticked: 1. Bill\n"
    assert cli("untick", f"{path}#step-1").out == "[ ] c##step-1 is open: 1. Bill\n"
    assert cli("show", path).code == 0
    assert "claims nothing that is proven" in cli("prove", f"{path}#step-1").err


def test_only_what_is_near_is_suggested(repo: Path, cli: Cli) -> None:
    assert "did you mean `step-1`?" in cli("tick", "orders#stp-1").err
    assert "did you mean" not in cli("tick", "orders#step-9").err
