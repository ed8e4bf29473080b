"""Explain a rule, a claim, a judgement, a section, a field, a word that planproof uses, or how a sentence is read."""

from __future__ import annotations

import argparse

from planproof.cli.terminal import put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `explain` takes."""
    parser.add_argument(
        "what", nargs="+", metavar="RULE|SECTION|WORD|SENTENCE", help="what to explain"
    )


def run(args: argparse.Namespace) -> int:
    """Print the explanation."""
    from planproof.app.explain import explain

    put(explain(" ".join(args.what)))
    return 0
