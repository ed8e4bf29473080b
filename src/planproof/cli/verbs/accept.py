"""Accept a plan, where no question is open, `check` finds no error, and everybody has signed who has to.

What `check` finds is what it finds in a plan that is accepted: there a section that nobody filled in is an error.
Answers and mended findings change the words, so that sign-offs come last. What names no proof is told now, for
`finish` will ask for it.

Who has to sign: the roles of the setting `sign-offs`, those that the plan's front matter names (`sign-offs:
Reviewer, QA`), and the stakeholders whose responsibility says that they sign off or approve.

The state is a word in front matter, or in the plan's status line; nothing else of the plan changes. Words that
planproof does not know ("on hold") are never replaced, nor is a state behind which stands when or by whom it came
about ("accepted on 2026-01-01 by Ada"), in an image, in TOML, or in a `kep.yaml` beside the plan: it says so.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planproof.cli.common import common

if TYPE_CHECKING:
    from planproof.plan.model import State


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `accept` takes."""
    which(parser)
    common(parser)


def which(parser: argparse.ArgumentParser) -> None:
    """The plan that is meant, and how to tell."""
    parser.add_argument("plan", metavar="PLAN", help="a plan, by file or id")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be")
    parser.add_argument("--diff", action="store_true", help="write nothing, show the change")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")


def run(args: argparse.Namespace) -> int:
    """Accept, or say what is missing."""
    from planproof.plan.model import State

    return carry_out(args, State.ACCEPTED)


def carry_out(args: argparse.Namespace, state: State, **more: Any) -> int:
    """Change a plan's state, or say what is missing."""
    from planproof.app.fix import FixedText, diff
    from planproof.app.lifecycle import Request, move
    from planproof.cli.common import look_of, settings_of
    from planproof.cli.terminal import ProgressLine, put, put_source, say
    from planproof.report.lifecycle import as_json, as_text

    settings = settings_of(args, [args.plan] if "/" in args.plan else [])
    dry = args.dry_run or args.diff
    request = Request(named=args.plan, state=state, write=not dry, **more)
    with ProgressLine("reading") as progress:
        moved = move(settings, request, progress)
    if args.format == "json":
        put(as_json(moved))
    elif args.diff and not moved.missing:
        put_source(diff(FixedText(moved.path, moved.before, moved.after)))
    else:
        look = look_of(args)
        put(as_text(moved, look))
        if moved.missing or dry:
            say("Nothing was changed.")
    return 1 if moved.missing else 0
