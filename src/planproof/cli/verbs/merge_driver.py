"""Merge versions of a plan box by box, as git's merge driver.

git merges by lines, and two branches that tick two steps below each other change neighbouring lines: a
conflict. Here a box and its words are merged each by itself: where one side rewords a step and the other
ticks it, both come through. References that both sides add go together; what both changed otherwise in the
same place is marked as a conflict, as git does.

`planproof merge-driver --install` names the plans in .gitattributes, which everybody gets, and the driver in
this clone's configuration, which each clone needs: `git merge`, `rebase` and `cherry-pick` use it then. A forge
merges on its server without drivers: bring such a branch up to date in a clone. Plans whose steps have
a blank line or a sub-bullet between them merge everywhere.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `merge-driver` takes."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="as git gives them: %%O %%A %%B")
    parser.add_argument(
        "--size", type=int, default=7, metavar="N", help="length of conflict markers: %%L"
    )
    parser.add_argument(
        "--labels",
        nargs=2,
        metavar="NAME",
        default=(),
        help="what the two sides are called: %%X %%Y",
    )
    parser.add_argument("--install", action="store_true", help="tell git of it, here")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Merge, or tell git of it."""
    from planproof.app.errors import CannotDo
    from planproof.app.merging import install, labels_of, merge_files
    from planproof.cli.common import settings_of
    from planproof.cli.terminal import put, say

    if args.install:
        done = install(settings_of(args))
        for line in done.added:
            put(f".gitattributes: {line}\n")
        put(
            "git's configuration of this clone: "
            + ("written\n" if done.configured else "has it already\n")
        )
        if done.added:
            put(
                "\nCommit .gitattributes; every clone runs `planproof merge-driver --install` once.\n"
            )
        return 0
    if len(args.files) != 3:
        raise CannotDo("three files are merged: %O %A %B", "`--install` tells git of it.")
    base, ours, theirs = args.files
    labels = labels_of(args.labels, max(1, min(args.size, 100)))
    conflicts = merge_files(base, ours, theirs, labels)
    if conflicts:
        places = "place of the plan conflicts" if conflicts == 1 else "places of the plan conflict"
        say(f"planproof: {conflicts} {places}")
    return 1 if conflicts else 0
