"""Say that another plan takes a plan's place: `superseded-by:` names it.

A plan that names another one already is left as it is. The state is a word in front matter, or in the plan's
status line; nothing else of the plan changes.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common
from planproof.cli.verbs.accept import carry_out, which


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `supersede` takes."""
    which(parser)
    parser.add_argument("--by", metavar="PLAN", required=True, help="the plan that takes its place")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Supersede, or say what is missing."""
    from planproof.plan.model import State

    return carry_out(args, State.SUPERSEDED, by=args.by)
