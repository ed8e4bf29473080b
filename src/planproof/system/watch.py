"""Wait for files to change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from planproof.evidence.ref import REF
from planproof.system import git
from planproof.system.files import markdown_files

PAUSE = 0.4
"""Seconds between looks. A look at 10,000 files takes a twentieth of that."""


def changes(root: str, *, history: bool = False) -> Iterator[None]:
    """Yield once at the start and then whenever a Markdown or settings file below `root` changes.

    Args:
        root: the project's folder.
        history: also when something is committed, merged, fetched or recorded in the ledger.
    """
    place = git.locate(root) if history else None
    folder = place.folder if place is not None else ""
    before: dict[str, tuple[int, int]] | None = None
    while True:
        now = dict(_stamps(root, folder))
        if now != before:
            before = now
            yield
        time.sleep(PAUSE)


def _stamps(root: str, folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    others = [os.path.join(root, name) for name in ("planproof.toml", "pyproject.toml")]
    if folder:  # each commit writes the first two, each fetch the third; the ledger's ref is loose while it is young
        names = ("logs/HEAD", "HEAD", "FETCH_HEAD", "packed-refs", REF)
        others += [os.path.join(folder, name) for name in names]
    for path in (*others, *markdown_files(root)):
        try:
            found = os.stat(path)
        except OSError:
            continue
        yield path, (found.st_mtime_ns, found.st_size)
