"""Speed of gate: a pull request of 200 files in a repository of 10,000.

The repository is made as for verify, of real code, with the plan of the example and 20 more. The pull request
changes 200 source files and ticks a step. Warm is a second run with what the first one kept; with what verify kept
on main is what a CI run has that restores the cache of main; cold is without anything kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.measure import PLANPROOF, Row, median, run

SUFFIXES = (".py", ".js", ".ts", ".go")
PLAN = """\
# Service {n}

## Components / Modules Affected

* `code/{n}`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `SERVICE_{n}_PORT` | Port | `80{n:02}` | No |

## Incremental Implementation Checklist

* [x] 1. Read `SERVICE_{n}_PORT`
* [ ] 2. Write the docs

## Acceptance Criteria

* [ ] p95 latency <= 200 ms at 500 req/s
"""
CONFIG = 'import os\n\nPORT = os.environ.get("SERVICE_{n}_PORT", "80{n:02}")\n'
PLANS = 20


def measure(smoke: bool) -> list[Row]:
    """Cold and warm."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_rows(Path(folder), smoke))


def _rows(here: Path, smoke: bool) -> Iterator[Row]:
    repository = here / "repository"
    files = _make(repository, 300 if smoke else 10_000, 20 if smoke else 200)
    yield Row("the repository", f"{files:,} files, {PLANS} plans")
    command = (*PLANPROOF, "gate", "--base", "main", "--format", "json")
    env = {"PLANPROOF_CACHE_DIR": str(here / "cache")}
    cold = run(command, repository, env)
    on_main = {"PLANPROOF_CACHE_DIR": str(here / "main")}
    run((*PLANPROOF, "verify", "--at", "main", "-q"), repository, on_main)
    first = run(command, repository, on_main)
    warm = median([run(command, repository, env) for _ in range(1 if smoke else 5)])
    if {cold.code, first.code, warm.code} != {0}:
        raise RuntimeError((cold, first, warm))
    limit = 2.0
    yield Row("gate, cold", f"{cold.wall:.2f} s, {cold.memory:.0f} MB")
    yield Row(
        "gate, with what verify kept on main",
        f"{first.wall:.2f} s",
        "under 2 s",
        first.wall < limit,
    )
    yield Row(
        "gate, warm", f"{warm.wall:.2f} s, {warm.memory:.0f} MB", "under 2 s", warm.wall < limit
    )


def _make(folder: Path, files: int, changed: int) -> int:
    """Make the repository, on a branch with the pull request; how many files it has."""
    (folder / "docs" / "plans").mkdir(parents=True)
    (folder / "planproof.toml").write_text("")
    for number in range(1, PLANS + 1):
        (folder / "docs" / "plans" / f"service-{number}.md").write_text(PLAN.format(n=number))
        (folder / "code" / str(number)).mkdir(parents=True)
        (folder / "code" / str(number) / "config.py").write_text(CONFIG.format(n=number))
    copies = []
    for at, source in enumerate(islice(_sources(), files)):
        copy = folder / "code" / str(at % PLANS + 1) / f"{at}{source.suffix}"
        shutil.copyfile(source, copy)
        copies.append(copy)
    _git(folder, "init", "-q", "-b", "main")
    _commit(folder, "Start")
    _git(folder, "checkout", "-q", "-b", "service-1/step-2")
    for copy in copies[:: max(1, len(copies) // changed)][:changed]:
        comment = b"# changed\n" if copy.suffix == ".py" else b"// changed\n"
        copy.write_bytes(comment + copy.read_bytes())
    plan = folder / "docs" / "plans" / "service-1.md"
    plan.write_text(plan.read_text().replace("[ ] 2.", "[x] 2."))
    _commit(folder, "Write the docs")
    return len(copies) + 2 * PLANS + 1


def _sources() -> Iterator[Path]:
    """Files of code on this machine, the same again and again where there are too few."""
    found = []
    for root in (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")):
        for path in sorted(Path(root).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size < 200_000:
                found.append(path)
                yield path
    while found:
        yield from found


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *who, *arguments]
    subprocess.run(command, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", message)
