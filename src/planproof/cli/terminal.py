"""The terminal: how wide it is, whether it shows colours, and progress."""

from __future__ import annotations

import codecs
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self, TextIO

from planproof.app.errors import CannotDo

IN_A_PIPE = 120
"""Columns to use where there is no terminal."""


IN_ASCII = "planproof-in-ascii"
"""How streams write what their encoding lacks: our own signs by others like them, the rest as `\\u00e9`."""

_SIGNS = dict(zip("…·–—→█▓▒░▁▂▃▄▅▆▇▏▎▍▌▋▊▉", "~.-->#=-.__.::##..::###", strict=True))


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  # a stream that is written only encodes
    words = error.object[error.start : error.end]
    return "".join(
        _SIGNS.get(one) or one.encode("ascii", "backslashreplace").decode() for one in words
    ), error.end


codecs.register_error(IN_ASCII, _in_ascii)


def say(words: str) -> None:
    """Tell the person something beside the output, whatever of a plan's words is in it."""
    print(_harmless(words), file=sys.stderr)


def put(text: str) -> None:
    """Write output.

    Raises:
        CannotDo: standard output does not take it.
    """
    with _writing():
        sys.stdout.write(text)


def put_source(text: str) -> None:
    """Write a plan's text, or a change of it: byte for byte, but on a terminal so that it cannot steer that.

    Raises:
        CannotDo: standard output does not take it.
    """
    put(_harmless(text) if sys.stdout.isatty() else text)


def _harmless(text: str) -> str:
    """The text with nothing in it that steers a terminal but the ends of its lines."""
    from planproof.report.formats._terminal import plain

    return "\n".join(plain(line.removesuffix("\r")) for line in text.split("\n"))


def flush() -> None:
    """Have what was written so far be seen.

    Raises:
        CannotDo: standard output does not take it.
    """
    with _writing():
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        write_no_more()
        raise CannotDo(
            f"standard output cannot be written: {error.strerror or error}", "Write it elsewhere."
        ) from None


def write_no_more() -> None:
    """Have what standard output did not take go nowhere, rather than fail once more at the end."""
    with suppress(OSError):  # of something that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width(stream: TextIO) -> int:
    """The columns of a terminal: `COLUMNS`, else its own, else what suits a pipe."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said) > 0:
        return max(40, int(said))
    try:
        return max(40, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return IN_A_PIPE


def colours(wanted: str, stream: TextIO) -> bool:
    """Whether to use colours: as asked, else on a terminal unless `NO_COLOR` is set."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class ProgressLine:
    """One line on a terminal's standard error that counts up and goes away. Silent elsewhere."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.stream = sys.stderr
        self.shown = False
        self.on = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self.next = time.monotonic() + 0.3

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, a few times a second."""
        if not self.on or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + 0.1
        self.shown = True
        self.stream.write(f"\r{self.what} {done:,} of {total:,}\x1b[K")
        self.stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.shown = False
