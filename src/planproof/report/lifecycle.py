"""What became of a plan's state, or what is missing for it: for people, and as a versioned type."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from planproof.progress.lifecycle import Missing
from planproof.report.formats._terminal import Painter, plain
from planproof.report.model import Look
from planproof.report.words import counted, json_text, wrapped

_MARGIN = 11
_COLOUR = {"claim": "error", "finding": "error"}

_SHOWN = 10
"""Findings that are shown one by one."""


class Moved(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What became of a plan's state.

    Attributes:
        path: the plan's file.
        plan: its id.
        was: its state before.
        state: the state that was asked for.
        written: whether it was written.
        missing: what is missing; nothing was written then.
        notes: what else to know, in sentences without a full stop.
        before: the plan's text before.
        after: its text with the new state.
    """

    path: str
    plan: str
    was: str
    state: str
    written: bool
    missing: tuple[Missing, ...]
    notes: tuple[str, ...] = ()
    before: str
    after: str


class LifecycleV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The JSON output of `accept`, `start`, `finish`, `supersede` and `withdraw`."""

    schema: Literal["planproof/lifecycle/1"] = "planproof/lifecycle/1"
    path: str
    plan: str
    was: str
    state: str
    written: bool
    missing: tuple[Missing, ...]
    notes: tuple[str, ...] = ()


def as_json(moved: Moved) -> str:
    """What became of it, as JSON."""
    made = LifecycleV1(
        path=moved.path,
        plan=moved.plan,
        was=moved.was,
        state=moved.state,
        written=moved.written,
        missing=moved.missing,
        notes=moved.notes,
    )
    return json_text(made)


def as_text(moved: Moved, look: Look) -> str:
    """What became of it, for people."""
    lines = [*_outcome(moved, look)]
    for note in moved.notes:
        lines += wrapped(plain(f"note: {note}"), look.width)
    return "".join(f"{line}\n" for line in lines)


def _outcome(moved: Moved, look: Look) -> Iterator[str]:
    paint = Painter(colour=look.colour)
    name = paint("bold", plain(moved.plan))
    if moved.missing:
        yield f"{name} is not {moved.state} yet: {counted(len(moved.missing), 'thing')} missing"
        yield from _missing(moved, paint, max(look.width - _MARGIN, 20))
    elif moved.before == moved.after:
        yield f"{name} is {moved.state} already"
    elif moved.was == moved.state:
        verb = "says" if moved.written else "would say"
        yield f"{name} is {moved.state} already; the plan {verb} more of it now"
    else:
        verb = "is" if moved.written else "would be"
        yield f"{name} {verb} {paint('good', moved.state)} (it was {moved.was})"


def _missing(moved: Moved, paint: Painter, width: int) -> Iterator[str]:
    """What is missing, each with what to do; of findings the first ones, for `check` lists them as well."""
    findings = 0
    for one in moved.missing:
        findings += one.kind == "finding"
        if one.kind == "finding" and findings > _SHOWN:
            continue
        kind = paint(_COLOUR.get(one.kind, "warning"), one.kind.ljust(_MARGIN - 2))
        for number, line in enumerate(wrapped(plain(one.reason), width)):
            yield f"  {kind}{line}" if not number else f"{' ' * _MARGIN}{line}"
        if one.help:
            yield from (
                " " * _MARGIN + paint("dim", line) for line in wrapped(plain(one.help), width)
            )
    if findings > _SHOWN:
        yield f"  and {findings - _SHOWN} more findings; `planproof check {plain(moved.path)}` lists them"
