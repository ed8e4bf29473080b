"""Withdraw a plan, and say why: `withdrawn-because:` holds the reason.

A plan that is withdrawn already gets the reason where it has none; one that has another reason is left as it is.
The state is a word in front matter, or in the plan's status line; nothing else of the plan changes.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common
from planproof.cli.verbs.accept import carry_out, which


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `withdraw` takes."""
    which(parser)
    parser.add_argument("reason", metavar="REASON", help="why nobody will carry it out")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Withdraw, or say what is missing."""
    from planproof.plan.model import State

    return carry_out(args, State.WITHDRAWN, because=args.reason)
