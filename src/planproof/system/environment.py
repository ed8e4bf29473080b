"""The environment in which commands run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

_POSIX = os.name == "posix"

_LET_THROUGH = frozenset(
    ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "CI")
)
_WINDOWS = frozenset(
    ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "USERNAME", "APPDATA",
     "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432",
     "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", *_LET_THROUGH)
)  # fmt: skip


def scrubbed(environ: Mapping[str, str], let_through: Sequence[str]) -> dict[str, str]:
    """The environment for commands: what programs cannot do without, and what the configuration names.

    That is: PATH (its absolute folders only), HOME, USER, LOGNAME, LANG, LANGUAGE, LC_*, TZ, TMPDIR, TEMP, TMP,
    CI, and on Windows what its programs need. `TERM` is `dumb`, and `PLANPROOF` is 1, so that a command can tell.

    Args:
        environ: the environment of planproof.
        let_through: the setting `environment`: names of variables, or how they begin with a `*` at the end.
            Variables of git (`GIT_DIR` ...) need an entry that begins with `GIT_`.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if _is_basic(name) or any(_names(entry, name) for entry in let_through)
    }
    if "PATH" in kept:
        kept["PATH"] = os.pathsep.join(absolute_folders(kept["PATH"]))
    return {"TERM": "dumb", **kept, "PLANPROOF": "1"}


def _is_basic(name: str) -> bool:
    if not _POSIX:
        return name.upper() in _WINDOWS or name.upper().startswith("LC_")
    return name in _LET_THROUGH or name.startswith("LC_")


def _names(entry: str, name: str) -> bool:
    beginning = entry.removesuffix("*")
    if name.startswith("GIT_") and not beginning.startswith("GIT_"):
        return False
    return name.startswith(beginning) if entry.endswith("*") else name == entry


def absolute_folders(path: str) -> list[str]:
    """The absolute folders of a PATH. A relative or empty one would let the project supply any program."""
    return [place for place in path.split(os.pathsep) if os.path.isabs(place)]
