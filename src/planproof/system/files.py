"""Files: reading, finding, and writing so that a kill at any moment leaves the old text or the new."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

MOST_BYTES = 16 * 1024 * 1024
"""Files larger than this are not read: no plan is, and the largest known has 683 KB."""

SUFFIXES = (".md", ".markdown")

_SKIPPED = frozenset(
    (
        ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "vendor", "third_party",
        "__pycache__", "dist", "build", "target", ".tox", ".nox", ".mypy_cache", ".ruff_cache",
        ".pytest_cache", "site-packages",
    )
)  # fmt: skip
_HIDDEN_PLACES = frozenset(
    (".kiro", ".specify", ".github", ".agents", ".claude", ".cursor", ".gitlab")
)


class CannotRead(OSError):
    """A file that cannot be read. `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class Changed(OSError):
    """A file that is no longer what it was when it was read."""


def read_bytes(path: str | Path) -> bytes:
    """A regular file's content.

    Raises:
        CannotRead: it is gone, is not a regular file, is too large, or may not be read.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # the fastest way to read a small file
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES:
                return file.read()
    except FileNotFoundError:
        raise CannotRead("there is no such file", "Check the path, or run again.") from None
    except IsADirectoryError:
        raise CannotRead("it is a folder", "Name a Markdown file.") from None
    except OSError as error:
        loop = error.errno == errno.ELOOP
        said = error.strerror or str(error)
        reason = "its symbolic link leads back to itself" if loop else said[:1].lower() + said[1:]
        raise CannotRead(reason, "Make it readable, or exclude it.") from None
    if not stat.S_ISREG(found.st_mode):
        raise CannotRead("it is not a regular file", "Name a Markdown file.")
    raise CannotRead(
        f"it has {found.st_size / 1e6:.0f} MB; planproof reads up to {MOST_BYTES // 2**20} MiB",
        "Leave it out with `exclude` in the configuration, or split it.",
    )


def read_below(root: str, path: str, most: int) -> tuple[bytes, os.stat_result]:
    """A regular file's content and state, if it lies below a folder, wherever links lead.

    Args:
        root: the folder.
        path: from there; anything that somebody wrote.
        most: bytes that it may have.

    Raises:
        CannotRead: there is none such, it lies elsewhere, is no regular file, or is too large.
    """
    if "\0" in path or os.path.isabs(path) or not path.strip():
        raise CannotRead("it is not a path in this project", "Name it from the project's folder.")
    top = os.path.realpath(root)
    real = os.path.realpath(os.path.join(top, path))
    if real != top and not real.startswith(top.rstrip(os.sep) + os.sep):
        raise CannotRead("it lies outside the project", "Name a file of the project.")
    try:
        # Not waiting for a pipe that nobody writes to.
        handle = os.open(
            real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError:
        raise CannotRead("there is no such file", "Make it, or check the path.") from None
    except OSError as error:
        raise CannotRead((error.strerror or str(error)).lower(), "Make it readable.") from None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)  # a folder, which no file can be made of, among others
        raise CannotRead("it is not a regular file", "Name a file.")
    with os.fdopen(handle, "rb", buffering=0) as file:
        if found.st_size > most:
            raise CannotRead(
                f"it has {found.st_size / 1e6:.0f} MB; {most // 2**20} MiB are read at most",
                "Have the tool write a summary.",
            )
        return file.read(most + 1), found


def write_atomically(
    path: Path, data: bytes, expected: bytes | None, *, in_turn: bool = False
) -> None:
    """Replace a file's content by rename, keeping its mode; or create it.

    Of several planproofs that do so at once each sees what the others wrote: they take turns from looking
    at the file until it is replaced.

    Args:
        path: the file. A symbolic link is followed, so that it stays one.
        data: the new content.
        expected: what the file has to contain still, or None where it must not exist.
        in_turn: whether the caller has its turn in the file's folder already.

    Raises:
        Changed: the file is not what was expected. Nothing was written.
        PermissionError: the file itself, or its folder, may not be written.
    """
    path = Path(os.path.realpath(path))
    if expected is None:
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            raise Changed(f"{path} exists already") from None
        return
    with taking_turns(() if in_turn else (path.parent,)):
        _replace(path, data, expected)


def see_that_it_can_be_replaced(path: Path, expected: bytes) -> os.stat_result:
    """A file's state, where it still is what is expected and may be written.

    A rename asks for rights on the folder alone; who made the file read-only did not mean that.

    Raises:
        Changed: the file is not what was expected.
        PermissionError: the file itself, or its folder, may not be written.
    """
    path = Path(os.path.realpath(path))
    try:
        found = path.stat()
        current = path.read_bytes()
    except FileNotFoundError:
        raise Changed(f"{path} is gone") from None
    if current != expected:
        raise Changed(f"{path} has changed since it was read")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return found


def _replace(path: Path, data: bytes, expected: bytes) -> None:
    mode = see_that_it_can_be_replaced(path, expected).st_mode
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, stat.S_IMODE(mode))  # a plain name from mkstemp
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def taking_turns(folders: Iterable[str | Path]) -> Iterator[None]:
    """Wait for other planproofs that write into some folders, and have them wait.

    All wait in the same order, so that no two wait for each other.
    """
    with ExitStack() as turns:
        for folder in sorted({os.path.realpath(one) for one in folders}):
            turns.enter_context(_turn(folder))
        yield


@contextmanager
def _turn(folder: str) -> Iterator[None]:
    """Wait for one's turn in a folder. The system frees it when a process ends.

    The folder itself is locked, so that no file is left behind. Where a system or a file system has no
    such locks, nobody waits: what is written is still the old text or the new.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def markdown_files(folder: str) -> Iterator[str]:
    """The Markdown files below a folder, by path, links to folders not followed.

    Folders of tools, of dependencies and hidden ones are passed by, but for those in which agents and
    forges keep plans (`.kiro`, `.github` ...).
    """
    stack = [folder]
    while stack:
        here = stack.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        folders = []
        for entry in entries:
            name = entry.name
            if not entry.is_dir(follow_symlinks=False):
                if name.endswith(SUFFIXES):
                    yield entry.path
            elif not passed_by(name):
                folders.append(entry.path)
        stack += reversed(folders)


def passed_by(name: str) -> bool:
    """Whether a folder of this name is a tool's, holds dependencies, or is hidden for another reason."""
    return name in _SKIPPED or (name.startswith(".") and name not in _HIDDEN_PLACES)


def root_of(path: Path) -> Path:
    """The project that a path lies in: the nearest folder with planproof's settings or a repository.

    The path's own folder where there is neither.
    """
    start = path if path.is_dir() else path.parent
    start = Path(os.path.abspath(start))  # links stay as they are named
    for folder in (start, *start.parents):
        if (folder / "planproof.toml").is_file() or (folder / ".git").exists():
            return folder
        if _has_settings(folder / "pyproject.toml"):
            return folder
    return start


def _has_settings(pyproject: Path) -> bool:
    try:
        return "[tool.planproof" in pyproject.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
