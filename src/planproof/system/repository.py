"""The files of a project: as they are on disk, or as they were at a commit.

Where there is a repository, git says which files count and what their contents are called; a folder
without one is walked. Nothing is executed, fetched or changed.
"""

from __future__ import annotations

from planproof.system import git
from planproof.system.git import GitRefuses
from planproof.system.objects import Objects
from planproof.system.on_disk import known_to_git, plain
from planproof.system.snapshots import LINK, SUBMODULE, Committed, Entry, LeftOut, Snapshot, Stamps

__all__ = [
    "Entry",
    "GitRefuses",
    "LeftOut",
    "NoSuchRevision",
    "Snapshot",
    "at",
    "is_shallow",
    "plain",
    "resolve",
    "snapshot",
    "sort_in",
    "work_tree",
]


class NoSuchRevision(LookupError):
    """A revision that names no commit here. `reason` says why not."""

    def __init__(self, rev: str, reason: str) -> None:
        super().__init__(f"there is no revision `{rev}`: {reason}")
        self.rev = rev
        self.reason = reason


def snapshot(root: str, rev: str = "", stamps: Stamps | None = None) -> Snapshot:
    """A project's files at a revision, or else as they are on disk.

    Args:
        root: the project's folder.
        rev: any name git has for a commit; empty for the files on disk.
        stamps: those of an earlier snapshot of the folder.

    Raises:
        NoSuchRevision: the revision names no commit here.
        GitRefuses: git does not work with this repository, or it has no files on disk.
    """
    if rev:
        return at(root, rev)
    place = git.locate(root)
    if place is None or not (place.bare or place.inside):  # inside `.git` there is but a folder
        return plain(root, stamps)
    return _work_tree(root, place, stamps)


def work_tree(root: str, stamps: Stamps | None = None) -> Snapshot:
    """The files below a folder of a work tree that git tracks or would track, as they are on disk.

    A file that still is what git saw has the id of git's index, whatever was said of it by
    `assume-unchanged`; the others are read. A file that git puts on disk in another form (by a filter or
    an encoding) has an id of its own, which is not that of an object. A file that a sparse checkout
    leaves out counts, with the content that the repository has.

    Args:
        root: the folder.
        stamps: those of an earlier snapshot of the folder: what it had to read is not read again.

    Raises:
        GitRefuses: git does not work with this repository, or it is bare, or there is none.
    """
    place = git.locate(root)
    if place is None:
        raise GitRefuses("there is no git repository here", "Run `git init`, or check the path.")
    return _work_tree(root, place, stamps)


def _work_tree(root: str, place: git.Place, stamps: Stamps | None) -> Snapshot:
    if place.bare:
        reason = "it is a bare repository, which has no files on disk"
        raise GitRefuses(reason, "Name a revision with --at.")
    return known_to_git(root, place, stamps)


def at(root: str, rev: str) -> Snapshot:
    """The files below a folder at a commit.

    Args:
        root: a folder in a repository, in a linked work tree, in a bare repository or a shallow clone.
        rev: any name git has for a commit.

    Raises:
        NoSuchRevision: the revision names no commit here, or there is no repository.
        GitRefuses: git does not work with this repository, or cannot read the commit's tree.
    """
    place = git.locate(root)
    if place is None:
        raise NoSuchRevision(rev, "there is no git repository here")
    commit = resolve(root, rev)
    only = ("--", place.prefix) if place.prefix else ()
    ran = git.run(root, "--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, *only)
    if ran is None or ran.code:
        raise git.refusal(ran.said if ran else "")
    entries: dict[str, str] = {}
    left_out: dict[str, str] = {}
    skipped = len(place.prefix)
    for record in ran.text.split("\0")[:-1]:
        about, _, path = record.partition("\t")
        sort_in(path[skipped:], about[:6], about.rpartition(" ")[2], entries, left_out)
    return Committed(root, commit, entries, left_out, Objects(root))


def sort_in(
    path: str, mode: str, blob: str, entries: dict[str, str], left_out: dict[str, str]
) -> None:
    """Put an object of a tree among the files or among what is left out, by its mode."""
    if mode.startswith("100"):
        entries[path] = blob
    else:
        left_out[path] = SUBMODULE if mode == "160000" else LINK


def resolve(root: str, rev: str) -> str:
    """The full id of the commit that a revision names.

    Raises:
        NoSuchRevision: it names none here.
        GitRefuses: git does not work with this repository.
    """
    if rev.startswith("-") or "\0" in rev or not rev.strip():
        raise NoSuchRevision(rev, "no revision has such a name")
    ran = git.run(root, "rev-parse", "--verify", f"{rev}^{{commit}}")
    if ran is not None and ran.code == 0 and not ran.out.startswith(b"^"):  # `^HEAD`: all but it
        return ran.text.strip()
    if ran is None or git.locate(root) is None:
        raise NoSuchRevision(rev, "there is no git repository here")
    raise NoSuchRevision(rev, _why_not(root, ran.said))


def _why_not(root: str, said: str) -> str:
    if "ambiguous" in said:
        return "more than one object's id begins so"
    if "expected commit type" in said:
        return "it is not a commit"
    if git.git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return "there is no commit yet"
    if is_shallow(root):
        return "git knows no such commit; this clone is shallow, and `git fetch --unshallow` gets the rest"
    return "git knows no such commit"


def is_shallow(root: str) -> bool:
    """Whether the history here was cut off when it was cloned or fetched."""
    return (git.git(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
