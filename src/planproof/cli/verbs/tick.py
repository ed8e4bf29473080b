"""Tick a step, or another box of a plan, by the smallest edit; refused where nothing supports it.

A box is supported where the steps that it comes `after:` are ticked, also those of other plans, and its own
parts, where its proof holds, and where ticking it breaks no claim. What is named together is ticked together:
all of it, or nothing. Nothing but the box and the sub-bullets that are asked
for (`pr:`, `proof:`) changes; the item's words, and all evidence that is pinned to them, stay as they are. A
box that is written in a way of its own (`[]`, `[  ]`, `[ ]words`) comes out as one that every forge knows:
`[x] words`, and `[ ] words` when it is unticked again.
What was ticked by force says so in the plan (`forced:`), in the ledger, if there is one, and in `verify`.
"""

from __future__ import annotations

import argparse

from planproof.cli.common import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `tick` takes."""
    which(parser)
    parser.add_argument(
        "--pr", metavar="NUMBER", default="", help="the pull request that did it, number or link"
    )
    parser.add_argument(
        "--proof", metavar="WORDS", default="", help="add a proof, as in: 'test `tests/test_a.py::test_b`'"
    )  # fmt: skip
    parser.add_argument(
        "--force", metavar="REASON", help="tick it though nothing supports it, for everybody to see"
    )
    how(parser)
    common(parser)


def which(parser: argparse.ArgumentParser) -> None:
    """The items that are meant."""
    parser.add_argument(
        "items", nargs="+", metavar="PLAN#ITEM", help="a plan, by file or id, and an item's id"
    )


def how(parser: argparse.ArgumentParser) -> None:
    """Whether to write, and how to tell."""
    parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be")
    parser.add_argument("--diff", action="store_true", help="write nothing, show the change")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")


def run(args: argparse.Namespace) -> int:
    """Tick, or say why not."""
    return carry_out(args, done=True)


def carry_out(args: argparse.Namespace, *, done: bool) -> int:
    """Tick or untick."""
    from planproof.app.fix import FixedText, diff
    from planproof.app.tick import Request, tick
    from planproof.cli.common import look_of, settings_of
    from planproof.cli.terminal import ProgressLine, put, put_source, say
    from planproof.plan.ids import split_named
    from planproof.report.ticked import as_json, as_text

    paths = [split_named(one)[0] for one in args.items]
    settings = settings_of(args, [path for path in paths if "/" in path])
    request = Request(
        named=tuple(args.items),
        done=done,
        pull=args.pr,
        proof=getattr(args, "proof", ""),
        force=getattr(args, "force", None),
        write=not (args.dry_run or args.diff),
    )
    with ProgressLine("reading") as progress:
        done_so = tick(settings, request, progress)
    if args.format == "json":
        put(as_json(done_so))
    elif args.diff and not done_so.refused:
        put_source("".join(diff(FixedText(*text)) for text in done_so.texts))
    else:
        look = look_of(args)
        put(as_text(done_so, look))
        if done_so.refused:
            say("Nothing was changed. `--force REASON` ticks all the same, for everybody to see.")
        elif not request.write:
            say("Nothing was changed.")
    return 1 if done_so.refused else 0
