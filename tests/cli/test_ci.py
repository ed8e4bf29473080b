"""`ci`, as a forge runs it: real repositories, hand-written events, a forge on this machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli
from tests.forges import BOT, TOKEN, FakeForge, merge_group, pull_request, push, running

PLAN = """# Orders

## Stakeholders

| Role | Person / Team |
| --- | --- |
| Support | Ada |

## Components / Modules Affected

* `src/`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `A_PORT` | Port | `8080` | No |

## Incremental Implementation Checklist

* [ ] 1. Read `A_PORT`
"""
CODE = 'import os\n\nPORT = os.environ.get("A_PORT", "8080")\n'
TICKED = PLAN.replace("[ ] 1", "[x] 1")

Happens = Callable[[str, dict[str, Any]], None]


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str, **files: str) -> str:
    for name, text in files.items():
        path = folder / {"plan": "docs/plans/orders.md", "code": "src/config.py"}[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def forge() -> Iterator[FakeForge]:
    with running(FakeForge()) as one:
        yield one


@pytest.fixture
def base(project: Path, tmp_path: Path) -> str:
    """A clone of a repository with a plan, and the commit that a change starts from."""
    git(project, "init", "-q", "-b", "main")
    there = tmp_path / "origin.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(there))
    git(project, "config", "user.name", "Ada")
    git(project, "config", "user.email", "ada@acme.example")
    git(project, "remote", "add", "origin", str(there))
    (project / "src").mkdir()
    (project / "src" / "other.py").write_text("HOST = 'localhost'\n")
    first = commit(project, "A plan", plan=PLAN)
    git(project, "push", "-q", "origin", "main")
    return first


@pytest.fixture
def happens(
    tmp_path: Path, forge: FakeForge, monkeypatch: pytest.MonkeyPatch, project: Path
) -> Happens:
    """Makes this a run in GitHub Actions about an event."""
    for name in ("GITLAB_CI", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def happen(name: str, event: dict[str, Any]) -> None:
        (tmp_path / "event.json").write_text(json.dumps(event))
        refs = {"push": event.get("ref", ""), "pull_request": "refs/pull/2/merge"}
        environ = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_API_URL": forge.url,
            "GITHUB_REPOSITORY": "acme/orders",
            "GITHUB_REF": refs.get(name, "refs/heads/gh-readonly-queue/main/pr-2"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "PLANPROOF_TOKEN": TOKEN,
        }
        for key, value in environ.items():
            monkeypatch.setenv(key, value)

    return happen


def outputs(tmp_path: Path) -> dict[str, str]:
    lines = (tmp_path / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_tick_without_support_fails_and_is_said_everywhere(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge, tmp_path: Path
) -> None:
    happens("pull_request", pull_request(base, commit(project, "Tick it", plan=TICKED)))
    sarif = tmp_path / "out.sarif"
    ran = cli("ci", "--sarif", str(sarif), "--report", str(tmp_path / "report.md"))
    assert ran.code == 1
    assert "::error file=docs/plans/orders.md,line=21," in ran.out
    assert "title=gate/" in ran.out
    assert outputs(tmp_path)["result"] == "failed"
    (body,) = forge.bodies(BOT)
    assert body.startswith("<!-- planproof gate -->\n### ❌ planproof: ")
    assert (tmp_path / "summary.md").read_text() == f"{body}\n"
    assert (tmp_path / "report.md").read_text() == body
    results = json.loads(sarif.read_text())["runs"][0]["results"]
    assert {one["level"] for one in results} >= {"error"}
    assert TOKEN not in ran.out + ran.err + body


def test_the_next_run_of_the_same_pull_request_changes_the_comment(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge, tmp_path: Path
) -> None:
    happens("pull_request", pull_request(base, commit(project, "Tick it", plan=TICKED)))
    assert cli("ci").code == 1
    head = commit(project, "Do it\n\nPlan: orders\nPlan-Step: 1", code=CODE)
    happens("pull_request", pull_request(base, head))
    ran = cli("ci")
    assert ran.code == 0, ran.out
    assert "The comment on #2 is brought up to date." in ran.err
    (body,) = forge.bodies(BOT)
    assert body.startswith("<!-- planproof gate -->\n### ✅")
    assert forge.written() == ["POST", "PATCH"]


def test_a_fork_is_judged_and_gets_no_comment(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge, tmp_path: Path
) -> None:
    head = commit(project, "Tick it", plan=TICKED)
    happens("pull_request", pull_request(base, head, fork=True))
    ran = cli("ci")
    assert ran.code == 1
    assert "No comment is written: the change comes from a fork" in ran.err
    assert forge.asked == []
    assert "❌" in (tmp_path / "summary.md").read_text()


def test_a_forge_that_refuses_does_not_change_what_was_found(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge
) -> None:
    forge.refuses = 403
    happens("pull_request", pull_request(base, commit(project, "Tick it", plan=TICKED)))
    ran = cli("ci")
    assert ran.code == 1
    assert "::warning title=planproof::No comment is written: http" in ran.out


def test_a_change_that_has_nothing_to_do_with_a_plan_gets_no_comment(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge, tmp_path: Path
) -> None:
    (project / "NOTES.txt").write_text("x\n")
    happens("pull_request", pull_request(base, commit(project, "Notes")))
    ran = cli("ci")
    assert ran.code == 0
    assert forge.written() == []
    assert outputs(tmp_path)["result"] == "passed"


def test_a_merge_group_is_judged_without_a_comment(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge
) -> None:
    happens("merge_group", merge_group(base, commit(project, "Tick it (#2)", plan=TICKED)))
    ran = cli("ci")
    assert ran.code == 1
    assert "about no pull request" in ran.err
    assert forge.asked == []


def test_a_clone_that_is_too_shallow_is_not_judged_and_the_comment_says_so(
    base: str,
    project: Path,
    happens: Happens,
    cli: Cli,
    forge: FakeForge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = commit(project, "Tick it", plan=TICKED)
    tmp_path = project.parent
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", str(shallow))
    monkeypatch.chdir(shallow)
    happens("pull_request", pull_request(base, head))
    ran = cli("ci")
    assert ran.code == 2
    assert outputs(tmp_path)["result"] == "not-judged"
    (body,) = forge.bodies(BOT)
    assert "### ❌ planproof: the change could not be judged" in body
    assert "fetch-depth" in body
    assert "::error title=planproof::" in ran.out
    assert ran.out.endswith("\nThe change could not be judged.\n")


def test_the_default_branch_pushes_evidence_and_only_where_there_is_some(
    base: str, project: Path, happens: Happens, cli: Cli, tmp_path: Path
) -> None:
    happens("push", push(base, commit(project, "Do it", plan=TICKED, code=CODE)))
    there = tmp_path / "origin.git"
    ran = cli("ci")
    assert "pushed" not in ran.err
    assert git(there, "for-each-ref", "refs/planproof") == ""
    assert cli("sign", "orders#step-1", "--as", "Support", "--yes").code == 0
    ran = cli("ci")
    assert "The evidence that this run recorded is pushed." in ran.err
    assert "refs/planproof/ledger" in git(there, "for-each-ref", "refs/planproof")
    assert "pushed" not in cli("ci").err


def test_a_pull_request_never_pushes_evidence(
    base: str, project: Path, happens: Happens, cli: Cli, tmp_path: Path
) -> None:
    head = commit(project, "Do it", plan=TICKED, code=CODE)
    assert cli("sign", "orders#step-1", "--as", "Support", "--yes").code == 0
    happens("pull_request", pull_request(base, head))
    cli("ci", "--prove")
    assert git(tmp_path / "origin.git", "for-each-ref", "refs/planproof") == ""


def test_a_run_by_the_clock_judges_nothing(base: str, happens: Happens, cli: Cli) -> None:
    happens("schedule", {"schedule": "0 3 * * 1", "repository": {"default_branch": "main"}})
    ran = cli("ci")
    assert (ran.code, ran.out) == (0, "")
    assert "about no change" in ran.err


@pytest.mark.parametrize("source", ["schedule", "web"])
def test_gitlabs_runs_by_the_clock_and_by_hand_judge_nothing(
    base: str, project: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    head = commit(project, "Tick it", plan=TICKED)
    job = {
        "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": head,
        "CI_COMMIT_BEFORE_SHA": base, "CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main",
    }  # fmt: skip
    for name, value in job.items():
        monkeypatch.setenv(name, value)
    ran = cli("ci", "--no-ledger")
    assert (ran.code, ran.out) == (0, "")
    assert "about no change" in ran.err
    monkeypatch.setenv("CI_PIPELINE_SOURCE", "push")
    assert cli("ci", "--no-ledger").code == 1


@pytest.mark.parametrize("name", ["pull_request", "merge_group", "push"])
@pytest.mark.parametrize("event", [[1], {"pull_request": None}, {"merge_group": "x"}, {}])
def test_an_event_of_a_change_that_does_not_say_which_is_not_passed_over(
    base: str, happens: Happens, cli: Cli, name: str, event: Any, tmp_path: Path
) -> None:
    happens(name, {})
    (tmp_path / "event.json").write_text(json.dumps(event))
    ran = cli("ci", "--no-ledger")
    assert ran.code == 2
    assert "tells of no change" in ran.err


def test_an_event_of_a_change_whose_file_is_not_named_is_not_passed_over(
    base: str, happens: Happens, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens("pull_request", {})
    monkeypatch.delenv("GITHUB_EVENT_PATH")
    ran = cli("ci", "--no-ledger")
    assert ran.code == 2
    assert "nothing says which `pull_request` the run is about" in ran.err


def test_a_tag_and_a_branch_that_is_gone_are_no_change(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    head = commit(project, "Tick it", plan=TICKED)
    for event in (
        push("0" * 40, head) | {"ref": "refs/tags/v1"},
        push(head, "0" * 40) | {"deleted": True},
    ):
        happens("push", event)
        ran = cli("ci", "--no-ledger")
        assert (ran.code, ran.out) == (0, "")
        assert "about no change" in ran.err


def test_the_first_commit_of_a_repository_has_nothing_to_be_compared_with(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    happens("push", push("0" * 40, base))
    ran = cli("ci", "--no-ledger")
    assert (ran.code, ran.out) == (0, "")
    assert "none before it" in ran.err
    happens("push", push("0" * 40, commit(project, "Tick it", plan=TICKED)))
    assert cli("ci", "--no-ledger").code == 1


def test_a_repository_that_the_event_does_not_describe_is_no_default_branch(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    event = pull_request(base, commit(project, "Tick it", plan=TICKED))
    for odd in ("x", ["x"], {"default_branch": 7}, None):
        happens("pull_request", event | {"repository": odd})
        assert cli("ci", "--no-ledger").code == 1


def test_a_file_that_cannot_be_written_keeps_nobody_from_being_told(
    base: str, project: Path, happens: Happens, cli: Cli, forge: FakeForge, tmp_path: Path
) -> None:
    happens("pull_request", pull_request(base, commit(project, "Tick it", plan=TICKED)))
    quality = tmp_path / "quality.json"
    ran = cli(
        "ci", "--sarif", "/nowhere/x.sarif", "--report", "no/x.md", "--code-quality", str(quality)
    )
    assert ran.code == 2
    for path in ("/nowhere/x.sarif", "no/x.md"):
        assert f"::error title=planproof::{path} cannot be written: No such file" in ran.out
    assert "::error file=docs/plans/orders.md,line=21," in ran.out
    assert json.loads(quality.read_text())
    assert outputs(tmp_path) == {"result": "failed", "sarif": "", "report": ""}
    (body,) = forge.bodies(BOT)
    assert (tmp_path / "summary.md").read_text() == f"{body}\n"


def test_outside_of_a_forge_it_says_what_to_run_instead(
    base: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    ran = cli("ci")
    assert (ran.code, ran.out) == (2, "")
    assert "`planproof gate --base origin/main`" in ran.err
    assert cli("ci", "--base", base).code == 2  # which has nothing to judge
    assert "there is no change to judge" in cli("ci", "--base", base).err


def test_an_event_that_is_not_there_is_said_by_the_name_of_its_variable(
    base: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_PATH", "/nowhere/event.json")
    ran = cli("ci")
    assert ran.code == 2
    assert "$GITHUB_EVENT_PATH names it." in ran.err
    assert "--event" not in ran.err


def test_pull_request_target_is_refused(base: str, happens: Happens, cli: Cli) -> None:
    happens("pull_request_target", pull_request(base, base))
    ran = cli("ci")
    assert ran.code == 2
    assert "Use `on: pull_request`" in ran.err


def test_a_ledger_that_cannot_be_fetched_is_a_warning(
    base: str, project: Path, happens: Happens, cli: Cli, tmp_path: Path
) -> None:
    git(project, "remote", "set-url", "origin", str(tmp_path / "gone"))
    happens("pull_request", pull_request(base, commit(project, "Do it", plan=TICKED, code=CODE)))
    ran = cli("ci")
    assert ran.code == 0, ran.out
    assert "::warning title=planproof::The ledger is not fetched" in ran.out


def test_gitlab_gets_text_a_note_and_code_quality(
    base: str, project: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    head = commit(project, "Tick it", plan=TICKED)
    with running(FakeForge("gitlab")) as forge:
        environ = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": forge.url,
            "CI_PROJECT_ID": "7",
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_SHA": head,
            "CI_MERGE_REQUEST_IID": "2",
            "CI_MERGE_REQUEST_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "PLANPROOF_TOKEN": TOKEN,
        }
        for key, value in environ.items():
            monkeypatch.setenv(key, value)
        quality = tmp_path / "quality.json"
        ran = cli("ci", "--code-quality", str(quality))
        assert ran.code == 1, ran.err
        (body,) = forge.bodies("project_7_bot")
    assert body.startswith("<!-- planproof gate -->")
    assert "::error" not in ran.out
    assert "error[" in ran.out
    assert json.loads(quality.read_text())[0]["location"]["path"] == "docs/plans/orders.md"


def test_a_project_in_a_folder_is_annotated_from_the_top_and_has_a_comment_of_its_own(
    base: str,
    project: Path,
    happens: Happens,
    cli: Cli,
    forge: FakeForge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = project / "services/shop"
    (shop / "src").mkdir(parents=True)
    (shop / "planproof.toml").write_text("")
    (shop / "src/other.py").write_text("HOST = 'localhost'\n")
    start = commit(shop, "A plan of its own", plan=PLAN)
    forge.add(BOT, "<!-- planproof gate -->\nof the other project")
    happens("pull_request", pull_request(start, commit(shop, "Tick it", plan=TICKED)))
    monkeypatch.chdir(shop)
    sarif = project.parent / "out.sarif"
    ran = cli("ci", "--sarif", str(sarif))
    assert ran.code == 1
    assert "::error file=services/shop/docs/plans/orders.md,line=21," in ran.out
    assert '"services/shop/docs/plans/orders.md"' in sarif.read_text()
    first, second = forge.bodies(BOT)
    assert first == "<!-- planproof gate -->\nof the other project"
    assert second.startswith("<!-- planproof gate: services/shop -->\n### ❌")


PROVEN = f"""{PLAN}
## Acceptance Criteria

* [ ] The tool runs
  * proof: run `git --version`
"""


def test_proofs_are_run_for_the_default_branch_alone_and_steer_no_runner(
    base: str, project: Path, happens: Happens, cli: Cli, tmp_path: Path
) -> None:
    (project / "planproof.toml").write_text('commands = ["git --version"]\n')
    start = commit(project, "A proof", plan=PROVEN)
    head = commit(project, "Do it", plan=PROVEN.replace("[ ] 1", "[x] 1"), code=CODE)
    happens("pull_request", pull_request(start, head))
    there = tmp_path / "origin.git"
    assert "git --version" not in cli("ci", "--prove").out
    happens("push", push(start, head))
    ran = cli("ci", "--prove")
    first, _, rest = ran.out.partition("\n")
    assert first.startswith("::stop-commands::")
    assert "met" in rest.partition(f"::{first.removeprefix('::stop-commands::')}::")[0]
    assert "The evidence that this run recorded is pushed." in ran.err
    assert "refs/planproof/ledger" in git(there, "for-each-ref", "refs/planproof")


NOT_DUE = f"""{PLAN}
## Acceptance Criteria

* [ ] AC-1: p95 latency <= 200 ms
  * proof: read `bench.json` `p95`
* [ ] AC-2: It runs
  * proof: test `tests/test_it.py::test_it`
* [ ] AC-3: The benchmark is there
  * proof: run `./bench.sh`
* [ ] AC-4: The tool runs
  * proof: run `git --version`
"""


def test_proofs_that_are_not_due_yet_may_lack_what_they_read(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    (project / "planproof.toml").write_text('commands = ["git --version", "./bench.sh"]\n')
    start = commit(project, "Proofs", plan=NOT_DUE)
    happens("push", push(start, commit(project, "Code", code=CODE)))
    ran = cli("ci", "--prove", "--no-ledger")
    assert ran.code == 0, ran.out
    assert "unknown       orders#AC-1" in ran.out
    assert "met           orders#AC-4" in ran.out  # what is missing for AC-3 does not stop it
    head = commit(project, "It is fast", plan=NOT_DUE.replace("[ ] AC-1", "[x] AC-1"))
    assert cli("prove", "--only-stale").code == 2  # now it is due
    happens("push", push(start, head))
    assert cli("ci", "--prove", "--no-ledger").code == 2


def test_where_no_plan_names_a_proof_there_is_nothing_to_keep_up_to_date(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    happens("push", push(base, commit(project, "Do it", plan=TICKED, code=CODE)))
    assert cli("ci", "--prove", "--no-ledger").code == 0
    assert cli("prove").code == 2


def test_a_setting_of_a_stranger_cannot_be_a_command_to_the_runner(
    base: str, project: Path, happens: Happens, cli: Cli
) -> None:
    happens("pull_request", pull_request(base, commit(project, "Tick it", plan=TICKED)))
    hostile = '"a\\n::set-output name=result::passed" = 1\n'
    (project / "planproof.toml").write_text(hostile)
    ran = cli("ci")
    assert ran.code == 2
    assert "set-output" in ran.err
    assert not [line for line in (ran.out + ran.err).splitlines() if line.startswith("::set")]
