"""Commands run to their end, within bounds: the only place where what a plan names is executed.

There is no shell, no terminal and no input. A command leads a session and a process group of its own,
and nothing of that group outlives it: it is asked to end (SIGTERM), and killed where it does not. What
leaves its group, as daemons do, is beyond reach. When planproof itself is killed, a watcher that waits on
a pipe from it ends the group; that is best effort, for between the start of a command and that of its
watcher lies a moment.

On Windows a command has a process group, but only the command itself is killed, and there is no watcher;
that path has not been tried.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple, Self

from planproof.system.environment import absolute_folders
from planproof.system.groups import ask_to_end, dismiss, is_alive, kill, watch_over
from planproof.system.pipes import Pipes, pipes_of

MIB = 1024 * 1024
MOST_OUTPUT = 256 * MIB
"""A command that prints more bytes than this is killed."""

KEPT_STDOUT = 8 * MIB
"""Of standard output no more bytes than this are kept: the last ones."""

KEPT_OUTPUT = 64 * 1024
"""Of standard output and error together no more bytes than this are kept: the last ones."""

GRACE = 2.0
"""Seconds between SIGTERM and SIGKILL."""

LINGER = 1.0
"""Seconds for which output is still read when a command has ended, and something it started has not."""

_TICK = 0.05
_REAPED = 5.0
_LAST_WORDS = 0.2
_POSIX = os.name == "posix"


class How(StrEnum):
    """How a command ended."""

    EXITED = "exited"
    KILLED = "killed"
    """By a signal that did not come from here."""
    TIMED_OUT = "timed out"
    STOPPED = "stopped"
    """Because `stop` said so."""
    TOO_MUCH = "printed too much"
    NOT_STARTED = "not started"


class Ended(NamedTuple):
    """What came of a command.

    Attributes:
        how: how it ended.
        reason: the same in words, without a full stop: "it ended with exit code 3".
        code: its exit code; None where it has none, for `how` is another than `EXITED`.
        signal: the name of the signal that killed it, `SIGSEGV`; empty without.
        seconds: wall time until it ended, or until it was told to.
        output: the end of standard output and error, in the order in which they arrived. Raw bytes:
            `evidence.redact.tail` makes them fit to be shown.
        output_bytes: how many bytes there were of both.
        stdout: the end of standard output; all of it where it has `stdout_bytes`.
        stdout_bytes: how many bytes there were of it.
        left_behind: whether processes of its group were still there when it had ended; they were killed.
    """

    how: How
    reason: str
    code: int | None = None
    signal: str = ""
    seconds: float = 0.0
    output: bytes = b""
    output_bytes: int = 0
    stdout: bytes = b""
    stdout_bytes: int = 0
    left_behind: bool = False

    @property
    def stdout_whole(self) -> bool:
        """Whether all of standard output was kept."""
        return len(self.stdout) == self.stdout_bytes


def run(  # noqa: PLR0913  # each is named where it is called
    argv: Sequence[str],
    *,
    folder: str,
    environment: Mapping[str, str],
    seconds: float,
    most_output: int = MOST_OUTPUT,
    on_output: Callable[[bytes], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Ended:
    """Run a command to its end. Whether it is allowed to run has been asked before.

    Order of the two outputs: what is written to one while the other is being read can change places with it.

    Args:
        argv: the program and its arguments. A program without a slash is looked for in the folders of
            `PATH` in `environment`, those that are absolute; one with a slash is relative to `folder`.
        folder: where it runs.
        environment: all of its environment. See `environment.scrubbed`.
        seconds: after so many it is ended; more than 0, and infinity for no such limit.
        most_output: the bytes after which it is killed.
        on_output: is given output as it arrives, raw. What it raises ends the command.
        stop: is asked, about 20 times a second, whether to end the command: for Ctrl-C where commands run
            in threads.

    Raises:
        KeyboardInterrupt: as anything else that comes up meanwhile, when the command has been ended.
    """
    if not seconds > 0:
        raise ValueError(f"a time limit of {seconds} s")
    program, reason = find(argv, folder, environment)
    if not program:
        return Ended(How.NOT_STARTED, reason)
    started = time.monotonic()
    try:
        process, pipes = _start([program, *argv[1:]], folder, environment)
    except (OSError, ValueError) as error:
        return Ended(How.NOT_STARTED, _why_not(error, argv[0]))
    with _Running(process, pipes, started, on_output) as running:
        how = running.until(started + seconds, most_output, stop)
    return running.ended(how, seconds, most_output)


def find(argv: Sequence[str], folder: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """The path of a command's program, and an empty text; or else an empty one and why there is none."""
    if not argv or not argv[0]:
        return "", "the command is empty"
    if any("\0" in argument for argument in argv):
        return "", "the command has a NUL character"
    if not os.path.isdir(folder):
        return "", "there is no such folder to run it in"
    name = argv[0]
    if os.path.dirname(name):
        path = os.path.join(os.path.abspath(folder), name)
        if not os.path.exists(path):
            return "", f"there is no file `{name}`"
        return (path, "") if _is_program(path) else ("", f"`{name}` is not an executable file")
    suffixes = ("", ".exe", ".bat", ".cmd") if not _POSIX else ("",)
    for place in absolute_folders(environment.get("PATH", "")):
        for suffix in suffixes:
            path = os.path.join(place, name + suffix)
            if _is_program(path):
                return _unless_batch(path, argv)
    return "", f"there is no program `{name}` in the folders of PATH"


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _unless_batch(path: str, argv: Sequence[str]) -> tuple[str, str]:
    """Windows gives batch files to its shell, which takes arguments apart anew."""
    batch = not _POSIX and path.lower().endswith((".bat", ".cmd"))
    if batch and any(set(argument) & set('"%!^&|<>()\r\n') for argument in argv[1:]):
        return (
            "",
            f"`{argv[0]}` is a batch file, and an argument has characters special to its shell",
        )
    return path, ""


def _start(
    argv: list[str], folder: str, environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], Pipes]:
    process = subprocess.Popen(  # noqa: S603  # an argument list, no shell
        argv,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=_POSIX,
        creationflags=0 if _POSIX else getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    try:
        return process, pipes_of(process)
    except BaseException:
        kill(process)
        process.wait()
        raise


def _why_not(error: OSError | ValueError, name: str) -> str:
    if isinstance(error, ValueError):
        return f"its arguments or its environment cannot be passed on: {error}"
    if isinstance(error, FileNotFoundError):
        return f"the interpreter that the first line of `{name}` names is not there"
    if error.errno == 8:  # ENOEXEC
        return (
            f"`{name}` is no program for this machine (a script begins with a line like #!/bin/sh)"
        )
    said = error.strerror or str(error)
    return f"`{name}` could not be started: {said[:1].lower()}{said[1:]}"


class _Kept:
    """The last bytes of a stream, and how many there were."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._chunks: list[bytes] = []
        self._held = 0
        self.total = 0

    def add(self, data: bytes) -> None:
        self.total += len(data)
        self._chunks.append(data)
        self._held += len(data)
        if self._held > 2 * self._most:
            self._chunks = [self.bytes]
            self._held = len(self._chunks[0])

    @property
    def bytes(self) -> bytes:
        return b"".join(self._chunks)[-self._most :]


class _Running:
    """A command that was started. Leaving it ends all of its group, closes its pipes and reaps it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        pipes: Pipes,
        started: float,
        on_output: Callable[[bytes], None] | None,
    ) -> None:
        self._process = process
        self._started = started
        self._on_output = on_output
        self._both = _Kept(KEPT_OUTPUT)
        self._out = _Kept(KEPT_STDOUT)
        self._seconds = 0.0
        self._left_behind = False
        self._pipes = pipes
        self._watcher: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._watcher = watch_over(self._process)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def until(self, deadline: float, most: int, stop: Callable[[], bool] | None) -> How:
        """Read what it prints until it ends, or has to."""
        how = How.EXITED
        while how is How.EXITED and self._process.poll() is None:
            left = deadline - time.monotonic()
            if self._both.total > most:
                how = How.TOO_MUCH
            elif left <= 0:
                how = How.TIMED_OUT
            elif stop is not None and stop():
                how = How.STOPPED
            else:
                self._wait(min(_TICK, left))
        self._seconds = time.monotonic() - self._started
        if how is How.EXITED:
            self._drain(most)
            self._left_behind = self._pipes.open
        return How.TOO_MUCH if self._both.total > most else how

    def _wait(self, seconds: float) -> None:
        """Take what arrives, waiting no longer than so many seconds for it or for the end."""
        if self._pipes.open:
            self._read(seconds)
        else:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)

    def _read(self, seconds: float) -> None:
        for first, data in self._pipes.read(seconds):
            self._both.add(data)
            if first:
                self._out.add(data)
            if self._on_output is not None:
                self._on_output(data)

    def _drain(self, most: int) -> None:
        """Read on what is still in the pipes, or comes from those that the command left behind."""
        until = time.monotonic() + LINGER
        while self._pipes.open and self._both.total <= most and time.monotonic() < until:
            self._read(_TICK)

    def _end(self) -> None:
        """End whatever is left of its group. Interrupted once more, it does so at once."""
        try:
            if is_alive(self._process):
                self._left_behind = self._left_behind or self._process.returncode is not None
                self._ask_to_end()
        finally:
            try:
                kill(self._process)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(
                        _REAPED
                    )  # unless it is another user's, or hangs in the kernel
                self._read_last_words()
            finally:
                self._pipes.close()
                if self._watcher is not None:
                    dismiss(self._watcher)

    def _read_last_words(self) -> None:
        self._on_output = None
        until = time.monotonic() + _LAST_WORDS
        while self._pipes.open and time.monotonic() < until:
            self._read(_TICK)

    def _ask_to_end(self) -> None:
        ask_to_end(self._process)
        self._on_output = None
        until = time.monotonic() + GRACE
        while time.monotonic() < until and is_alive(self._process):
            if self._pipes.open:
                self._read(_TICK)
            else:
                time.sleep(_TICK)

    def ended(self, how: How, seconds: float, most: int) -> Ended:
        """What came of it."""
        code = self._process.returncode
        killed = how is How.EXITED and code is not None and code < 0
        name = signal_name(-code) if killed and code is not None else ""
        reason = {
            How.EXITED: f"it was killed by {name}" if killed else f"it ended with exit code {code}",
            How.TIMED_OUT: f"it did not end within {seconds:g} s",
            How.STOPPED: "it was stopped",
            How.TOO_MUCH: f"it printed more than {most:,} bytes",
        }[how]
        if code is None:
            reason += ", and it could not be ended"
        return Ended(
            how=How.KILLED if killed else how,
            reason=reason,
            code=code if how is How.EXITED and not killed else None,
            signal=name,
            seconds=self._seconds,
            output=self._both.bytes,
            output_bytes=self._both.total,
            stdout=self._out.bytes,
            stdout_bytes=self._out.total,
            left_behind=self._left_behind,
        )


def signal_name(number: int) -> str:
    """The name of a signal: `SIGSEGV`; `signal 99` for one without."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
