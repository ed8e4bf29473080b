"""What `kills.py` kills: records in a loop, and says of each that it is recorded.

python -m bench.kills_writer CLONE NAME SEED [RECORDS]

Prints a record's digest once it is recorded. About each twelfth time it pushes to the clone's `origin`,
which merges what others pushed, and about as often it only fetches. Ends after RECORDS, or never.
"""

from __future__ import annotations

import json
import os
import random
import sys

from planproof.system.ledger import Ledger


def main() -> int:
    """Record until killed."""
    root, name, seed = sys.argv[1:4]
    most = int(sys.argv[4]) if len(sys.argv) > 4 else sys.maxsize
    chance = random.Random(seed)  # noqa: S311
    ledger = Ledger(root)
    for number in range(most):
        records = [
            ("plan", f"item-{chance.randrange(20)}", _record(name, seed, f"{number}.{one}"))
            for one in range(chance.choice((1, 1, 1, 3)))
        ]
        digests = ledger.append(records)
        os.write(1, "".join(f"{one}\n" for one in digests).encode())  # whole, or not at all
        what = chance.random()
        if what < 1 / 12:
            ledger.push("origin")
        elif what < 2 / 12:
            ledger.fetch("origin")
    return 0


def _record(name: str, seed: str, number: str) -> bytes:
    return json.dumps({"writer": name, "life": seed, "number": number, "pad": "x" * 1000}).encode()


if __name__ == "__main__":
    sys.exit(main())
