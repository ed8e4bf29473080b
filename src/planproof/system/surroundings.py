"""The files around a plan, as rules ask about them; every answer is kept, for the cache."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.system.files import CannotRead, read_bytes
from planproof.text.source import NotText, Source

if TYPE_CHECKING:
    from planproof.system.snapshots import Snapshot

Observation = tuple[str, str, str]
"""What was asked (`kind` or `anchors`), of which path, and the answer, as a word or a digest."""


class Disk:
    """The files below a root folder."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._kinds: dict[str, str] = {}
        self._anchors: dict[str, frozenset[str] | None] = {}
        self._digests: dict[str, str] = {}

    def kind(self, path: str) -> str:
        """`file`, `folder`, or empty where there is nothing."""
        known = self._kinds.get(path)
        if known is None:
            full = os.path.join(self.root, path)
            known = "folder" if os.path.isdir(full) else "file" if os.path.exists(full) else ""
            self._kinds[path] = known
        return known

    def anchors(self, path: str) -> frozenset[str] | None:
        """The fragments that links to a Markdown file can have; None where it cannot be read."""
        if path not in self._anchors:
            self._digests[path], self._anchors[path] = self._read_anchors(path)
        return self._anchors[path]

    def _read_anchors(self, path: str) -> tuple[str, frozenset[str] | None]:
        from planproof.markdown.outline import anchors
        from planproof.markdown.parse import parse

        data = self._content(path)
        if data is None:
            return "", None
        try:
            return digest(data), anchors(parse(Source.from_bytes(path, data)))
        except NotText:
            return "", None

    def _content(self, path: str) -> bytes | None:
        """What a file holds; None where it cannot be read."""
        try:
            return read_bytes(os.path.join(self.root, path))
        except CannotRead:
            return None

    def file_digest(self, path: str) -> str:
        """The digest of a file's content; empty where it cannot be read."""
        if path not in self._digests:
            data = self._content(path)
            self._digests[path] = digest(data) if data is not None else ""
        return self._digests[path]

    def still_so(self, observations: Sequence[Observation]) -> bool:
        """Whether every answer would be the same today."""
        return all(
            (self.kind(path) if question == "kind" else self.file_digest(path)) == answer
            for question, path, answer in observations
        )


class OfSnapshot(Disk):
    """The files of a snapshot, such as those of a commit; what lies outside of its folder is asked of the disk."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot.root)
        self.snapshot = snapshot

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Whether a path is a file or a folder."""
        files = [*self.snapshot.entries, *(path for path, _ in self.snapshot.left_out)]
        found = {"": "folder", ".": "folder"}
        for path in files:
            at = path.rpartition("/")[0]
            while at not in found:
                found[at] = "folder"
                at = at.rpartition("/")[0]
        found.update(dict.fromkeys(files, "file"))
        return found

    def kind(self, path: str) -> str:
        """See `Disk.kind`."""
        whole = posixpath.normpath(path)
        return super().kind(path) if _is_outside(whole) else self._paths.get(whole, "")

    def _content(self, path: str) -> bytes | None:
        whole = posixpath.normpath(path)
        return super()._content(path) if _is_outside(whole) else self.snapshot.read(whole)


def _is_outside(path: str) -> bool:
    return path == ".." or path.startswith(("../", "/"))


class Watched:
    """The same, noting what is asked, so that a cached result can be held against today's files."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.observations: dict[tuple[str, str], str] = {}

    def kind(self, path: str) -> str:
        """See `Disk.kind`."""
        answer = self._disk.kind(path)
        self.observations["kind", path] = answer
        return answer

    def anchors(self, path: str) -> frozenset[str] | None:
        """See `Disk.anchors`."""
        answer = self._disk.anchors(path)
        self.observations["anchors", path] = self._disk.file_digest(path)
        return answer

    def taken(self) -> tuple[Observation, ...]:
        """What was asked, with the answers."""
        return tuple(
            (question, path, answer) for (question, path), answer in self.observations.items()
        )


def digest(data: bytes) -> str:
    """A content's digest."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
