"""Evidence at 100,000 records: judging a plan by them, showing them, auditing them.

The example's repository, with 100,000 records in its ledger: 500 of the plan that is asked about, 25 of
each of 20 items, the others of 199 more plans; then the same number all of that one plan, which is the
worst that can be. Times are of whole processes over `python -c pass`; nothing is kept between runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import ROOT, Row, median, run
from planproof.evidence.decision import Decision, Held
from planproof.evidence.record import Record, Step, statement
from planproof.plan.model import Plan
from planproof.system import git
from planproof.system.builtin import builtin_templates
from planproof.system.ledger import Ledger
from planproof.template.read import read_plan
from planproof.text.source import Source

EXAMPLE = ROOT / "examples" / "orders"
PLAN = "docs/plans/idempotent-orders.md"


def measure(smoke: bool) -> list[Row]:
    """Judge, show and audit."""
    count = 2_000 if smoke else 100_000
    with tempfile.TemporaryDirectory() as folder:
        return [
            *_rows(Path(folder, "many"), count, 1 if smoke else 5, own=500),
            *_rows(Path(folder, "one"), count, 1 if smoke else 5, own=count),
        ]


def _rows(root: Path, count: int, times: int, own: int) -> Iterator[Row]:
    _repository(root)
    Ledger(str(root)).append(list(_records(root, count, own)))
    where = f"{count:,} records, {own:,} of the plan"
    floor = median([run((sys.executable, "-c", "pass")) for _ in range(3 * times)])
    for what, command in (
        ("verify PLAN", ("verify", PLAN, "--no-cache")),
        ("evidence PLAN", ("evidence", PLAN)),
        (
            "evidence PLAN#ITEM --history",
            ("evidence", "idempotent-orders#criterion-4", "--history"),
        ),
    ):
        argv = (sys.executable, "-m", "planproof", *command)
        env = {"PYTHONPATH": str(ROOT / "src")}
        took = median([run(argv, cwd=root, env=env) for _ in range(times)])
        over = took.wall - floor.wall
        aimed = own <= 500 and not what.endswith("history")
        target = "< 1 s" if aimed else ""
        yield Row(f"{what}, {where}", f"{over:.2f} s", target, over < 1 if aimed else None)
    audit = run((sys.executable, "-m", "planproof", "evidence", "verify"), cwd=root)
    yield Row(f"evidence verify, {where}", f"{audit.wall:.1f} s, {audit.memory:.0f} MB")


def _repository(root: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.db", "bench.json")
    shutil.copytree(EXAMPLE, root, ignore=ignored)
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Start")):
        subprocess.run(("git", *who, *command), cwd=root, check=True, env=dict(os.environ))


def _records(root: Path, count: int, own: int) -> Iterator[tuple[str, str, bytes]]:
    """Records as `prove` writes them: the plan's own for its own items, then those of other plans."""
    plan = read_plan(Source.from_bytes(PLAN, (root / PLAN).read_bytes()), builtin_templates())
    ids = (git.git(str(root), "rev-parse", "HEAD", "HEAD^{tree}", f"HEAD:{PLAN}") or "").split()
    items = _items(plan)
    for number in range(count):
        name = plan.id if number < own else f"plan-{number // 500}"
        item, fingerprint, wording, proof = items[number % len(items)]
        record = Record(
            plan=name,
            item=item,
            fingerprint=fingerprint,
            wording=wording,
            decision=Decision.MET,
            reason="p95 3.2 ms, wanted <= 50 ms (bench.json)",
            started="2026-11-22T10:00:00.000000Z",
            finished=f"2026-11-22T10:00:00.{number:06d}Z",
            nonce=f"{number:032x}",
            held=(
                Held(
                    decision=Decision.MET, reason="p95 3.2 ms, wanted <= 50 ms", name="orders_p95_ms",
                    value=3.2 + number % 7, unit="ms", runs=1, comparator="<=", limit=50.0,
                ),
            ),
            steps=(
                Step(verb="run", says=proof, decision=Decision.MET, reason="exit status 0", output="x" * 300),
            ),
            proof=proof,
            inputs={f"src/orders/part_{part}.py": f"{part:040x}" for part in range(8)},
            machine={"system": "Linux", "processor": "x86_64", "cores": "2"},
            by="Ada <ada@acme.example>",
        )  # fmt: skip
        yield name, item, statement(record, commit=ids[0], tree=ids[1], path=PLAN, blob=ids[2])


def _items(plan: Plan) -> list[tuple[str, str, str, str]]:
    """Twenty of the plan's items: id, fingerprint, words, proof."""
    found = []
    for item in plan.items:
        field = item.field("proof")
        found.append((item.id, item.fingerprint, item.wording, field.value if field else ""))
    return sorted(found, key=lambda one: not one[3])[:20]
