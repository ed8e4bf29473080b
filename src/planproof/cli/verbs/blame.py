"""Find the commit that broke a claim, or made it hold.

A claim is named by its plan and item (`idempotent-orders#variable-2`), by the kind as well
(`...#variable-2/variable-default`), or by what it is about (`...#ORDERS_PORT`). The plan is judged as it
was at each commit, against the code as it was.
"""

from __future__ import annotations

import argparse
import sys

from planproof.cli.common import common, settings_of
from planproof.cli.terminal import ProgressLine, colours, put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `blame` takes."""
    parser.add_argument("claim", metavar="CLAIM", help="PLAN#ITEM, PLAN#ITEM/KIND or PLAN#NAME")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Blame."""
    from planproof.app.blame import blame
    from planproof.report import blamed

    settings = settings_of(args, cache=False if args.no_cache else None)
    with ProgressLine("reading") as progress:
        found = blame(settings, args.claim, progress)
    line = blamed.BlameV1.of(found)
    if args.format == "json":
        put(blamed.as_json(line))
    else:
        put(blamed.as_text(line, colour=colours(args.color, sys.stdout)))
    return 0
