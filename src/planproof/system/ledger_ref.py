"""The ledger's ref: where it points, and how it is moved so that nothing recorded is lost.

A commit is one `git fast-import`: it writes the objects, flushes them to disk, and only then moves the
ref, and only from where it was. Killed before that, it has recorded nothing; afterwards, everything.

Writers of one clone take turns by a lock (`flock`) on `planproof/ledger.lock` in the folder that all
its work trees share. The system frees it when a process ends, however that ends. The git processes that
write have it as well: an orphan whose parent was killed still holds it until it is done.

git has a lock of its own, a file beside the ref, and a git that was killed leaves it behind, where it
would stop every later run. Whoever holds the `flock` knows that no planproof is writing. Another git
(somebody's `git fetch` into the ref, `git pack-refs`) holds such a file for a moment only, so one that
is older than a few seconds is nobody's, and is removed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, NamedTuple

from planproof.evidence.ref import REF
from planproof.system import git
from planproof.system.ledger_form import LedgerError
from planproof.text.patterns import rx

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 60.0
"""Seconds to wait for another planproof that writes."""

STALE = 3.0
"""Seconds after which a lock file of git's is nobody's."""

_FLUSHED = (
    # What is recorded is on disk before it is said to be. Gits before 2.36 do not know this setting.
    "-c", "core.fsync=objects,pack-metadata,reference",
    "-c", "core.filesRefLockTimeout=1000",
    "-c", "fastimport.unpackLimit=100",  # a pack for each record would slow everything down
    "-c", "gc.auto=0", "-c", "maintenance.auto=false",
)  # fmt: skip
_TRIES = 10
_BEATEN = r"does not contain|[Cc]annot lock ref|[Uu]nable to create .*\.lock|but expected"


class Beaten(Exception):
    """Another git moved the ref in between. Nothing was written; try again."""


class State(NamedTuple):
    """Where the ledger stands.

    Attributes:
        tip: its commit; empty where there is none.
        pruned: the tree of its tombstones; empty where there are none.
    """

    tip: str
    pruned: str


class Held:
    """The right to move the ledger's ref, while its lock is held."""

    def __init__(self, ref: Ref, lock: IO[bytes]) -> None:
        self._ref = ref
        self._lock = lock

    def commit(self, parents: list[str], message: str, changes: Iterable[bytes]) -> str:
        """Commit changes to the first parent's tree, or to none, and move the ref there.

        Args:
            parents: the ledger's tip, where it has one, and what is merged into it.
            message: what was done, on a line.
            changes: commands of `git fast-import`, each with its line end.

        Returns:
            The commit's id.

        Raises:
            Beaten: the ref is no longer at the first parent.
            LedgerError: git cannot write.
        """
        with tempfile.TemporaryFile() as stream:
            # A whole file and no pipe: if this process is killed, git does not see half of it.
            stream.writelines(_commit(self._ref.identity, parents, message))
            stream.writelines(changes)
            stream.write(b"\nget-mark :1\ndone\n")
            stream.seek(0)
            ran = self._run(stream, "fast-import", "--quiet", "--done")
        return ran.text.strip()

    def move(self, old: str, new: str) -> None:
        """Move the ref to a commit that is there already.

        Raises:
            Beaten: it is no longer at `old` (empty: it does not exist).
            LedgerError: git cannot write.
        """
        self._run(None, "update-ref", REF, new, old)

    def _run(self, stdin: IO[bytes] | None, *arguments: str) -> git.Ran:
        root, lock = self._ref.root, self._lock
        clear(os.path.join(self._ref.folder, f"{REF}.lock"), lock)
        try:
            process = Popen(  # noqa: S603
                ["git", "-C", root, "-c", f"core.hooksPath={os.devnull}", *_FLUSHED, *arguments],  # noqa: S607
                stdin=stdin or DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                env=git.environment(root),
                pass_fds=() if os.name == "nt" else (lock.fileno(),),
            )
        except OSError as error:
            raise no_git() from error
        with process:
            out, said = process.communicate()
        ran = git.Ran(process.returncode, out, said.decode("utf-8", "replace"))
        if ran.code:
            self._ref.forget_report(process.pid)
            if rx(_BEATEN).search(ran.said):
                raise Beaten(ran.said)
            raise refusal(ran.said)
        return ran


class Ref:
    """The ledger's ref of the repository that a folder lies in.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: str) -> None:
        self.root = root

    @cached_property
    def folder(self) -> str:
        """The folder of the repository that all its work trees share.

        Raises:
            LedgerError: there is no repository, or git does not work with it.
        """
        said = ask(self.root, "rev-parse", "--git-common-dir").text.removesuffix("\n")
        return os.path.join(os.path.abspath(self.root), said)

    @cached_property
    def identity(self) -> str:
        """Who commits: as git's settings have it, else planproof. `Name <address>`."""
        asked = git.git(self.root, "config", "-z", "--get-regexp", r"^user\.(name|email)$")
        found = dict(one.split("\n", 1) for one in (asked or "").split("\0") if "\n" in one)
        name = os.environ.get("GIT_COMMITTER_NAME") or found.get("user.name", "")
        address = os.environ.get("GIT_COMMITTER_EMAIL") or found.get("user.email", "")
        clean = [rx(r"[<>\x00-\x1f\x7f]").sub("", one).strip() for one in (name, address)]
        return f"{clean[0] or 'planproof'} <{clean[1] or 'planproof@localhost'}>"

    def tip(self) -> str:
        """The ledger's commit; empty where there is none. One process.

        Raises:
            LedgerError: there is no repository, or the ref is damaged.
        """
        ran = ask(self.root, "for-each-ref", "--format=%(objecttype) %(objectname)", REF)
        kind, _, tip = ran.text.strip().partition(" ")
        if REF in ran.said or kind not in ("", "commit"):
            raise damaged(ran.said or f"it leads to a {kind}")
        return tip

    def state(self) -> State:
        """The tip, and its tombstones. One process where there is a ledger.

        Raises:
            LedgerError: there is no repository, or the ref is damaged.
        """
        asked = f"{REF}^{{commit}}\n{REF}:pruned\n".encode()
        answers = ask(self.root, "cat-file", "--batch-check", given=asked).text.split("\n")
        tip, pruned = (
            line.split(" ")[0] if line.split(" ")[1:2] == [kind] else ""
            for line, kind in zip(answers, ("commit", "tree"), strict=False)
        )
        return State(tip or self.tip(), pruned)

    def update(self, change: Callable[[Held, State], str]) -> str:
        """Do one change to the ledger, with nobody else writing.

        Args:
            change: what to do, given where the ledger stands. It is called again when another git
                was faster.

        Returns:
            What `change` returns.

        Raises:
            LedgerError: it cannot be done.
        """
        said = ""
        with locked(os.path.join(self.folder, "planproof", "ledger.lock")) as lock:
            for number in range(_TRIES):
                try:
                    return change(Held(self, lock), self.state())
                except Beaten as beaten:
                    said = str(beaten)
                    time.sleep(0.02 * number)
        raise refusal(said)

    def forget_report(self, process: int) -> None:
        """Remove what a failed `git fast-import` leaves in the repository about its failure."""
        name = git.git(self.root, "rev-parse", "--git-path", f"fast_import_crash_{process}")
        if name:
            with suppress(OSError):
                os.unlink(os.path.join(self.root, name.removesuffix("\n")))


@contextmanager
def locked(path: str, patience: float = PATIENCE) -> Iterator[IO[bytes]]:
    """Hold a lock that the system frees when this process ends, however it ends.

    Raises:
        LedgerError: another holds it for longer than `patience` seconds, or the file cannot be made.
    """
    end = time.monotonic() + patience
    pause = 0.001
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(path, "ab")  # noqa: SIM115
    except OSError as error:
        reason = f"its lock cannot be made: {error.strerror}"
        raise LedgerError(reason, "Make the repository's folder writable.") from error
    with file:
        while not _take(file):
            if time.monotonic() > end:
                raise LedgerError(
                    f"another planproof has been writing to the ledger for {patience:.0f} s",
                    "Wait until it is done, or end it, and run this again.",
                )
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        yield file


def _take(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without such locks: the ref is only moved from where it was
        return True
    return True


def clear(path: str, lock: IO[bytes]) -> None:
    """Wait until a lock file of git's is gone, and remove it once it is nobody's.

    Args:
        path: the file.
        lock: ours, which is held. Touched, it tells the time as the file system has it.
    """
    seen, since = (0, 0), time.monotonic()
    while True:
        try:
            found = os.stat(path)
        except OSError:
            return
        if seen != (found.st_ino, found.st_mtime_ns):
            seen, since = (found.st_ino, found.st_mtime_ns), time.monotonic()
        with suppress(OSError):
            os.utime(lock.name)
        age = os.stat(lock.name).st_mtime - found.st_mtime
        if max(age, time.monotonic() - since) >= STALE:  # a clock may have been set back
            with suppress(OSError):
                os.unlink(path)
            return
        time.sleep(0.05)


def ask(root: str, *arguments: str, given: bytes | None = None) -> git.Ran:
    """Run a git command that has to work.

    Raises:
        LedgerError: there is no git, no repository, or it fails.
    """
    ran = git.run(root, *arguments, given=given)
    if ran is None:
        raise no_git()
    if ran.code:
        raise refusal(ran.said)
    return ran


def no_git() -> LedgerError:
    """There is no git."""
    return LedgerError("git is not installed", "Install git: the ledger is kept in its repository.")


def damaged(said: str) -> LedgerError:
    """The ledger's ref leads nowhere."""
    lines = said.strip().splitlines()
    return LedgerError(
        f"the ref {REF} is damaged: {lines[-1] if lines else 'it leads nowhere'}",
        f"Run `git fsck`. A remote's ledger can take its place: `git update-ref {REF} "
        "refs/planproof/remotes/origin/ledger`.",
    )


def refusal(said: str) -> LedgerError:
    """What git complains of as an error that says what to do."""
    if "not a git repository (or any" in said:
        return LedgerError(
            "there is no git repository here", "Run `git init`, or name a folder in a repository."
        )
    if REF in said and "missing object" in said:
        return damaged(said)
    refused = git.refusal(said)
    return LedgerError(refused.reason, refused.remedy)


def _commit(identity: str, parents: list[str], message: str) -> list[bytes]:
    text = message.encode("utf-8", "surrogateescape")
    lines = [f"commit {REF}\nmark :1\ncommitter {identity} {int(time.time())} +0000\n".encode()]
    lines.append(b"data %d\n%s\n" % (len(text), text))
    lines += [
        f"{word} {parent}\n".encode()
        for word, parent in zip(("from", "merge", "merge"), parents, strict=False)
    ]
    return lines
