"""Kills: what is left of the ledger when its writers are killed at random moments.

Four writers in two clones, two in each, record, fetch and push through a bare remote between them, and are
killed (SIGKILL) and started again: every other time the writer's whole process group, else the writer
alone, whose git processes then go on as orphans. Meanwhile `git gc` runs in one clone or the other. In the
end every record that a writer said was recorded has to be in both clones and in the remote, with the
right bytes; `git fsck` and the ledger's own history must find nothing; and every writer must go on.

Usage: python bench/kills.py [--kills N] [--seed N] [--command "COMMAND {clone} {name} {seed}"] [--smoke]

The command is the writer; whatever 64 hexadecimal digits it prints are the digest of what it recorded.
"""

from __future__ import annotations

import argparse
import heapq
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from bench.measure import ROOT, Row, environment
from planproof.evidence.ref import REF
from planproof.system.ledger import Ledger

WRITER = f"{shlex.quote(sys.executable)} -m bench.kills_writer {{clone}} {{name}} {{seed}}"
WRITERS = ("a", "a", "b", "b")
"""The clone of each writer."""

LONGEST_LIFE = 0.7
"""Seconds until a kill, at most. A writer needs some 0.1 s to start."""

GC_EVERY = 100
ENOUGH = 3
"""Records that each writer makes in peace in the end, to show that it goes on."""


class Came(NamedTuple):
    """What came of it.

    Attributes:
        kills: how many writers were killed.
        printed: the digests of what writers said was recorded.
        lost: those of them that a repository lacks, or has with other bytes.
        unsaid: how many more records there are: killed between recording and saying so.
        faults: what `git fsck`, the history or a writer in peace complain of.
        slowest: seconds until a writer in peace had recorded, its start included.
        seconds: how long it took.
    """

    kills: int
    printed: set[str]
    lost: set[str]
    unsaid: int
    faults: list[str]
    slowest: float
    seconds: float


class Writer:
    """A writer that is started again after each kill."""

    def __init__(self, here: Path, command: str, number: int) -> None:
        self._here = here
        self._command = command
        self._number = number
        self._life = 0
        self.said = here / f"said-{number}"
        self.complaints = here / f"complaints-{number}"
        self.process = self.start()

    def start(self, records: int | None = None) -> subprocess.Popen[bytes]:
        """Start it anew, in a process group of its own, for so many records or for ever."""
        self._life += 1
        command = self._command.format(
            clone=shlex.quote(str(self._here / WRITERS[self._number])),
            name=f"writer-{self._number}",
            seed=self._number * 1_000_000 + self._life,
        )
        words = shlex.split(command) + ([str(records)] if records is not None else [])
        python = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        with self.said.open("ab") as said, self.complaints.open("ab") as complaints:
            self.process = subprocess.Popen(
                words, cwd=self._here, env=environment({"PYTHONPATH": python}), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=said, stderr=complaints,
            )  # fmt: skip
        return self.process

    def kill(self, whole_group: bool) -> bool:
        """Kill it; False where it had ended by itself, which it should not."""
        ran = self.process.poll() is None
        with suppress(ProcessLookupError):
            if whole_group:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        return ran


def kill_writers(
    here: Path,
    kills: int,
    seed: int = 1,
    command: str = WRITER,
    *,
    longest: float = LONGEST_LIFE,
    prepare: Callable[[Path], None] | None = None,
) -> Came:
    """Do all of it in an empty folder.

    Args:
        here: the folder.
        kills: how many.
        seed: of the moments at which they come.
        command: the writer.
        longest: seconds until a kill, at most.
        prepare: is given each clone before anything writes to it.
    """
    began = time.monotonic()
    chance = random.Random(seed)  # noqa: S311
    _make(here)
    if prepare is not None:
        for name in sorted(set(WRITERS)):
            prepare(here / name)
    writers = [Writer(here, command, number) for number in range(len(WRITERS))]
    collectors: list[subprocess.Popen[bytes]] = []
    ended = 0
    queue = [(time.monotonic() + chance.uniform(0.1, longest), n) for n in range(len(WRITERS))]
    heapq.heapify(queue)
    for number in range(kills):
        due, which = heapq.heappop(queue)
        time.sleep(max(0.0, due - time.monotonic()))
        ended += not writers[which].kill(whole_group=number % 2 == 0)
        writers[which].start()
        heapq.heappush(queue, (time.monotonic() + chance.uniform(0, longest), which))
        if number % GC_EVERY == GC_EVERY // 2:
            clone = str(here / chance.choice(WRITERS))
            collectors.append(subprocess.Popen(("git", "-C", clone, "gc", "-q"), stderr=subprocess.DEVNULL))  # fmt: skip
    for one in writers:
        one.kill(whole_group=True)
    for collector in collectors:
        collector.wait()
    faults = [f"{ended} times a writer ended by itself"] if ended else []
    slowest = max(_goes_on(one, faults) for one in writers)
    printed = {
        digest
        for one in writers
        for digest in re.findall(r"\b[0-9a-f]{64}\b", one.said.read_text("utf-8"))
    }
    lost, unsaid = _compare(here, printed, faults)
    if faults:
        faults += [one.complaints.read_text("utf-8")[-2000:] for one in writers]
    return Came(kills, printed, lost, unsaid, faults, slowest, time.monotonic() - began)


def _goes_on(writer: Writer, faults: list[str]) -> float:
    """Let a writer work in peace; how long it took."""
    start = time.monotonic()
    process = writer.start(records=ENOUGH)
    try:
        if process.wait(timeout=60):
            faults.append(f"{writer.said.name}: a writer in peace ended with {process.returncode}")
    except subprocess.TimeoutExpired:
        faults.append(f"{writer.said.name}: a writer in peace did not end")
        writer.kill(whole_group=True)
    return time.monotonic() - start


def _compare(here: Path, printed: set[str], faults: list[str]) -> tuple[set[str], int]:
    """Merge everything, and hold it against what was said."""
    for name in ("a", "b", "a"):
        Ledger(str(here / name)).push("origin")
    lost: set[str] = set()
    found: set[str] = set()
    for name in ("a", "b", "hub.git"):
        ledger = Ledger(str(here / name))
        records = list(ledger.read())
        faults += [f"{name}: {one.path} is not whole" for one in records if not one.is_whole]
        found = {one.digest for one in records if one.is_whole}
        lost |= printed - found
        faults += [f"{name}: {path}: {reason}" for path, reason in ledger.missing.items()]
        faults += [f"{name}: {one}" for one in ledger.history()]
        fsck = subprocess.run(
            ("git", "-C", str(here / name), "fsck", "--strict", "--no-dangling", "--no-progress"),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if fsck.returncode:
            faults.append(f"{name}: git fsck: {fsck.stdout}{fsck.stderr}")
        folder = here / name / ("" if name.endswith(".git") else ".git")
        faults += [f"{name}: {lock} is left" for lock in folder.rglob(f"{REF}.lock")]
    return lost, len(found - printed)


def _make(here: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(("git", *arguments), check=True, cwd=here)

    git("init", "-q", "--bare", "hub.git")
    # The remote collects garbage when it is pushed to, but not behind our back.
    git("-C", "hub.git", "config", "gc.autoDetach", "false")
    for name in sorted(set(WRITERS)):
        git("init", "-q", name)
        git("-C", name, "remote", "add", "origin", str(here / "hub.git"))


def measure(smoke: bool) -> list[Row]:
    """Kill writers, and count what was lost."""
    return list(_rows(20 if smoke else 1_000, 1, WRITER))


def _rows(kills: int, seed: int, command: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        came = kill_writers(Path(folder), kills, seed, command)
    yield from rows_of(came)


def rows_of(came: Came) -> Iterator[Row]:
    """What came of it, for the report."""
    yield Row("kills", f"{came.kills:,} in {came.seconds:.0f} s")
    yield Row("records said to be recorded", f"{len(came.printed):,}")
    yield Row("of them lost", f"{len(came.lost)}", "0", not came.lost)
    yield Row("recorded, but killed before saying so", f"{came.unsaid:,}")
    yield Row(
        "faults found by fsck, the history, and writers afterwards",
        f"{len(came.faults)}",
        "0",
        not came.faults,
    )
    yield Row("slowest of the four to go on", f"{came.slowest:.1f} s", "< 60 s", came.slowest < 60)
    for fault in came.faults:
        print(fault, file=sys.stderr)


def main(argv: list[str]) -> int:
    """Run it alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", default=WRITER)
    parser.add_argument("--smoke", action="store_true")
    asked = parser.parse_args(argv)
    rows = list(_rows(20 if asked.smoke else asked.kills, asked.seed, asked.command))
    for row in rows:
        print(f"{row.what:60} {row.figure:>16}  {row.target}")
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
