"""The files of a project at one moment, with the ids of their contents."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from planproof.system.files import CannotRead, read_bytes
from planproof.system.objects import Objects

LINK = "a symbolic link, which is not followed"
SUBMODULE = "a submodule, which is a repository of its own"
REPOSITORY = "a repository of its own"
CHANGED = "it changed while it was being read"
NO_CONTENT = "there is no such content"

_SHARE = 64
_GRAIN = 20_000_000
"""Nanoseconds by which the clock of files may be behind the other one."""

Stamp = tuple[int, int, int, int]
"""A file's times of change, size and number. The time of change of its entry cannot be set by anybody."""

Stamps = Mapping[str, tuple[Stamp, str]]
"""By path, stamps with the id of what was read then: only such as can be believed later."""


class Entry(NamedTuple):
    """A file, and the id that git gives its content, or would give it: hexadecimal digits."""

    path: str
    blob: str


class LeftOut(NamedTuple):
    """A path whose content is not looked at, and why."""

    path: str
    reason: str


class Snapshot:
    """The files of a project at one moment: `Committed` or `OnDisk`. Not for several threads at once.

    Attributes:
        root: the project's folder, which may lie inside its repository. Paths are relative to it, and
            only what lies below it counts.
        revision: the full id of the commit; empty for the files on disk.
        entries: the files by path, with the ids of their contents. Bytes of a name that are no UTF-8
            are kept as surrogates.
        stamps: what spares a later look at the same folder reading unchanged files anew. Only files
            whose ids git does not keep have any.
    """

    def __init__(
        self,
        root: str,
        revision: str,
        entries: dict[str, str],
        left_out: Mapping[str, str],
        stamps: Stamps | None = None,
    ) -> None:
        self.root = root
        self.revision = revision
        self.entries = entries
        self.stamps: Stamps = stamps or {}
        self._left_out = dict(left_out)

    @property
    def left_out(self) -> list[LeftOut]:
        """What is not looked at, by path. Files whose content turns out to be missing join them."""
        return [LeftOut(path, reason) for path, reason in sorted(self._left_out.items())]

    @property
    def stored(self) -> Mapping[str, str]:
        """The files by path, each with the id of what git stores, also where it puts something else on disk.

        So the files of a commit and those on disk are alike as long as nobody changes them.
        """
        return self.entries

    def read(self, path: str) -> bytes | None:
        """A file's content; None where there is no such file, or where `left_out` says why not."""
        blob = self.entries.get(path)
        return None if blob is None else next(self.read_many([(path, blob)]))[1]

    def read_many(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        """The contents of files, which are given by path and id, in their order, with their paths."""
        raise NotImplementedError


class Committed(Snapshot):
    """The files of a commit. Their contents are what was committed, byte for byte."""

    def __init__(
        self,
        root: str,
        revision: str,
        entries: dict[str, str],
        left_out: Mapping[str, str],
        objects: Objects,
    ) -> None:
        super().__init__(root, revision, entries, left_out)
        self._objects = objects

    def read_many(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        """See `Snapshot.read_many`. Any blob of the repository can be asked for."""
        rest = iter(files)
        while share := list(islice(rest, _SHARE)):
            contents = self._objects.contents([blob for _, blob in share])
            for (path, blob), content in zip(share, contents, strict=True):
                if content is None:
                    self._left_out[path] = self._objects.missing.get(blob, NO_CONTENT)
                yield path, content


class LookedAt(NamedTuple):
    """How the files on disk were looked at.

    Attributes:
        began: when, in ns since 1970.
        stored: files that a sparse checkout leaves out of the folder.
        converted: files whose id is not that of their content, but made from the id of what git stores,
            which is given.
        stamps: what spares a later look reading them.
    """

    began: int
    stored: frozenset[str]
    converted: Mapping[str, str]
    stamps: Stamps


class OnDisk(Snapshot):
    """The files of a folder as they are. Their contents are read when they are asked for.

    A file that a sparse checkout left out of the folder is among them; its content is what the
    repository has.
    """

    def __init__(
        self,
        root: str,
        entries: dict[str, str],
        left_out: Mapping[str, str],
        look: LookedAt,
    ) -> None:
        super().__init__(root, "", entries, left_out, look.stamps)
        self._look = look
        self._objects = Objects(root)

    @property
    def stored(self) -> Mapping[str, str]:
        """See `Snapshot.stored`."""
        return {**self.entries, **self._look.converted} if self._look.converted else self.entries

    def read_many(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        """See `Snapshot.read_many`. A file with another content than that of the id has none."""
        for path, blob in files:
            content = self._stored if path in self._look.stored else self._content
            yield path, content(path, blob)

    def _stored(self, path: str, blob: str) -> bytes | None:
        content = self._objects.read(blob)
        if content is None:
            self._left_out[path] = self._objects.missing.get(blob, NO_CONTENT)
        return content

    def _content(self, path: str, blob: str) -> bytes | None:
        full = os.path.join(self.root, path)
        try:
            content = read_bytes(full)
            found = os.lstat(full)
        except CannotRead as error:
            self._left_out[path] = error.reason
            return None
        except OSError:
            self._left_out[path] = CHANGED
            return None
        if stat.S_ISLNK(found.st_mode) or not self._still(path, blob, content, found):
            self._left_out[path] = CHANGED
            return None
        return content

    def _still(self, path: str, blob: str, content: bytes, found: os.stat_result) -> bool:
        changed = max(found.st_mtime_ns, found.st_ctime_ns)
        if path in self._look.converted:  # nothing to compare it with
            return changed <= self._look.began
        if changed <= self._look.began - _GRAIN:
            return True
        alike = (content, content.replace(b"\r\n", b"\n"))
        return any(blob_id(one, len(blob)) == blob for one in alike)


def blob_id(content: bytes, digits: int = 40) -> str:
    """The id that git gives a content, of 40 digits (SHA-1) or 64 (SHA-256)."""
    made = hashlib.sha1 if digits == 40 else hashlib.sha256
    return made(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
