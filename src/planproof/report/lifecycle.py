"""What became of a plan's state, or what is missing for it: for people, and as a versioned type."""

from typing import Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain
from planproof.report.model import Look
from planproof.report.words import counted, json_text, wrapped

_MARGIN = 11
_COLOUR = {"claim": "error", "step": "warning", "question": "warning", "sign-off": "warning"}


class Lacking(msgspec.Struct, frozen=True, gc=False):
    """Something that is missing.

    Attributes:
        kind: `state`, `question`, `sign-off`, `step` or `claim`.
        item: the id of the item that it is about; empty for the plan.
        reason: in one sentence without a full stop.
        help: what to do.
    """

    kind: str
    item: str
    reason: str
    help: str


class Moved(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What became of a plan's state.

    Attributes:
        path: the plan's file.
        plan: its id.
        was: its state before.
        state: the state that was asked for.
        written: whether it was written.
        missing: what is missing; nothing was written then.
        before: the plan's text before.
        after: its text with the new state.
    """

    path: str
    plan: str
    was: str
    state: str
    written: bool
    missing: tuple[Lacking, ...]
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
    missing: tuple[Lacking, ...]


def as_json(moved: Moved) -> str:
    """What became of it, as JSON."""
    made = LifecycleV1(
        path=moved.path,
        plan=moved.plan,
        was=moved.was,
        state=moved.state,
        written=moved.written,
        missing=moved.missing,
    )
    return json_text(made)


def as_text(moved: Moved, look: Look) -> str:
    """What became of it, for people."""
    paint = Painter(colour=look.colour)
    name = paint("bold", plain(moved.plan))
    if moved.before == moved.after and not moved.missing:
        return f"{name} is {moved.state} already\n"
    if not moved.missing and moved.was == moved.state:
        verb = "says" if moved.written else "would say"
        return f"{name} is {moved.state} already; the plan {verb} more of it now\n"
    if not moved.missing:
        verb = "is" if moved.written else "would be"
        return f"{name} {verb} {paint('good', moved.state)} (it was {moved.was})\n"
    lines = [f"{name} is not {moved.state} yet: {counted(len(moved.missing), 'thing')} missing"]
    width = max(look.width - _MARGIN, 20)
    for one in moved.missing:
        about = f"`{one.item}` " if one.item and one.kind != "step" else ""
        kind = paint(_COLOUR.get(one.kind, "warning"), one.kind.ljust(_MARGIN - 2))
        for number, line in enumerate(wrapped(plain(f"{about}{one.reason}"), width)):
            lines.append(f"  {kind}{line}" if not number else f"{' ' * _MARGIN}{line}")
        if one.help:
            told = wrapped(plain(one.help), width)
            lines += [" " * _MARGIN + paint("dim", line) for line in told]
    return "".join(f"{line}\n" for line in lines)
