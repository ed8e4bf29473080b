"""Courses as they are kept between runs: by the commit that they go up to, a few commits' at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.kept import key
from planproof.system import cache, git
from planproof.system.files import CannotRead, read_bytes

SLOTS = 4
"""How many commits' tracks are kept, the latest used first."""


class _Index(msgspec.Struct, array_like=True):
    """Which commit's tracks lie in which slot, the latest used first."""

    slots: list[tuple[str, int]] = []


class Kept(msgspec.Struct, array_like=True):
    """Tracks up to a commit.

    Attributes:
        tip: the commit.
        tracks: by path.
        graves: every Markdown file that was ever taken away: one that comes back has a history.
        latest: the date of the tip, in seconds since 1970; infinity where dates of commits go back or
            cannot be, so that they have to be mended.
    """

    tip: str = ""
    tracks: dict[str, msgspec.Raw] = {}
    graves: list[str] = []
    latest: float = 0.0


class Shelf:
    """What is kept of a project's courses."""

    def __init__(self, settings: Settings, *, use: bool) -> None:
        """Open it; where it is not to be used it is empty, and takes nothing."""
        self.root = settings.root
        self.use = use
        self.key = _key(settings) if use else b""
        self.index = self._index() if use else _Index()

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """The commits there are, each with its slot, the latest used first."""
        return iter(list(self.index.slots))

    def _slot(self, number: int) -> Path:
        return cache.cache_file(self.root, self.key, f"course-{number}")

    def _index(self) -> _Index:
        packed = cache.load(cache.cache_file(self.root, self.key, "course"))
        try:
            return msgspec.msgpack.decode(packed, type=_Index) if packed else _Index()
        except msgspec.DecodeError:
            return _Index()

    def load(self, tip: str, number: int) -> Kept | None:
        """The tracks up to a commit, where they lie in the slot as they were put there."""
        packed = cache.load(self._slot(number))
        try:
            kept = msgspec.msgpack.decode(packed, type=Kept) if packed else None
        except msgspec.DecodeError:
            return None
        return kept if kept is not None and kept.tip == tip else None

    def store(self, kept: Kept, slot: int | None = None) -> None:
        """Keep tracks in a slot; in one that is free, or was used the longest ago, where none is given."""
        if not self.use:
            return
        slots = self.index.slots
        if slot is None:
            used = {number for _, number in slots}
            free = [number for number in range(SLOTS) if number not in used]
            slot = free[0] if free else slots[-1][1]
        self.index = _Index([(kept.tip, slot), *(one for one in slots if one[1] != slot)])
        cache.store(self._slot(slot), msgspec.msgpack.encode(kept))
        cache.store(
            cache.cache_file(self.root, self.key, "course"), msgspec.msgpack.encode(self.index)
        )


def _key(settings: Settings) -> bytes:
    """What tracks depend on besides commits: our code, templates, replaced objects and parents, names."""
    replaced = git.git(settings.root, "for-each-ref", "refs/replace") or ""
    grafts = (git.git(settings.root, "rev-parse", "--git-path", "info/grafts") or "").strip()
    read = (_content(settings.root, name) for name in (grafts, ".mailmap"))
    return b"\0".join((key(settings), replaced.encode(), *read))


def _content(root: str, name: str) -> bytes:
    try:
        return read_bytes(str(Path(root, name)))
    except CannotRead:
        return b""
