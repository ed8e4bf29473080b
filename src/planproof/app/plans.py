"""Finding, reading and writing one plan, by path or id."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from planproof.app.config import Settings
from planproof.app.discover import Candidate, candidates, name_of
from planproof.app.errors import CannotDo
from planproof.app.templates import templates_in_use
from planproof.plan.ids import plan_id
from planproof.plan.model import Plan
from planproof.plan.wording import nearest
from planproof.system.files import (
    SUFFIXES,
    CannotRead,
    Changed,
    read_bytes,
    see_that_it_can_be_replaced,
    taking_turns,
    write_atomically,
)
from planproof.template.match import GOOD_FIT
from planproof.template.read import read_plan
from planproof.text.source import NotText, Source


def load_plan(settings: Settings, named: str) -> Plan:
    """Read the plan that a path or an id names.

    Raises:
        CannotDo: there is none, there are several, or it cannot be read.
    """
    return _read(settings, _path_of(settings, named))


def plans_called(settings: Settings, name: str) -> list[Plan]:
    """The plans that `after:` names, by id or file; those of the project that can be read."""
    found: list[Plan] = []
    for one in _candidates(settings, name):
        with suppress(CannotDo):
            plan = _read(settings, one.path)
            if one.taken or plan.written.declared or plan.written.fit >= GOOD_FIT:
                found.append(plan)
    return found


def _path_of(settings: Settings, named: str) -> str:
    """The file that a path or an id names. A bare word that is a plan's id means that plan."""
    if not os.path.isfile(named):
        return _by_id(settings, named)
    if os.sep in named or "/" in named or named.endswith(SUFFIXES):
        return named
    return _by_id(settings, named) if _having(settings, named) else named


def _read(settings: Settings, path: str) -> Plan:
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
    write_plans(settings, [(before, after)])


def write_plans(
    settings: Settings, plans: Iterable[tuple[Plan, Plan]], held: Collection[str] = ()
) -> None:
    """Write several plans, as far as anything of their text changes: all of them or none.

    Args:
        settings: the settings in force.
        plans: each as it is, and as it is to be.
        held: the folders in which the caller has its turn already.

    Raises:
        Changed: somebody else changed one meanwhile. Nothing is written.
        CannotDo: one cannot be written. The message names those that were, if they could not be taken back.
    """
    texts = [(one.document.source, other.document.source) for one, other in plans]
    files = [
        (Path(settings.root) / old.name, old, new) for old, new in texts if old.text != new.text
    ]
    turns = folders_of([path for path, _, _ in files]).difference(held)
    if held and turns:
        raise Changed("a plan has moved")  # to wait for these as well could wait for ever
    written: list[tuple[Path, Source, Source]] = []
    with taking_turns(turns):
        for find in (True, False):
            for path, old, new in files:
                was, now = old.text.encode(), new.text.encode()
                try:
                    if find:
                        see_that_it_can_be_replaced(path, was)
                    else:
                        write_atomically(path, now, was, in_turn=True)
                        written.append((path, old, new))
                except OSError as error:
                    stay = _not_taken_back(written)
                    if isinstance(error, Changed) and not stay:
                        raise
                    raise _not_written(old.name, error, stay) from None


def folders_of(paths: Iterable[Path]) -> frozenset[str]:
    """The folders in which files lie, wherever links lead."""
    return frozenset(os.path.dirname(os.path.realpath(path)) for path in paths)


def _not_taken_back(written: Iterable[tuple[Path, Source, Source]]) -> list[str]:
    """Give plans their old text back; the names of those that do not take it."""
    stay: list[str] = []
    for path, old, new in written:
        try:
            write_atomically(path, old.text.encode(), new.text.encode(), in_turn=True)
        except OSError:
            stay.append(old.name)
    return stay


def _not_written(name: str, error: OSError, stay: Sequence[str]) -> CannotDo:
    reason = "somebody else changes it" if isinstance(error, Changed) else (error.strerror or str(error)).lower()  # fmt: skip
    but = f"; {', '.join(stay)} {'is' if len(stay) == 1 else 'are'} written already" if stay else ""
    return CannotDo(f"{name} cannot be written: {reason}{but}", "Make it and its folder writable.")


def _within(named: str, ids: Iterable[str]) -> str | None:
    """The one id of which a name is a whole part: `add-keys` of `add-keys/tasks`; that of its steps first."""
    having = [one for one in ids if named in one.split("/")]
    steps = [one for one in having if one.endswith("/tasks")]
    return next((some[0] for some in (having, steps) if len(some) == 1), None)


def _candidates(settings: Settings, name: str) -> list[Candidate]:
    found, _ = candidates(Path(settings.root), [], settings.config)
    return [one for one in found if not one.passed_over and name in (plan_id(one.name), one.name)]


def _having(settings: Settings, name: str) -> list[str]:
    """The files of plans with an id: those that are plans for sure, else those that may be."""
    having = _candidates(settings, name)
    return [one.path for one in having if one.taken] or [one.path for one in having]


def _by_id(settings: Settings, named: str) -> str:
    matching = _having(settings, named)
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise CannotDo(
            f"{len(matching)} plans have the id `{named}`: {', '.join(sorted(matching))}",
            "Name the file.",
        )
    found, _ = candidates(Path(settings.root), [], settings.config)
    ids = [plan_id(one.name) for one in found if not one.passed_over]
    close = nearest(named, ids) or _within(named, ids)
    hint = f"; did you mean `{close}`?" if close else ""
    raise CannotDo(
        f"there is no plan `{named}`{hint}", "Name a file, or the id of a plan of this project."
    )
