"""Git's hooks: where they lie, and putting one there that nobody has yet.

Source: git's documentation, githooks(5) and git-config(1), `core.hooksPath`: a relative path counts from where
hooks run, which is the top of the work tree; linked work trees share the hooks of their repository.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from planproof.system import git
from planproof.system.files import Changed, write_atomically
from planproof.system.git import GitRefuses


class Place(NamedTuple):
    """The folder of a repository's hooks. `shared`: whether other repositories of the user use it, too."""

    folder: Path
    shared: bool


class Hook(NamedTuple):
    """A hook: its file, whether it was written now, and whether it says what was to be written."""

    path: Path
    written: bool
    same: bool


def place_of(root: str) -> Place:
    """Where the hooks of a folder's repository lie.

    Raises:
        GitRefuses: there is no repository with a work tree, or git does not work with it.
    """
    place = git.locate(root)
    if place is None or place.bare:
        raise GitRefuses("there is no git repository with a work tree here", "Run it inside one.")
    top = (git.git(root, "rev-parse", "--show-toplevel") or "").rstrip("\n")
    # Every question sets core.hooksPath, so that nothing is run; here that is not what is meant.
    told = git.git(
        root, "config", "--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath"
    )
    parts = (told or "").split("\0")
    named = [pair for pair in zip(parts[0::2], parts[1::2], strict=False) if pair[0] != "command"]
    if named and named[-1][1]:
        scope, folder = named[-1]
        inside = not os.path.isabs(folder)
        return Place(Path(os.path.join(top, folder)), scope in ("global", "system") and not inside)
    common = (git.git(root, "rev-parse", "--git-common-dir") or "").rstrip("\n")
    return Place(Path(os.path.join(root, common), "hooks"), shared=False)


def install(folder: Path, name: str, script: str) -> Hook:
    """Put a hook there, unless there is one.

    Raises:
        GitRefuses: it cannot be written.
    """
    path = folder / name
    data = script.encode("utf-8")
    if os.path.lexists(path):
        try:
            return Hook(path, written=False, same=path.read_bytes() == data)
        except OSError:
            return Hook(path, written=False, same=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data, None)
        path.chmod(0o755)
    except Changed:
        return Hook(path, written=False, same=False)
    except OSError as error:
        raise GitRefuses(f"{path} cannot be written: {error.strerror}", "Look at it.") from None
    return Hook(path, written=True, same=True)
