"""What `kills_prove.py` kills: proves a plan in a loop, and says of each record that it is written.

python -m bench.kills_prover CLONE NAME SEED [RECORDS]

Prints a record's digest once `prove` says that it is written, item by item. Now and then it pushes to the
clone's `origin` or fetches from there. Ends after RECORDS, or never.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from planproof.app.config import load_settings
from planproof.app.prove import Request, Watch, prove
from planproof.report.proving import ProofLine
from planproof.system.ledger import Ledger


def main() -> int:
    """Prove until killed."""
    root, _, seed = sys.argv[1:4]
    most = int(sys.argv[4]) if len(sys.argv) > 4 else sys.maxsize
    chance = random.Random(seed)  # noqa: S311
    settings = load_settings(Path(root), {}, {})
    written = 0

    def done(line: ProofLine) -> None:
        nonlocal written
        if line.record:
            written += 1
            os.write(1, f"{line.record}\n".encode())  # whole, or not at all

    while written < most:
        jobs = chance.choice((1, 3))
        prove(settings, Request(jobs=jobs, keep_going=True), Watch(lambda *_: None, done))
        what = chance.random()
        if what < 1 / 8:
            Ledger(root).push("origin")
        elif what < 2 / 8:
            Ledger(root).fetch("origin")
    return 0


if __name__ == "__main__":
    sys.exit(main())
