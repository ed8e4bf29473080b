"""When the last box of a plan may be ticked: dates with probabilities.

By Monte Carlo over the plan's own pace, week by week, and over how long finished plans of this
repository took. A plan for which too little is known is refused, with the reason. What such
forecasts would have been worth in the past is said below them: the back-test.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `forecast` takes."""
    parser.add_argument(
        "plans",
        nargs="*",
        metavar="PLAN",
        help="plans by file, folder, glob or id; without, all that have open boxes",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="look from a past day, by what was known then: 2026-05-03, `30 days ago`",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Forecast."""
    from planproof.app.forecast import forecast_plans
    from planproof.report.forecast import as_json, as_text, exit_code

    settings = settings_of(args, args.plans)
    found = forecast_plans(settings, args.plans, args.as_of)
    look = look_of(args)
    put(as_json(found) if args.format == "json" else as_text(found, look, detail=bool(args.plans)))
    return exit_code(found)
