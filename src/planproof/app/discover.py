"""Which files are plans.

A file that is named is one. Below a folder, a Markdown file is a plan where the configuration says
so, where it lies in a folder in which people keep plans, or where its headings fit a template.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from planproof.app.config import Config
from planproof.plan.ids import plan_id
from planproof.report.model import Problem
from planproof.system import git
from planproof.system.files import SUFFIXES, markdown_files
from planproof.text.globs import lies_in

PLACES = (
    "plans", "planning", "docs/plan", "rfcs", "rfc", "proposals", "proposal", "design-proposals",
    "specs", "keps", "adr", "adrs", "decisions", "decision-record", "decision-records", "design-docs",
    "implementation-plans", "enhancements", "oteps", "eips", "prds", "brainstorms", "backlog/tasks",
    "backlog/drafts", "backlog/completed", "backlog/archive", "docs/design", "docs/designs",
    "doc/design", "design/plans", "openspec/changes", ".kiro/specs", ".specify/specs",
    ".agents/plans", ".claude/plans",
)  # fmt: skip
"""Folders in which people keep plans, wherever they lie."""

_NOT_PLANS = re.compile(
    r"(?:^|/)(?:readme|index|changelog|contributing|code_of_conduct|security|license"
    r"|n{4}-.*|0000-.*|x{4}-.*|_.*|agents|claude|glossary)\.(?:md|markdown)$",
    re.IGNORECASE,
)
"""Names of files that are plans only if they fit a template."""

_SET_ASIDE = re.compile(
    r"(?:^|/)(?:(?:[^/]*[-_.])?(?:templates?|testdata|fixtures?)|node_modules|vendor|third_party)/"
    r"|(?:^|/)(?:_?template[^/]*|[^/]*[-_.]template)\.(?:md|markdown)$",
    re.IGNORECASE,
)
"""Templates, which fit a template best of all, test data, and what other people wrote."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A file that may be a plan.

    Attributes:
        path: where it is read from.
        name: how it is named to people: its path from the root, with `/`.
        taken: whether it is a plan whatever its headings; else they decide.
        passed_over: why it is no plan whatever its headings, or empty.
    """

    path: str
    name: str
    taken: bool
    passed_over: str = ""


@cache
def _places() -> re.Pattern[str]:
    return re.compile(r"(?:^|/)(?:" + "|".join(map(re.escape, PLACES)) + r")/", re.IGNORECASE)


def candidates(
    root: Path, paths: Sequence[str], config: Config, *, take_all: bool = False
) -> tuple[list[Candidate], list[Problem]]:
    """The files to look at, by name, and what was asked for and is not there.

    Args:
        root: the project's folder.
        paths: files, folders, globs and ids; none for the whole project.
        config: which folders hold plans, and what is left out.
        take_all: take every Markdown file for a plan.
    """
    found: dict[str, Candidate] = {}
    problems: list[Problem] = []
    for path in paths or [str(root)]:
        if os.path.isdir(path):
            for file in _below(path):
                name = name_of(root, file)
                if not lies_in(name, config.exclude) and name not in found:
                    found[name] = candidate_of(file, name, config, take_all=take_all)
            continue
        by_id = [] if os.path.exists(path) else _of_id(root, path, config)
        if by_id:
            found.update((one.name, one) for one in by_id)
            continue
        matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else [path]
        if not matches:
            problems.append(Problem(path, 0, "no file matches this glob", "Check the glob."))
        for file in matches:
            if not os.path.isdir(file):
                found[name_of(root, file)] = Candidate(file, name_of(root, file), taken=True)
    return sorted(found.values(), key=lambda one: one.name), problems


def _of_id(root: Path, named: str, config: Config) -> list[Candidate]:
    """The files of the project's plans that have an id."""
    found, _ = candidates(root, (), config)
    return [
        msgspec.structs.replace(one, taken=True)
        for one in found
        if plan_id(one.name) == named and not one.passed_over
    ]


def name_of(root: Path, path: str) -> str:
    r"""A file's path from the root, with `/`; its whole path where it lies elsewhere.

    Bytes of a name that are no text are shown as `\xNN`.
    """
    whole = os.path.abspath(path)  # links stay as they are named
    relative = os.path.relpath(whole, root)
    chosen = whole if relative.startswith("..") else relative
    return os.fsencode(chosen).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _below(folder: str) -> Iterator[str]:
    """The Markdown files below a folder: those git knows or would, else all outside tools' folders."""
    listed = git.listed(folder, "", SUFFIXES) if _in_repository(folder) else None
    if listed is None:
        yield from markdown_files(folder)
        return
    for name in listed:
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            yield path


def _in_repository(folder: str) -> bool:
    here = Path(os.path.abspath(folder))
    return any((one / ".git").exists() for one in (here, *here.parents))


def candidate_of(path: str, name: str, config: Config, *, take_all: bool = False) -> Candidate:
    """A Markdown file as a candidate: whether its place makes it a plan, or rules it out."""
    if take_all:
        return Candidate(path, name, taken=True)
    if config.plans:
        if _configured(name, config.plans):
            return Candidate(path, name, taken=True)
        return Candidate(path, name, taken=False, passed_over="it lies outside the setting `plans`")
    if _SET_ASIDE.search(name):
        reason = "it lies among templates, test data or vendored files"
        return Candidate(path, name, taken=False, passed_over=reason)
    if _NOT_PLANS.search(name):
        return Candidate(path, name, taken=False)
    return Candidate(path, name, taken=_places().search(name) is not None)


def _configured(name: str, places: Iterable[str]) -> bool:
    return any(
        name == place or name.startswith(f"{place.rstrip('/')}/") or lies_in(name, (place,))
        for place in places
    )
