"""What `verify.py` measures in processes of their own.

python -m bench.verify_history REPOSITORY walk COMMITS    judge the first plan at each of the last commits
python -m bench.verify_history REPOSITORY read COMMITS    read each distinct content of them once
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from planproof.app.config import Config, Settings
from planproof.app.gather import Kept
from planproof.app.timeline import Timeline


def main() -> int:
    """Do what is asked."""
    repository, what, commits = sys.argv[1], sys.argv[2], int(sys.argv[3])
    settings = Settings(repository, Config(), "", {})
    kept = Kept(repository)
    plan = next(Path(repository).glob("docs/plans/*.md"))
    timeline = Timeline(settings, str(plan.relative_to(repository)), kept)
    if what == "read":
        timeline.learn("HEAD", commits)
    else:
        moments = list(timeline.walk("HEAD", commits))
        changed = sum(
            1
            for newer, older in pairwise(moments)
            if [(one.key, one.verdict) for one in newer.claims or ()]
            != [(one.key, one.verdict) for one in older.claims or ()]
        )
        print(f"{len(moments)} commits, verdicts change {changed} times")
    kept.store()
    return 0


if __name__ == "__main__":
    sys.exit(main())
