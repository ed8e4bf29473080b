"""Print the settings in force, and who said so."""

from __future__ import annotations

import argparse

from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `config` takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the settings."""
    import msgspec

    from planproof.report.words import json_text

    settings = settings_of(args)
    rows = settings.all()
    if args.format == "json":
        put(json_text(rows))
        return 0
    put(f"root = {settings.root}\n")
    longest = max(len(row.name) for row in rows)
    for row in rows:
        value = msgspec.json.encode(row.value).decode()
        put(f"{row.name:<{longest}} = {value}  ({row.origin})\n{' ' * (longest + 3)}{row.doc}\n")
    return 0
