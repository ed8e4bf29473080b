"""Literate changes: a scripted repository, a change to it, and what the gate says of it.

A file in `cases/gate/` has many `[[case]]`:

    title     what it is about
    kind      what it is a case of, for counting
    commits   of the change; see `tests.gate.repository`
    before    a commit on `main` before the change branches off, or several
    prove     what is proven on `main` then
    below     commits of the branch that this one is stacked on; `onto = "main"` for a pull request into main
              all the same, `landed` for the message with which that branch has been squashed into main
    lost      commits of the branch that a forced push has thrown away
    main      commits on `main` after that
    ahead     commits of the pull request before it in the queue; `group` if both are judged as one
    drop      the number of a commit that is left out when it is rebased
    how       how it is judged: `branch` (the default, against main), `squash`, `rebase`, `merge`, `queue`
              and `push` (what arrives on main), `pushed` (commits pushed to main as they are), `forced` and
              `new` (a push to its own branch: a forced one, the first one),
              `update` (main is merged into the branch), `trial` (the merge commit that GitHub checks out)
    branch, title_of, body, number, fork    what the forge says; without any there is no event
    depth     of the clone that it is judged in; 0 for the repository itself
    args      for `gate`
    expect    judgements, each as kind and subject; the subject of a claim without its item
    says      words of the output
    exit      the exit code; 1 where `expect` has an error, else 0
"""

from __future__ import annotations

import contextlib
import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from planproof.cli.main import main
from tests.gate.repository import Repository, git
from tests.support import CASES

NO_COMMIT = "0" * 40


def cases() -> list[dict[str, Any]]:
    return [
        {**case, "title": f"{file.stem}: {case['title']}"}
        for file in sorted((CASES / "gate").glob("*.toml"))
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    ]


class Made(NamedTuple):
    """A case as a repository: where to judge, with which arguments, and the event."""

    where: Path
    arguments: list[str]
    event: dict[str, Any] | None


def make(case: dict[str, Any], folder: Path) -> Made:
    """The repository of a case."""
    made = Repository(folder / "repository")
    before = case.get("before", ())
    for script in [before] if isinstance(before, str) else before:
        made.commit(script)
    with contextlib.chdir(made.folder):
        for item in case.get("prove", ()):
            assert main(["prove", item]) == 0
    fork = begin(case, made)
    tips = [made.commit(script) for script in case["commits"]]
    tip = tips[-1] if tips else fork
    if "drop" in case:
        git(made.folder, "rebase", "-q", "--onto", f"{tips[case['drop']]}~1", tips[case["drop"]])
        tip = made.head()
    git(made.folder, "checkout", "-q", "main")
    if "landed" in case:
        git(made.folder, "merge", "-q", "--squash", "below")
        git(made.folder, "commit", "-q", "-m", case["landed"])
    for script in case.get("main", ()):
        made.commit(script)
    base = made.head()
    if "ahead" in case:
        base = queue_ahead(case, made, base)
    base = arrive(case, made, base, tip) or fork
    if base_is_below(case):
        base = made.head("below")
    event = event_of(case, made, base, tip)
    where = made.folder
    if case.get("depth"):
        where = folder / "clone"
        git(folder, "clone", "-q", f"--depth={case['depth']}", "--no-single-branch",
            f"file://{made.folder}", str(where))  # fmt: skip
        git(where, "checkout", "-q", "--detach", made.head())
    against = "below" if base_is_below(case) else "main"
    return Made(where, case.get("args", [] if event is not None else ["--base", against]), event)


def base_is_below(case: dict[str, Any]) -> bool:
    """Whether a pull request is to be merged into the branch that it is stacked on."""
    return "below" in case and case.get("onto") != "main"


def begin(case: dict[str, Any], made: Repository) -> str:
    """Branch off, from another branch where it is stacked on one; where."""
    if "below" in case:
        git(made.folder, "checkout", "-q", "-b", "below")
        for script in case["below"]:
            made.commit(script)
    fork = made.head()
    git(made.folder, "checkout", "-q", "-b", "change")
    if "lost" in case:
        for script in case["lost"]:
            made.commit(script)
        git(made.folder, "update-ref", "refs/planproof-test/lost", "HEAD")
        git(made.folder, "reset", "-q", "--hard", fork)
    return fork


def queue_ahead(case: dict[str, Any], made: Repository, base: str) -> str:
    """Merge the pull request that is before this one in the queue; what this one is compared with."""
    git(made.folder, "checkout", "-q", "-b", "ahead")
    for script in case["ahead"]:
        made.commit(script)
    git(made.folder, "checkout", "-q", "main")
    message = "Merge pull request #127 from acme/ahead"
    git(made.folder, "merge", "-q", "--no-ff", "-m", message, "ahead")
    return base if case.get("group") else made.head()


def arrive(case: dict[str, Any], made: Repository, base: str, tip: str) -> str:
    """Check out what is judged; what it is compared with."""
    message = case.get(
        "message", f"{case.get('title_of', 'Change')} ({case.get('number', '#128')})"
    )
    how = case.get("how", "branch")
    if how == "branch":
        git(made.folder, "checkout", "-q", "change")
    elif how in ("forced", "new"):
        git(made.folder, "checkout", "-q", "change")
        return made.head("refs/planproof-test/lost") if how == "forced" else NO_COMMIT
    elif how == "pushed":
        git(made.folder, "merge", "-q", "--ff-only", "change")
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
    if how in ("forced", "new"):
        return {"before": base, "after": made.head(), "ref": "refs/heads/change", "forced": how == "forced",
                "commits": [], "repository": {"default_branch": "main"}}  # fmt: skip
    if how == "pushed":
        ids = git(made.folder, "rev-list", "--reverse", f"{base}..HEAD").split()
        pushed = [
            {"id": one, "message": git(made.folder, "log", "-1", "--format=%B", one)} for one in ids
        ]
        return {"before": base, "after": ids[-1], "ref": "refs/heads/main", "commits": pushed}
    if how in ("push", "squash", "merge"):
        return {"before": base, "after": made.head(), "ref": "refs/heads/main", "commits": []}
    if not {"branch", "title_of", "body", "number", "fork"} & case.keys() and how != "trial":
        return None
    repo = {"full_name": "acme/orders"}
    theirs = {"full_name": "stranger/orders"} if case.get("fork") else repo
    return {"number": number, "pull_request": {
        "number": number, "title": case.get("title_of", "Change"), "body": case.get("body"),
        "commits": len(case["commits"]),
        "base": {"ref": "below" if base_is_below(case) else "main", "sha": base, "repo": repo},
        "head": {
            "ref": case.get("branch", "patch-1"),
            "sha": made.head() if how in ("rebase", "update") else tip, "repo": theirs,
        },
    }}  # fmt: skip


def fits(expected: str, found: str) -> bool:
    kind, _, words = expected.partition(" ")
    other, _, subject = found.partition(" ")
    return kind == other and words in (subject, subject.partition("/")[2])


class Judged(NamedTuple):
    """What the gate says of a case: what is missing of its labels, what is said beyond them, and all of it."""

    missing: tuple[str, ...]
    beyond: tuple[str, ...]
    words: str

    @property
    def agrees(self) -> bool:
        """Whether the case is judged as labelled."""
        return not self.missing and not self.beyond


def arguments_of(made: Made, folder: Path) -> list[str]:
    """The arguments with which a case is judged."""
    arguments = ["gate", "--format", "json", *made.arguments]
    if made.event is not None:
        file = folder / "event.json"
        file.write_text(json.dumps(made.event))
        arguments += ["--event", str(file)]
    return arguments


def held(case: dict[str, Any], code: int, out: str, err: str) -> Judged:
    """What the gate has said, held against the labels of a case."""
    refused = case.get("exit") == 2
    if code == 2 or refused:
        missing = [words for words in case.get("says", ()) if words not in err]
        missing += [] if refused == (code == 2) else [f"exit {case.get('exit', 'with judgements')}"]
        return Judged(tuple(missing), (), out + err)
    judgements = json.loads(out)["judgements"]
    left = [f"{one['kind']} {one['subject']}" for one in judgements]
    missing = [words for words in case.get("says", ()) if words not in out]
    for line in case["expect"]:
        same = next((one for one in left if fits(line, one)), None)
        if same is None:
            missing.append(line)
        else:
            left.remove(same)
    errors = any(one["severity"] == "error" for one in judgements)
    if code != case.get("exit", int(errors)):
        left.append(f"exit {code}")
    return Judged(tuple(missing), tuple(left), err + json.dumps(judgements, indent=1))
