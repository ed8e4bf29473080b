"""Show which steps can be started now, across all plans, and the critical path.

planproof next                 what can be started, the most urgent first, with what it unblocks
planproof next --owner me      what you can start, and what your other steps wait for
planproof next orders          only plans with this word in id, title or path

A step comes after those that its `after:` names: `step-2` or `2`, a label, `2-4` for all from 2 to 4,
`other-plan#step-2` with the other plan's id or file; several with commas. One without the field comes after the
step before it in its list; `after: nothing` says that it need not wait. A step whose `after:` has other words
cannot be started. Plans that are done, superseded or withdrawn do not count. Whose a step is says its `owner:`,
else the plan's owner.
Exits with 1 where steps wait in a circle, or for a step that there is not; with 2 where there is no plan,
or none that fits.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import ProgressLine, put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `next` takes."""
    parser.add_argument("words", nargs="*", metavar="TEXT", help="only plans in which it occurs")
    parser.add_argument(
        "--owner",
        default="",
        help="a part of the owner's name; `me` for git's user, `-` for steps that nobody owns",
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument(
        "--most",
        type=int,
        metavar="N",
        default=20,
        help="steps to show; 0 for all (20; JSON has all)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs found"
    )
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show what can be started."""
    from datetime import UTC, datetime

    from planproof.app.next_steps import Asked, exit_code, next_steps
    from planproof.report.next_steps import as_json, as_markdown, as_text

    settings = settings_of(args, cache=False if args.no_cache else None)
    asked = Asked(args.owner.strip(), tuple(args.words))
    with ProgressLine("reading") as progress:
        found = next_steps(settings, asked, datetime.now(UTC).date().isoformat(), progress)
    most = max(0, args.most)
    if args.format == "json":
        put(as_json(found))
    elif args.format == "markdown":
        put(as_markdown(found, most))
    else:
        put(as_text(found, look_of(args), most))
    return exit_code(found)
