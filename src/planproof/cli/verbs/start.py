"""Start on a plan that is accepted: it is active from then on.

The state is a word in front matter, or in the plan's status line; nothing else of the plan changes.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common
from planproof.cli.verbs.accept import carry_out, which


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `start` takes."""
    which(parser)
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Start, or say what is missing."""
    from planproof.plan.model import State

    return carry_out(args, State.ACTIVE)
