"""A look at the files on disk: at those that git names, or at all that a folder has."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from functools import cached_property

from planproof.system.files import MOST_BYTES, CannotRead, passed_by, read_bytes
from planproof.system.git import Place
from planproof.system.index import (
    Tracked,
    converted,
    converts_line_ends,
    read_index,
    unchanged,
)
from planproof.system.objects import TOO_LARGE
from planproof.system.snapshots import (
    LINK,
    REPOSITORY,
    SUBMODULE,
    LookedAt,
    OnDisk,
    Stamp,
    Stamps,
    blob_id,
)

SETTLED = 2_000_000_000
"""Nanoseconds by which a file has to be older than a look at it, so that no clock's grain hides a change."""

_TOOLS = "a folder of tools or dependencies, or a hidden one"
_SPECIAL = "not a regular file"


def known_to_git(root: str, place: Place, stamps: Stamps | None = None) -> OnDisk:
    """The files below a folder that git tracks or would track. See `repository.work_tree`.

    Raises:
        GitRefuses: the index is damaged.
    """
    look = _Look(root, place, stamps or {})
    index = read_index(root, place)
    known: dict[str, Tracked] = {}
    for entry in index.tracked:
        if look.at_tracked(entry, index.written):
            known[entry.path] = entry
    for path in index.others:
        if path.endswith("/"):
            look.left_out[path] = REPOSITORY
        elif found := look.regular(path):
            look.at_content(path, found)
    others = {path: known[path].blob for path in converted(root, place, known.values())}
    for path, blob in others.items():
        look.entries[path] = blob_id(b"converted " + blob.encode(), look.digits)
    return look.taken(others)


def plain(root: str, stamps: Stamps | None = None) -> OnDisk:
    """The files below a folder, but for folders of tools and dependencies and hidden ones.

    Args:
        root: the folder.
        stamps: those of an earlier snapshot. A file whose stamp is the same is not read again.

    Raises:
        CannotRead: there is no such folder, or it cannot be listed.
    """
    look = _Look(root, None, stamps or {})
    for path in _walk(root, look.left_out):
        if found := look.regular(path):
            look.at_content(path, found)
    return look.taken()


def _walk(root: str, left_out: dict[str, str]) -> Iterator[str]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise CannotRead(_reason(error), "Check the path.") from None
            left_out[folder] = _reason(error)
            continue
        for entry in entries:
            path = folder + entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif passed_by(entry.name):
                left_out[f"{path}/"] = _TOOLS
            else:
                folders.append(f"{path}/")


def _reason(error: OSError) -> str:
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]


class _Look:
    """A look at files on disk: what was found so far."""

    def __init__(self, root: str, place: Place | None, stamps: Stamps) -> None:
        self.entries: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.digits = 64 if place is not None and place.algorithm != "sha1" else 40
        self._place = place
        self._root = root
        self._began = time.time_ns()
        self._earlier = stamps
        self._stamps: dict[str, tuple[Stamp, str]] = {}
        self._linked = {"": False}
        self._stored: set[str] = set()

    def at_tracked(self, entry: Tracked, written: int) -> bool:
        """Add a file that git tracks, as it is now. True where it has the content that git saw in it."""
        path = entry.path
        if entry.mode == "160000":
            self.left_out[path] = SUBMODULE
            return False
        found = self.regular(path)
        if found is not None and unchanged(entry, found, written):
            self.entries[path] = entry.blob
            return True
        if found is not None:
            if path not in self.entries:  # one of a conflict comes several times
                self.at_content(path, found, entry.blob)
        elif entry.sparse and path not in self.left_out:
            self.entries[path] = entry.blob
            self._stored.add(path)
        return False

    def regular(self, path: str) -> os.stat_result | None:
        """What the system knows of a regular file; None where there is none, or where it is left out."""
        if self._below_link(path.rpartition("/")[0]):
            return None
        try:
            found = os.lstat(f"{self._root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self.left_out[path] = _reason(error)
            return None
        return found if self.is_regular(path, found) else None

    def is_regular(self, path: str, found: os.stat_result) -> bool:
        """Whether it is a regular file. It is left out, with the reason, where it is not."""
        if stat.S_ISREG(found.st_mode):
            return True
        if stat.S_ISLNK(found.st_mode):
            self.left_out[path] = LINK
        elif not stat.S_ISDIR(found.st_mode):
            self.left_out[path] = _SPECIAL
        return False

    def at_content(self, path: str, found: os.stat_result, stored: str = "") -> None:
        """Add a file by its content, which is read unless an earlier look has read the same.

        Where it differs by its line ends alone from what git stores (`stored`), and git changes these, it
        is what git stores.
        """
        stamp = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        earlier, blob = self._earlier.get(path, (None, ""))
        if earlier != stamp or len(blob) != self.digits:
            if found.st_size > MOST_BYTES:
                self.left_out[path] = TOO_LARGE
                return
            try:
                content = read_bytes(f"{self._root}/{path}")
            except CannotRead as error:
                self.left_out[path] = error.reason
                return
            blob = blob_id(content, self.digits)
            if stored and stored != blob and b"\r\n" in content and self._converts_line_ends:
                plain = blob_id(content.replace(b"\r\n", b"\n"), self.digits)
                blob = stored if plain == stored else blob
        self.entries[path] = blob
        # Elsewhere than on POSIX the second time is that of the file's making.
        if os.name == "posix" and max(stamp[:2]) + SETTLED < self._began:
            self._stamps[path] = (stamp, blob)

    @cached_property
    def _converts_line_ends(self) -> bool:
        return self._place is not None and converts_line_ends(self._root, self._place)

    def taken(self, converted: Mapping[str, str] | None = None) -> OnDisk:
        """What was found. Files that are `converted` have ids of their own."""
        stored = frozenset(self._stored)
        look = LookedAt(self._began, stored, converted or {}, self._stamps)
        return OnDisk(self._root, self.entries, self.left_out, look)

    def _below_link(self, folder: str) -> bool:
        unknown = []
        while folder not in self._linked:
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        linked = self._linked[folder]
        for folder in reversed(unknown):
            linked = linked or os.path.islink(f"{self._root}/{folder}")
            self._linked[folder] = linked
        return linked
