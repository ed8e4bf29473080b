"""Paths from the top of the repository, as forges have them; a project may lie in a folder of it."""

from __future__ import annotations

import os
from typing import TypeVar

import msgspec

from planproof.report.model import Located, Problem, Related, Report
from planproof.report.truth import PlanTruth, RestPlace, Truth
from planproof.system import git

_AtPath = TypeVar("_AtPath", Located, Problem, Related, PlanTruth, RestPlace)
_replace = msgspec.structs.replace


def folder_of(root: str) -> str:
    """A project's folder from the top of its repository; empty where it is the top, or there is none."""
    try:
        place = git.locate(root)
    except git.GitRefuses:
        return ""
    return place.prefix.rstrip("/") if place is not None else ""


def from_top(report: Report) -> Report:
    """A report with its paths from the top of the repository."""
    folder = folder_of(report.root)
    if not folder:
        return report

    def whole(one: Located) -> Located:
        return _replace(
            _moved(one, folder), related=tuple(_moved(rest, folder) for rest in one.related)
        )

    return _replace(
        report,
        root=_above(report.root, folder),
        findings=tuple(map(whole, report.findings)),
        suppressed=tuple(map(whole, report.suppressed)),
        problems=tuple(_moved(one, folder) for one in report.problems),
    )


def truth_from_top(truth: Truth) -> Truth:
    """Verdicts with their paths from the top of the repository."""
    folder = folder_of(truth.root)
    if not folder:
        return truth
    plans = [
        _replace(
            _moved(plan, folder),
            claims=tuple(
                _replace(claim, rests=tuple(_moved(rest, folder) for rest in claim.rests))
                for claim in plan.claims
            ),
        )
        for plan in truth.plans
    ]
    return _replace(
        truth,
        root=_above(truth.root, folder),
        plans=tuple(plans),
        problems=tuple(_moved(one, folder) for one in truth.problems),
    )


def _moved(one: _AtPath, folder: str) -> _AtPath:
    elsewhere = not one.path or one.path.startswith(("/", "<"))  # no file of the project
    return one if elsewhere else _replace(one, path=f"{folder}/{one.path}")


def _above(root: str, folder: str) -> str:
    whole = root if root.endswith(f"/{folder}") else os.path.realpath(root)
    return whole.removesuffix(folder).rstrip("/") or "/"
