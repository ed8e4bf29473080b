"""The two outputs of a process, read as they come, without ever waiting for longer than asked."""

from __future__ import annotations

import os
import queue
import selectors
import subprocess
import threading
from contextlib import suppress
from typing import IO, Protocol

_AT_ONCE = 64 * 1024
_WAITING = 64

Piece = tuple[bool, bytes]
"""Whether it is of standard output, else of standard error; and what was read."""


class Pipes(Protocol):
    """Both outputs of a process."""

    @property
    def open(self) -> bool:
        """Whether more can come of either."""
        ...

    def read(self, seconds: float) -> list[Piece]:
        """What arrives, waiting at most so many seconds for the first of it."""
        ...

    def close(self) -> None:
        """Read no more, whoever still writes."""
        ...


def pipes_of(process: subprocess.Popen[bytes]) -> Pipes:
    """The outputs of a process that was started with a pipe for each."""
    if process.stdout is None or process.stderr is None:
        raise ValueError("the process has no pipes")
    kind = Selected if os.name == "posix" else Threaded
    return kind(process.stdout, process.stderr)


class Selected:
    """By asking the system which of them has something to read."""

    def __init__(self, out: IO[bytes], err: IO[bytes]) -> None:
        self._streams = (out, err)
        self._selector = selectors.DefaultSelector()
        self._selector.register(out, selectors.EVENT_READ, True)
        self._selector.register(err, selectors.EVENT_READ, False)

    @property
    def open(self) -> bool:
        """See `Pipes`."""
        return bool(self._selector.get_map())

    def read(self, seconds: float) -> list[Piece]:
        """See `Pipes`."""
        pieces = []
        for key, _ in self._selector.select(max(0.0, seconds)):
            data = os.read(key.fd, _AT_ONCE)
            if data:
                pieces.append((bool(key.data), data))
            else:
                self._selector.unregister(key.fileobj)
        return pieces

    def close(self) -> None:
        """See `Pipes`."""
        self._selector.close()
        for stream in self._streams:
            stream.close()


class Threaded:
    """By a thread for each, where the system cannot be asked: on Windows."""

    def __init__(self, out: IO[bytes], err: IO[bytes]) -> None:
        self._arrived: queue.Queue[Piece] = queue.Queue(_WAITING)
        self._left = 2
        self._closed = False
        self._threads = [
            threading.Thread(target=self._take, args=(stream, first), daemon=True)
            for stream, first in ((out, True), (err, False))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def open(self) -> bool:
        """See `Pipes`."""
        return self._left > 0

    def read(self, seconds: float) -> list[Piece]:
        """See `Pipes`."""
        pieces = []
        try:
            piece = self._arrived.get(timeout=max(0.0, seconds))
            while True:
                if piece[1]:
                    pieces.append(piece)
                else:
                    self._left -= 1
                piece = self._arrived.get_nowait()
        except queue.Empty:
            return pieces

    def close(self) -> None:
        """See `Pipes`. A thread that still waits on a stream keeps it, for closing it would wait too."""
        self._closed = True
        for thread in self._threads:
            thread.join(0.2)

    def _take(self, stream: IO[bytes], first: bool) -> None:
        with stream:
            data = b"-"
            while data and not self._closed:
                data = os.read(stream.fileno(), _AT_ONCE)
                self._put((first, data))

    def _put(self, piece: Piece) -> None:
        while not self._closed:
            with suppress(queue.Full):
                self._arrived.put(piece, timeout=0.1)
                return
