"""What `git log` says, whatever the user's or the repository's settings make of it.

Nothing is executed, fetched or changed. A signature is not verified, for that would run a program.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator, Sequence
from io import BufferedReader
from typing import NamedTuple, cast

from planproof.system import git
from planproof.system.repository import NoSuchRevision, is_shallow

FIELDS = "--format=%H%x00%P%x00%aN%x00%aE%x00%cI%x00%s"
"""What `commit` reads."""

_LOG = (
    "-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.diffMerges=separate",
    "--literal-pathspecs", "log", "-z", "--no-color", "--encoding=UTF-8",
)  # fmt: skip
_RECORDS = (
    "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none", "--submodule=short",
    "--no-ext-diff", "--no-textconv", f"-O{os.devnull}",
)  # fmt: skip
_RAW = (*_RECORDS, "--root", "-m", "--first-parent")
NOTHING = "000000"
"""The mode of what is not there."""

_CHUNK = 1 << 16


class Commit(NamedTuple):
    """A commit.

    Attributes:
        id: its full id.
        parents: the ids of its parents; none where the history begins or was cut off.
        author: its author's name, as `.mailmap` has it.
        email: the same of the address.
        date: when it was committed, in ISO 8601 with its offset from UTC.
        subject: the first paragraph of its message, on one line.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    date: str
    subject: str


class Raw(NamedTuple):
    """What a commit did to a path of a tree: modes and ids of objects, before and after."""

    path: str
    mode_before: str
    mode_after: str
    before: str
    after: str


def commits(
    root: str, revisions: str, *options: str, paths: Sequence[str] = ()
) -> Iterator[Commit]:
    """The commits of a range, newest first, as the options choose them.

    Raises:
        NoSuchRevision: git does not know the revisions.
        GitRefuses: it does not work with the repository.
    """
    words = log(root, revisions, FIELDS, *options, paths=paths)
    return (_commit(first, words) for first in words)


def raw_log(
    root: str, revisions: str, limit: int | None, *, outside: bool = False
) -> Iterator[tuple[Commit, list[Raw]]]:
    """What the commits of a range did to what lies below a folder, along first parents.

    Args:
        root: the folder.
        revisions: the range.
        limit: the most commits.
        outside: whether to tell of the rest of the repository as well, by paths that begin with `../`.

    Raises:
        NoSuchRevision: git does not know the revisions.
        GitRefuses: it does not work with the repository.
    """
    place = git.locate(root)
    prefix = place.prefix if place else ""
    options = ["--relative"] if prefix and not outside else []
    if limit is not None:
        options.append(f"--max-count={limit}")
    words = log(root, revisions, FIELDS, *_RAW, *options)
    beside = prefix if outside else ""
    for commit, records in _records(words):
        yield (
            commit,
            [Raw(_from(beside, name), *about[1:].split(" ")[:4]) for about, name in records],
        )


def _from(prefix: str, name: str) -> str:
    """A path as it is from a folder, whose path ends with a slash; by the top where it lies outside."""
    if name.startswith(prefix):
        return name[len(prefix) :]
    return "../" * prefix.count("/") + name


def deletions(root: str, rev: str, paths: Sequence[str]) -> Iterator[tuple[Commit, list[str]]]:
    """The commits that deleted any of these files or folders, with the files, as named from the top.

    All ways of the history are followed, and what a merge did by itself counts.

    Raises:
        NoSuchRevision: git does not know the revision.
        GitRefuses: it does not work with the repository.
    """
    options = (*_RECORDS, "--full-history", "-c", "--diff-filter=D")
    for commit, records in _records(log(root, rev, FIELDS, *options, paths=paths)):
        yield commit, [name for _, name in records]


def _records(words: Iterator[bytes]) -> Iterator[tuple[Commit, list[tuple[str, str]]]]:
    """Commits, each with what is said of objects, and their paths."""
    first = next(words, None)
    while first is not None:
        commit = _commit(first, words)
        records = []
        for first in words:
            about = first.lstrip(b"\n")
            if about.startswith(b":"):
                name = next(words).decode("utf-8", "surrogateescape")
                records.append((about.decode("ascii"), name))
            elif about:  # nothing stands before the records of a merge
                break
        else:
            first = None
        yield commit, records


def log(
    root: str, revisions: str, *options: str, paths: Sequence[str] = ()
) -> Generator[bytes, None, None]:
    """The words that `git log` prints, each ended by a NUL. Its process ends with its reader.

    Raises:
        NoSuchRevision: git does not know the revisions.
        GitRefuses: it does not work with the repository.
    """
    if revisions.startswith("-") or "\0" in revisions or not revisions.strip():
        raise NoSuchRevision(revisions, "no revision has such a name")
    with tempfile.TemporaryFile() as complaints:
        process = git.start(
            root, *_LOG, *options, revisions, "--", *paths, stderr=complaints.fileno()
        )
        with process:
            try:
                yield from _words(cast("BufferedReader", process.stdout))
                code = process.wait()
            finally:
                process.kill()
        if code:
            complaints.seek(0)
            raise _failure(root, revisions, text(complaints.read()))


def text(words: bytes) -> str:
    """What people wrote, in whatever encoding."""
    return words.decode("utf-8", "replace")


def _failure(root: str, revisions: str, said: str) -> Exception:
    for words in ("bad revision", "unknown revision", "bad object", "ambiguous", "Invalid"):
        if words in said:
            shallow = "; this clone is shallow" if is_shallow(root) else ""
            return NoSuchRevision(revisions, f"git knows no such commit{shallow}")
    return git.refusal(said)


def _words(out: BufferedReader) -> Iterator[bytes]:
    rest = b""
    while chunk := out.read1(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip():
        yield rest


def _commit(first: bytes, words: Iterator[bytes]) -> Commit:
    parents, author, email, date, subject = (text(next(words)) for _ in range(5))
    return Commit(text(first.strip()), tuple(parents.split()), author, email, date, subject)
