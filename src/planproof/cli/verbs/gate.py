"""Judge a change, such as a pull request: do the boxes mean something?

What the change says (trailers `Plan: NAME` and `Plan-Step: 3` in its commits and its description, its title,
its branch's name) is held against what it does from where it left its base: boxes ticked without support,
work done for a step that stays open, files outside the plans it names, claims that it breaks in any plan,
criteria made easier while they are ticked, sign-offs that it voids, new conflicts between plans.

In GitHub Actions and GitLab's CI the event says what to compare; elsewhere name --base. Commits are judged:
what is not committed yet is not part of the change. How severe each
judgement is, the setting `gate` says. What decides how a change is judged counts as it stands on the base:
that setting, the templates by which plans are read, who may sign.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from planproof.cli.common import common, output, rendered, settings_of
from planproof.cli.terminal import ProgressLine, colours, say, width

if TYPE_CHECKING:
    from planproof.app.config import Settings
    from planproof.app.gate import Outcome

FORMATS = ("text", "markdown", "json", "github", "sarif")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `gate` takes."""
    parser.add_argument(
        "--base", metavar="REV", default="", help="what the change is compared with"
    )
    parser.add_argument("--head", metavar="REV", default="", help="its last commit; HEAD without")
    parser.add_argument(
        "--event", metavar="FILE", default="",
        help="the forge's event file; found by itself in GitHub Actions, `none` for none",
    )  # fmt: skip
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=FORMATS, default="text", help="output format")
    out.add_argument("--output", metavar="FILE", default="", help="write to a file")
    out.add_argument("-q", "--quiet", action="store_true", help="errors and warnings only")
    ticks = parser.add_argument_group("missing ticks")
    ticks.add_argument(
        "--suggest", action="store_true", help="print the ticks that are missing as a diff"
    )
    ticks.add_argument(
        "--write", action="store_true", help="with --suggest: tick them in the plans"
    )
    known = parser.add_argument_group("known judgements")
    known.add_argument(
        "--baseline", nargs="?", const="planproof-gate-baseline.json", metavar="FILE", default="",
        help="accept what is recorded in FILE, as the base has it; records it where FILE does not exist",
    )  # fmt: skip
    known.add_argument("--update-baseline", action="store_true", help="record it anew")
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what other runs read"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to read with")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Judge, say what was found, tick what is to be ticked."""
    from planproof.app.errors import CannotDo
    from planproof.app.gate import Request, gate, read_event

    if args.write and not args.suggest:
        raise CannotDo("`--write` goes with `--suggest`", "Give both, or neither.")
    if args.update_baseline and not args.baseline:
        raise CannotDo("`--update-baseline` goes with `--baseline`", "Give both, or neither.")
    settings = settings_of(args, jobs=args.jobs, cache=False if args.no_cache else None)
    request = Request(
        base=args.base,
        head=args.head,
        event=read_event(args.event),
        suggest=args.suggest,
        baseline="" if args.update_baseline else args.baseline,
    )
    try:
        with ProgressLine("reading") as progress:
            found = gate(settings, request, progress)
    except CannotDo as error:
        if args.format in ("github", "sarif"):
            _put_problem(args, settings, error)
        raise
    _put(args, settings, found)
    if args.write:
        _write(settings, found)
    # In CI nobody would see that every run records what it finds, and passes.
    fresh = found.fresh_baseline and not os.environ.get("CI")
    if found.fresh_baseline and not fresh:
        say(f"{args.baseline}: there is none, and in CI none is recorded: everything counts.")
    if args.baseline and (args.update_baseline or fresh):
        return _record(settings, args.baseline, found)
    return 1 if found.gate.failing else 0


def _put(args: argparse.Namespace, settings: Settings, found: Outcome) -> None:
    from planproof.report import gate as report
    from planproof.report.model import Look

    if args.format == "text":
        colour = colours(args.color, sys.stdout) and not args.output
        text = report.as_text(found.gate, colour=colour, width=width(sys.stdout), quiet=args.quiet)
    elif args.format == "json":
        text = report.as_json(found.gate)
    elif args.format == "markdown":
        text = report.as_markdown(found.gate)
    else:
        look = Look(quiet=args.quiet)
        text = rendered(
            report.as_report(found.gate, settings.root, found.kinds, found.first), args.format, look
        )
        text += _suggested(args.format, found.gate.suggestion)
    output(text, args.output)


def _suggested(form: str, diff: str) -> str:
    """The missing ticks in a format whose findings have no place for them."""
    from planproof.report.formats.github import notice

    if not diff:
        return ""
    if form == "github":
        return notice("planproof: missing ticks", diff)
    say("SARIF has no place for the missing ticks; the other formats have.")
    return ""


def _put_problem(args: argparse.Namespace, settings: Settings, error: Exception) -> None:
    """That it could not be judged, for those who read no standard error."""
    from planproof.report.gate import problem_report
    from planproof.report.model import Look

    message, advice = getattr(error, "message", str(error)), getattr(error, "help", "")
    report = problem_report(message, advice, settings.root)
    output(rendered(report, args.format, Look(quiet=True)), args.output)


def _write(settings: Settings, found: Outcome) -> None:
    from planproof.app.missing_ticks import write_suggestion
    from planproof.report.words import counted

    written = write_suggestion(settings, found.edits, found.gate.head)
    for path, ticks in written:
        say(f"{path}: {counted(ticks, 'box', 'boxes')} ticked")
    if not written:
        say("There is nothing to tick.")


def _record(settings: Settings, name: str, found: Outcome) -> int:
    from planproof.app.missing_ticks import record_baseline
    from planproof.report.words import counted

    number = record_baseline(settings, name, found.gate.judgements)
    say(f"{name}: recorded {counted(number, 'judgement')}; only new ones will count.")
    return 0
