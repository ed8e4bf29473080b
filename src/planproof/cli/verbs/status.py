"""Show how all plans stand: progress, and how far it can be trusted.

planproof status                    every plan that is worked on, in a table
planproof status orders             those with this word in id, title, path or owner
planproof status --state active --owner mia --sort attention
planproof status --group owner --watch

A step that is ticked is merely claimed; merged, where all that it refers to is on the main branch; proven,
where fresh evidence says so; stale, where evidence is of other words or inputs; contradicted, where a claim
of it is broken. Nothing is executed. Exits with 2 where there is no plan.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import ProgressLine, flush, put, say

if TYPE_CHECKING:
    from planproof.app.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `status` takes."""
    states = ("draft", "review", "accepted", "active", "done", "superseded", "withdrawn")
    sorts = ("state", "name", "owner", "moved", "progress", "attention", "forecast")
    parser.add_argument("words", nargs="*", metavar="TEXT", help="only plans in which it occurs")
    chosen = parser.add_argument_group("which plans")
    chosen.add_argument(
        "--state", action="append", choices=states, default=[], help="may be given again"
    )
    chosen.add_argument(
        "--owner",
        default="",
        help="a part of the owner's name; `me` for git's user, `-` for plans without an owner",
    )
    chosen.add_argument(
        "--all",
        action="store_true",
        help="show plans that are superseded, withdrawn or archived, too",
    )
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    out.add_argument("--sort", choices=sorts, default="state", help="what stands first")
    out.add_argument("--reverse", action="store_true", help="the other way round")
    out.add_argument("--group", choices=("owner", "state"), default="", help="one table for each")
    out.add_argument("-q", "--quiet", action="store_true", help="without the legend")
    out.add_argument("--watch", action="store_true", help="show it anew whenever something changes")
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs found"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to read with")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show the plans, once or again and again."""
    settings = settings_of(args, jobs=args.jobs, cache=False if args.no_cache else None)
    if not args.watch:
        return _once(args, settings)
    from planproof.system.watch import changes

    for _ in changes(settings.root, history=True):
        if sys.stdout.isatty():
            put("\x1b[2J\x1b[3J\x1b[H")
        _once(args, settings)
        say("(watching for changes, Ctrl-C stops)")
        flush()
    return 0


def _once(args: argparse.Namespace, settings: Settings) -> int:
    from datetime import UTC, datetime

    from planproof.app.status import Wanted, status

    wanted = Wanted(
        words=tuple(args.words),
        states=tuple(args.state),
        owner=args.owner.strip(),
        take_all=args.all,
        sort=args.sort,
        reverse=args.reverse,
    )
    with ProgressLine("reading") as progress:
        found = status(settings, wanted, datetime.now(UTC).date().isoformat(), progress)
    if args.format == "json":
        from planproof.report.status import as_json

        put(as_json(found))
    elif args.format == "markdown":
        from planproof.report.status_text import as_markdown

        put(as_markdown(found, args.group))
    else:
        from planproof.report.status_text import as_text

        look = look_of(args, quiet=args.quiet)
        put(as_text(found, look, group=args.group))
    for problem in found.problems:
        say(f"planproof: {problem}")
    at_rest = found.set_aside and not found.hidden  # there are plans, and nothing is left to do
    return 0 if (found.plans or at_rest) and not found.problems else 2
