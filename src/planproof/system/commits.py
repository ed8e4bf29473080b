"""What many commits are: their trees and times, and which blob a file was at each. All asked at once.

Contents of files are never asked for, so that a clone without them (`--filter=blob:none`) can answer.
What is not in this clone is left out of the answers. Replacements (`git replace`) do not count.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from threading import Thread
from typing import BinaryIO, NamedTuple, TypeVar, cast

from planproof.system import git
from planproof.system.repository import is_shallow
from planproof.text.patterns import rx

MOST_BYTES = 16 * 1024 * 1024
"""A commit or a folder's listing with more than this is not read."""

T = TypeVar("T")

_MOST_ENDS = 100
"""How often git may end over an object that is not here before the rest counts as not here."""

_PLAIN = {"GIT_NO_REPLACE_OBJECTS": "1"}


class CommitOf(NamedTuple):
    """A commit: its tree, and when it was made (None where it does not tell)."""

    tree: str
    when: datetime | None


class Commits:
    """Questions to a repository about many commits."""

    def __init__(self, root: str) -> None:
        """`root` is a folder of the repository."""
        self.root = root

    @cached_property
    def shallow(self) -> bool:
        """Whether commits may be missing for no other reason than that they were not fetched."""
        return self.partial or is_shallow(self.root)

    @cached_property
    def partial(self) -> bool:
        """Whether the clone was made without some objects, which a remote has promised."""
        return bool(git.git(self.root, "config", "--get-regexp", r"^remote\..*\.promisor$"))

    def known(self, ids: Iterable[str]) -> dict[str, CommitOf]:
        """Those of some full ids that are commits here."""
        asked = [one for one in dict.fromkeys(ids) if _is_id(one)]
        found: dict[str, CommitOf] = {}
        for name, kind, content in self._objects(asked):
            if kind == "commit" and content is not None:
                found[name] = _commit(content)
        return found

    def blobs(self, files: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The blobs of files at commits; empty where there is no such file, missing where nobody can say.

        Args:
            files: commits, by full ids that are known here, with paths from the top of the repository.
        """
        asked = [one for one in dict.fromkeys(files) if _is_id(one[0]) and is_plain(one[1])]
        folders = dict.fromkeys(f"{commit}:{_folder(path)}" for commit, path in asked)
        trees = dict(self._trees(list(folders)))
        wanted = list(dict.fromkeys(tree for tree in trees.values() if tree))
        entries: dict[str, dict[bytes, str]] = {}
        for tree, kind, content in self._objects(wanted):
            if kind == "tree" and content is not None:
                entries[tree] = dict(_entries(content, len(tree) // 2))
        found: dict[tuple[str, str], str] = {}
        for commit, path in asked:
            folder = trees.get(f"{commit}:{_folder(path)}")
            if folder == "":
                found[commit, path] = ""
            elif folder in entries:
                name = path.rpartition("/")[2].encode("utf-8", "surrogateescape")
                found[commit, path] = entries[folder].get(name, "")
        return found

    def _trees(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The ids of trees by names such as `<commit>:docs`; empty where there is none."""
        for name, (found, kind, _) in _asked(self.root, "--batch-check", names, _header):
            if kind or not self.partial:  # a partial clone may lack the folder's listing
                yield name, found if kind == "tree" else ""

    def _objects(self, ids: Sequence[str]) -> Iterator[tuple[str, str, bytes | None]]:
        """Objects: id, kind and content; those that are not here are left out."""
        for name, (kind, content) in _asked(self.root, "--batch", ids, _object):
            if kind:
                yield name, kind, content


def is_plain(path: str) -> bool:
    """Whether a path names a file below the top of a repository, and can be asked for in a line."""
    parts = path.split("/")
    return not rx(r"[\0\r\n]").search(path) and not any(part in ("", ".", "..") for part in parts)


def _asked(
    root: str, how: str, names: Sequence[str], read: Callable[[BinaryIO], T]
) -> Iterator[tuple[str, T]]:
    """The answers of `git cat-file` to names, one after the other.

    In a partial clone git ends over an object that a remote has promised and that is not here. Then that
    name has no answer, and the rest is asked anew.
    """
    rest = list(names)
    for _ in range(_MOST_ENDS):
        if not rest:
            return
        done = 0
        for name, answer in zip(rest, _answers(root, how, rest, read), strict=False):
            done += 1
            yield name, answer
        rest = rest[done + 1 :]


def _answers(
    root: str, how: str, names: Sequence[str], read: Callable[[BinaryIO], T]
) -> Iterator[T]:
    """The answers up to the end of the process, which may come early."""
    process = git.start(
        root, "cat-file", how, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, more=_PLAIN
    )
    given, out = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    feeder = Thread(target=_feed, args=(given, names), daemon=True)
    feeder.start()
    try:
        for _ in names:
            try:
                answer = read(out)
            except EOFError:
                return
            yield answer
    finally:
        process.kill()
        process.wait()
        feeder.join()
        out.close()


def _feed(given: BinaryIO, names: Sequence[str]) -> None:
    with suppress(OSError, ValueError):  # it ended early
        for start in range(0, len(names), 1000):
            part = names[start : start + 1000]
            given.write(
                b"".join(b"%s\n" % name.encode("utf-8", "surrogateescape") for name in part)
            )
    with suppress(OSError):
        given.close()


def _header(out: BinaryIO) -> tuple[str, str, int]:
    """The next answer's id, kind and size; no kind where the object is not here."""
    line = out.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    words = line.split()
    if len(words) != 3 or not words[2].isdigit():
        return "", "", 0
    return words[0].decode("ascii", "replace"), words[1].decode("ascii", "replace"), int(words[2])


def _object(out: BinaryIO) -> tuple[str, bytes | None]:
    """The next answer's kind and content; None for a content that is not read."""
    _, kind, size = _header(out)
    if not kind:
        return "", None
    if kind in ("commit", "tree") and size <= MOST_BYTES:
        content = out.read(size + 1)
        if len(content) <= size:
            raise EOFError
        return kind, content[:-1]
    left = size + 1
    while left > 0:
        part = out.read(min(left, 1 << 20))
        if not part:
            raise EOFError
        left -= len(part)
    return kind, None


def _commit(content: bytes) -> CommitOf:
    head = content.partition(b"\n\n")[0].decode("utf-8", "replace")
    tree = rx(r"\Atree ([0-9a-f]{40,64})$").search(head.partition("\n")[0])
    committer = rx(r"(?m)^committer .*> (-?\d{1,12}) [+-]\d{4}$").search(head)
    when = None
    if committer is not None:
        with suppress(ValueError, OverflowError, OSError):
            when = datetime.fromtimestamp(int(committer[1]), UTC)
    return CommitOf(tree[1] if tree else "", when)


def _entries(tree: bytes, size: int) -> Iterator[tuple[bytes, str]]:
    """The files in a tree's listing: names and the ids of their blobs, which have `size` bytes."""
    at = 0
    while at < len(tree):
        blank, end = tree.find(b" ", at), tree.find(b"\0", at)
        if not at < blank < end or end + size >= len(tree) + 1:
            return
        if tree[at:blank].startswith(b"100"):
            yield tree[blank + 1 : end], tree[end + 1 : end + 1 + size].hex()
        at = end + 1 + size


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _is_id(name: str) -> bool:
    return len(name) in (40, 64) and rx("[0-9a-f]+").fullmatch(name) is not None
