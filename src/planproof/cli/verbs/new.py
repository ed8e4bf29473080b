"""Write a new plan from a template: title and date filled in, and owner and reviewers in a table of stakeholders."""

from __future__ import annotations

import argparse
import os
import sys

from planproof.app.errors import CannotDo
from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `new` takes."""
    parser.add_argument(
        "title", nargs="?", metavar="TITLE", help="asked for on a terminal if left out"
    )
    parser.add_argument(
        "--template", default="", metavar="NAME|FILE", help="default: implementation-plan"
    )
    parser.add_argument("--owner", default="", metavar="NAME", help="default: git's user.name")
    parser.add_argument(
        "--reviewer", action="append", default=[], metavar="NAME", help="default: from CODEOWNERS"
    )
    parser.add_argument(
        "--folder", default="", metavar="DIR", help="default: the first of the setting `plans`"
    )
    parser.add_argument(
        "--edit", action="store_true", help="open the new plan in $VISUAL or $EDITOR"
    )
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Write the plan."""
    from planproof.app.new import Wanted, create

    title = args.title
    if title is None:
        if not sys.stdin.isatty():
            raise CannotDo("a new plan needs a title", 'Run `planproof new "Idempotent orders"`.')
        title = input("Title of the plan: ")
    wanted = Wanted(title, args.template, args.owner, tuple(args.reviewer), args.folder)
    path = create(settings_of(args), wanted)
    shown = os.path.relpath(path)
    put(f"{shown}\n")
    say(f"Fill it in, then run `planproof check {shown}`.")
    return _edit(str(path)) if args.edit else 0


def _edit(path: str) -> int:
    import shlex
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise CannotDo("no editor is set", "Set $VISUAL or $EDITOR.")
    try:
        return subprocess.run([*shlex.split(editor), path], check=False).returncode  # noqa: S603
    except OSError as error:
        raise CannotDo(f"the editor `{editor}` cannot be started: {error.strerror}") from None
