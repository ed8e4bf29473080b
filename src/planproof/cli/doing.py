"""A line that says what is being done, while something takes long."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Self

from planproof.cli.terminal import width
from planproof.report.formats._terminal import plain, shortened


class DoingLine:
    """One line on a terminal's standard error that says what is being done, and for how long. Silent elsewhere."""

    def __init__(self) -> None:
        self.stream = sys.stderr
        self.on = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self._text = ""
        self._since = 0.0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it."""
        if self.on:
            with self._lock:
                self._text, self._since = f"[{done}/{total}] {what}", time.monotonic()
            self._show()

    def away(self) -> None:
        """Take the line away."""
        with self._lock:
            if self._text:
                self._text = ""
                self.stream.write("\r\x1b[K")
                self.stream.flush()

    def _show(self) -> None:
        with self._lock:
            if self._text:
                room = width(self.stream) - 10
                shown = shortened(plain(self._text), room)
                self.stream.write(f"\r{shown} {time.monotonic() - self._since:.0f} s\x1b[K")
                self.stream.flush()

    def __enter__(self) -> Self:
        if self.on:
            self._thread = threading.Thread(target=self._tick, daemon=True)
            self._thread.start()
        return self

    def _tick(self) -> None:
        while not self._stop.wait(1.0):
            self._show()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self.away()
