"""The ledger at 100,000 records: recording, reading a plan, pushing and fetching.

200 plans of 20 items of 25 records, some 1.5 KB each, recorded at once. One more record, and a plan's
records, are what waits for a person. Pushing and fetching are held against plain git, in turn: the same
files in one ref of an ordinary repository, pushed to and fetched into an empty one by a path, as the
ledger's are. Beyond git's part, fetching reads every record and holds it against its digest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import ROOT, Row, median, run
from planproof.evidence.ref import REF
from planproof.system.ledger import Ledger

READ_PLAN = """\
import sys
from planproof.system.ledger import Ledger
print(sum(1 for one in Ledger(sys.argv[1]).read("plan-7") if one.is_whole))
"""


def measure(smoke: bool) -> list[Row]:
    """Record, read, push, fetch."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_rows(Path(folder), plans=10 if smoke else 200, times=1 if smoke else 3))


def _rows(here: Path, plans: int, times: int) -> Iterator[Row]:
    subprocess.run(("git", "init", "-q", "--bare", str(here / "one")), check=True)
    ledger = Ledger(str(here / "one"))
    records = [
        (f"plan-{plan}", f"criterion-{item}", _record(plan, item, number))
        for plan in range(plans)
        for item in range(20)
        for number in range(25)
    ]
    size = sum(len(content) for _, _, content in records) / 1e6
    took = _timed(lambda: ledger.append(records))
    yield Row("recording all at once", f"{len(records):,} records, {size:.0f} MB, {took:.1f} s")
    one = statistics.median(
        _timed(lambda n=n: ledger.append([("plan-7", "plan", _record(7, 20, n))]))  # type: ignore[misc]
        for n in range(5 if times == 1 else 30)
    )
    yield Row("recording one more", f"{one * 1000:.0f} ms")
    yield from _reading(here / "one", len(records), times)
    yield from _moving(here, times)


def _reading(root: Path, count: int, times: int) -> Iterator[Row]:
    env = {"PYTHONPATH": str(ROOT / "src")}
    read = median(
        [run((sys.executable, "-c", READ_PLAN, str(root)), env=env) for _ in range(3 * times)]
    )
    floor = median([run((sys.executable, "-c", "pass")) for _ in range(3 * times)])
    over = read.wall - floor.wall
    yield Row(
        "reading a plan's 500 records, over interpreter start", f"{over:.2f} s", "< 1 s", over < 1
    )
    ledger = Ledger(str(root))
    took = _timed(lambda: sum(1 for one in ledger.read() if one.is_whole))
    yield Row(
        "reading all, each held against its digest", f"{took:.1f} s, {count / took:,.0f} a second"
    )
    took = _timed(lambda: sum(1 for _ in ledger.paths()))
    yield Row("listing all", f"{took:.1f} s")
    took = _timed(lambda: sum(1 for _ in ledger.history()))
    yield Row("the history's audit", f"{took:.1f} s")


def _moving(here: Path, times: int) -> Iterator[Row]:
    """Push and fetch, ours and git's in turn."""
    ours, gits, fetched, gits_fetched = (str(here / name) for name in ("a", "b", "c", "d"))
    ledger = Ledger(str(here / "one"))
    steps: dict[str, Callable[[], object]] = {
        "push": lambda: ledger.push(ours),
        "git push": lambda: _git(here / "one", "push", "-q", gits, f"{REF}:refs/heads/x"),
        "fetch": lambda: Ledger(fetched).fetch(ours),
        "git fetch": lambda: _git(Path(gits_fetched), "fetch", "-q", gits, "x:refs/heads/x"),
    }
    figures: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(times):
        for name in (ours, gits, fetched, gits_fetched):
            shutil.rmtree(name, ignore_errors=True)
            subprocess.run(("git", "init", "-q", "--bare", name), check=True)
        for name, step in steps.items():
            figures[name].append(_timed(step))
    for name in ("push", "fetch"):
        mine, other = figures[name], figures[f"git {name}"]
        ratio = statistics.median(a / b for a, b in zip(mine, other, strict=True))
        yield Row(f"{name} of all", f"{statistics.median(mine):.1f} s")
        yield Row(f"git {name} of the same", f"{statistics.median(other):.1f} s")
        yield Row(f"{name}: wall, planproof / git", f"{ratio:.2f}", "about 1", ratio <= 1.25)
    again = Ledger(fetched)
    again.append([("plan-7", "plan", b"one more")])
    yield Row("push of one more", f"{_timed(lambda: again.push(ours)):.2f} s")
    yield Row("fetch and merge of one more", f"{_timed(lambda: ledger.fetch(ours)):.2f} s")


def _git(root: Path, *arguments: str) -> None:
    quiet = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
    subprocess.run(("git", "-C", str(root), *quiet, *arguments), check=True)


def _record(plan: int, item: int, number: int) -> bytes:
    """Some 1.5 KB of JSON that differs from record to record as evidence does."""
    names = [
        hashlib.sha256(f"{plan}.{item}.{number}.{one}".encode()).hexdigest() for one in range(8)
    ]
    return json.dumps(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": f"docs/plans/plan-{plan}.md", "digest": {"gitBlob": names[0][:40]}}],
            "predicateType": "https://planproof.example/evidence/v1",
            "predicate": {
                "item": {"id": f"plan-{plan}#criterion-{item}", "fingerprint": names[1]},
                "sentence": {"text": "p95 latency of `POST /orders` <= 200 ms", "limit": 200, "unit": "ms"},
                "figure": int(names[2][:6], 16) / 1e5,
                "verdict": "holds",
                "commit": names[3][:40],
                "tree": names[4][:40],
                "inputs": [{"path": f"bench/{one[:8]}.json", "sha256": one} for one in names[5:]],
                "environment": {"os": "Linux 6.1.0 x86_64", "python": "3.12.4", "cpus": 8, "ci": "github"},
                "argv": ["k6", "run", "load.js", "--summary-export=k6.json"],
                "output": f"running (0m{number}.0s), 000/100 VUs, {int(names[2][:4], 16)} complete\n" * 4,
                "begun": f"2026-11-{number + 1:02}T10:00:00Z",
                "ended": f"2026-11-{number + 1:02}T10:01:{item:02}Z",
            },
        },
        indent=None,
    ).encode()  # fmt: skip


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
