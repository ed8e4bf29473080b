"""Sign a plan, or an item of one, off in a role: pinned to the words that stand there now.

The sign-off is evidence in the ledger. Ticking a box does not undo it; changing what the plan says does,
and `verify` then shows both wordings. Who may sign for a role is what the plan's stakeholders and the
setting `signers` say. It asks before it signs; `--yes` signs without asking. What the same person has signed
already for the same role is not signed twice.

Where the project has a file of allowed signers (`.planproof/allowed_signers`, in OpenSSH's form), it has to be
signed with a key that is listed there. Nothing but this verb ever signs off.
"""

from __future__ import annotations

import argparse
import sys

from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sign` takes."""
    parser.add_argument(
        "plan", metavar="PLAN[#ITEM]", help="a plan, by file or id, and an item's id"
    )
    parser.add_argument(
        "--as", metavar="ROLE", dest="role", default="", help="a role of the stakeholders"
    )
    parser.add_argument(
        "--key",
        metavar="FILE",
        default="",
        help="the SSH key to sign with, private or public (then an agent has the other half); "
        "or an Ed25519 key in PEM",
    )
    parser.add_argument("--note", metavar="TEXT", default="", help="what you have to say to it")
    parser.add_argument("--dry-run", action="store_true", help="show what would be signed")
    parser.add_argument("--yes", action="store_true", help="do not ask before signing")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show what is signed, ask, and sign it."""
    from planproof.app.errors import CannotDo
    from planproof.app.sign import Signer
    from planproof.plan.ids import split_named

    path = split_named(args.plan)[0]
    signer = Signer(settings_of(args, [path] if "/" in path else []))
    ready = signer.prepare(args.plan, args.role, args.key)
    what = ready.plan.id + (f"#{ready.item.id}" if ready.item is not None else "")
    who = _shown(f"{ready.by} as {ready.role}")
    there = signer.made_already(ready, args.note)
    if there is not None:
        say(f"{what} is signed already by {who}: record {there.digest[:12]}.")
        return 0
    who += f" with {ready.keyid}" if ready.keyid else ", without a key"
    ask = not args.yes and not args.dry_run
    if ask and (sys.stdin is None or not sys.stdin.isatty()):
        raise CannotDo("there is no terminal to ask at", "`--yes` signs without asking.")
    put("".join(f"  {_shown(line)}\n" for line in ready.wording.split("\n")))
    if not ready.committed:
        say(f"{what} is signed as it is on disk, which HEAD does not have.")
    if args.dry_run:
        say(f"{what} would be signed by {who}.")
        return 0
    if ask and not _agreed(what, who):
        say("Nothing was signed.")
        return 2
    if ready.touch:
        say("Touch the hardware key when it blinks.")
    made = signer.keep(ready, args.note)
    say(f"{what} is signed by {who}: record {made.digest[:12]}.")
    return 0


def _agreed(what: str, who: str) -> bool:
    say(f"These words of {what} are signed by {who}. Sign? [y/N]")
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _shown(text: str) -> str:
    """A line as a terminal shows it, whatever is in it: nothing may hide what is signed."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
