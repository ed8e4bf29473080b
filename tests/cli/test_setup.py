"""`init --github`, `--gitlab`, `--hooks`, and the checks that hooks run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from planproof.version import __version__
from tests.cli.conftest import Cli, Write
from tests.cli.test_ci import git

GOOD = "# Orders\n\n## Goals\n\n* p95 <= 200 ms\n"
ROTTEN = "# Orders\n\n## Appendix\n\n[a link](nowhere.md)\n\n## Goals\n\n* fast\n"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A user without settings of their own."""
    path = tmp_path / "gitconfig"
    path.write_text("[user]\n\tname = Ada\n\temail = ada@acme.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return path


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init", "-q", "-b", "main")
    return project


def commits(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Commit as a user would, with planproof on the PATH."""
    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        ["git", "-C", str(folder), "commit", "-q", "-m", "x", *arguments],
        capture_output=True, text=True, check=False, env=environ,
    )  # fmt: skip


def test_the_workflow_installs_this_version_and_keeps_to_the_least_rights(
    repository: Path, cli: Cli
) -> None:
    ran = cli("init", "--github")
    assert ran.out.startswith(".github/workflows/planproof.yml: written\n")
    text = (repository / ".github/workflows/planproof.yml").read_text()
    flow = yaml.safe_load(text)
    assert flow["permissions"] == {}
    assert flow[True]["push"]["branches"] == ["main"]  # YAML 1.1 takes `on` for a truth value
    assert set(flow[True]) == {"pull_request", "merge_group", "push"}
    assert flow["jobs"]["gate"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert flow["jobs"]["ledger"]["permissions"] == {"contents": "write"}
    assert f'"planproof=={__version__}"' in text
    assert "@VERSION@" not in text
    assert not (repository / "planproof.toml").read_text()


def test_the_workflow_can_use_the_action_by_a_name(repository: Path, cli: Cli) -> None:
    assert cli("init", "--github", "--action", "acme/planproof@v1").code == 0
    flow = yaml.safe_load((repository / ".github/workflows/planproof.yml").read_text())
    for job in flow["jobs"].values():
        assert job["steps"][1]["uses"] == "acme/planproof@v1"


@pytest.mark.parametrize("name", ["acme", "acme/x", "acme/x@v1\n  evil: 1", "a b/c@v1"])
def test_an_action_is_named_in_one_form(repository: Path, cli: Cli, name: str) -> None:
    ran = cli("init", "--github", "--action", name)
    assert ran.code == 2
    assert "names no action" in ran.err
    assert cli("init", "--action", "acme/x@v1").code == 2


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        ("git+https://acme.example/tools/planproof@v1.2", '"git+https://acme.example/tools/planproof@v1.2"'),
        ("vendor/planproof-1.2-py3-none-any.whl", '"vendor/planproof-1.2-py3-none-any.whl"'),
        ("requirements/ci.txt", '--require-hashes -r "requirements/ci.txt"'),
    ],
)  # fmt: skip
def test_what_pip_installs_can_be_named(repository: Path, cli: Cli, spec: str, line: str) -> None:
    ran = cli("init", "--github", "--gitlab", "--install", spec)
    assert (ran.code, ran.out.count(f"The job installs `{spec}`.")) == (0, 2)
    flow = yaml.safe_load((repository / ".github/workflows/planproof.yml").read_text())
    for job in flow["jobs"].values():
        runs = [step["run"] for step in job["steps"] if "run" in step]
        assert runs[0] == f"python -m pip install --disable-pip-version-check {line}"
    script = yaml.safe_load((repository / ".gitlab-ci.yml").read_text())["planproof"]["script"]
    assert script[1].endswith(f" {line}")


@pytest.mark.parametrize(
    "spec", ['x"; evil; "', "$(evil)", "`evil`", "a b", "x\n  evil: 1", "--index-url=x", "x\\", "${{x}}"]
)  # fmt: skip
def test_what_pip_installs_steers_neither_shell_nor_yaml(
    repository: Path, cli: Cli, spec: str
) -> None:
    for forge in ("--github", "--gitlab"):
        ran = cli("init", forge, f"--install={spec}")
        assert (ran.code, "names nothing that pip installs" in ran.err) == (2, True)
    assert not (repository / ".gitlab-ci.yml").exists()
    assert not (repository / ".github").exists()


def test_init_says_what_its_jobs_take_for_granted(repository: Path, cli: Cli) -> None:
    assert "see that your index has it" in cli("init", "--github").out
    assert "`--install`" in cli("init", "--install", "planproof==1").err
    ran = cli("init", "--github", "--install", "x", "--action", "acme/x@v1")
    assert (ran.code, "without `--action`" in ran.err) == (2, True)


def test_a_draft_that_was_just_begun_can_be_committed(repository: Path, cli: Cli) -> None:
    cli("init", "--hooks")
    cli("new", "Fast orders")
    git(repository, "add", ".")
    done = commits(repository)
    assert done.returncode == 0
    assert "error[" not in done.stdout + done.stderr


def test_init_names_files_from_where_the_user_is(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "planproof.toml").unlink()
    (repository / "services").mkdir()
    monkeypatch.chdir(repository / "services")
    ran = cli("init")
    assert ran.out.startswith(
        "../planproof.toml: written, with plans = docs/plans\n../docs/plans/: made\n"
    )


def test_nothing_is_written_over(repository: Path, cli: Cli, write: Write) -> None:
    write(".github/workflows/planproof.yml", "mine\n")
    write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    ran = cli("init", "--github", "--hooks")
    assert ran.code == 0
    assert ran.out.count("left as it is") == 2
    assert "Add to it: `planproof check --staged --quiet --fail-on error`." in ran.out
    assert (repository / ".github/workflows/planproof.yml").read_text() == "mine\n"
    assert (repository / ".git/hooks/pre-commit").read_text() == "#!/bin/sh\nexit 0\n"


def test_a_pipeline_that_is_there_is_told_what_to_include(
    repository: Path, cli: Cli, write: Write
) -> None:
    write(".gitlab-ci.yml", "# planproof ci is to come\nbuild:\n  script: [make]\n")
    ran = cli("init", "--gitlab")
    assert ".gitlab/planproof.yml: written" in ran.out
    assert "`include: [{local: .gitlab/planproof.yml}]`" in ran.out
    assert "planproof:" not in (repository / ".gitlab-ci.yml").read_text()
    job = yaml.safe_load((repository / ".gitlab/planproof.yml").read_text())["planproof"]
    assert job["variables"]["GIT_DEPTH"] == "0"


def test_a_pipeline_of_planproofs_own_is_not_to_include_itself(
    repository: Path, cli: Cli, write: Write
) -> None:
    assert cli("init", "--gitlab").out.startswith(".gitlab-ci.yml: written\n")
    ran = cli("init", "--gitlab")
    assert (ran.code, ran.out) == (0, ".gitlab-ci.yml: is there already; left as it is\n")
    assert not (repository / ".gitlab").exists()
    # Nor once it is somebody's own.
    text = (repository / ".gitlab-ci.yml").read_text().partition("\n")[2]
    write(".gitlab-ci.yml", f"build:\n  script: [make]\n\n{text}")
    cli("init", "--gitlab")
    assert not (repository / ".gitlab").exists()


def test_a_project_in_a_folder_has_its_workflow_at_the_top(
    repository: Path, cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("services/orders/planproof.toml", "")
    monkeypatch.chdir(repository / "services/orders")
    assert cli("init", "--github").code == 0
    flow = yaml.safe_load((repository / ".github/workflows/planproof.yml").read_text())
    assert flow["defaults"]["run"]["working-directory"] == "services/orders"


def test_the_hook_goes_with_a_word_on_merging(repository: Path, cli: Cli, write: Write) -> None:
    word = "`planproof merge-driver --install` lets neighbouring ticks merge."
    assert word in cli("init", "--hooks").out
    write("docs/plans/orders.md", GOOD)
    assert cli("merge-driver", "--install").code == 0
    assert word not in cli("init", "--hooks").out


def test_the_hook_says_nothing_of_what_stops_nobody(
    repository: Path, cli: Cli, write: Write
) -> None:
    write("docs/plans/flow.png", "")
    plan = f"{GOOD}\n## Architecture\n\n![](flow.png)\n"  # an image without words: a remark
    write("docs/plans/orders.md", plan)
    git(repository, "add", ".")
    assert "info[architecture/image-without-alt]" in cli("check", "--staged").out
    ran = cli("check", "--staged", "--quiet")
    assert (ran.code, ran.out) == (0, "")
    strict = cli("check", "--staged", "--quiet", "--fail-on", "info")
    assert (strict.code, "info[" in strict.out) == (1, True)


def test_the_hook_stops_a_commit_of_a_plan_that_is_not_in_order(
    repository: Path, cli: Cli, write: Write
) -> None:
    assert cli("init", "--hooks").code == 0
    hook = repository / ".git/hooks/pre-commit"
    assert os.access(hook, os.X_OK)
    assert "left as it is" in cli("init", "--hooks").out
    write("README.md", "# [nothing](nowhere.md)\n")
    git(repository, "add", "README.md")
    assert commits(repository).returncode == 0
    write("docs/plans/orders.md", ROTTEN)
    git(repository, "add", ".")
    stopped = commits(repository)
    assert stopped.returncode == 1
    assert "docs/plans/orders.md" in stopped.stdout + stopped.stderr


def test_what_is_staged_is_checked_and_not_what_lies_on_disk(
    repository: Path, cli: Cli, write: Write
) -> None:
    write("docs/plans/orders.md", ROTTEN)
    git(repository, "add", ".")
    write("docs/plans/orders.md", GOOD)
    assert cli("check", "--staged").code == 1
    git(repository, "add", ".")
    write("docs/plans/orders.md", ROTTEN)
    assert cli("check", "--staged").code == 0


def test_a_commit_of_one_file_is_checked_by_the_index_that_git_makes_for_it(
    repository: Path, cli: Cli, write: Write
) -> None:
    cli("init", "--hooks")
    write("docs/plans/orders.md", ROTTEN)
    write("a.txt", "a\n")
    git(repository, "add", ".")
    assert commits(repository, "a.txt").returncode == 0
    assert commits(repository, "docs/plans/orders.md").returncode == 1


def test_hooks_lie_where_core_hookspath_says(
    repository: Path, cli: Cli, own_settings: Path
) -> None:
    git(repository, "config", "core.hooksPath", ".githooks")
    assert cli("init", "--hooks").code == 0
    assert (repository / ".githooks/pre-commit").is_file()
    assert not (repository / ".git/hooks/pre-commit").exists()


def test_hooks_that_all_repositories_share_are_left_alone(
    repository: Path, cli: Cli, own_settings: Path, tmp_path: Path
) -> None:
    git(repository, "config", "--global", "core.hooksPath", str(tmp_path / "hooks"))
    ran = cli("init", "--hooks")
    assert ran.code == 2
    assert "the hooks of all your repositories" in ran.err
    assert not (tmp_path / "hooks").exists()


def test_a_linked_work_tree_has_the_hooks_of_its_repository(
    repository: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "first")
    linked = tmp_path / "linked"
    git(repository, "worktree", "add", "-q", str(linked))
    monkeypatch.chdir(linked)
    assert cli("init", "--hooks").code == 0
    assert (repository / ".git/hooks/pre-commit").is_file()
    (linked / "docs/plans").mkdir(parents=True)
    (linked / "docs/plans/orders.md").write_text(ROTTEN)
    git(linked, "add", ".")
    assert commits(linked).returncode == 1


def test_a_dangling_link_is_a_hook_too(repository: Path, cli: Cli, tmp_path: Path) -> None:
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to(tmp_path / "nowhere")
    assert "left as it is" in cli("init", "--hooks").out
    assert not (tmp_path / "nowhere").exists()


def test_without_a_repository_there_is_no_hook(project: Path, cli: Cli) -> None:
    ran = cli("init", "--hooks")
    assert ran.code == 2
    assert "no git repository" in ran.err
    assert cli("check", "--staged").code == 2


def test_of_the_files_named_plans_alone_are_checked(
    repository: Path, cli: Cli, write: Write
) -> None:
    write("README.md", "# [nothing](nowhere.md)\n")
    write("docs/plans/orders.md", ROTTEN)
    write("docs/plans/other.md", ROTTEN)
    assert cli("check", "--plans-only", "README.md").out == ""
    ran = cli("check", "--plans-only", "README.md", "docs/plans/orders.md")
    assert ran.code == 1
    assert "orders.md" in ran.out
    assert "other.md" not in ran.out


def test_staged_goes_alone(repository: Path, cli: Cli) -> None:
    ran = cli("check", "--staged", "--fix")
    assert ran.code == 2
    assert "Leave paths, --changed and --fix away" in ran.err
