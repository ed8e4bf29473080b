"""Finding, reading and writing one plan, by path or id."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from planproof.app.config import Settings
from planproof.app.discover import candidates, name_of
from planproof.app.errors import CannotDo
from planproof.app.templates import templates_in_use
from planproof.plan.model import Plan
from planproof.plan.wording import nearest
from planproof.system.files import CannotRead, Changed, read_bytes, write_atomically
from planproof.template.read import plan_id, read_plan
from planproof.text.source import NotText, Source


def load_plan(settings: Settings, named: str) -> Plan:
    """Read the plan that a path or an id names.

    Raises:
        CannotDo: there is none, there are several, or it cannot be read.
    """
    path = named if os.path.isfile(named) else _by_id(settings, named)
    root = Path(settings.root)
    name = name_of(root, path)
    try:
        source = Source.from_bytes(name, read_bytes(path))
    except CannotRead as error:
        raise CannotDo(f"{name} cannot be read: {error.reason}", error.remedy) from None
    except NotText as error:
        raise CannotDo(f"{name} cannot be read: {error.reason}", "Save it as UTF-8 text.") from None
    config = settings.config
    return read_plan(source, templates_in_use(root, config), config.template_of(name))


def reread(settings: Settings, name: str, text: str) -> Plan:
    """A plan as another text makes it."""
    root, config = Path(settings.root), settings.config
    templates = templates_in_use(root, config)
    return read_plan(Source(name, text), templates, config.template_of(name))


def write_plan(settings: Settings, before: Plan, after: Plan) -> None:
    """Write a plan, if anything of its text changes.

    Raises:
        Changed: somebody else changed it meanwhile.
        CannotDo: it cannot be written.
    """
    old, new = before.document.source, after.document.source
    if old.text == new.text:
        return
    try:
        write_atomically(Path(settings.root) / old.name, new.text.encode(), old.text.encode())
    except Changed:
        raise
    except OSError as error:
        raise CannotDo(
            f"{old.name} cannot be written: {(error.strerror or str(error)).lower()}",
            "Make it and its folder writable.",
        ) from None


def _within(named: str, ids: Iterable[str]) -> str | None:
    """The one id of which a name is a whole part: `add-keys` of `add-keys/tasks`; that of its steps first."""
    having = [one for one in ids if named in one.split("/")]
    steps = [one for one in having if one.endswith("/tasks")]
    return next((some[0] for some in (having, steps) if len(some) == 1), None)


def _by_id(settings: Settings, named: str) -> str:
    found, _ = candidates(Path(settings.root), [], settings.config)
    ids = {one.path: plan_id(one.name) for one in found if not one.passed_over}
    matching = [path for path, its in ids.items() if its == named]
    sure = {one.path for one in found if one.taken}
    if len(matching) > 1 and any(path in sure for path in matching):
        matching = [path for path in matching if path in sure]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise CannotDo(
            f"{len(matching)} plans have the id `{named}`: {', '.join(sorted(matching))}",
            "Name the file.",
        )
    close = nearest(named, ids.values()) or _within(named, ids.values())
    hint = f"; did you mean `{close}`?" if close else ""
    raise CannotDo(
        f"there is no plan `{named}`{hint}", "Name a file, or the id of a plan of this project."
    )
