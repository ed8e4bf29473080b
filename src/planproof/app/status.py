"""`status`: how all plans stand, on one screen. Light: what an earlier run found is recalled.

What is kept rests on the same things as `verify`'s verdicts, and is recalled while none of them has
changed: the files as they are on disk, the history, the ledger, the settings and planproof's own code. What
also depends on the day (forecasts, flags whose removal is due) is worked out for the day.
"""

from collections.abc import Callable, Iterable

import msgspec

from planproof.app.config import Settings
from planproof.app.owners import Wanted as WantedOwner
from planproof.app.owners import wanted_owner
from planproof.app.verify import open_snapshot, rests_on
from planproof.progress.model import Point
from planproof.progress.standing import Standing, stale_flags
from planproof.progress.steps import PlanSteps
from planproof.report.model import Problem
from planproof.report.status import Expected, PlanStatus, StatusV1, summed
from planproof.report.words import encodable
from planproof.system import cache
from planproof.system.repository import is_shallow

Progress = Callable[[int, int], None]

STATES = ("active", "accepted", "review", "draft", "done", "superseded", "withdrawn")
"""The states, in the order in which a person wants to see them."""


class Movement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """When a plan last changed, and when a box of it was last ticked, unticked, added or dropped.

    Attributes:
        changed: ISO 8601; empty where it is not committed.
        moved: the same; that of its first commit where no box ever moved.
    """

    changed: str = ""
    changed_by: str = ""
    moved: str = ""
    moved_by: str = ""
    moved_in: str = ""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """How all plans of a project stand.

    Attributes:
        standings: by plan.
        steps: of each plan.
        movements: of each plan, in the same order.
        points: how far each plan was after which commit, in the same order; forecasts are drawn from it.
        passed_over: how many Markdown files were not taken for plans.
        problems: files that could not be read.
        unreadable: whether claims may rest on files that could not be read, so that it is not kept.
    """

    standings: tuple[Standing, ...]
    steps: tuple[PlanSteps, ...]
    movements: tuple[Movement, ...]
    points: tuple[tuple[Point, ...], ...]
    passed_over: int
    problems: tuple[Problem, ...]
    unreadable: bool = False


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which plans to show, and in which order.

    Attributes:
        words: each has to occur in the id, title, path or owner.
        states: one of them; none for all.
        owner: has to occur in the owner; `me` for git's user, `-` for plans without.
        take_all: also plans that are superseded, withdrawn or archived.
        sort: what to sort by.
        reverse: the other way round.
    """

    words: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    owner: str = ""
    take_all: bool = False
    sort: str = "state"
    reverse: bool = False


def board(settings: Settings, progress: Progress | None = None) -> tuple[Board, bytes]:
    """How all plans stand, recalled or found anew, and the digest of what that rests on.

    Raises:
        CannotDo: there is nothing to read.
    """
    snapshot = open_snapshot(settings.root, "")
    digest = rests_on(settings, snapshot)
    file = cache.cache_file(settings.root, b"", "status") if settings.config.cache else None
    known = cache.recalled(file, digest, Board)
    if known is not None:
        return known, digest
    from planproof.app.standing import board_of

    found = encodable(board_of(settings, snapshot, progress))
    if not found.problems and not found.unreadable:
        cache.keep(file, digest, found)
    return found, digest


def status(
    settings: Settings, wanted: Wanted, today: str, progress: Progress | None = None
) -> StatusV1:
    """How the plans stand that are wanted.

    Args:
        settings: the settings in force.
        wanted: which plans.
        today: the day for which forecasts and dues are worked out, ISO 8601.
        progress: told how far the reading is.

    Raises:
        CannotDo: there is nothing to read, or nobody knows who `me` is.
    """
    owner = wanted_owner(settings.root, wanted.owner)
    found, digest = board(settings, progress)
    expected = _expected(settings, found, digest, today)
    every = [
        _row(one, move, expected.get(one.path), today)
        for one, move in zip(found.standings, found.movements, strict=True)
    ]
    near = [one for one in every if not one.set_aside or wanted.take_all or _asked(one, wanted)]
    rows = sorted_rows([one for one in near if _fits(one, wanted, owner)], wanted.sort)
    rows = rows[::-1] if wanted.reverse else rows
    return StatusV1(
        today=today,
        plans=tuple(rows),
        totals=summed(rows),
        hidden=len(near) - len(rows),
        set_aside=tuple((one.path, one.set_aside) for one in every if one not in near),
        passed_over=found.passed_over,
        problems=tuple(f"{one.path}: {one.message}" for one in found.problems),
        cut_off=is_shallow(settings.root),
    )


def _asked(row: PlanStatus, wanted: Wanted) -> bool:
    """Whether somebody asks for a state in which plans are set aside."""
    return row.state in wanted.states


def _row(one: Standing, move: Movement, expected: Expected | None, today: str) -> PlanStatus:
    fields = {name: getattr(one, name) for name in Standing.__struct_fields__}
    return PlanStatus(
        **fields,
        stale_flags=tuple(stale_flags(one, today)),
        changed=move.changed,
        changed_by=move.changed_by,
        moved=move.moved,
        moved_by=move.moved_by,
        moved_in=move.moved_in,
        forecast=expected,
    )


def _fits(row: PlanStatus, wanted: Wanted, owner: WantedOwner) -> bool:
    if wanted.states and row.state not in wanted.states:
        return False
    if not owner.owns(row.owner):
        return False
    told = f"{row.id} {row.title} {row.path} {row.owner}".casefold()
    return all(word.casefold() in told for word in wanted.words)


def sorted_rows(rows: Iterable[PlanStatus], by: str) -> list[PlanStatus]:
    """The rows by what somebody wants to see first; by state and movement otherwise."""
    usual = sorted(sorted(rows, key=lambda one: one.path), key=lambda one: one.moved, reverse=True)
    usual.sort(key=lambda one: STATES.index(one.state))
    keys: dict[str, Callable[[PlanStatus], object]] = {
        "name": lambda one: (one.id.casefold(), one.path),
        "owner": lambda one: (not one.owner, one.owner.casefold()),
        "moved": lambda one: _backwards(one.moved),
        "progress": lambda one: -one.steps.ticked / max(one.steps.total, 1),
        "attention": lambda one: [-number for number in attention(one)],
        "forecast": lambda one: (one.forecast.likely if one.forecast else "") or "9",
    }
    return sorted(usual, key=keys[by]) if by in keys else usual  # type: ignore[arg-type]


def _backwards(text: str) -> list[int]:
    """A key that sorts texts from the last to the first, and what is empty after all."""
    return [-ord(character) for character in text] or [1]


def attention(row: PlanStatus) -> tuple[int, ...]:
    """How much a plan asks for somebody: what is contradicted first, what is only open last."""
    return (
        row.steps.trust.contradicted + row.claims.broken,
        row.steps.trust.stale + row.claims.stale + len(row.stale_flags) + bool(row.disagree),
        len(row.risks),
        row.questions,
    )


def _expected(settings: Settings, found: Board, digest: bytes, today: str) -> dict[str, Expected]:
    """When each plan that is worked on may be done, drawn once a day."""
    file = cache.cache_file(settings.root, b"", "expected") if settings.config.cache else None
    mark = digest + today.encode()
    known = cache.recalled(file, mark, dict[str, Expected])
    if known is not None:
        return known
    from planproof.app.expected import expected

    made = expected(found.standings, found.points)
    cache.keep(file, mark, made)
    return made
