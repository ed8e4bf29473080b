"""What moved in all plans since a commit or a day, as Markdown for a weekly note.

Boxes ticked and unticked, with commit and pull request; scope added and dropped; states; verdicts that
changed; evidence and sign-offs recorded; forecasts that moved; plans that are new, finished or
superseded. Where nothing moved, it says so.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common, output, settings_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `report` takes."""
    parser.add_argument(
        "--since",
        metavar="REV|DATE",
        required=True,
        help="a commit, branch or tag; a day as 2026-05-03; or `7 days`, `2 weeks`, `yesterday`, `monday`",
    )
    parser.add_argument(
        "--no-verdicts",
        action="store_true",
        help="do not judge the plans then and now; much faster",
    )
    parser.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help="output format"
    )
    parser.add_argument("--output", metavar="FILE", default="", help="write to a file")
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Report."""
    from planproof.app.report import report
    from planproof.report.report import as_json, as_markdown

    settings = settings_of(args, cache=False if args.no_cache else None)
    found = report(settings, args.since, verdicts=not args.no_verdicts)
    output(as_json(found) if args.format == "json" else as_markdown(found), args.output)
    return 0 if found.plans or found.still or found.gone else 2
