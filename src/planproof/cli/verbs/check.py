"""Check whether plans are well written.

Reads the text alone, and nothing is executed. Without a path it looks through the whole project:
a Markdown file is a plan where the settings say so, where it lies in a folder of plans (docs/plans,
rfcs, adr, openspec/changes ...), or where its headings fit a template.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from planproof.app.errors import CannotDo
from planproof.cli.common import common, formats, output, rendered, settings_of
from planproof.cli.terminal import ProgressLine, colours, flush, put, put_source, say, width

if TYPE_CHECKING:
    from planproof.app.check import Request
    from planproof.app.config import Settings
    from planproof.report.model import Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `check` takes."""
    from planproof.report import formats as package

    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders, globs, ids of plans; - for stdin"
    )
    parser.add_argument("--all", action="store_true", help="take every Markdown file for a plan")
    parser.add_argument(
        "--changed", nargs="?", const="", metavar="BASE",
        help="only plans that differ from BASE (default: the branch that work is merged into)",
    )  # fmt: skip
    parser.add_argument(
        "--staged", action="store_true",
        help="only plans that the next commit changes, as they are staged; none is no error",
    )  # fmt: skip
    parser.add_argument(
        "--plans-only", action="store_true",
        help="of the files named, only those that count as plans; none is no error",
    )  # fmt: skip
    parser.add_argument(
        "--select", action="append", metavar="RULE", help="apply only these rules or groups"
    )
    parser.add_argument(
        "--ignore", action="append", metavar="RULE", help="leave these rules or groups out"
    )
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="least severity that exits with 1"
    )
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument(
        "--fix", action="store_true", help="mend what can be mended without changing the meaning"
    )
    fixing.add_argument("--unsafe-fixes", action="store_true", help="mend the rest, too")
    fixing.add_argument(
        "--diff", action="store_true", help="show what fixing would change, and change nothing"
    )
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=formats(package), help="output format")
    out.add_argument("--output", metavar="FILE", default="", help="write to a file")
    out.add_argument("--statistics", action="store_true", help="count findings by rule")
    out.add_argument(
        "--passed-over", action="store_true", help="list the Markdown files not taken for plans"
    )
    out.add_argument(
        "-q", "--quiet", action="store_true", help="errors and warnings only, no closing lines"
    )
    out.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    known = parser.add_argument_group("known findings")
    known.add_argument(
        "--baseline", nargs="?", const="planproof-baseline.json", metavar="FILE",
        help="accept the findings recorded in FILE; records today's where FILE does not exist",
    )  # fmt: skip
    known.add_argument(
        "--update-baseline", action="store_true", help="record today's findings anew"
    )
    parser.add_argument(
        "--stdin-filename", metavar="NAME", default="", help="check stdin as if it were NAME"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep results of other runs"
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to read with")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Check, and say what was found."""
    settings = settings_of(
        args,
        [path for path in args.paths if path != "-"],
        select=_several(args.select),
        ignore=_several(args.ignore),
        fail_on=args.fail_on,
        format=args.format,
        jobs=args.jobs,
        baseline=args.baseline,
        cache=False if args.no_cache else None,
    )
    if args.update_baseline and not settings.config.baseline:
        raise CannotDo("`--update-baseline` goes with `--baseline`", "Give both, or neither.")
    request = _request(args, settings)
    if args.watch:
        return _watch(args, settings)
    if args.fix or args.unsafe_fixes or args.diff:
        return _fix(args, settings, request)
    return _once(args, settings, request)


def _once(args: argparse.Namespace, settings: Settings, request: Request) -> int:
    from planproof.app.check import check, exit_code

    with ProgressLine("reading") as progress:
        report = check(settings, request, progress)
    if (args.staged or args.plans_only) and not report.plans and not report.problems:
        return 0
    _put(args, settings, report)
    if request.baseline is None and settings.config.baseline and report.plans:
        return _record(settings, report)
    return exit_code(report, settings.config.fail_on)


def _put(args: argparse.Namespace, settings: Settings, report: Report) -> None:
    from planproof.report.model import Look

    look = Look(
        width=width(sys.stdout),
        colour=colours(args.color, sys.stdout) and not args.output,
        quiet=args.quiet,
        statistics=args.statistics,
        passed_over=args.passed_over,
    )
    if args.quiet and settings.config.format == "text" and settings.config.fail_on != "info":
        import msgspec

        told = tuple(one for one in report.findings if one.severity != "info")
        report = msgspec.structs.replace(report, findings=told)
    output(rendered(report, settings.config.format, look), args.output)


def _several(given: list[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(part for one in given for part in one.split(",") if part)


def _request(args: argparse.Namespace, settings: Settings) -> Request:
    from pathlib import Path

    from planproof.app import baseline
    from planproof.app.check import Request
    from planproof.app.discover import name_of

    known = None
    path = Path(settings.root) / settings.config.baseline
    if settings.config.baseline and path.exists() and not args.update_baseline:
        known = baseline.load(path)
    if args.stdin_filename or args.paths == ["-"]:
        name = (
            name_of(Path(settings.root), args.stdin_filename) if args.stdin_filename else "<stdin>"
        )
        return Request(baseline=known, stdin=sys.stdin.buffer.read(), stdin_name=name)
    if args.staged:
        if args.paths or args.changed is not None or args.fix or args.unsafe_fixes or args.diff:
            raise CannotDo(
                "`--staged` checks what is staged, and nothing else",
                "Leave paths, --changed and --fix away.",
            )
        return Request(baseline=known, staged=True)
    paths, only = tuple(args.paths), None
    if args.changed is not None:
        only = frozenset(_changed(settings, args.changed))
    if (
        args.plans_only
    ):  # as they are found below a folder: a file that is named counts whatever it is
        named = frozenset(name_of(Path(settings.root), path) for path in paths)
        paths, only = (), named if only is None else named & only
    return Request(paths=paths, take_all=args.all, only=only, baseline=known)


def _changed(settings: Settings, base: str) -> list[str]:
    from planproof.system import git

    base = base or git.default_branch(settings.root)
    try:
        names = git.changed_since(settings.root, base)
    except LookupError:
        raise CannotDo(
            f"git does not know `{base}`", "Name a branch, tag or commit after --changed."
        ) from None
    if names is None:
        raise CannotDo("--changed needs a git repository", "Run it inside one, or leave it away.")
    return names


def _record(settings: Settings, report: Report) -> int:
    """Record the baseline that was asked for and does not exist."""
    from pathlib import Path

    from planproof.app import baseline
    from planproof.report.words import counted

    name = settings.config.baseline
    baseline.record(Path(settings.root) / name, name, report.findings)
    count = counted(len(report.findings), "finding")
    say(f"{settings.config.baseline}: recorded {count}; only new ones will count.")
    return 2 if report.problems else 0


def _fix(args: argparse.Namespace, settings: Settings, request: Request) -> int:
    from planproof.app.check import exit_code
    from planproof.app.fix import diff, fix
    from planproof.report.words import counted

    fixed = fix(settings, request, unsafe=args.unsafe_fixes, write=not args.diff)
    if request.stdin is not None and not args.diff:
        stdin = request.stdin.decode("utf-8", "replace")
        put_source(fixed.texts[0].after if fixed.texts else stdin)
        return exit_code(fixed.report, settings.config.fail_on)
    if args.diff:
        put_source("".join(diff(text) for text in fixed.texts))
        count = counted(fixed.report.fixed, "finding")
        say(f"{count} would be fixed in {counted(len(fixed.texts), 'plan')}; nothing was changed.")
        return 1 if fixed.texts else exit_code(fixed.report, settings.config.fail_on)
    _put(args, settings, fixed.report)
    return exit_code(fixed.report, settings.config.fail_on)


def _watch(args: argparse.Namespace, settings: Settings) -> int:
    from planproof.system.watch import changes

    for _ in changes(settings.root):
        if sys.stdout.isatty():
            put("\x1b[2J\x1b[3J\x1b[H")
        code = _once(args, settings, _request(args, settings))
        say(f"(exit code would be {code}; watching for changes, Ctrl-C stops)")
        flush()
    return 0
