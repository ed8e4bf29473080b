"""Measuring whole processes: several runs after one that does not count, medians, ratios pair by pair."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
_NOT_PASSED = frozenset(("PYTHONDONTWRITEBYTECODE", "PLANPROOF_CORPUS", "PLANPROOF_CHECKOUTS"))
PLANPROOF = (sys.executable, "-m", "planproof")


class Run(msgspec.Struct, frozen=True):
    """One run of a command: seconds of wall and processor time, peak memory in MB, exit code."""

    wall: float
    cpu: float
    memory: float
    code: int


class Row(msgspec.Struct, frozen=True):
    """A line of the report: what was measured, the figure, what was aimed at, and whether it is met.

    `met` is None for a figure without a target.
    """

    what: str
    figure: str
    target: str = ""
    met: bool | None = None


def run(command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> Run:
    """Run a command once, its output thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, env=environment(env or {}),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode)


def environment(more: dict[str, str]) -> dict[str, str]:
    """The environment of a run. Bytecode is kept, as it is wherever planproof is installed.

    What is a setting of the benchmarks is none of planproof's.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED}
    return {**kept, **more}


def paired(
    first: Sequence[str], second: Sequence[str], times: int, cwd: Path | None = None
) -> tuple[Run, Run, float]:
    """Two commands in turn, after one run of each that does not count.

    Returns:
        The medians of each, and the median of the ratios of wall time, pair by pair.
    """
    run(first, cwd)
    run(second, cwd)
    pairs = [(run(first, cwd), run(second, cwd)) for _ in range(times)]
    ratio = statistics.median(a.wall / b.wall for a, b in pairs)
    return median([a for a, _ in pairs]), median([b for _, b in pairs]), ratio


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(
        statistics.median(one.wall for one in runs),
        statistics.median(one.cpu for one in runs),
        statistics.median(one.memory for one in runs),
        runs[-1].code,
    )


def corpus() -> Path | None:
    """The folder of real plans: `PLANPROOF_CORPUS`, else where it lies beside the project."""
    named = os.environ.get("PLANPROOF_CORPUS")
    path = Path(named) if named else ROOT.parent / "shared" / "corpus"
    return path if (path / "dev").is_dir() else None


def without_corpus(what: str) -> list[Row]:
    """The row for a benchmark that needs the corpus where it is absent."""
    return [Row(what, "not measured: no corpus (set PLANPROOF_CORPUS)")]
