"""`accept`, `start`, `finish`, `supersede`, `withdraw`: a plan's state, changed where the conditions hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from planproof.app.config import Settings
from planproof.app.discover import candidate_of
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.plans import load_plan, reread, write_plan
from planproof.app.templates import templates_in_use
from planproof.app.tick import MOST_TRIES
from planproof.app.verify import open_snapshot
from planproof.plan.model import Plan, State
from planproof.plan.wording import normalised, one_line
from planproof.progress.lifecycle import (
    BECAUSE,
    BY,
    CannotSay,
    Missing,
    edits_for,
    out_of_turn,
    told,
    undone,
    unknown_word,
    without_proof,
)
from planproof.report.lifecycle import Moved
from planproof.report.words import counted
from planproof.system.files import CannotRead, Changed, read_bytes
from planproof.template.match import GOOD_FIT
from planproof.text.conflicts import conflict_markers
from planproof.text.edit import EditRefused, splice
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from planproof.app.conditions import Asked

_SHOWN = 10
"""Items that a note names."""

_KEP = "kep.yaml"
"""The file beside an enhancement proposal of Kubernetes that says its state."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of a plan.

    Attributes:
        named: the plan, by file or id.
        state: what it is to become.
        by: the plan that supersedes it; empty for none.
        because: why it is withdrawn; empty for none.
        write: whether to write, or only to tell.
    """

    named: str
    state: State
    by: str = ""
    because: str = ""
    write: bool = True


def move(settings: Settings, request: Request, progress: Progress | None = None) -> Moved:
    """Change a plan's state, or say what is missing for it.

    Raises:
        CannotDo: there is no such plan, or its state cannot be written there.
    """
    for _ in range(MOST_TRIES):
        plan = load_plan(settings, request.named)
        _see_that_it_is_one(settings, plan)
        _see_that_it_can_say_its_state(settings, plan)
        already = plan.state is request.state and plan.says_state
        more = _more(settings, plan, request)
        own, word = _words(settings, plan, request.state)
        if already:
            word = ""
            more = {key: value for key, value in more.items() if _is_news(plan, key, value, own)}
            if not more:
                return _moved(plan, plan, request, (), written=False)
        unknown = unknown_word(plan, own)
        if unknown:
            return _moved(plan, plan, request, tuple(unknown), written=False)
        after = _edited(settings, plan, request.state, (word, more, own))
        missing = () if already else tuple(_missing(settings, plan, after, request, progress))
        if missing or not request.write:
            return _moved(plan, after, request, missing, written=False)
        try:
            write_plan(settings, plan, after)
        except Changed:
            continue
        return _moved(plan, after, request, (), written=True)
    raise CannotDo("the plan keeps changing", "Run it again.")


def _see_that_it_is_one(settings: Settings, plan: Plan) -> None:
    """Refuse to write a state into a file that neither its place nor its headings make a plan.

    Raises:
        CannotDo: it is none.
    """
    written = plan.written
    if written.declared or written.fit >= GOOD_FIT:
        return
    if not candidate_of(plan.path, plan.path, settings.config).taken:
        raise CannotDo(
            f"{plan.path} is no plan: neither its place nor its headings say so",
            "Name a plan, or put it where plans lie: the setting `plans`.",
        )


def _see_that_it_can_say_its_state(settings: Settings, plan: Plan) -> None:
    """Refuse to write a state into a file that is in conflict, or whose state lives elsewhere.

    Raises:
        CannotDo: it is so.
    """
    source = plan.document.source
    line = conflict_markers(source.text)
    if line is not None:
        raise CannotDo(
            f"{source.name}:{line}: a merge conflict is not resolved", "Resolve it first."
        )
    if plan.says_state:
        return
    beside = (Path(settings.root) / source.name).with_name(_KEP)
    try:
        said = read_bytes(str(beside)) if beside.is_file() else b""
    except CannotRead:
        return
    if rx(r"(?m)^status:").search(said.decode(errors="replace")):
        name = (Path(source.name).parent / _KEP).as_posix()
        raise CannotDo(f"the state of {source.name} stands in {name}", "Change `status:` there.")


def _more(settings: Settings, plan: Plan, request: Request) -> dict[str, str]:
    """What is to be said beside the state.

    Raises:
        CannotDo: it is asked for and not given.
    """
    if request.state is State.SUPERSEDED:
        return {BY: _successor(settings, plan, request.by)}
    if request.state is not State.WITHDRAWN:
        return {}
    because = one_line(request.because)
    if not because:
        raise CannotDo("it is not said why", f'Say it: `planproof withdraw {plan.id} "REASON"`.')
    return {BECAUSE: because}


def _is_news(plan: Plan, key: str, value: str, own: Mapping[str, State]) -> bool:
    """Whether a plan that has its state already does not say something else beside it.

    Raises:
        CannotDo: it says something different.
    """
    there = told(plan, key, own)
    if there and f" {normalised(value)} " not in f" {normalised(there)} ":
        raise CannotDo(
            f'`{plan.id}` is {plan.state.value} already, and says "{one_line(there)}"',
            f"If that is no longer true, change it in {plan.document.source.name} by hand.",
        )
    return not there


def _missing(
    settings: Settings, plan: Plan, after: Plan, request: Request, progress: Progress | None
) -> list[Missing]:
    """What is missing for a plan to become what it is to become."""
    found = out_of_turn(plan, request.state)
    if request.state is State.ACCEPTED:
        from planproof.app.conditions import missing_to_accept

        found += missing_to_accept(after, _asked(settings))
    elif request.state is State.DONE and not found:
        from planproof.app.verdicts import judge_all

        kept = Kept(settings.root, use=settings.config.cache)
        snapshot = open_snapshot(settings.root, "")
        judged, _, _ = judge_all(settings, snapshot, [after], kept, progress)
        kept.store()
        found += undone(after, judged[after.document.source.name])
    return found


def _asked(settings: Settings) -> Asked:
    """Who is asked whether a plan can be accepted."""
    from planproof.app import baseline
    from planproof.app.check import judge_for
    from planproof.app.conditions import Asked
    from planproof.app.recorded import LedgerView

    path = Path(settings.root) / settings.config.baseline
    known = baseline.load(path) if settings.config.baseline and path.exists() else None
    return Asked(judge_for(settings), known, LedgerView(settings), settings.config)


def _edited(
    settings: Settings,
    plan: Plan,
    state: State,
    saying: tuple[str, Mapping[str, str], Mapping[str, State]],
) -> Plan:
    """The plan with its new state, read again to see that nothing else changed.

    Args:
        settings: of the project.
        plan: the plan.
        state: the state that it is to have.
        saying: the word for it, what else is said, and the template's own words.
    """
    source = plan.document.source
    by_hand = f"Write the state into {source.name} by hand."
    try:
        text = splice(source.text, edits_for(plan, *saying))
    except (CannotSay, EditRefused) as error:
        raise CannotDo(f"the state of {source.name} cannot be changed: {error}", by_hand) from None
    after = reread(settings, source.name, text)
    if after.state is not state or not _same(plan, after):
        raise CannotDo(f"{source.name} cannot be edited safely", by_hand)
    return after


def _same(before: Plan, after: Plan) -> bool:
    """Whether two readings differ in the state and what belongs to it at most."""

    def of(plan: Plan) -> list[object]:
        moving = ("status", BY, BECAUSE)
        keys = [
            (one.key, one.value) for one in plan.front.values if one.key.casefold() not in moving
        ]
        items = [(item.id, item.fingerprint, item.state) for item in plan.items]
        return [keys, items, [section.title for section in plan.sections]]

    return of(before) == of(after) and not after.front.problem


def _words(settings: Settings, plan: Plan, state: State) -> tuple[Mapping[str, State], str]:
    """The template's own words for states, and the word to write for one."""
    templates = templates_in_use(Path(settings.root), settings.config)
    name = plan.written.template
    own = next((one.states for one in templates if one.name == name), {})
    return own, next((word for word, meant in own.items() if meant is state), state.value)


def _successor(settings: Settings, plan: Plan, by: str) -> str:
    """The plan that supersedes another: its id, or its file where the id does not say which plan is meant."""
    if not by:
        raise CannotDo("it is not said by which plan", "Name it: `--by PLAN`.")
    other = load_plan(settings, by)
    if other.document.source.name == plan.document.source.name:
        raise CannotDo("a plan does not supersede itself", "Name the other plan with `--by`.")
    if other.state.laid_aside:
        raise CannotDo(f"`{other.id}` is {other.state.value} itself", "Name the plan that counts.")
    path = other.document.source.name
    try:
        named = load_plan(settings, other.id).document.source.name
    except CannotDo:  # several have that id, or it lies where no plan is looked for
        return path
    return other.id if named == path else path


def _moved(
    plan: Plan, after: Plan, request: Request, missing: tuple[Missing, ...], *, written: bool
) -> Moved:
    source = plan.document.source
    return Moved(
        path=source.name,
        plan=plan.id,
        was=plan.state.value,
        state=request.state.value,
        written=written,
        missing=missing,
        notes=tuple(_notes(after, request)),
        before=source.text,
        after=source.text if missing else after.document.source.text,
    )


def _notes(plan: Plan, request: Request) -> Iterator[str]:
    """What `finish` will ask for, said while there is time."""
    names = [item.id for item in without_proof(plan)] if request.state is State.ACCEPTED else []
    if names:
        name = "names" if len(names) == 1 else "name"
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield (
            f"{counted(len(names), 'item')} {name} no proof; `finish` will ask for"
            f" {'it' if len(names) == 1 else 'them'}: {', '.join(names[:_SHOWN])}{more}"
        )
