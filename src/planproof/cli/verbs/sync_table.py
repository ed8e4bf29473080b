"""Offer the rows that a plan's configuration table lacks, and the defaults it has wrong.

Rows for variables that the plan's components read and no row names are added at the end of the table,
and defaults that are not the code's are replaced in their cells. Everything else stays as it is, byte
for byte. Without --write it only shows what it would do.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common, settings_of
from planproof.cli.terminal import ProgressLine, put_source, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sync-table` takes."""
    parser.add_argument("plan", metavar="PLAN", help="a plan, by file or id")
    parser.add_argument(
        "section", nargs="?", default="configuration", metavar="SECTION", help="configuration"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="show the change (default)")
    how.add_argument("--write", action="store_true", help="make the change")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Show the change, or make it."""
    from pathlib import Path

    from planproof.app.errors import CannotDo
    from planproof.app.fix import FixedText, diff
    from planproof.app.sync_table import sync_table
    from planproof.report.words import counted
    from planproof.system.files import Changed, write_atomically

    settings = settings_of(args, [args.plan])
    with ProgressLine("reading") as progress:
        synced = sync_table(settings, args.plan, args.section, progress)
    rows = counted(len(synced.added), "row")
    defaults = counted(len(synced.changed), "default")
    if synced.before == synced.after:
        say(f"{synced.name}: the table lists what the components read, with the code's defaults.")
        return 0
    if not args.write:
        put_source(diff(FixedText(synced.name, synced.before, synced.after)))
        say(f"{rows} to add, {defaults} to change; nothing was changed (--write does it).")
        return 1
    path = Path(settings.root) / synced.name
    try:
        write_atomically(path, synced.after.encode(), synced.before.encode())
    except Changed as error:
        raise CannotDo(str(error), "Run it again.") from None
    say(f"{synced.name}: {rows} added, {defaults} changed. Write a purpose into each new row.")
    return 0
