"""Merging plans box by box, for git: the driver itself, and telling git of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from planproof.app.config import Settings
from planproof.app.discover import candidates
from planproof.app.errors import CannotDo
from planproof.progress.merging import Labels, merge
from planproof.report.formats._terminal import plain
from planproof.system import git
from planproof.system.files import CannotRead, Changed, read_bytes, write_atomically

ATTRIBUTES = ".gitattributes"
DRIVER = (
    # Without planproof, in a clone or an image that lacks it, git merges as it always does.
    "if command -v planproof >/dev/null 2>&1; "
    # %X and %Y are what git calls the two sides, from git 2.44 on; before, they stay as they are.
    "then planproof merge-driver %O %A %B --size %L --labels %X %Y; "
    "else git merge-file --marker-size=%L %A %O %B; fi"
)


class Installed(msgspec.Struct, frozen=True):
    """What telling git came to.

    Attributes:
        added: the lines that were added to `.gitattributes`.
        configured: whether this clone's configuration was changed.
    """

    added: tuple[str, ...]
    configured: bool


def labels_of(given: Sequence[str], size: int) -> Labels:
    """How conflicts are marked: as git calls the two sides, where it says so, with markers of a length."""
    usual = Labels()
    ours, theirs = (
        " ".join(plain(said).split()) if said not in ("%X", "%Y") else ""
        for said in (given or ("", ""))
    )
    return Labels(ours or usual.ours, theirs or usual.theirs, size)


def merge_files(base: str, ours: str, theirs: str, labels: Labels) -> int:
    """Merge files as git asks for it; what comes of it stands in `ours`.

    Returns:
        How many conflicts are marked there.

    Raises:
        CannotDo: a file cannot be read or written, or is no text.
    """
    try:
        data = [read_bytes(path) for path in (base, ours, theirs)]
        texts = [one.decode("utf-8") for one in data]
        done = merge(texts[0], texts[1], texts[2], labels)
        write_atomically(Path(ours), done.text.encode(), data[1])
    except (CannotRead, Changed) as error:
        raise CannotDo(f"the plan cannot be merged: {error}", "Merge it by hand.") from None
    except UnicodeDecodeError:
        raise CannotDo("the plan cannot be merged: it is not UTF-8", "Merge it by hand.") from None
    return done.conflicts


def install(settings: Settings) -> Installed:
    """Have git merge this project's plans box by box: which files, for everybody, and how, in this clone.

    Raises:
        CannotDo: there is no git repository, or it cannot be written.
    """
    root = Path(settings.root)
    if git.locate(settings.root) is None:
        raise CannotDo("there is no git repository here", "Run `git init`.")
    file = root / ATTRIBUTES
    try:
        before = file.read_bytes() if file.exists() else None
        there = (before or b"").decode("utf-8", "replace").splitlines()
        lines = [f"{one} merge=planproof" for one in _patterns(settings)]
        added = tuple(one for one in lines if one not in there)
        if added:
            gap = b"" if not before or before.endswith(b"\n") else b"\n"
            text = (before or b"") + gap + "".join(f"{one}\n" for one in added).encode()
            write_atomically(file, text, before)
    except (Changed, OSError) as error:
        raise CannotDo(f"{ATTRIBUTES} cannot be written: {error}", "Run it again.") from None
    was = (git.git(settings.root, "config", "--local", "merge.planproof.driver") or "").strip()
    if was != DRIVER:
        names = ("merge.planproof.name", "plans, box by box"), ("merge.planproof.driver", DRIVER)
        if any(git.git(settings.root, "config", "--local", *pair) is None for pair in names):
            raise CannotDo("git's configuration cannot be written", "See that `.git/config` is writable.")  # fmt: skip
    return Installed(added, was != DRIVER)


def _patterns(settings: Settings) -> list[str]:
    """The plans, as `.gitattributes` names files."""
    named = list(settings.config.plans)
    if not named:
        found, _ = candidates(Path(settings.root), [], settings.config)
        folders = {str(PurePosixPath(one.name).parent) for one in found if one.taken}
        named = sorted(
            one
            for one in folders
            if not any(one != other and one.startswith(f"{other}/") for other in folders)
        )
    if not named:
        raise CannotDo("no plans were found", "Say where they lie: `plans` in the settings.")
    return [_pattern(one) for one in named]


def _pattern(place: str) -> str:
    place = place.strip("/") if place != "." else ""
    if not place:
        return "*.md"
    pattern = place if place.endswith((".md", ".markdown")) or "*" in place else f"{place}/**/*.md"
    pattern = pattern if pattern.startswith("**") else f"/{pattern}"
    return f'"{pattern}"' if " " in pattern else pattern
