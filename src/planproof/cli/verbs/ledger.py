"""Take the ledger from clone to clone: push, fetch, merge, prune, export.

The ledger is the ref refs/planproof/ledger. Nothing pushes it but this, and what is fetched is merged
record by record, so that nobody's evidence is lost. What is no record is left out and named.

  planproof ledger push [REMOTE]       fetch, merge and push, so that both hold the same
  planproof ledger fetch [REMOTE]      fetch and merge
  planproof ledger merge REV           merge another ledger that is in this repository
  planproof ledger prune [PLAN ...]    take away records that later ones have replaced
  planproof ledger prune RECORD ...    take away these records, by digest or path
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
    parser.add_argument(
        "named", nargs="*", metavar="NAME", help="a remote, a revision, plans, or records"
    )
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

    settings = settings_of(args)
    if args.what == "export":
        output(ledger.exported(settings, args.named), args.output)
        return 0
    if args.what == "prune":
        put(_pruned(args))
        return 0
    name = args.named[0] if args.named else ""
    merged = ledger.moved(settings, args.what, name, records_only=args.records_only)
    put(_told(merged, args.what))
    return 1 if merged.left_out else 0


def _pruned(args: argparse.Namespace) -> str:
    from planproof.app import ledger
    from planproof.report.words import counted

    settings = settings_of(args)
    would = "would be pruned" if args.dry_run else "pruned"
    if any(map(ledger.is_record, args.named)):
        gone = ledger.prune_named(settings, args.named, dry_run=args.dry_run)
        return f"{counted(gone, 'record')} {would}\n"
    keep = max(1, args.keep)
    gone = ledger.prune(settings, args.named, keep, dry_run=args.dry_run)
    stay = (
        "the latest of each wording stays"
        if keep == 1
        else f"the latest {keep} of each wording stay"
    )
    return f"{counted(gone, 'record')} {would}; {stay}\n"


def _told(merged: Merged, what: str) -> str:
    from planproof.report.formats._terminal import plain
    from planproof.report.words import counted

    if not merged.tip:
        return "Nothing is recorded, neither here nor there.\n"
    brought = f"{counted(merged.added, 'record')} came here"
    gone = f", {counted(len(merged.removed), 'record')} pruned there went" if merged.removed else ""
    sent = f", {counted(merged.sent, 'record')} went there" if what == "push" else ""
    lines = [f"{brought}{gone}{sent}" + ("; both hold the same now" if what == "push" else "")]
    lines += [plain(f"left out: {path}: {reason}") for path, reason in merged.left_out]
    return "\n".join(lines) + "\n"
