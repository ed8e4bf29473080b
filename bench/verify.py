"""Speed of verify: a repository of 10,000 source files, its second run, its history.

The repository is made of real code: the standard library and the packages beside this project, as many
files as are asked for, committed with a plan; then a thousand commits, each of which changes a few
files and some of which change what the plan speaks of. Another can be named by PLANPROOF_BENCH_CODE
(a checkout with its history), which is then measured as it is, at its last 1,000 commits.

Cold is without anything kept. ast-grep's own command scans the same files for environment reads alone,
on as many cores. The floor is reading every file and splitting it into words, on one core.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import BIN, PLANPROOF, ROOT, Row, Run, median, paired, run

PLAN = ROOT / "examples" / "orders" / "docs" / "plans" / "idempotent-orders.md"
RULE = """\
id: environment
language: python
rule:
  any:
    - pattern: os.environ[$NAME]
    - pattern: os.environ.get($$$ARGS)
    - pattern: os.getenv($$$ARGS)
"""
SUFFIXES = (".py", ".js", ".ts", ".go")
CONFIG = (
    'import os\n\nDATABASE = os.environ["ORDERS_DB"]\nPORT = os.environ.get("ORDERS_PORT", "{}")\n'
)


def measure(smoke: bool) -> list[Row]:
    """Cold, again, at another commit, through the history."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        named = os.environ.get("PLANPROOF_BENCH_CODE")
        repository = Path(named) if named else here / "repository"
        if not named:
            _make(repository, files=300 if smoke else 10_000, commits=20 if smoke else 1_000)
        return list(_rows(repository, here, smoke))


def _rows(repository: Path, here: Path, smoke: bool) -> Iterator[Row]:
    files = [path for path in repository.rglob("*") if path.suffix in SUFFIXES and path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    yield Row(
        "the repository",
        f"{len(files):,} source files, {size:.0f} MB, {_count(repository)} commits",
    )
    times = 1 if smoke else 5
    yield from _cold(repository, here, times)
    cache = ("env", f"PLANPROOF_CACHE_DIR={here / 'cache'}")
    verify = (*cache, *PLANPROOF, "verify", "-q")
    run(verify, repository)
    second = median([run(verify, repository) for _ in range(times + 2)])
    nothing = median([run((sys.executable, "-c", "pass"), repository) for _ in range(times + 2)])
    over = second.wall - nothing.wall
    yield Row(
        "second run, over interpreter start",
        f"{over:.2f} s, {second.memory:.0f} MB",
        "< 0.5 s",
        over < 0.5,
    )
    _touch(repository)
    edited = run(verify, repository)
    yield Row("after an edit of one file", f"{edited.wall - nothing.wall:.2f} s")
    subprocess.run(["git", "-C", str(repository), "checkout", "-q", "--", "."], check=True)
    at = (*verify, "--at", "HEAD~10")
    first = run(at, repository)
    yield Row(
        "`--at HEAD~10`, which reads only contents never seen", f"{first.wall - nothing.wall:.2f} s"
    )
    yield from _history(repository, here, 20 if smoke else 1_000)


def _cold(repository: Path, here: Path, times: int) -> Iterator[Row]:
    rule = here / "environment.yml"
    rule.write_text(RULE, "utf-8")
    ours = (*PLANPROOF, "verify", "-q", "--no-cache")
    theirs = (str(BIN / "ast-grep"), "scan", "--no-ignore", "hidden", "--rule", str(rule), ".")
    a, b, ratio = paired(ours, theirs, times, repository)
    yield Row("verify, cold, every probe", _figures(a), "< 1,000 MB", a.memory < 1000)
    yield Row("ast-grep scan for environment reads", _figures(b))
    yield Row("cold: wall, planproof / ast-grep", f"{ratio:.2f}", "<= 1", ratio <= 1)
    start = time.perf_counter()
    for path in repository.rglob("*"):
        if path.suffix in SUFFIXES and path.is_file():
            frozenset(path.read_bytes().lower().split())
    yield Row(
        "floor: reading and splitting into words",
        f"{time.perf_counter() - start:.2f} s on one core",
    )


def _history(repository: Path, here: Path, commits: int) -> Iterator[Row]:
    """Judge the last commits, and read each of their contents once, each in a process of its own."""
    script = [sys.executable, "-m", "bench.verify_history", str(repository)]
    cached = {"PLANPROOF_CACHE_DIR": str(here / "history"), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    walked = run([*script, "walk", str(commits)], ROOT, cached)
    shutil.rmtree(here / "history", ignore_errors=True)
    read = run([*script, "read", str(commits)], ROOT, cached)
    yield Row(f"judging the last {commits:,} commits", _figures(walked))
    yield Row("reading each of their distinct contents once", _figures(read))
    ratio = walked.wall / read.wall
    yield Row("history: wall, judging / reading", f"{ratio:.2f}", "about 1", ratio <= 1.5)


def _figures(one: Run) -> str:
    return f"{one.wall:.2f} s wall, {one.cpu:.2f} s CPU, {one.memory:.0f} MB"


def _count(repository: Path) -> str:
    said = subprocess.run(
        ["git", "-C", str(repository), "rev-list", "--count", "HEAD"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return f"{int(said.stdout):,}"


def _make(repository: Path, files: int, commits: int) -> None:
    """A repository of real code with a plan, and a history of changes to it."""
    names = _copy(repository, files)
    plans = repository / "docs" / "plans"
    plans.mkdir(parents=True)
    shutil.copy(PLAN, plans)
    config = repository / "src" / "orders" / "config.py"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG.format(8080), "utf-8")
    git = ["git", "-C", str(repository), "-c", "user.name=Ada", "-c", "user.email=ada@acme.example"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Start"], check=True)
    stream = b"".join(_commits(repository, names, commits))
    subprocess.run([*git, "fast-import", "--quiet", "--force"], input=stream, check=True)
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True)


def _copy(repository: Path, files: int) -> list[Path]:
    """Copy code from around here, under names that nobody takes for vendored."""
    found: list[Path] = []
    for number, root in enumerate((sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))):
        for path in sorted(Path(root).rglob("*")):
            if len(found) >= files:
                return found
            if path.suffix not in SUFFIXES or not path.is_file() or path.is_symlink():
                continue
            parts = [f"part{number}", *path.relative_to(root).parts]
            name = "/".join(
                part.replace("vendor", "bundled").replace("site-packages", "libs") for part in parts
            )
            target = repository / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            found.append(Path(name))
    # Too few: the same code again, each file with a line of its own, so that no content is there twice.
    for number in range(2, 2 + files // max(len(found), 1)):
        for before in list(found[: files - len(found)]):
            again = Path(f"part{number}") / before
            target = repository / again
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((repository / before).read_bytes() + f"\n# copy {number}\n".encode())
            found.append(again)
    return found


def _commits(repository: Path, names: list[Path], commits: int) -> Iterator[bytes]:
    """A stream for `git fast-import`: each commit changes two files, each tenth the settings."""
    chance = random.Random(7)  # noqa: S311  # the same history every time
    texts = {
        name: (repository / name).read_bytes()
        for name in chance.sample(names, min(len(names), 400))
    }
    changing = sorted(texts)
    for number in range(commits):
        parent = "from refs/heads/main^0\n" if number == 0 else ""
        message = f"Change {number}"
        yield (
            f"commit refs/heads/main\ncommitter Ada <ada@acme.example> {1_700_000_000 + number} +0000\n"
            f"data {len(message)}\n{message}\n{parent}"
        ).encode()
        for name in chance.sample(changing, 2):
            texts[name] += f"\n# change {number}\n".encode()
            yield _file(name, texts[name])
        if number % 10 == 0:
            yield _file(Path("src/orders/config.py"), CONFIG.format(8080 + number % 3).encode())
        yield b"\n"


def _file(name: Path, data: bytes) -> bytes:
    return f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"


def _touch(repository: Path) -> None:
    path = repository / "src" / "orders" / "config.py"
    if path.is_file():
        path.write_text(
            path.read_text("utf-8") + "\nNAME = os.environ.get('ORDERS_NAME')\n", "utf-8"
        )
