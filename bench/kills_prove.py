"""Kills during `prove`: nothing that it said was recorded is lost.

Four `planproof prove` in two clones, two in each, prove a plan of six criteria over and over (commands that
are run, figures that are read), push and fetch through a bare remote, and are killed (SIGKILL) at random
moments and started again, as in `kills.py`. In the end every record that a run said was written has to be
in both clones and in the remote, `planproof evidence verify` must find no fault in either clone, and every
one must go on.

Usage: python bench/kills_prove.py [--kills N] [--seed N] [--smoke]
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from bench.kills import kill_writers, rows_of
from bench.measure import ROOT, Row, environment

PROVER = f"{shlex.quote(sys.executable)} -m bench.kills_prover {{clone}} {{name}} {{seed}}"
LONGEST_LIFE = 1.2
"""Seconds until a kill, at most. Starting to prove takes some 0.3 s."""

PLAN = """\
# Orders

## Acceptance Criteria

* The service starts
  * proof: run `git --version`
* Nothing is left to say
  * proof: run `true`
* p95 latency <= 200 ms
  * proof: read `figures.json` `p95_ms`
* Throughput >= 100 req/s
  * proof: run `true`, read `figures.json` `rate_rps`
* At most 3 errors
  * proof: read `figures.json` `errors`
* Image size <= 10 MB
  * proof: read `figures.json` `size_bytes`
"""
FIGURES = '{"p95_ms": 231, "rate_rps": 512, "errors": 0, "size_bytes": 5000000}'


def prepare(clone: Path) -> None:
    """A plan, the figures that it reads, and what may be run, committed alike in each clone."""
    (clone / "docs" / "plans").mkdir(parents=True)
    (clone / "docs" / "plans" / "orders.md").write_text(PLAN)
    (clone / "figures.json").write_text(FIGURES)
    (clone / "planproof.toml").write_text('commands = ["git --version", "true"]\n')
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-01-01T00:00:00Z")
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    for command in (("add", "-A"), ("commit", "-q", "-m", "Start")):
        subprocess.run(("git", *who, *command), cwd=clone, check=True, env={**os.environ, **when})


def audits(here: Path) -> list[str]:
    """What `planproof evidence verify` complains of in the clones."""
    faults = []
    for name in ("a", "b"):
        done = subprocess.run(
            (sys.executable, "-m", "planproof", "evidence", "verify"),
            cwd=here / name,
            env=environment({"PYTHONPATH": str(ROOT / "src")}),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            faults.append(f"{name}: {done.stdout}{done.stderr}")
    return faults


def measure(smoke: bool) -> list[Row]:
    """Kill, and count what was lost."""
    return list(_rows(12 if smoke else 1_000, 1))


def _rows(kills: int, seed: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        came = kill_writers(here, kills, seed, PROVER, longest=LONGEST_LIFE, prepare=prepare)
        faults = audits(here)
    yield from rows_of(came)
    yield Row("faults found by `evidence verify`", f"{len(faults)}", "0", not faults)
    for fault in faults:
        print(fault, file=sys.stderr)


def main(argv: list[str]) -> int:
    """Run it alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true")
    asked = parser.parse_args(argv)
    rows = list(_rows(12 if asked.smoke else asked.kills, asked.seed))
    for row in rows:
        print(f"{row.what:60} {row.figure:>16}  {row.target}")
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
