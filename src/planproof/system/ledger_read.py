"""What lies in a tree of the ledger, and the bytes of it, as a stream: a tree may come from anybody."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator, Iterable, Iterator
from io import BytesIO
from itertools import chain
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, Self, cast

from planproof.system import git
from planproof.system.ledger_form import (
    MOST_RECORD_BYTES,
    Entry,
    LedgerError,
    fault,
    is_of_form,
    tombstone_digests,
)
from planproof.system.ledger_ref import ask, no_git, refusal
from planproof.system.objects import NOT_HERE, Objects, _CatFile, _Ended

MOST_FILES = 2_000_000
"""A tree with more files than this is not read: a few small objects can spell any number of paths."""

_CHUNK = 1 << 16
_SHARE = 64
_BYTES = ("utf-8", "surrogateescape")
_FOLDER = "040000"
_DEEPEST = 4
"""Folders above a record."""

_LARGEST_TREE = 1 << 22
"""Bytes of a folder: some 40,000 files. An item has 256 folders."""


class Difference(NamedTuple):
    """A path at which two trees differ: what the one has there and what the other; None for nothing."""

    ours: Entry | None
    theirs: Entry | None


def files(root: str, tree: str, below: str = "") -> Iterator[Entry]:
    """The files of a tree, in the order of their paths.

    Args:
        root: a folder of the repository.
        tree: a commit's or a tree's id.
        below: a folder in the tree; empty for all of it.

    Raises:
        LedgerError: git cannot read the tree, or it has too many files.
    """
    where = (f"{below}/",) if below else ()
    for word in _words(root, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *where):
        about, _, path = word.decode("utf-8", "surrogateescape").partition("\t")
        mode, _, blob = about.split(" ")
        yield Entry(path, mode, blob)


def differences(root: str, ours: str, theirs: str) -> Iterator[Difference]:
    """Where two commits' trees differ, in no particular order. Of what is the same nothing is read.

    A folder that lies deeper than any record is given as one thing, by its path with a slash.
    `git diff-tree` would do, but holds all differences in memory before it tells the first.

    Args:
        root: a folder of the repository.
        ours: a commit's id; empty for no files at all.
        theirs: a commit's id.

    Raises:
        LedgerError: git cannot read a tree, or there is too much.
    """
    if not ours:
        for entry in files(root, theirs):  # as many as there are, so as fast as can be
            yield Difference(None, entry)
        return
    ids = ask(root, "rev-parse", f"{ours}^{{tree}}", f"{theirs}^{{tree}}").text.split()
    stack = [("", ids[0], ids[1])]
    count = 0
    with Contents(root, b"tree", _LARGEST_TREE) as trees:
        while stack:
            share, stack[-_SHARE // 2 :] = stack[-_SHARE // 2 :], []
            share.reverse()
            below: list[tuple[str, str, str]] = []
            asked = [tree for _, *pair in share for tree in pair]
            found = iter([_tree(one, content) for one, content in trees.each(asked)])
            for (prefix, *_), mine, other in zip(share, found, found, strict=True):
                for difference in _compare(prefix, mine, other):
                    count += 1
                    if isinstance(difference, Difference):
                        yield difference
                    else:
                        below.append(difference)
            stack += below[::-1]  # about in the order of paths, as packs hold what is alike
            if count > MOST_FILES:
                raise _endless()


def _compare(
    prefix: str, ours: dict[str, tuple[str, str]], theirs: dict[str, tuple[str, str]]
) -> Iterator[Difference | tuple[str, str, str]]:
    """Where two folders differ: files, and folders to be compared, by path and ids."""
    goes_on = prefix.count("/") < _DEEPEST
    for name in sorted(ours.keys() | theirs.keys()):
        pair = (ours.get(name), theirs.get(name))
        if pair[0] == pair[1]:
            continue
        path = f"{prefix}{name}"
        below, other_below = (
            one[1] if one is not None and one[0] == _FOLDER else "" for one in pair
        )
        if (below or other_below) and goes_on:
            yield f"{path}/", below, other_below
        mine, other = (
            None
            if one is None or (one[0] == _FOLDER and goes_on)
            else Entry(f"{path}/" if one[0] == _FOLDER else path, *one)
            for one in pair
        )
        if mine is not None or other is not None:
            yield Difference(mine, other)


def _tree(tree: str, content: bytes | None) -> dict[str, tuple[str, str]]:
    """The modes and ids in a tree object, by name. The form: gitformat, "tree objects"."""
    if not tree:
        return {}
    found: dict[str, tuple[str, str]] = {}
    width, at, count = len(tree) // 2, 0, -1 if content is None else 0
    try:
        while content is not None and at < len(content):
            space = content.index(b" ", at)
            end = content.index(b"\0", space)
            name = content[space + 1 : end].decode("utf-8", "surrogateescape")
            mode = content[at:space].decode("ascii").rjust(6, "0")
            at = end + 1 + width
            found[name] = (mode, content[end + 1 : at].hex())
            count += 1
    except ValueError:
        count = -1
    if count != len(found) or any("/" in name or not name for name in found):
        raise LedgerError(
            f"the ledger's tree {tree} cannot be read",
            "Run `git fsck`; a clone that has it whole can be fetched from.",
        )
    return found


def pruned(root: str, tree: str) -> frozenset[str]:
    """The digests that a commit's tombstones, or those of a tree of tombstones, name.

    Raises:
        LedgerError: git cannot read the tree.
    """
    found: set[str] = set()
    with Contents(root) as objects:
        within = (entry._replace(path=f"pruned/{entry.path}") for entry in files(root, tree))
        for entry, content in objects.stream(filter(is_of_form, within)):
            if content is not None and not fault(entry, content):
                found.update(tombstone_digests(content) or ())
    return frozenset(found)


class Contents(Objects):
    """The contents of objects of one kind. What is larger than is wanted is not read."""

    def __init__(self, root: str, kind: bytes = b"blob", most: int = MOST_RECORD_BYTES) -> None:
        super().__init__(root)
        self._kind = kind
        self._most = most

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stream(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Files with their contents, each None where it cannot be had.

        All questions are put into a file before the first answer is read, so that git works while we do:
        for 100,000 files that takes a third less time than asking for some at a time.
        """
        with TemporaryFile() as asked, TemporaryFile() as about:
            for entry in entries:
                asked.write(f"{entry.blob}\n".encode("ascii"))
                about.write(f"{entry.mode} {entry.blob} {entry.path}\0".encode(*_BYTES))
            asked.seek(0)
            about.seek(0)
            rest = (_entry(word.decode(*_BYTES)) for word in _split(about))
            answers = _Answers(self._root, asked.fileno())
            last: list[Entry] = []
            try:
                for entry in rest:
                    last = [entry]
                    yield entry, self._answer(answers, entry.blob)
            except _Ended:  # git gave up over the last one
                for entry in chain(last, rest):
                    yield entry, self.read(entry.blob)
            finally:
                answers.end()

    def each(self, objects: list[str]) -> Iterator[tuple[str, bytes | None]]:
        """Objects with their contents; None for an empty id, and where it cannot be had."""
        found = iter(list(self.contents(one for one in objects if one)))
        return ((one, next(found) if one else None) for one in objects)

    def _answer(self, asked: _CatFile, blob: str) -> bytes | None:
        kind, size = asked.header()
        if kind == self._kind and size <= self._most:
            return asked.exactly(size + 1)[:-1]
        if kind == b"missing":
            self.missing[blob] = NOT_HERE
        else:
            asked.skip(size + 1)
            self.missing[blob] = f"it has {size} bytes" if kind == self._kind else "it is no file"
        return None


def _entry(line: str) -> Entry:
    mode, blob, path = line.split(" ", 2)
    return Entry(path, mode, blob)


class _Answers(_CatFile):
    """A `git cat-file` whose questions are in a file."""

    def __init__(self, root: str, asked: int) -> None:
        self.owner = os.getpid()
        self._stand_in = ""
        self._process = git.start(
            root, "cat-file", "--batch", "--buffer", stdin=asked, stderr=subprocess.DEVNULL
        )
        self._in = BytesIO()
        self._out = cast("BinaryIO", self._process.stdout)


def _words(root: str, *arguments: str) -> Generator[bytes, None, None]:
    """The words that a git command prints, each ended by a NUL. Its process ends with its reader."""
    with TemporaryFile() as complaints:
        try:
            process = git.start(root, *arguments, stderr=complaints.fileno())
        except OSError as error:
            raise no_git() from error
        with process:
            try:
                yield from _split(cast("BinaryIO", process.stdout))
                code = process.wait()
            finally:
                process.kill()
        if code:
            complaints.seek(0)
            raise refusal(complaints.read().decode("utf-8", "replace"))


def _split(out: BinaryIO) -> Iterator[bytes]:
    rest, count = b"", 0
    while chunk := out.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        count += len(whole)
        if count > MOST_FILES or len(rest) > _CHUNK:
            raise _endless()
        yield from whole


def _endless() -> LedgerError:
    return LedgerError(
        f"the ledger's tree has more than {MOST_FILES:,} files, or paths without end",
        "Somebody has filled it with what is no record: start from a clone that is whole.",
    )
