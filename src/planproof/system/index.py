"""What git knows of the files on disk: its index, the untracked files, and what it would convert."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planproof.system import git
from planproof.system.git import GitRefuses, Place

_RECORD = (
    rb"(\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0"
    rb"(?:  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n"
    rb"  dev: \d+\tino: (\d+)\n  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: ([0-9a-f]+)\n)?"
)
_SKIP_WORK_TREE = 1 << 30
_LOW = 0xFFFFFFFF
_CONVERTING = ("filter", "working-tree-encoding")
_REMEDY = "Move the repository's index file away and run `git reset`, which makes it anew."


class Tracked(NamedTuple):
    """An entry of the index.

    Attributes:
        mode: its kind, as git writes it: `100644`, `100755`, `120000` a link, `160000` a submodule.
        blob: the id of its content.
        seen: the file's times of change (of content and entry, in ns), number and size when git saw
            that content in it, all but the times modulo 2^32; zeros where git has not.
        sparse: whether a sparse checkout leaves the file out of the folder.
    """

    path: str
    mode: str
    blob: str
    seen: tuple[int, int, int, int]
    sparse: bool


class Index(NamedTuple):
    """What git knows of a folder's files.

    Attributes:
        tracked: the entries of its index; one of a conflict stands there up to three times.
        others: files that are neither tracked nor ignored. What ends in a slash is a repository.
        written: when the index was written, in ns. A file that is not older may have changed unseen.
    """

    tracked: list[Tracked]
    others: list[str]
    written: int


def read_index(root: str, place: Place) -> Index:
    """What git knows of a folder's files.

    git itself compares nothing here: where it had to look at contents, it would run the programs that
    the repository's settings name as filters.

    Raises:
        GitRefuses: the index is damaged.
    """
    written = _written(root, place)
    staged = git.start(root, "ls-files", "-z", "--stage", "--debug")
    untracked = git.start(root, "ls-files", "-z", "--others", "--exclude-standard")
    with staged, untracked:  # the second looks around while the first one's answer is read
        tracked = list(_tracked(_answer(staged)))
        names = _answer(untracked).decode("utf-8", "surrogateescape").split("\0")
    return Index(tracked, [name for name in names if name], written)


def _answer(process: subprocess.Popen[bytes]) -> bytes:
    out, said = process.communicate()
    if process.returncode:
        raise git.refusal(said.decode("utf-8", "replace"))
    return out


def _tracked(out: bytes) -> Iterator[Tracked]:
    for found in re.finditer(_RECORD, out):
        mode, blob, path, *rest = found.groups()
        if rest[-1] is None:  # another git may print them in another way
            seen, flags = (0, 0, 0, 0), 0
        else:
            entry_s, entry_ns, content_s, content_ns, number, size = map(int, rest[:-1])
            seen = (
                content_s * 1_000_000_000 + content_ns,
                entry_s * 1_000_000_000 + entry_ns,
                number,
                size,
            )
            flags = int(rest[-1], 16)
        yield Tracked(
            path.decode("utf-8", "surrogateescape"),
            mode.decode(),
            blob.decode(),
            seen,
            bool(flags & _SKIP_WORK_TREE),
        )


def unchanged(entry: Tracked, found: os.stat_result, written: int) -> bool:
    """Whether a file surely still has the content that git saw in it."""
    content, whole, number, size = entry.seen
    return (
        found.st_mtime_ns == content < written
        and found.st_size & _LOW == size
        and found.st_ctime_ns == whole
        and (found.st_ino & _LOW == number or number == 0)
    )


def _written(root: str, place: Place) -> int:
    """When the index was written, in ns; 0 where there is none.

    Raises:
        GitRefuses: it does not match its own digest, which git itself does not look at.
    """
    named = git.environment(root).get("GIT_INDEX_FILE")
    path = named or os.path.join(place.folder, "index")
    try:
        with open(path, "rb") as file:
            written = os.fstat(file.fileno()).st_mtime_ns
            data = file.read()
    except OSError:
        return 0
    made = hashlib.new(place.algorithm, usedforsecurity=False)
    size = made.digest_size
    made.update(data[:-size])
    if data[-size:] not in (made.digest(), bytes(size)):  # zeros: git was told to write no digest
        raise GitRefuses("git's index is damaged", _REMEDY)
    return written


def converted(root: str, place: Place, tracked: Iterable[Tracked]) -> set[str]:
    """The files that are another content on disk than in the repository, by a filter or an encoding."""
    files = [entry.path for entry in tracked]
    folders = [root]
    for _ in place.prefix.strip("/").split("/") if place.prefix else ():
        folders.append(os.path.join(folders[-1], ".."))
    attributes = [os.path.join(folder, ".gitattributes") for folder in folders]
    attributes.append(os.path.join(place.folder, "info", "attributes"))
    attributes += [os.path.join(root, path) for path in files if path.endswith("/.gitattributes")]
    if not any(_names_converting(path) for path in attributes):
        return set()
    given = "\0".join(files).encode("utf-8", "surrogateescape")
    ran = git.run(root, "check-attr", "-z", "--stdin", *_CONVERTING, given=given)
    words = ran.text.split("\0") if ran else []
    return {
        path
        for path, value in zip(words[0::3], words[2::3], strict=False)
        if value not in ("unspecified", "unset")
    }


def converts_line_ends(root: str, place: Place) -> bool:
    """Whether git may put files on disk with other line ends than those that it stores."""
    if (git.git(root, "config", "core.autocrlf") or "false").strip() != "false":
        return True
    folder = os.path.join(root, "../" * place.prefix.count("/"))
    attributes = [os.path.join(one, ".gitattributes") for one in (root, folder)]
    attributes.append(os.path.join(place.folder, "info", "attributes"))
    return any(_names_converting(path, ("text", "eol", "crlf")) for path in attributes)


def _names_converting(path: str, names: Sequence[str] = _CONVERTING) -> bool:
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError:
        return False
    return any(name.encode() in text for name in names)
