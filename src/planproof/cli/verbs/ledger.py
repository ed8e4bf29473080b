"""Take the ledger from clone to clone: push, fetch, merge, prune, export.

The ledger is the ref refs/planproof/ledger. Nothing pushes it but this, and what is fetched is merged
record by record, so that nobody's evidence is lost. What is no record is left out and named.

  planproof ledger push [REMOTE]       fetch, merge and push, so that both hold the same
  planproof ledger fetch [REMOTE]      fetch and merge
  planproof ledger merge REV           merge another ledger that is in this repository
  planproof ledger prune [PLAN ...]    take away records that later ones have replaced
  planproof ledger export [PLAN ...]   write the records as JSON Lines, offline
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planproof.cli.common import common, output, settings_of
from planproof.cli.terminal import put

if TYPE_CHECKING:
    from planproof.system.ledger import Merged

_VERBS = ("push", "fetch", "merge", "prune", "export")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `ledger` takes."""
    parser.add_argument("what", choices=_VERBS, help="what to do")
    parser.add_argument("named", nargs="*", metavar="NAME", help="a remote, a revision, or plans")
    parser.add_argument(
        "--records-only", action="store_true",
        help="fetch, merge: take over records, and not what was pruned there; for a fork's ledger",
    )  # fmt: skip
    parser.add_argument(
        "--keep",
        type=int,
        default=10,
        metavar="N",
        help="prune: records that stay of each wording (10)",
    )
    parser.add_argument("--dry-run", action="store_true", help="prune: say what would go")
    parser.add_argument("--output", metavar="FILE", default="", help="export: write to a file")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from planproof.app import ledger
    from planproof.report.words import counted

    settings = settings_of(args)
    if args.what == "export":
        output(ledger.exported(settings, args.named), args.output)
        return 0
    if args.what == "prune":
        gone = ledger.prune(settings, args.named, max(1, args.keep), dry_run=args.dry_run)
        would = "would be pruned" if args.dry_run else "pruned"
        put(
            f"{counted(gone, 'record')} {would}; the latest {max(1, args.keep)} of each wording stay\n"
        )
        return 0
    name = args.named[0] if args.named else ""
    merged = ledger.moved(settings, args.what, name, records_only=args.records_only)
    put(_told(merged, args.what))
    return 1 if merged.left_out else 0


def _told(merged: Merged, what: str) -> str:
    from planproof.report.words import counted

    if not merged.tip:
        return "Nothing is recorded, neither here nor there.\n"
    brought = f"{counted(merged.added, 'record')} came here"
    gone = f", {counted(len(merged.removed), 'record')} pruned there went" if merged.removed else ""
    lines = [f"{brought}{gone}" + ("; both hold the same now" if what == "push" else "")]
    lines += [f"left out: {path}: {reason}" for path, reason in merged.left_out]
    return "\n".join(lines) + "\n"
