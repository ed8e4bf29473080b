"""`gate`: what a change says and does, held against the plans before it and after it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from planproof.app import baseline as known_ones
from planproof.app.change_case import case_of, settings_before
from planproof.app.changing import change_of
from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gate_rows import figure_rows, named_rows, state_rows, tick_rows, verdict_rows
from planproof.app.gather import Progress
from planproof.app.judge import place_of
from planproof.app.missing_ticks import Ticks, diff, known_judgements, missing_ticks
from planproof.gate.base import judge, kinds
from planproof.gate.events import (
    OF_A_CHANGE,
    Event,
    NoCommits,
    NotAnEvent,
    event_of,
    of_gitlab,
)
from planproof.gate.model import ChangeCase, Judgement
from planproof.plan.wording import nearest
from planproof.report.gate import GateV1, JudgementV1
from planproof.report.model import Place, Related, RuleInfo
from planproof.report.words import encodable
from planproof.system import repository

_LARGEST = 32 * 1024 * 1024
"""Bytes of an event file that are read; GitHub's are 25 MB at most."""


class Request(msgspec.Struct, frozen=True):
    """What to judge.

    Attributes:
        base: the revision that the change is compared with; empty where the event says.
        head: its last commit; empty for what the event says, else `HEAD`.
        event: what the forge says.
        suggest: whether to work out the missing ticks.
        baseline: the file of known judgements, from the project's folder; empty for none.
    """

    base: str = ""
    head: str = ""
    event: Event | None = None
    suggest: bool = False
    baseline: str = ""


class Outcome(NamedTuple):
    """What came of it.

    Attributes:
        gate: what there is to say.
        kinds: the judgements in force.
        edits: the missing ticks, by plan, with the plan's text that they are for.
        fresh_baseline: whether the baseline that was asked for does not exist yet.
        first: a file that the change touches, for what is said of the change as a whole.
    """

    gate: GateV1
    kinds: tuple[RuleInfo, ...]
    edits: Ticks
    fresh_baseline: bool = False
    first: str = ""


def read_event(named: str, environ: Mapping[str, str] | None = None) -> Event | None:
    """What the forge says: in the file that is named, else in the one that CI names, else in variables.

    Raises:
        CannotDo: the file that is named cannot be read, or tells of no change; or CI says that the run is
            about one, and not which.
    """
    environ = os.environ if environ is None else environ
    if named == "none":
        return None
    path, kind = named, ""
    if not path and environ.get("GITHUB_ACTIONS") == "true":
        path, kind = environ.get("GITHUB_EVENT_PATH", ""), environ.get("GITHUB_EVENT_NAME", "")
    if not path and kind in OF_A_CHANGE:
        raise CannotDo(
            f"nothing says which `{kind}` the run is about",
            "$GITHUB_EVENT_PATH is to name its event.",
        )
    if not path:
        return of_gitlab(environ)
    try:
        if os.path.getsize(path) > _LARGEST:
            raise CannotDo(f"the event {path} is larger than any forge makes one")
        return event_of(msgspec.json.decode(Path(path).read_bytes()))
    except OSError as error:
        raise CannotDo(
            f"the event {path} cannot be read: {error.strerror}",
            "Check the path after --event." if named else "$GITHUB_EVENT_PATH names it.",
        ) from None
    except msgspec.DecodeError as error:
        raise CannotDo(
            f"the event {path} is not JSON: {error}", "Name the file that $GITHUB_EVENT_PATH names."
        ) from None
    except NotAnEvent as error:
        nothing = kind == "push" and isinstance(error, NoCommits)
        if named or (kind in OF_A_CHANGE and not nothing):
            raise CannotDo(
                f"the event {path} tells of no change: {error}",
                "Name the event of a pull request, a merge group or a push, or say `--event none`."
                if named
                else f"$GITHUB_EVENT_PATH names it, and $GITHUB_EVENT_NAME says that it is a `{kind}`.",
            ) from None
        return None  # a run by hand or by the clock, or a tag


def gate(settings: Settings, request: Request, progress: Progress | None = None) -> Outcome:
    """Judge a change.

    Raises:
        CannotDo: nobody can tell what the change is, the clone is too shallow, or there is no plan.
    """
    change = change_of(settings, request.base, request.head, request.event)
    before = settings_before(settings, change.before)
    levels = _levels(before)
    case = case_of(settings, before, change, request.event, progress)
    off = frozenset(name for name, level in levels.items() if level == "off")
    known = known_judgements(settings, request.baseline, change) if request.baseline else None
    found = [_line(one, levels, known) for one in judge(case, off)]
    edits = missing_ticks(case) if request.suggest else {}
    result = GateV1(
        base=change.before.revision,
        head=change.after.revision,
        number=case.number,
        behind=change.behind,
        files=len(case.files),
        commits=change.commits,
        plans=sum(one.after is not None and not one.aside for one in case.plans),
        named=named_rows(case),
        judgements=tuple(found),
        states=tuple(state_rows(case)),
        ticks=tuple(tick_rows(case)),
        verdicts=tuple(verdict_rows(case)),
        figures=tuple(figure_rows(case)),
        forecast=tuple(_forecast(settings, case, change.after.revision)),
        notes=(*change.notes, *_unread(case)),
        severities=levels,
        suggestion="".join(diff(path, *made) for path, made in edits.items()),
    )
    infos = tuple(
        RuleInfo(f"gate/{kind.name}", kind.title, kind.doc, levels[kind.name])
        for kind in kinds().values()
        if levels[kind.name] != "off"
    )
    fresh = bool(request.baseline) and known is None
    first = next((one.path for one in case.files if one.kind != "removed"), "")
    return Outcome(encodable(result), infos, edits, fresh, first)


def _unread(case: ChangeCase) -> Iterator[str]:
    """What is to be known of plans that cannot be read; those that the change touches are judged."""
    touched = {file.path for file in case.files}
    for path, reason in case.unread:
        if path not in touched:
            yield f"`{path}` {reason}, and is not judged."


def _forecast(settings: Settings, case: ChangeCase, head: str) -> Iterator[str]:
    """When the plans that the change is about may be done, where there is enough history to tell."""
    paths = [
        plan.path for plan in case.own() if plan.after is not None and not plan.after.state.closed
    ]
    if not paths or repository.is_shallow(settings.root):
        return
    from planproof.app.chain import now
    from planproof.app.course import courses
    from planproof.app.forecast import forecasts

    plans = [one.after for one in case.plans if one.after is not None]
    found = forecasts(plans, courses(settings, plans, head), now())
    for one in (found[path] for path in paths if path in found):
        if one.by(50) and one.by(85):
            yield f"`{one.plan}` may be done by {one.by(50)} (50 %) or {one.by(85)} (85 %)."


def _levels(before: Settings) -> dict[str, str]:
    """How severe each judgement is: as the base says, so that no change can excuse itself.

    Raises:
        CannotDo: the setting names a judgement that there is not.
    """
    levels: dict[str, str] = {kind.name: kind.severity for kind in kinds().values()}
    for name, level in before.config.gate.items():
        if name not in levels:
            close = nearest(name, levels)
            raise CannotDo(
                f"`gate` names the judgement `{name}`, and there is no such judgement"
                + (f"; did you mean `{close}`?" if close else ""),
                f"The judgements are {', '.join(levels)}.",
            )
        levels[name] = level
    return levels


def _line(
    one: Judgement, levels: Mapping[str, str], known: known_ones.Baseline | None
) -> JudgementV1:
    plan = one.plan
    path = one.path or (plan.path if plan is not None and plan.after is not None else "")
    place = Place(0, 0, 0, 0, 0, 0)
    if one.span is not None and plan is not None and plan.after is not None and not one.path:
        place = place_of(plan.after.document.source, one.span)
    seed = f"{path}\0{one.kind}\0{one.subject}"
    mark = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return JudgementV1(
        kind=one.kind,
        severity=levels[one.kind],  # type: ignore[arg-type]
        plan=plan.plan.id if plan is not None else "",
        subject=one.subject,
        message=one.message,
        help=one.help,
        path=path,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        fingerprint=mark,
        rests=tuple(Related(*rest) for rest in one.rests),
        known=known is not None and known.has(path, f"gate/{one.kind}", mark),
    )
