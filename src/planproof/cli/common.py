"""What several verbs take from the command line, and the settings that come of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planproof.app.errors import CannotDo
from planproof.cli.terminal import put


def common(parser: argparse.ArgumentParser) -> None:
    """Options of every verb that reads a project."""
    group = parser.add_argument_group("common options")
    group.add_argument("--config", metavar="FILE", default="", help="settings file to use")
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours in the output"
    )


def settings_of(args: argparse.Namespace, paths: Sequence[str] = (), **flags: Any) -> Any:
    """The settings in force, for the project that the paths lie in.

    Args:
        args: the command line; `--config` is heeded.
        paths: what the verb works on; the current folder's project where they lie in it.
        flags: settings that the command line gives; None for those it does not.

    Raises:
        CannotDo: a setting is not right.
    """
    from planproof.app.config import in_force, load_settings
    from planproof.app.project import project_of

    given = {name.replace("_", "-"): value for name, value in flags.items() if value is not None}
    named = os.path.abspath(args.config) if args.config else ""
    return in_force(load_settings(project_of(paths, Path.cwd()), os.environ, given, named))


def look_of(args: argparse.Namespace, *, quiet: bool = False) -> Any:
    """How a text on standard output is to look; `--color` is heeded."""
    from planproof.cli.terminal import colours, width
    from planproof.report.model import Look

    return Look(width=width(sys.stdout), colour=colours(args.color, sys.stdout), quiet=quiet)


def formats(package: Any) -> list[str]:
    """The names of the formats in a folder, for choices."""
    from planproof.discovery import names

    return names(package)


_OF_FORGES = ("github", "gitlab", "sarif")
"""Formats whose paths are read from the top of the repository."""


def rendered(report: Any, name: str, look: Any) -> str:
    """A report in a format, which is a module in `report/formats/`.

    Raises:
        CannotDo: there is no such format.
    """
    from importlib import import_module

    from planproof.report import formats as package

    if name not in formats(package):
        raise CannotDo(
            f"there is no format `{name}`", f"The formats are {', '.join(formats(package))}."
        )
    if name in _OF_FORGES:
        from planproof.app.from_top import from_top

        report = from_top(report)
    text: str = import_module(f"planproof.report.formats.{name}").render(report, look)
    return text


def rendered_truth(truth: Any, name: str, look: Any) -> str:
    """Verdicts in a format: by the format's own `truth`, else broken claims as if they were findings.

    Raises:
        CannotDo: there is no such format.
    """
    from importlib import import_module

    from planproof.report import formats as package
    from planproof.report.truth import as_report

    if name in formats(package):
        if name in _OF_FORGES:
            from planproof.app.from_top import truth_from_top

            truth = truth_from_top(truth)
        module = import_module(f"planproof.report.formats.{name}")
        if hasattr(module, "truth"):
            text: str = module.truth(truth, look)
            return text
    return rendered(as_report(truth), name, look)


def output(text: str, path: str) -> None:
    """Write output to a file, or to standard output where none is named."""
    if not path:
        put(text)
        return
    try:
        Path(path).write_text(text, "utf-8")
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror}") from None
