"""Take the tick out of a box of a plan again, by the smallest edit.

With --pr the reference to that pull request goes, too. Where the box was ticked by force, the reason beside
it (`forced:`) goes with the tick; the ledger and the history still have it.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common
from planproof.cli.verbs.tick import carry_out, how, which


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `untick` takes."""
    which(parser)
    parser.add_argument(
        "--pr", metavar="NUMBER", default="", help="the pull request to take away with the tick"
    )
    how(parser)
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Untick."""
    return carry_out(args, done=False)
