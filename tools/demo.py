"""What planproof does, shown on the example: `make demo`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "orders"
PLANPROOF = [sys.executable, "-m", "planproof"]
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # `python3` is this one

STEPS = (
    ("A plan in good order", ["check", "docs/plans/idempotent-orders.md"], 0),
    ("Is it true of the code? Every claim, with its verdict and its place", ["verify", "docs/plans/idempotent-orders.md"], 0),
    ("A plan that has rotted: what is wrong with its text", ["check", "docs/plans/rate-limits.md"], 1),
    ("and what is not true of the code", ["verify", "docs/plans/rate-limits.md", "-q"], 1),
    ("What could be mended without changing its meaning", ["check", "docs/plans/rate-limits.md", "--diff"], 1),
    ("The table's wrong defaults and missing rows, as an edit", ["sync-table", "rate-limits"], 1),
    ("The variables and endpoints that the code has", ["facts", "src"], 0),
    ("The checklist as planproof reads it", ["show", "idempotent-orders", "--section", "checklist"], 0),
    ("What a kind of claim is about", ["explain", "variable-default"], 0),
)  # fmt: skip


COLOURED = ("check", "show", "verify", "prove", "evidence")


def main() -> int:
    """Run the steps; fail where one does not end as it should."""
    try:
        for title, command, expected in STEPS:
            show(title, command, expected, EXAMPLE)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "orders")
            prove(copy)
            follow(copy)
    except WrongEnd as error:
        print(error)
        return 1
    return 0


class WrongEnd(Exception):
    """A step did not end as it should."""


def show(title: str, command: list[str], expected: int, folder: Path, **environ: str) -> None:
    """Run planproof in a folder, and show what it says."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and command[0] in COLOURED
    print(f"\n--- {title}\n$ planproof {' '.join(map(quoted, command))}\n", flush=True)
    code = subprocess.run(  # noqa: S603
        [*PLANPROOF, *command, *(["--color", "always"] if colour else [])],
        cwd=folder,
        check=False,
        env={**os.environ, "PATH": PATH, **environ},
    ).returncode
    if code != expected:
        raise WrongEnd(f"this should have ended with {expected}, not {code}")


def quoted(word: str) -> str:
    """A word as one types it in a shell."""
    return f'"{word}"' if " " in word or "#" in word else word


def prove(copy: Path) -> None:
    """Prove the plan's criteria in a repository of their own: all well, then a change that is not."""
    shutil.copytree(
        EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.db", "bench.json")
    )
    (copy / ".gitignore").write_text("__pycache__/\n.pytest_cache/\nbench.json\n")
    commit(copy, "Take orders", new=True)
    with service(copy) as url:
        running = {"PLANPROOF_BASE_URL": url}
        show("Its criteria, proven for real: tests, a benchmark, the running service",
             ["prove", "idempotent-orders"], 0, copy, **running)  # fmt: skip
    show("Lin of the support team has read the runbook",
         ["sign", "idempotent-orders#criterion-7", "--as", "Support", "--yes"], 0, copy)  # fmt: skip
    show("What each criterion rests on",
         ["evidence", "idempotent-orders#criterion-4", "idempotent-orders#criterion-7"], 0, copy)  # fmt: skip
    api = copy / "src" / "orders" / "api.py"
    before = api.read_text()
    slow = before.replace(
        "    limited = service.flags", "    time.sleep(0.03)\n    limited = service.flags", 1
    )
    if slow == before or "import time" not in before:
        raise WrongEnd("the example's api.py is not what this demo edits")
    api.write_text(slow)
    commit(copy, "Wait a little before each order")
    print("\n(somebody commits a change to src/orders/api.py: each order now waits for 30 ms)")
    show("Nobody has measured it since: what was proven is stale, and says why",
         ["verify", "idempotent-orders", "--since", "HEAD~1"], 0, copy)  # fmt: skip
    show("Measured again, it is not met; a figure whose load was not reached does not tell",
         ["prove", "idempotent-orders#criterion-4", "idempotent-orders#criterion-5"], 1, copy)  # fmt: skip
    show("which the plan can no longer hide", ["verify", "idempotent-orders", "-q"], 1, copy)
    show("The figures over time, and the ledger itself",
         ["evidence", "idempotent-orders#criterion-5"], 0, copy)  # fmt: skip
    show("Every record: its digest, chain, commit and signature", ["evidence", "verify"], 0, copy)


SWEEPER = '''"""Deletes expired keys, once an hour."""

from __future__ import annotations

import time

from orders.idempotency import Idempotency

EVERY = 3600.0


def sweep(keys: Idempotency) -> None:
    """Delete what has expired, for ever."""
    while True:
        keys.store.delete_keys_before(time.time() - keys.ttl)
        time.sleep(EVERY)
'''


def follow(copy: Path) -> None:
    """The next step: its box stays open until its work is there, and the pull request is judged."""
    show("The work of step 7 is not there, so its box stays open",
         ["tick", "idempotent-orders#step-7"], 1, copy)  # fmt: skip
    git(copy, "checkout", "-q", "-b", "sweep-keys")
    (copy / "src" / "orders" / "sweeper.py").write_text(SWEEPER)
    commit(copy, "Delete expired keys\n\nPlan: idempotent-orders\nPlan-Step: 7")
    print(
        "\n(on a branch, somebody commits src/orders/sweeper.py, with the trailer `Plan-Step: 7`)"
    )
    show("The pull request does the step's work and does not tick it; written, the tick is an edit",
         ["gate", "--base", "main", "--suggest", "--write"], 0, copy)  # fmt: skip
    show("With its reference", ["tick", "idempotent-orders#step-7", "--pr", "128"], 0, copy)
    commit(copy, "Tick step 7")
    show("Judged again", ["gate", "--base", "main"], 0, copy)
    show("All plans on one screen", ["status"], 0, copy)
    show("What can be started", ["next"], 0, copy)
    show("When each box was ticked, and by what", ["history", "idempotent-orders"], 0, copy)


def commit(folder: Path, message: str, *, new: bool = False) -> None:
    """Commit everything."""
    if new:
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "user.name", "Lin Okafor")
        git(folder, "config", "user.email", "lin@acme.example")
        git(folder, "config", "commit.gpgsign", "false")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)  # noqa: S603, S607


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """The example's service, running on a free port."""
    with tempfile.TemporaryDirectory() as data, Path(data, "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "orders", "--port", "0"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder / "src"), "ORDERS_DB": f"{data}/orders.db"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            if process.stdout is None or not (listening := process.stdout.readline()):
                raise WrongEnd("the example's service did not start")
            yield listening.split()[-1]
        finally:
            process.terminate()
            process.communicate(timeout=10)


if __name__ == "__main__":
    sys.exit(main())
