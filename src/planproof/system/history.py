"""Questions to a repository's history. Nothing is executed, fetched or changed."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planproof.system import git, log
from planproof.system.log import NOTHING, Commit, Raw
from planproof.system.mentions import Mentions
from planproof.system.objects import Objects
from planproof.system.repository import at, is_shallow, resolve, sort_in
from planproof.system.snapshots import Committed, Snapshot
from planproof.text.patterns import rx

_UNBORN = "there is no commit yet"
_COMMAND_LINE = 24_000 if os.name == "nt" else 600_000
"""Bytes of arguments that a system takes."""


class Change(NamedTuple):
    """What a commit did to a file.

    Attributes:
        path: relative to the project's folder.
        before: the id of its content before; empty where it was not there, or was no file.
        after: the same after.
    """

    path: str
    before: str
    after: str


class Moment(NamedTuple):
    """A commit, the files as they were then, and what it did to them, seen from its first parent."""

    commit: Commit
    snapshot: Snapshot
    changes: list[Change]


class Gone(NamedTuple):
    """How a path came to be no more.

    Attributes:
        commit: the last one that deleted it, or the last file below it.
        now: where that commit moved it; empty where it did not.
    """

    commit: Commit
    now: str


class History:
    """The history of the repository that a folder lies in.

    Where there is no repository, no git or no commit yet, every list is empty.

    Attributes:
        root: the project's folder. Paths are relative to it.
        missing: why there is no history; empty where there is one.
    """

    def __init__(self, root: str) -> None:
        """Find the repository.

        Raises:
            GitRefuses: git does not work with it.
        """
        self.root = root
        self.missing = ""
        place = git.locate(root)
        self._prefix = place.prefix if place else ""
        if place is None:
            self.missing = "there is no git repository here"
        elif git.git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
            self.missing = _UNBORN

    def is_shallow(self) -> bool:
        """Whether it was cut off when it was cloned or fetched: what is not found may lie further back."""
        return is_shallow(self.root)

    def commits(
        self, rev: str = "HEAD", *, first_parent: bool = False, limit: int | None = None
    ) -> list[Commit]:
        """The commits that a revision or a range (`v1..HEAD`) reaches, newest first.

        Raises:
            NoSuchRevision: git does not know it.
        """
        if self._without(rev):
            return []
        options = [f"--max-count={limit}"] if limit is not None else []
        if first_parent:
            options.append("--first-parent")
        return list(log.commits(self.root, rev, *options))

    def authors(self) -> list[tuple[str, str]]:
        """Everybody who wrote a commit that `HEAD` reaches, by name and address, the latest first."""
        if self.missing:
            return []
        words = log.log(self.root, "HEAD", "--format=%aN%x00%aE")
        return list(dict.fromkeys((log.text(name), log.text(next(words))) for name in words))

    def raw_log(
        self, revisions: str, limit: int | None = None, *, outside: bool = False
    ) -> Iterator[tuple[Commit, list[Change]]]:
        """What the commits of a range did to the files below the folder, newest first.

        Along first parents: a merge has what it brought to the branch.

        Args:
            revisions: a range (`v1..HEAD`), or a revision and all before it.
            limit: the most commits.
            outside: whether to tell of files beside the folder as well, as `../notes/a.md`.

        Raises:
            NoSuchRevision: git does not know them.
        """
        if not self._without(revisions):
            for commit, raws in log.raw_log(self.root, revisions, limit, outside=outside):
                yield commit, _changes(raws)

    def walk(self, rev: str = "HEAD", limit: int | None = None) -> Iterator[Moment]:
        """The files at a commit, at its first parent, and so on: as `at` has them, but fast.

        Raises:
            NoSuchRevision: git does not know the revision.
            GitRefuses: git cannot read the commit's tree.
        """
        if self._without(rev):
            return
        commit_id = resolve(self.root, rev)
        newest = at(self.root, commit_id)
        entries, left_out = newest.entries, dict(newest.left_out)
        objects = Objects(self.root)
        for commit, raws in log.raw_log(self.root, commit_id, limit):
            snapshot = Committed(self.root, commit.id, entries.copy(), left_out, objects)
            yield Moment(commit, snapshot, _changes(raws))
            for raw in raws:
                entries.pop(raw.path, None)
                left_out.pop(raw.path, None)
            for raw in raws:
                if raw.mode_before != NOTHING:
                    sort_in(raw.path, raw.mode_before, raw.before, entries, left_out)

    def merged(self, branch: str, references: Sequence[str]) -> dict[str, str | None]:
        """For each reference the commit by which it came into a branch; None where none is found.

        Args:
            branch: any name git has for a commit: it and all before it are looked at.
            references: hashes of commits (4 digits or more), which have to be the branch's own; or
                `#128`, `!128`, `acme/orders#128`, `PAY-12`, which a message has to name. A commit that
                merges `#128` (`... (#128)`, `Merge pull request #128`) goes before one that names
                it in passing, a later one before an earlier.

        Raises:
            NoSuchRevision: git does not know the branch.
        """
        found: dict[str, str | None] = dict.fromkeys(references)
        if self._without(branch):
            return found
        hashes = [name for name in found if rx("[0-9A-Fa-f]{4,64}").fullmatch(name)]
        full = self._full_ids(hashes)
        names = Mentions(set(found).difference(hashes))
        words = log.log(self.root, branch, "--format=%H%x00%B")
        for first in words:
            commit = log.text(first)
            for name in full.pop(commit, ()):
                found[name] = commit
            names.look(commit, log.text(next(words)))
            if not full and names.settled:
                words.close()
                break
        found.update(names.found)
        return found

    def existed(self, path: str, rev: str = "HEAD") -> Gone | None:
        """How a file or folder that is no more came to be gone. See `gone`."""
        return self.gone([path], rev)[path]

    def gone(self, paths: Iterable[str], rev: str = "HEAD") -> dict[str, Gone | None]:
        """How files and folders that are no more came to be gone; None for one that never was.

        All at once, for a path that never was costs a look at the whole history.

        Raises:
            NoSuchRevision: git does not know the revision.
        """
        gone: dict[str, Gone | None] = dict.fromkeys(paths)
        wanted = {} if self._without(rev) else self._from_top(gone)
        if not wanted:
            return gone
        asked = [posixpath.normpath(path) for names in wanted.values() for path in names]
        for share in _shares(sorted(set(asked))):
            ours = {posixpath.normpath(posixpath.join(self._prefix, path)) for path in share}
            for commit, names in log.deletions(self.root, rev, share):
                moves: list[tuple[str, str]] | None = None
                above = {path for name in names for path in _upwards(name)}
                for full in sorted(above & ours & set(wanted)):
                    moves = self._moves(commit.id) if moves is None else moves
                    for path in wanted.pop(full):
                        gone[path] = Gone(commit, self._now(full, moves))
                if not wanted:
                    return gone
        return gone

    def last_change(self, path: str, line: int = 0, rev: str = "HEAD") -> Commit | None:
        """The last commit that changed a file or folder, or one line of a file.

        Args:
            path: the file or folder.
            line: which line, from 1, as they are at the revision; 0 for any. Commits that
                `blame.ignoreRevsFile` has git pass over are passed over.
            rev: what to look back from.

        Returns:
            None where there is no such path or line, or where a partial clone cannot say.

        Raises:
            NoSuchRevision: git does not know the revision.
        """
        if self._without(rev) or not self._from_top([path]):
            return None
        if not line:
            return next(log.commits(self.root, rev, "--max-count=1", paths=[path]), None)
        start = resolve(self.root, rev)  # a revision: a look at the disk would run filters
        said = git.git(
            self.root, "blame", "--porcelain", "--no-textconv",
            f"-L{line},{line}", start, "--", path,
        )  # fmt: skip
        return self.commits(said.split(" ", 1)[0], limit=1)[0] if said else None

    def _without(self, rev: str) -> bool:
        return bool(self.missing) and (self.missing != _UNBORN or rev == "HEAD")

    def _from_top(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """Paths by what they are called from the top of the repository, if they lie in it."""
        wanted: dict[str, list[str]] = {}
        for path in paths:
            full = posixpath.normpath(posixpath.join(self._prefix, path))
            if not (full == ".." or full.startswith(("../", "/")) or "\0" in path):
                wanted.setdefault(full, []).append(path)
        return wanted

    def _moves(self, commit: str) -> list[tuple[str, str]]:
        """What a commit moved where, as named from the top."""
        asked = (
            "diff-tree",
            "-r",
            "-m",
            "-z",
            "--no-commit-id",
            "--name-status",
            "--diff-filter=R",
        )
        said = git.git(self.root, *asked, "-M", commit)
        if said is None:  # a partial clone has no contents to compare
            said = git.git(self.root, *asked, "-M100%", commit)
        words = iter((said or "").split("\0")[:-1])
        return [(source, target) for _, source, target in zip(words, words, words, strict=False)]

    def _now(self, old: str, moves: list[tuple[str, str]]) -> str:
        """Where a file was moved; where a folder was, if all that was moved out of it went to one."""
        news = set()
        for source, target in moves:
            if source == old:
                news = {target}
                break
            if source.startswith(f"{old}/"):
                rest = source.removeprefix(old)
                news.add(target.removesuffix(rest) if target.endswith(rest) else "")
        if len(news) != 1 or "" in news:
            return ""
        return posixpath.relpath(news.pop(), self._prefix or ".")

    def _full_ids(self, hashes: Iterable[str]) -> dict[str, list[str]]:
        """The commits that hashes name, by full id. One that is short may name none, or several."""
        full: dict[str, list[str]] = {}
        short = []
        for name in hashes:
            if len(name) in (40, 64):
                full.setdefault(name.lower(), []).append(name)
            else:
                short.append(name)
        given = "".join(f"{name}^{{commit}}\n" for name in short).encode()
        ran = git.run(self.root, "cat-file", "--batch-check", given=given) if short else None
        for name, answer in zip(short, ran.text.splitlines() if ran else (), strict=False):
            words = answer.split()
            if len(words) == 3 and words[1] == "commit":
                full.setdefault(words[0], []).append(name)
        return full


def _shares(paths: list[str]) -> Iterator[list[str]]:
    """Paths in as many parts as a command line takes at once."""
    share: list[str] = []
    length = 0
    for path in paths:
        length += 4 * len(path) + 8  # bytes, at most, and the pointer to them
        if share and length > _COMMAND_LINE:
            yield share
            share, length = [], 4 * len(path) + 8
        share.append(path)
    if share:
        yield share


def _upwards(path: str) -> Iterator[str]:
    """A path and the folders above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _changes(raws: list[Raw]) -> list[Change]:
    changes = []
    for raw in raws:
        before = raw.before if raw.mode_before.startswith("100") else ""
        after = raw.after if raw.mode_after.startswith("100") else ""
        if before != after:
            changes.append(Change(raw.path, before, after))
    return changes
