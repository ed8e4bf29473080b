"""Show when each box of a plan was ticked, and by which commit and pull request.

From git alone, along the first parents of the branch, so that a merge stands for what it brought. A plan
that was moved or renamed is followed. Work that was added or dropped is shown as well, with a chart of
boxes ticked and boxes there are. PLAN#ITEM shows one item. Days are in UTC.
"""

from __future__ import annotations

import argparse
import sys

from planproof.cli.common import common, output, settings_of
from planproof.cli.terminal import ProgressLine, colours, put, say, width


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `history` takes."""
    parser.add_argument("plan", metavar="PLAN[#ITEM]", help="a plan, by file or id")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    parser.add_argument(
        "--svg",
        metavar="FILE",
        default="",
        help="write the chart to a file, too; `-`: to standard output, and nothing else",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show it."""
    from planproof.app.course import course, last_commit
    from planproof.plan.ids import split_named
    from planproof.report import history
    from planproof.report.burnup import svg, until

    named, item = split_named(args.plan)
    settings = settings_of(args, [named], cache=False if args.no_cache else None)
    with ProgressLine("reading versions") as progress:
        found = course(settings, named, item, progress)
        now = last_commit(settings)
    said = history.HistoryV1.of(found, item)
    if args.svg:
        drawn = svg(found.plan, until(found.points, now))
        if args.svg == "-":
            put(drawn)
            return 0
        output(drawn, args.svg)
        say(f"{args.svg}: written.")
    if args.format == "json":
        put(history.as_json(said))
    else:
        colour = colours(args.color, sys.stdout)
        wide = width(sys.stdout)
        put(history.as_text(said, colour=colour, width=wide, item=item, now=now))
    return 0
