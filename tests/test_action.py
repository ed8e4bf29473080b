"""The action at the repository's root, the component and the hooks: their steps are run as written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_ci import CODE, PLAN, TICKED, commit, git
from tests.forges import BOT, TOKEN, FakeForge, merge_group, pull_request, push, running

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())


class Runner:
    """A runner of composite actions, as far as this one goes. Steps that use others do nothing."""

    def __init__(self, folder: Path, workspace: Path, environ: dict[str, str]) -> None:
        self.folder = folder
        self.workspace = workspace
        self.outputs = {"python": {"python-path": sys.executable, "python-version": "3.12.0"}}
        self.environ = environ
        self.log = ""

    def run(self, **inputs: str) -> int:
        """The exit code of the first step that fails, or 0."""
        given = {name: str(one["default"]) for name, one in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        known = {f"inputs.{name}": self.filled(value, {}) for name, value in given.items()}
        for step in ACTION["runs"]["steps"]:
            code = self._step(step, known) if "run" in step else 0
            if code:
                return code
        return 0

    def _step(self, step: dict[str, Any], known: dict[str, str]) -> int:
        output = self.folder / "output"
        output.write_text("")
        environ = {name: self.filled(value, known) for name, value in step.get("env", {}).items()}
        more = {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_PATH": str(self.folder / "path"),
            "RUNNER_TEMP": str(self.folder),
        }
        place = self.workspace / self.filled(step.get("working-directory", "."), known)
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=place, env={**self.environ, **more, **environ}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        self.log += ran.stdout + ran.stderr
        lines = output.read_text().splitlines()
        self.outputs[step.get("id", "-")] = dict(line.split("=", 1) for line in lines)
        return ran.returncode

    def filled(self, text: str, known: dict[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("steps."):
                _, step, _, output = name.split(".")
                return self.outputs[step].get(output, "")
            fixed = {"github.token": TOKEN, "runner.temp": str(self.folder)}
            return {**fixed, **known}[name]

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner with planproof installed already, as the cache leaves it, and a checkout."""
    workspace = tmp_path / "work"
    workspace.mkdir()
    folder = tmp_path / "temp"
    (folder / "planproof-venv/bin").mkdir(parents=True)
    shim = folder / "planproof-venv/bin/planproof"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planproof "$@"\n')
    shim.chmod(0o755)
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {"PYTHONPATH": str(ROOT / "src"), "GIT_CONFIG_GLOBAL": os.devnull}
    git(workspace, "init", "-q", "-b", "main")
    (workspace / "src").mkdir()
    (workspace / "src/other.py").write_text("HOST = 'localhost'\n")
    return Runner(folder, workspace, environ)


def happens(runner: Runner, forge: FakeForge, name: str, event: dict[str, Any]) -> None:
    path = runner.folder / "event.json"
    path.write_text(json.dumps(event))
    runner.environ |= {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_API_URL": forge.url,
        "GITHUB_REPOSITORY": "acme/orders",
        "GITHUB_REF": event.get("ref", "refs/pull/2/merge"),
        "GITHUB_STEP_SUMMARY": str(runner.folder / "summary.md"),
    }


def test_a_pull_request_goes_through_the_steps(runner: Runner) -> None:
    base = commit(runner.workspace, "A plan", plan=PLAN)
    # As the forge checks it out: a merge commit of the branch and what it goes to.
    git(runner.workspace, "checkout", "-q", "-b", "port")
    head = commit(runner.workspace, "Tick it", plan=TICKED)
    git(runner.workspace, "checkout", "-q", "main")
    (runner.workspace / "meanwhile.txt").write_text("x\n")
    commit(runner.workspace, "Meanwhile")
    git(runner.workspace, "merge", "-q", "--no-ff", "-m", "Merge", "port")
    with running(FakeForge()) as forge:
        happens(runner, forge, "pull_request", pull_request(base, head))
        assert runner.run() == 1, runner.log
        (body,) = forge.bodies(BOT)
    outputs = runner.outputs["ci"]
    assert outputs["result"] == "failed"
    assert "Judged 1 changed file in " in body
    assert "::error file=docs/plans/orders.md" in runner.log
    results = json.loads((runner.workspace / outputs["sarif"]).read_text())["runs"][0]["results"]
    assert results
    assert Path(outputs["report"]).read_text() == body
    assert (runner.folder / "path").read_text() == f"{runner.folder}/planproof-bin\n"
    assert re.fullmatch("[0-9a-f]{16}", runner.outputs["version"]["key"])


def test_a_merge_group_and_a_push_go_through_the_steps(runner: Runner) -> None:
    base = commit(runner.workspace, "A plan", plan=PLAN)
    head = commit(runner.workspace, "Do it (#2)", plan=TICKED, code=CODE)
    with running(FakeForge()) as forge:
        happens(runner, forge, "merge_group", merge_group(base, head))
        assert runner.run(ledger="false") == 0, runner.log
        assert runner.outputs["ci"]["result"] == "passed"
        happens(runner, forge, "push", push(base, head))
        assert runner.run(ledger="false", comment="never") == 0, runner.log
        assert forge.asked == []


def test_the_actions_inputs_are_all_used_and_no_expression_stands_in_a_script() -> None:
    text = (ROOT / "action.yml").read_text()
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_component_declares_what_it_uses() -> None:
    spec, _, job = (ROOT / "templates/planproof.yml").read_text().partition("\n---\n")
    inputs = yaml.safe_load(spec)["spec"]["inputs"]
    assert set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", job)) == set(inputs)
    plain = yaml.safe_load(re.sub(r"\$\[\[ .*? \]\]", "x", job))["planproof"]
    assert plain["variables"]["GIT_DEPTH"] == "0"


def test_a_commit_that_only_deletes_files_is_verified() -> None:
    """pre-commit names the files that are left, and skips a hook for which there are none."""
    hooks = {
        one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }
    verify = hooks["planproof-verify"]
    assert (verify["pass_filenames"], verify["always_run"]) == (False, True)


def test_the_hooks_run_what_there_is() -> None:
    from planproof.cli.main import parser

    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        args = parser().parse_args(hook["entry"].split()[1:])
        assert args.verb in hook["id"]
