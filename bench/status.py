"""All plans on one screen.

A generated repository: 1,000 plans of 12 steps each, 2,000 files of code, 100,000 commits, of which every
fifth ticks, unticks or adds a step. Warm is the second run, with nothing changed; cold is the first one,
with an empty cache, which parses every plan, judges every claim and reads the history.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import PLANPROOF, Row, median, run

_PAUSE = 1_500
"""Seconds between commits; the last is of now, so that there is something to forecast."""

WARM, COLD = 1.0, 30.0
"""Seconds that a run is to take at most."""


def measure(smoke: bool) -> list[Row]:
    """Measure `status` and `next`, cold and warm."""
    plans, files, commits = (20, 40, 400) if smoke else (1_000, 2_000, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        root, kept = Path(folder, "repository"), Path(folder, "cache")
        generate(root, plans, files, commits)
        env = {"PLANPROOF_CACHE_DIR": str(kept)}
        what = f"{plans:,} plans, {commits:,} commits"
        rows = []
        cold = run((*PLANPROOF, "status"), root, env)
        rows.append(_row(f"`status` cold, {what}", cold.wall, COLD, smoke))
        warm = median([run((*PLANPROOF, "status"), root, env) for _ in range(5)])
        rows.append(_row(f"`status` warm, {what}", warm.wall, WARM, smoke))
        following = median([run((*PLANPROOF, "next"), root, env) for _ in range(5)])
        rows.append(_row(f"`next` warm, {what}", following.wall, WARM, smoke))
        plan = root / "docs/plans/plan-0001.md"
        plan.write_text(plan.read_text("utf-8").replace("[ ]", "[x]", 1), "utf-8")
        edited = run((*PLANPROOF, "status"), root, env)
        rows.append(Row("`status` after an edit of one plan", f"{edited.wall:.2f} s"))
        rows.append(Row("peak memory of the cold run", f"{cold.memory:,.0f} MB"))
        if {cold.code, warm.code, following.code, edited.code} != {0}:
            rows.append(Row("exit codes", "a run failed", "0", met=False))
        return rows


def _row(what: str, seconds: float, target: float, smoke: bool) -> Row:
    if smoke:
        return Row(what, f"{seconds:.2f} s")
    return Row(what, f"{seconds:.2f} s", f"< {target:.0f} s", seconds < target)


def generate(root: Path, plans: int, files: int, commits: int) -> None:
    """Make the repository, the same each time but for its dates, and check it out."""
    root.mkdir(parents=True)
    git = ("git", "-C", str(root))
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run((*git, "init", "-q", "-b", "main"), check=True, env=quiet)
    with subprocess.Popen(
        (*git, "fast-import", "--quiet"), stdin=subprocess.PIPE, env=quiet
    ) as process:
        assert process.stdin is not None  # noqa: S101  # it is a pipe
        for piece in _stream(plans, files, commits):
            process.stdin.write(piece)
        process.stdin.close()
        if process.wait():
            raise RuntimeError("git fast-import failed")
    subprocess.run((*git, "reset", "-q", "--hard"), check=True, env=quiet)


def _stream(plans: int, files: int, commits: int) -> Iterator[bytes]:
    chance = random.Random(5)  # noqa: S311  # the same repository each time
    start = int(time.time()) - commits * _PAUSE
    boxes = [[False] * 12 for _ in range(plans)]
    first = [(_plan_path(one), _plan(one, boxes[one], 0)) for one in range(plans)]
    first += [(_source_path(one), _source(one, 0)) for one in range(files)]
    first.append(("planproof.toml", b'plans = ["docs/plans/*.md"]\n'))
    yield _commit(start, "Begin", first)
    for number in range(1, commits):
        if number % 5:
            one = chance.randrange(files)
            yield _commit(
                start + number * _PAUSE,
                f"Change {one} (#{number})",
                [(_source_path(one), _source(one, number))],
            )
        else:
            one = chance.randrange(plans)
            at = chance.randrange(len(boxes[one]))
            if chance.random() < 0.1 and len(boxes[one]) < 20:
                boxes[one].append(False)
            else:
                boxes[one][at] = not boxes[one][at] or chance.random() < 0.9
            yield _commit(
                start + number * _PAUSE,
                f"Move {one} (#{number})",
                [(_plan_path(one), _plan(one, boxes[one], number))],
            )


def _commit(when: int, message: str, files: list[tuple[str, bytes]]) -> bytes:
    said = message.encode()
    parts = [
        b"commit refs/heads/main\n",
        f"committer Ada <ada@acme.example> {when} +0000\n".encode(),
        b"data %d\n%s\n" % (len(said), said),
    ]
    for path, content in files:
        parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
    return b"".join(parts)


def _plan_path(one: int) -> str:
    return f"docs/plans/plan-{one:04}.md"


def _source_path(one: int) -> str:
    return f"src/part{one % 40:02}/module_{one:04}.py"


def _source(one: int, version: int) -> bytes:
    return (
        f'import os\n\nVERSION = {version}\nPORT = os.environ.get("PART_{one:04}_PORT", "{8000 + one % 100}")\n'
        f"\n\ndef work_{one:04}(order: int) -> int:\n    return order + VERSION\n"
    ).encode()


def _plan(one: int, boxes: list[bool], version: int) -> bytes:
    steps = "".join(
        f"* [{'x' if done else ' '}] {at}. Do part {at} of {one} in `{_source_path((one * 2 + at) % 40)}`"
        f"{f' (#{version})' if done and at == 1 and version else ''}\n"
        + (f"  * after: plan-{one - 1:04}#step-1\n" if at == 2 and one % 3 == 1 else "")
        for at, done in enumerate(boxes, 1)
    )
    return f"""# Part {one} – Implementation Plan

## 1. Summary

Part {one} takes orders faster, so that fewer are lost.

## 2. Goals

* p95 latency of `POST /orders/{one}` <= 200 ms
* Lose no order of part {one}

## 5. Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Owner | @team{one % 17} | Delivery |

## 7. Detailed Plan

### 7.1 Components / Modules Affected

* `{_source_path(one)}`

### 7.4 Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `PART_{one:04}_PORT` | Port | `{8000 + one % 100}` | No |

## 12. Risks & Mitigations

| Risk | Impact | Mitigation |
|------|--------|------------|
| Orders of part {one} overflow | High | {"Shed load" if one % 4 else ""} |

## 15. Open Questions

* Who keeps the keys of part {one}?

## 14. Incremental Implementation Checklist

{steps}
## 13. Acceptance Criteria

* [ ] Part {one} answers within 200 ms
""".encode()
