"""Work spread over processes, where the system can fork; else done in this one."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

WORTH_IT = 48
"""Fewer things than this are faster done in one process."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Work that makes no cycles worth collecting, where looking for them costs a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def processes(wanted: int, things: int) -> int:
    """How many processes to use for so many things. `wanted` of 0 means as many as help."""
    if things < WORTH_IT and wanted == 0:
        return 1
    if not hasattr(os, "fork"):
        return 1
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(wanted or available or 1, things, 16))


def spread(things: Sequence[T], work: Callable[[Sequence[T]], bytes], count: int) -> list[bytes]:
    """Do the work on `count` interleaved shares of the things at once.

    Args:
        things: what to work on.
        work: does a share and returns its result as bytes. It must not keep threads or locks.
        count: how many processes; this one is one of them.

    Returns:
        The results of the shares. The share `i` holds the things `i`, `i + count` ...

    Raises:
        ChildProcessError: a process died.
    """
    if count <= 1:
        return [work(things)]
    gc.freeze()
    children = [_child(things[index::count], work) for index in range(1, count)]
    results = [work(things[0::count])]
    for pid, reading in children:
        with os.fdopen(reading, "rb") as pipe:
            results.append(pipe.read())
        _, status = os.waitpid(pid, 0)
        if status != 0:
            raise ChildProcessError(f"a reading process ended with status {status}")
    return results


def _child(share: Sequence[T], work: Callable[[Sequence[T]], bytes]) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work(share))
        status = 0
    except KeyboardInterrupt:
        status = 130
    finally:
        os._exit(status)
