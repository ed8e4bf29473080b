"""The library's face: what `planproof.load` and `planproof.check` do."""

from __future__ import annotations

import os
from pathlib import Path

from planproof.app.check import Request
from planproof.app.check import check as check_plans
from planproof.app.config import Settings, in_force, load_settings
from planproof.app.plans import load_plan
from planproof.app.project import project_of
from planproof.plan.model import Plan
from planproof.report.model import Report


def load(path: str | os.PathLike[str]) -> Plan:
    """Read a plan with the settings of its project."""
    named = os.fspath(path)
    return load_plan(_settings([named]), named)


def check(
    *paths: str | os.PathLike[str], select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> Report:
    """Check plans with the settings of their project. Nothing is kept between calls."""
    named = tuple(os.fspath(path) for path in paths)
    flags = {
        "cache": False,
        **({"select": select} if select else {}),
        **({"ignore": ignore} if ignore else {}),
    }
    return check_plans(_settings(list(named), **flags), Request(paths=named))


def _settings(paths: list[str], **flags: object) -> Settings:
    return in_force(load_settings(project_of(paths, Path.cwd()), os.environ, flags))
