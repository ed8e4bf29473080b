"""What planproof does, shown on the example: `make demo`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "orders"
PLANPROOF = [sys.executable, "-m", "planproof"]

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


def main() -> int:
    """Run the steps; fail where one does not end as it should."""
    colour = ["--color", "always"] if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else []
    for title, command, expected in STEPS:
        print(f"\n--- {title}\n$ planproof {' '.join(command)}\n", flush=True)
        extra = colour if command[0] in ("check", "show", "verify") else []
        code = subprocess.run([*PLANPROOF, *command, *extra], cwd=EXAMPLE, check=False).returncode  # noqa: S603
        if code != expected:
            print(f"this should have ended with {expected}, not {code}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
