"""Literate changes: a scripted repository, a change to it, and what the gate says of it.

A file in `cases/gate/` has many `[[case]]`:

    title     what it is about
    kind      what it is a case of, for counting
    commits   of the change; see `tests.gate.repository`
    before    a commit on `main` before the change branches off
    main      commits on `main` after that
    how       how it is judged: `branch` (the default, against main), `squash`, `rebase`, `merge`, `queue`
              and `push` (what arrives on main), `update` (main is merged into the branch), `trial` (the merge commit that GitHub checks out)
    branch, title_of, body, number, fork    what the forge says; without any there is no event
    depth     of the clone that it is judged in; 0 for the repository itself
    args      for `gate`
    expect    judgements, each as kind and subject; the subject of a claim without its item
    says      words of the output
    exit      the exit code; 1 where `expect` has an error, else 0
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from planproof.cli.main import main
from planproof.gate.base import kinds
from tests.gate.repository import Repository, git
from tests.support import CASES

ISSUE_KINDS = {
    "squash", "rebase", "merge", "queue", "fork", "revert", "rename", "concurrent", "several plans",
    "docs only", "plan only", "no plan named", "typo", "shallow", "push",
}  # fmt: skip


def cases() -> list[dict[str, Any]]:
    return [
        {**case, "title": f"{file.stem}: {case['title']}"}
        for file in sorted((CASES / "gate").glob("*.toml"))
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    ]


def test_there_are_cases_of_every_kind() -> None:
    found = cases()
    assert len(found) >= 60
    assert len({case["title"] for case in found}) == len(found)
    assert {case["kind"] for case in found} >= ISSUE_KINDS
    expected = {line.partition(" ")[0] for case in found for line in case.get("expect", ())}
    assert expected >= set(kinds()) - {"stale-proof", "voided-sign-off"}  # these need a ledger


def make(case: dict[str, Any], folder: Path) -> tuple[Path, list[str], dict[str, Any] | None]:
    """The repository of a case: where to judge, with which arguments, and the event."""
    made = Repository(folder / "repository")
    if "before" in case:
        made.commit(case["before"])
    fork = made.head()
    git(made.folder, "checkout", "-q", "-b", "change")
    for script in case["commits"]:
        made.commit(script)
    tip = made.head()
    git(made.folder, "checkout", "-q", "main")
    for script in case.get("main", ()):
        made.commit(script)
    base = made.head()
    base = arrive(case, made, base, tip) or fork
    event = event_of(case, made, base, tip)
    where = made.folder
    if case.get("depth"):
        where = folder / "clone"
        git(folder, "clone", "-q", f"--depth={case['depth']}", "--no-single-branch",
            f"file://{made.folder}", str(where))  # fmt: skip
        git(where, "checkout", "-q", "--detach", made.head())
    arguments = case.get("args", [] if event is not None else ["--base", "main"])
    return where, arguments, event


def arrive(case: dict[str, Any], made: Repository, base: str, tip: str) -> str:
    """Check out what is judged; what it is compared with."""
    message = case.get(
        "message", f"{case.get('title_of', 'Change')} ({case.get('number', '#128')})"
    )
    how = case.get("how", "branch")
    if how == "branch":
        git(made.folder, "checkout", "-q", "change")
    elif how in ("squash", "push"):
        git(made.folder, "merge", "-q", "--squash", "change")
        git(made.folder, "commit", "-q", "--allow-empty", "-m", message)
    elif how == "update":
        git(made.folder, "checkout", "-q", "change")
        git(made.folder, "merge", "-q", "--no-ff", "-m", "Merge branch 'main' into change", "main")
    elif how == "rebase":
        git(made.folder, "checkout", "-q", "change")
        git(made.folder, "rebase", "-q", "main")
    elif how in ("merge", "queue"):
        git(made.folder, "merge", "-q", "--no-ff", "-m", message, "change")
    elif how == "trial":
        git(made.folder, "checkout", "-q", "--detach", "main")
        git(made.folder, "merge", "-q", "--no-ff", "-m", f"Merge {tip} into {base}", "change")
    else:
        raise AssertionError(how)
    return base


def event_of(case: dict[str, Any], made: Repository, base: str, tip: str) -> dict[str, Any] | None:
    how, number = case.get("how", "branch"), int(case.get("number", "#128")[1:])
    if how == "queue":
        ref = f"refs/heads/gh-readonly-queue/main/pr-{number}-{base}"
        return {"merge_group": {
            "base_sha": base, "base_ref": "refs/heads/main", "head_sha": made.head(), "head_ref": ref,
            "head_commit": {"message": git(made.folder, "log", "-1", "--format=%B")},
        }}  # fmt: skip
    if how in ("push", "squash", "merge"):
        return {"before": base, "after": made.head(), "ref": "refs/heads/main", "commits": []}
    if not {"branch", "title_of", "body", "number", "fork"} & case.keys() and how != "trial":
        return None
    repo = {"full_name": "acme/orders"}
    theirs = {"full_name": "stranger/orders"} if case.get("fork") else repo
    return {"number": number, "pull_request": {
        "number": number, "title": case.get("title_of", "Change"), "body": case.get("body"),
        "commits": len(case["commits"]),
        "base": {"ref": "main", "sha": base, "repo": repo},
        "head": {
            "ref": case.get("branch", "patch-1"),
            "sha": made.head() if how in ("rebase", "update") else tip, "repo": theirs,
        },
    }}  # fmt: skip


def fits(expected: str, found: str) -> bool:
    kind, _, words = expected.partition(" ")
    other, _, subject = found.partition(" ")
    return kind == other and words in (subject, subject.partition("/")[2])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"])
def test_changes_are_judged_as_labelled(
    case: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    where, arguments, event = make(case, tmp_path)
    monkeypatch.chdir(where)
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    if event is not None:
        file = tmp_path / "event.json"
        file.write_text(json.dumps(event))
        arguments = [*arguments, "--event", str(file)]
    code = main(["gate", "--format", "json", *arguments])
    out, err = capsys.readouterr()
    if case.get("exit") == 2:
        assert code == 2, out
        for words in case["says"]:
            assert words in err
        return
    gate = json.loads(out)
    found = [f"{one['kind']} {one['subject']}" for one in gate["judgements"]]
    left = list(found)
    missing = []
    for line in case["expect"]:
        same = next((one for one in left if fits(line, one)), None)
        if same is None:
            missing.append(line)
        else:
            left.remove(same)
    assert (missing, left) == ([], []), err + json.dumps(gate["judgements"], indent=1)
    for words in case.get("says", ()):
        assert words in out
    errors = any(one["severity"] == "error" for one in gate["judgements"])
    assert code == case.get("exit", int(errors))
