"""A process together with the processes it started: whether they are alive, and how they are ended."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress

_POSIX = os.name == "posix"

_WATCHER = """
read -r farewell || {
    kill -s TERM -- "-$0"
    sleep 2
    kill -s KILL -- "-$0"
}
"""


def is_alive(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process that leads its group, or any other of the group, is alive."""
    if process.poll() is None:
        return True
    if not _POSIX:
        return False
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it belongs to another user by now
        return True
    return not _are_zombies(process.pid)


def _are_zombies(group: int) -> bool:
    """Whether all of a group have ended and wait to be reaped, which in containers may never happen."""
    found = False
    with suppress(OSError):
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            with suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                state, _, its_group, *_ = file.read().rpartition(b")")[2].split()
                if int(its_group) == group:
                    found = True
                    if state not in (b"Z", b"X"):
                        return False
    return found


def ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """Send SIGTERM to a process and its group."""
    if _POSIX:
        _send(process, signal.SIGTERM)
    else:
        process.terminate()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group, where they are alive."""
    if not _POSIX:
        process.kill()
    elif is_alive(process):
        _send(process, signal.SIGKILL)


def _send(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def watch_over(process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
    """Start a watcher that ends the group of a process when this one is gone; None where that cannot be.

    It waits on a pipe whose other end only this process has. Unlike Linux's PR_SET_PDEATHSIG it needs no
    code between fork and exec, is not bound to a thread, and ends the whole group.
    """
    if not _POSIX:
        return None
    try:
        return subprocess.Popen(  # noqa: S603  # a fixed script, and a number
            ["/bin/sh", "-c", _WATCHER, str(process.pid)],
            cwd="/",
            env={"PATH": os.defpath},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # so that Ctrl-C is not for it
        )
    except OSError:
        return None


def dismiss(watcher: subprocess.Popen[bytes]) -> None:
    """Let a watcher go, so that it ends nothing."""
    if watcher.stdin is not None:
        with suppress(OSError):  # somebody killed it
            watcher.stdin.write(b"\n")
        watcher.stdin.close()
    try:
        watcher.wait(1)
    except subprocess.TimeoutExpired:
        watcher.kill()
        watcher.wait()
