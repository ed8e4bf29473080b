"""Finish a plan, where no step is open and no claim of it is broken, pending, unproven or stale.

A step is left out where `(optional)`, `[optional]` or `Optional:` stands before its words, or Kiro's `*` behind its
box. Everything is judged as of a plan that is done, which makes every claim due. The state is a word in front
matter, or in the plan's status line; nothing else of the plan changes.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common
from planproof.cli.verbs.accept import carry_out, which


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `finish` takes."""
    which(parser)
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Finish, or say what is missing."""
    from planproof.plan.model import State

    return carry_out(args, State.DONE)
