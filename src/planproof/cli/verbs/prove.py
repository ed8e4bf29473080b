"""Run the proofs that plans name, and keep the evidence.

Only `prove` executes what a plan says: as its parts and without a shell, only what the setting
`commands` allows, with a time limit and a scrubbed environment. What came of it is recorded in the
ledger (a git ref of its own; nothing is pushed), and `verify` goes by it.

  met           the proof says so           refused     the configuration does not allow it
  not met       it says the opposite        unknown     there is nothing to judge by
  inconclusive  measured, but does not tell looked up   sign-offs, pull requests: nothing to run
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import flush, put

if TYPE_CHECKING:
    from planproof.report.proving import ProofLine


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `prove` takes."""
    parser.add_argument(
        "named",
        nargs="*",
        metavar="PLAN[#ITEM]",
        help="plans by file, folder, glob or id; all without",
    )
    parser.add_argument(
        "--only-stale", action="store_true",
        help="leave out what has evidence that is fresh; what is not due yet may lack what it is judged by",
    )  # fmt: skip
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be run, and run nothing"
    )
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N",
        help="proofs at once (1: figures that are measured side by side disturb each other)",
    )  # fmt: skip
    parser.add_argument(
        "--timeout", type=float, metavar="SECONDS", help="end a command after so many"
    )
    parser.add_argument("--runs", type=int, metavar="N", help="measure so often")
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="go on after a command that could not be started or took too long",
    )
    trust = parser.add_argument_group("trust")
    trust.add_argument(
        "--untrusted",
        action="store_true",
        help="run nothing and ask nobody; read results files, by the default branch's configuration",
    )
    trust.add_argument(
        "--base", metavar="REV", default="", help="the default branch, with --untrusted"
    )
    trust.add_argument(
        "--key", metavar="FILE", default="", help="sign the evidence with an SSH key"
    )
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Prove, and say what came of it."""
    from planproof.app.prove import Request, Watch, exit_code, prove
    from planproof.cli.doing import DoingLine
    from planproof.plan.ids import split_named
    from planproof.report.proving import as_json, closing_text, line_text

    paths = [split_named(name)[0] for name in args.named]
    settings = settings_of(args, paths, time_limit=args.timeout, runs=args.runs)
    if args.untrusted:
        from planproof.app.untrusted import default_branch_settings

        settings = default_branch_settings(settings, args.base)
    request = Request(
        named=tuple(args.named),
        only_stale=args.only_stale,
        dry_run=args.dry_run,
        jobs=max(1, args.jobs),
        keep_going=args.keep_going,
        untrusted=args.untrusted,
        key=args.key or ("" if args.untrusted else settings.config.sign_key),
    )
    look = look_of(args)
    doing = DoingLine()

    def done(line: ProofLine) -> None:
        doing.away()
        if args.format == "text":
            put(line_text(line, look))
            flush()

    with doing:
        proved = prove(settings, request, Watch(doing, done))
    if args.format == "json":
        put(as_json(proved))
    else:
        put(("\n" if proved.lines else "") + closing_text(proved, look))
    return exit_code(proved, only_stale=args.only_stale)
