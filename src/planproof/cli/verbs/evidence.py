"""Show what is recorded of a plan, or check the whole ledger.

planproof evidence PLAN              the latest record of each item, and whether it is stale
planproof evidence PLAN#ITEM         with the figures over time and where each came from
planproof evidence PLAN --history    every record
planproof evidence verify            the ledger: every record's digest, chain, commit and signature
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import put

if TYPE_CHECKING:
    from planproof.report.model import Look


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `evidence` takes."""
    parser.add_argument(
        "named", nargs="*", metavar="PLAN[#ITEM]", help="plans or items; `verify` checks the ledger"
    )
    parser.add_argument("--history", action="store_true", help="list every record")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show, or check."""
    look = look_of(args)
    if args.named == ["verify"]:
        return _verify(args, look)
    from planproof.app.evidence import recorded_evidence
    from planproof.plan.ids import split_named
    from planproof.report.recorded import as_json, as_text

    paths = [split_named(name)[0] for name in args.named]
    found = recorded_evidence(settings_of(args, paths), args.named)
    if args.format == "json":
        put(as_json(found))
    else:
        detail = any(split_named(name)[1] for name in args.named)
        put(as_text(found, look, history=args.history, detail=detail))
        if not any(plan.total for plan in found):
            put("Nothing is recorded. `planproof prove` records evidence.\n")
    return 0 if any(plan.total for plan in found) else 2


def _verify(args: argparse.Namespace, look: Look) -> int:
    from planproof.app.audit import audit_ledger
    from planproof.report.audited import AuditV1, as_json, as_text, exit_code

    audit = AuditV1.of(audit_ledger(settings_of(args)))
    put(as_json(audit) if args.format == "json" else as_text(audit, look))
    return exit_code(audit)
