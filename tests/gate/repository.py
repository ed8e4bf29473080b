"""A repository that is made by a script, for changes to be judged in.

A commit is written as its message, a line `---`, and what it does, a line each:

    write PATH TEXT        a file; `\\n` stands for a line end
    replace PATH OLD => NEW
    delete PATH
    move PATH PATH
    tick PLAN NUMBER, untick PLAN NUMBER    of a step by number, or of a criterion by label
    revert REVISION         what a commit did is undone, as `git revert` does it
    nothing                a commit without changes
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

STORE = """\
# Orders store

## Goals

* Answer retries from the stored answer

## Non-Goals

* Not changing `src/limits.py`

## Components / Modules Affected

* `src/config.py`
* `src/store.py` (new) (step 2)
* `src/api.py`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `ORDERS_PORT` | Port | `8080` | No |

## Incremental Implementation Checklist

* [x] 1. Read `ORDERS_PORT`
* [ ] 2. Add `src/store.py`
* [ ] 3. Use the store in `src/api.py`
  * after: step-2
* [ ] 4. Have the runbook read
  * proof: sign-off by QA
* [ ] 5. Tell the clients

## Acceptance Criteria

* [ ] AC-1: p95 latency of `POST /orders` <= 200 ms at 500 req/s (step 3)
  * proof: read `bench.json` `p95`
* [ ] AC-2: Nobody loses an order
"""

LIMITS = """\
# Rate limits

## Components / Modules Affected

* `src/limits.py`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `LIMIT_RATE` | Orders per minute | `60` | No |

## Incremental Implementation Checklist

* [x] 1. Read `LIMIT_RATE`
* [ ] 2. Count refusals
* [ ] 3. Share the counters
  * after: orders-store#step-2
"""

FILES = {
    "docs/plans/orders-store.md": STORE,
    "docs/plans/rate-limits.md": LIMITS,
    "src/config.py": 'import os\n\nPORT = os.environ.get("ORDERS_PORT", "8080")\n',
    "src/limits.py": 'import os\n\nRATE = os.environ.get("LIMIT_RATE", "60")\n',
    "src/api.py": "def orders():\n    return 201\n",
    "src/other.py": "X = 1\n",
    "README.md": "# Orders\n",
    "planproof.toml": "",
}


_QUICK = ("-c", "protocol.file.allow=always", "-c", "gc.auto=0", "-c", "maintenance.auto=false")


def git(folder: Path, *arguments: str) -> str:
    """Run git, as somebody whose settings do not matter."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *_QUICK, *arguments],
        check=True, capture_output=True, text=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip
    return done.stdout.strip()


class Repository:
    """A repository with a branch `main`."""

    def __init__(self, folder: Path, files: dict[str, str] | None = None) -> None:
        """Make it, with one commit."""
        self.folder = folder
        if files is None:
            shutil.copytree(_usual(), folder)
        else:
            folder.mkdir(parents=True)
            self._begin(files)
        self.start = self._last()

    def _begin(self, files: dict[str, str]) -> None:
        git(self.folder, "init", "-q", "-b", "main")
        shutil.rmtree(self.folder / ".git" / "hooks", ignore_errors=True)
        for path, text in files.items():
            self.write(path, text)
        self.commit("Start\n---")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def commit(self, script: str) -> str:
        """Do what a script says, and commit it."""
        message, _, orders = script.partition("---")
        for order in orders.strip().splitlines():
            if order.strip():
                self.do(order.strip())
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", message.strip())
        return self._last()

    def _last(self) -> str:
        """The id of the last commit; read, for starting a git for each would take as long as committing."""
        head = (self.folder / ".git" / "HEAD").read_text().strip()
        if head.startswith("ref: "):
            head = (self.folder / ".git" / head.removeprefix("ref: ")).read_text().strip()
        return head

    def head(self, rev: str = "HEAD") -> str:
        """The id of a commit."""
        return git(self.folder, "rev-parse", rev)

    def do(self, order: str) -> None:
        """Do one thing to the files."""
        verb, _, rest = order.partition(" ")
        first, _, more = rest.partition(" ")
        text = more.replace("\\n", "\n")
        if verb == "write":
            self.write(first, text)
        elif verb == "replace":
            old, _, new = text.partition(" =>")
            before = (self.folder / first).read_text()
            assert old in before, (first, old)
            self.write(first, before.replace(old, new.removeprefix(" "), 1))
        elif verb == "delete":
            (self.folder / first).unlink()
        elif verb == "move":
            (self.folder / more).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / first).rename(self.folder / more)
        elif verb == "revert":
            git(self.folder, "revert", "--no-commit", first)
        elif verb in ("tick", "untick"):
            self._tick(first, more, done=verb == "tick")
        else:
            assert verb == "nothing", order

    def _tick(self, plan: str, name: str, *, done: bool) -> None:
        path = f"docs/plans/{plan}.md" if "/" not in plan else plan
        old, new = ("[ ]", "[x]") if done else ("[x]", "[ ]")
        mark = f"{name}." if name[:1].isdigit() else name
        pattern = rf"(?m)^(\* ){re.escape(old)}( {re.escape(mark)})"
        text = (self.folder / path).read_text()
        made, count = re.subn(pattern, rf"\g<1>{new}\g<2>", text)
        assert count == 1, (plan, name)
        self.write(path, made)


@cache
def _usual() -> Path:
    """The repository that most begin with, made once: making it anew takes as long as judging it."""
    folder = Path(tempfile.mkdtemp(prefix="planproof-gate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Repository(folder / "usual", FILES).folder
