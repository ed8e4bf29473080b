"""What lies between two commits: where they part, the commits and their messages, the files.

Nothing is executed, fetched or changed.
"""

from __future__ import annotations

from typing import NamedTuple

from planproof.system import git
from planproof.system.repository import NoSuchRevision, resolve

_MOST = 500
"""Commits whose messages are read, the newest first."""


class Message(NamedTuple):
    """A commit's full id and message."""

    commit: str
    text: str


class Diff(NamedTuple):
    """A file that differs between two commits.

    Attributes:
        path: after; before where it is gone.
        before: before; empty where it is new.
        kind: `added`, `changed`, `removed`, `moved`.
    """

    path: str
    before: str
    kind: str


class Parting(NamedTuple):
    """Where two commits part.

    Attributes:
        commit: the best common ancestor; empty where there is none here.
        sure: whether a deeper clone could not give another one.
    """

    commit: str
    sure: bool


def parents(root: str, commit: str) -> tuple[str, ...]:
    """The parents of a commit as it names them, be they here or not."""
    said = git.git(root, "cat-file", "commit", commit) or ""
    head = said.partition("\n\n")[0]
    return tuple(line[7:] for line in head.split("\n") if line.startswith("parent "))


def is_here(root: str, commit: str) -> bool:
    """Whether a commit is in this clone."""
    try:
        resolve(root, commit)
    except NoSuchRevision:
        return False
    return True


def parting(root: str, base: str, head: str) -> Parting:
    """Where two commits part, given by full id."""
    found = (git.git(root, "merge-base", base, head) or "").strip()
    if found == base:
        return Parting(found, sure=True)
    cut = _cut_off(root)
    if not cut:
        return Parting(found, sure=True)
    if not found:
        return Parting("", sure=False)
    between = git.git(root, "rev-list", base, head, f"^{found}") or ""
    return Parting(found, sure=cut.isdisjoint(between.split()))


def _cut_off(root: str) -> frozenset[str]:
    """The commits whose parents were not fetched."""
    if (git.git(root, "rev-parse", "--is-shallow-repository") or "").strip() != "true":
        return frozenset()
    said = git.git(root, "rev-list", "--all", "HEAD", "--max-parents=0") or ""
    return frozenset(one for one in said.split() if parents(root, one))


def depth(root: str, rev: str = "HEAD") -> int:
    """How many commits this clone has along first parents."""
    said = git.git(root, "rev-list", "--count", "--first-parent", rev, "--") or ""
    return int(said) if said.strip().isdigit() else 0


def _answer(root: str, *arguments: str) -> str:
    """What git says. That it fails must not pass for nothing."""
    ran = git.run(root, *arguments)
    if ran is None or ran.code:
        raise git.refusal(ran.said if ran is not None else "")
    return ran.text


def count(root: str, base: str, head: str) -> int:
    """How many commits `head` reaches and `base` does not.

    Raises:
        GitRefuses: git cannot tell.
    """
    return int(_answer(root, "rev-list", "--count", head, f"^{base}", "--"))


def messages(root: str, base: str, head: str) -> list[Message]:
    """The messages of the commits that `head` reaches and `base` does not, newest first."""
    said = _answer(
        root, "-c", "log.showSignature=false", "log", "-z", "--no-color", "--encoding=UTF-8",
        f"--max-count={_MOST}", "--format=%H%x0a%B", head, f"^{base}", "--",
    )  # fmt: skip
    found = []
    for record in said.split("\0"):
        commit, line_end, text = record.lstrip("\n").partition("\n")
        if line_end:
            text = text.encode("utf-8", "replace").decode("utf-8")
            found.append(Message(commit, text))
    return found


def differences(root: str, before: str, after: str) -> list[Diff]:
    """The files below a folder that differ between two commits; moved ones are known by content.

    Raises:
        GitRefuses: git cannot tell.
    """
    asked = (
        "diff-tree", "-r", "-z", "--name-status", "--no-commit-id", "--relative", "--no-ext-diff", "--no-textconv",
    )  # fmt: skip
    ran = git.run(root, *asked, "-M", before, after)
    if ran is None or ran.code:  # a partial clone lacks the contents that moved files are known by
        text = _answer(root, *asked, "--no-renames", before, after)
    else:
        text = ran.text
    words = iter(text.split("\0")[:-1])
    found: list[Diff] = []
    for status in words:
        path = next(words)
        if status[:1] in "RC":
            new = next(words)
            found.append(Diff(new, path if status[0] == "R" else "", "moved" if status[0] == "R" else "added"))  # fmt: skip
        elif status == "A":
            found.append(Diff(path, "", "added"))
        elif status == "D":
            found.append(Diff(path, path, "removed"))
        else:
            found.append(Diff(path, path, "changed"))
    return sorted(found)
