"""Set a repository up for plans: settings and the folder they lie in. Never overwrites.

A folder of it becomes a project of its own by a file planproof.toml in it, empty or not.
With --github, --gitlab or --hooks it writes what calls planproof from there, and nothing else.
"""

from __future__ import annotations

import argparse
import os

from planproof.app.errors import CannotDo
from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `init` takes."""
    parser.add_argument(
        "--github", action="store_true", help="the workflow for GitHub Actions: gate and ledger"
    )
    parser.add_argument("--gitlab", action="store_true", help="the same for GitLab's CI")
    parser.add_argument(
        "--hooks", action="store_true", help="a git hook that checks the plans of each commit"
    )
    parser.add_argument(
        "--action", metavar="OWNER/REPO@REF", default="",
        help="with --github: use planproof's action by this name, rather than install with pip",
    )  # fmt: skip
    parser.add_argument(
        "--install", metavar="SPEC", default="",
        help="with --github or --gitlab: what pip installs there: git+https://HOST/REPO@TAG, a path from the"
        " project's folder, a requirements file with hashes; this version if not given",
    )  # fmt: skip
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Set up, and say what to do next."""
    from planproof.app.new import initialise

    if args.github or args.gitlab or args.hooks or args.action or args.install:
        return _connect(args)
    settings = settings_of(args)
    done = initialise(settings)
    # From where the user is: the project may well begin above.
    file, made = (
        os.path.relpath(os.path.join(settings.root, one)) for one in (done.settings_file, done.made)
    )
    if done.written:
        put(f"{file}: written, with plans = {', '.join(done.folders)}\n")
    else:
        put(f"{file}: has planproof's settings already; left as it is\n")
    if done.made:
        put(f"{made}/: made\n")
    if done.found:
        put(f"{done.found} Markdown files there count as plans.\n")
        put(
            "\nNext: `planproof check` says how they are written; `planproof check --baseline` accepts\n"
        )
        put("today's findings, so that only new ones count.\n")
    else:
        put('\nNext: `planproof new "What you plan"` writes a plan; `planproof check` checks it.\n')
    return 0


def _connect(args: argparse.Namespace) -> int:
    """Write what was asked for, and say what was not, for there is one already."""
    from planproof.app import setup

    if args.action and not args.github:
        raise CannotDo("`--action` goes with `--github`", "Give both, or neither.")
    if args.install and (args.action or not (args.github or args.gitlab)):
        raise CannotDo(
            "`--install` says what pip installs, so that it goes with `--github` or `--gitlab` and without `--action`",
            "Leave one out.",
        )
    settings = settings_of(args)
    done = []
    if args.github:
        done.append(setup.github(settings, args.action, args.install))
    if args.gitlab:
        done.append(setup.gitlab(settings, args.install))
    if args.hooks:
        done.append(setup.hook(settings))
    for one in done:
        said = "written" if one.done else "is there already; left as it is"
        put(f"{one.path}: {said}\n" + (f"  {one.note}\n" if one.note else ""))
    return 0
