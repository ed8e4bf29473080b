"""List what the code contains: variables, endpoints, metrics, flags and more.

An inventory by the same probes that `verify` uses: environment variables with their defaults, HTTP
endpoints, metrics, spans, log events, feature flags, schemas, owners; on request also definitions and
tests. Nothing is executed.
"""

from __future__ import annotations

import argparse
import sys

from planproof.cli.common import common, output, settings_of
from planproof.cli.terminal import ProgressLine, width


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `facts` takes."""
    from planproof.facts.kinds import KINDS

    parser.add_argument(
        "path", nargs="?", default="", metavar="PATH", help="a file or folder to keep to"
    )
    parser.add_argument(
        "--kind", action="append", choices=KINDS, help="only facts of this kind; may be given again"
    )
    parser.add_argument("--at", metavar="REV", default="", help="read a commit, not the work tree")
    parser.add_argument("--no-tests", action="store_true", help="leave out what stands in tests")
    parser.add_argument("--format", choices=("text", "json"), help="output format")
    parser.add_argument("--output", metavar="FILE", default="", help="write to a file")
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to read with")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """List the facts."""
    from pathlib import Path

    import msgspec

    from planproof.app.discover import name_of
    from planproof.app.facts import facts
    from planproof.report.facts import as_table
    from planproof.report.words import json_text

    settings = settings_of(
        args,
        [args.path] if args.path else [],
        jobs=args.jobs,
        cache=False if args.no_cache else None,
    )
    below = name_of(Path(settings.root), args.path) if args.path else ""
    with ProgressLine("reading") as progress:
        found = facts(
            settings, tuple(args.kind or ()), "" if below == "." else below, args.at, progress
        )
    if args.no_tests:
        kept = tuple(fact for fact in found.facts if not fact.test)
        found = msgspec.structs.replace(found, facts=kept)
    text = json_text(found) if args.format == "json" else as_table(found, width(sys.stdout))
    output(text, args.output)
    return 0 if found.languages or found.facts else 2
