"""Hold plans against the code: is what they say true?

Every item that says something about the repository is a claim: that a path exists, a variable is read
with this default, an endpoint is served, a metric emitted, a flag gone. Facts are read from the code,
the history and CODEOWNERS, and each claim gets a verdict. Nothing is executed and nothing is sent.

  holds     the facts say so            pending   not there yet, and not due yet
  broken    the facts contradict it     unproven  only a proof can tell, and there is none
  unknown   nobody can say, and why     stale     proven once, for other words or inputs
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from planproof.cli.common import common, formats, output, rendered_truth, settings_of
from planproof.cli.terminal import ProgressLine, colours, say, width

if TYPE_CHECKING:
    from pathlib import Path

    from planproof.app.config import Settings
    from planproof.report.truth import Truth


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes."""
    from planproof.report import formats as package

    parser.add_argument(
        "paths", nargs="*", metavar="PLAN", help="plans by file, folder, glob or id; all without"
    )
    parser.add_argument("--at", metavar="REV", default="", help="judge a commit, not the work tree")
    parser.add_argument(
        "--since",
        metavar="REV",
        default="",
        help="show which verdicts are not what they were at REV",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="judge plans that are superseded, withdrawn or archived, too",
    )
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=formats(package), help="output format")
    out.add_argument("--output", metavar="FILE", default="", help="write to a file")
    out.add_argument("-q", "--quiet", action="store_true", help="broken claims only")
    known = parser.add_argument_group("known broken claims")
    known.add_argument(
        "--baseline", nargs="?", const="planproof-verify-baseline.json", metavar="FILE", default="",
        help="accept the broken claims recorded in FILE; records today's where FILE does not exist",
    )  # fmt: skip
    known.add_argument(
        "--update-baseline", action="store_true", help="record today's broken claims anew"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to read with")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Verify, and say what was found."""
    from pathlib import Path

    from planproof.app import baseline
    from planproof.app.errors import CannotDo
    from planproof.app.verify import Request, exit_code, verify

    if args.update_baseline and not args.baseline:
        raise CannotDo("`--update-baseline` goes with `--baseline`", "Give both, or neither.")
    settings = settings_of(
        args,
        args.paths,
        format=args.format,
        jobs=args.jobs,
        cache=False if args.no_cache else None,
    )
    path = Path(settings.root) / args.baseline
    known = None
    if args.baseline and path.exists() and not args.update_baseline:
        known = baseline.load(path)
    request = Request(tuple(args.paths), args.at, args.since, args.all, known)
    with ProgressLine("reading") as progress:
        truth = verify(settings, request, progress)
    _put(args, settings, truth)
    if args.baseline and known is None and truth.plans:
        return _record(path, args.baseline, truth)
    return exit_code(truth)


def _put(args: argparse.Namespace, settings: Settings, truth: Truth) -> None:
    from planproof.report.model import Look

    colour = colours(args.color, sys.stdout) and not args.output
    look = Look(width=width(sys.stdout), colour=colour, quiet=args.quiet)
    output(rendered_truth(truth, settings.config.format, look), args.output)


def _record(path: Path, name: str, truth: Truth) -> int:
    """Record the baseline that was asked for."""
    from planproof.app import baseline
    from planproof.report.truth import as_plan_findings
    from planproof.report.words import counted

    findings = as_plan_findings(truth)
    baseline.record(path, name, findings)
    say(f"{name}: recorded {counted(len(findings), 'broken claim')}; only new ones will count.")
    return 2 if truth.problems else 0
