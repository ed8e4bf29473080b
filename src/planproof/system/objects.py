"""Contents from a repository's object store, through one long-lived `git cat-file`.

Raw bytes as they were committed: no filter, no text conversion. An object that a partial clone has not
fetched is missing, and nothing fetches it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from planproof.system import git
from planproof.system.files import MOST_BYTES
from planproof.text.patterns import rx

NOT_HERE = "its content is not in this clone"
"""Why a content is missing: a partial clone has not fetched it."""

TOO_LARGE = f"it has more than {MOST_BYTES // 2**20} MiB"
"""Why a content was not read."""

_UNREADABLE = "git cannot read its content"
_SHARE = 64
_CHUNK = 1 << 20


class Objects:
    """The contents of a repository's blobs by their ids. Not for several threads at once.

    The process starts with the first question and ends with this object. A fork gets one of its own.

    Attributes:
        missing: of the blobs asked for, those whose content cannot be had, with the reason.
    """

    def __init__(self, root: str) -> None:
        self.missing: dict[str, str] = {}
        self._root = root
        self._alone: bool | None = None
        self._asked: _CatFile | None = None

    def read(self, blob: str) -> bytes | None:
        """A blob's content; None where it cannot be had."""
        return next(self.contents((blob,)))

    def contents(self, blobs: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of blobs, in their order, each None where it cannot be had."""
        rest = iter(blobs)
        while share := list(islice(rest, _SHARE)):
            # Whole shares: whoever stops half-way, or asks for something else in between, leaves
            # no answer in the pipe that the next one would take for theirs.
            yield from self._share(share)

    def close(self) -> None:
        """End the process. The next question starts another."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.end()

    def _share(self, share: list[str]) -> list[bytes | None]:
        answers: list[bytes | None] = []
        while len(answers) < len(share):
            had = len(answers)
            alone, fresh = self._alone, self._asked is None
            answers += self._ask(share[had:])
            if len(answers) == len(share):
                break
            self.close()
            if fresh and len(answers) == had:  # it ended over the very first question
                self._alone = True
                if alone:
                    self.missing[share[had]] = _UNREADABLE
                    answers.append(None)
        return answers

    def _ask(self, blobs: list[str]) -> list[bytes | None]:
        """The answers, or as many of them as came before the process ended."""
        answers: list[bytes | None] = []
        questions = [blob.encode() for blob in blobs if _is_id(blob)]
        try:
            asked = self._running()
            # Short enough for the pipe to take it whole, so neither side waits for the other.
            asked.write(b"".join(b"%s\n" % question for question in questions))
            for blob in blobs:
                answer = self._answer(asked, blob) if _is_id(blob) else None
                answers.append(answer)
        except (OSError, _Ended):
            return answers
        except BaseException:  # Ctrl-C in the middle of an answer
            self.close()
            raise
        return answers

    def _answer(self, asked: _CatFile, blob: str) -> bytes | None:
        kind, size = asked.header()
        if kind == b"blob" and size <= MOST_BYTES:
            return asked.exactly(size + 1)[:-1]
        if kind == b"missing":
            self.missing[blob] = NOT_HERE
        else:
            asked.skip(size + 1)
            self.missing[blob] = TOO_LARGE if kind == b"blob" else _UNREADABLE
        return None

    def _running(self) -> _CatFile:
        if self._asked is None or self._asked.owner != os.getpid():
            if self._alone is None:
                self._alone = _is_partial(self._root)
            self._asked = asked = _CatFile(self._root, self._alone)
            weakref.finalize(self, asked.end)
        return self._asked


class _Ended(Exception):
    """The process ended in the middle of an answer."""


class _CatFile:
    """One `git cat-file --batch`.

    In a partial clone git takes an object that a remote has promised and that is not here for a fatal
    error, and searches all packs before it says so. There it is asked `alone`: in an empty repository
    over the same objects, which knows of no remotes, and where a missing object is simply missing.
    """

    def __init__(self, root: str, alone: bool) -> None:
        self.owner = os.getpid()
        self._stand_in = ""
        more = {}
        if alone:
            objects = _objects_folder(root)
            self._stand_in = root = _stand_in(root)
            more = {"GIT_DIR": root, "GIT_OBJECT_DIRECTORY": objects}
        self._process = git.start(
            root, "cat-file", "--batch", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, more=more
        )
        self._in = cast("BinaryIO", self._process.stdin)
        self._out = cast("BinaryIO", self._process.stdout)

    def write(self, questions: bytes) -> None:
        self._in.write(questions)
        self._in.flush()

    def header(self) -> tuple[bytes, int]:
        """The next answer's kind (`blob`, `missing` ...) and size."""
        words = self._out.readline().split()
        if len(words) < 2:
            raise _Ended
        return words[1], int(words[2]) if len(words) > 2 else 0

    def exactly(self, size: int) -> bytes:
        data = self._out.read(size)
        if len(data) < size:
            raise _Ended
        return data

    def skip(self, size: int) -> None:
        while size > 0:
            size -= len(self.exactly(min(size, _CHUNK)))

    def end(self) -> None:
        """End it, once, and only in the process that started it."""
        if self.owner != os.getpid():
            return
        if self._process.poll() is None:
            self._process.kill()  # closing its input is not enough where a fork has that as well
            self._process.wait()
        self._out.close()
        with suppress(OSError):  # what is left to say to it
            self._in.close()
        if self._stand_in:
            shutil.rmtree(self._stand_in, ignore_errors=True)


def _is_id(blob: str) -> bool:
    return len(blob) in (40, 64) and rx("[0-9a-f]+").fullmatch(blob) is not None


def _objects_folder(root: str) -> str:
    found = git.git(root, "rev-parse", "--git-path", "objects")
    return os.path.join(os.path.abspath(root), (found or "").removesuffix("\n"))


def _is_partial(root: str) -> bool:
    """Whether the clone lacks what a remote has promised: then its packs say so."""
    try:
        packs = os.listdir(os.path.join(_objects_folder(root), "pack"))
    except OSError:
        return False
    return any(name.endswith(".promisor") for name in packs)


def _stand_in(root: str) -> str:
    """An empty repository, in a new temporary folder, for objects as in the one at `root`."""
    place = git.locate(root)
    algorithm = place.algorithm if place else "sha1"
    folder = Path(tempfile.mkdtemp(prefix="planproof-"))
    (folder / "refs").mkdir()
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    settings = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
    (folder / "config").write_text(f"{settings}[extensions]\n\tobjectFormat = {algorithm}\n")
    return str(folder)
