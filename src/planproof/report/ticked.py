"""What `tick` and `untick` did, or why they did not: for people, and as a versioned type."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.model import Look
from planproof.report.words import columns, json_text, wrapped

_MARGIN = 10


class Why(msgspec.Struct, frozen=True, gc=False):
    """Why a box is not supported.

    Attributes:
        kind: `after`, `proof`, `claim` or `breaks`; see `progress/support.py`.
        plan: the id of the plan of the item that it is about.
        item: that item's id.
        claim: the kind of the claim; empty for `after`.
        reason: in one sentence without a full stop.
        help: what to do.
    """

    kind: str
    plan: str
    item: str
    claim: str
    reason: str
    help: str


class TickedLine(msgspec.Struct, frozen=True, gc=False, kw_only=True, rename="camel"):
    """What became of a box, or would become of it.

    Attributes:
        path: the plan's file.
        plan: its id.
        item: the item's id.
        words: the item's words, on one line.
        was: whether it was ticked before.
        done: whether it is ticked then; where it was refused, whether it would be.
        line: of the item, counted from 1.
        reference: the pull request that was to be added or taken away; empty without.
        forced: the reason for which it is ticked without support; empty where it is not.
        changed: whether anything of it changes.
        why: why it is not supported.
        still_broken: whether something stays broken that no reason accepts.
        notes: what somebody may not expect, in sentences.
    """

    path: str
    plan: str
    item: str
    words: str
    was: bool
    done: bool
    line: int
    reference: str = ""
    forced: str = ""
    changed: bool = True
    why: tuple[Why, ...] = ()
    still_broken: bool = False
    notes: tuple[str, ...] = ()


class TickedRun(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a run did.

    Attributes:
        done: whether it ticks, or unticks.
        written: whether it wrote, or only told.
        refused: whether a box is not supported, so that nothing was written.
        lines: one for each item.
        texts: the plans that change: path, text before, text after.
    """

    done: bool
    written: bool
    refused: bool
    lines: tuple[TickedLine, ...]
    texts: tuple[tuple[str, str, str], ...] = ()


class TickV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The JSON output of `tick` and `untick`."""

    schema: Literal["planproof/tick/1"] = "planproof/tick/1"
    written: bool
    refused: bool
    items: tuple[TickedLine, ...]


def as_json(run: TickedRun) -> str:
    """The run as JSON."""
    made = TickV1(written=run.written, refused=run.refused, items=run.lines)
    return json_text(made)


def as_text(run: TickedRun, look: Look) -> str:
    """The run for people."""
    paint = Painter(colour=look.colour)
    return "".join(f"{line}\n" for one in run.lines for line in _line(run, one, paint, look.width))


def _line(run: TickedRun, one: TickedLine, paint: Painter, width: int) -> Iterator[str]:
    name = plain(f"{one.plan}#{one.item}")
    if one.why and run.refused:
        yield f"{paint('bold', name)} {paint('error', 'is not supported')}, and was not ticked"
        yield from _why(one, paint, width)
        return
    box, state = ("[x]", "ticked") if one.done else ("[ ]", "open")
    beside = f" ({plain(one.reference)})" if one.reference and one.done else ""
    if run.refused:
        told = "is left as it is, for others are not supported"
    elif not one.changed:
        told = f"is {state} already"
    elif one.was == one.done:
        changes = "changed" if run.written else "would change"
        told = f"is {state} already; what stands beside it {changes}"
    else:
        told = f"{'is' if run.written else 'would be'} {state}{beside}"
    words = shortened(plain(one.words), max(width - columns(name) - columns(told) - 12, 16))
    yield f"{paint('good', box) if one.done else box} {paint('bold', name)} {told}: {words}"
    if one.forced:
        yield f"    {paint('warning', 'by force')}: {plain(one.forced)}"
        yield from _why(one, paint, width)
    for note in one.notes:
        for line in wrapped(plain(note), max(width - 4, 20)):
            yield f"    {line}"
    if one.still_broken:
        yield "    Some of this stays broken: `planproof verify` says so until it is mended or accepted."


def _why(one: TickedLine, paint: Painter, width: int) -> Iterator[str]:
    for why in one.why:
        lines = list(wrapped(plain(why.reason), max(width - _MARGIN, 20)))
        for number, line in enumerate(lines):
            lead = (
                f"  {paint('warning', why.kind.ljust(_MARGIN - 2))}"
                if not number
                else " " * _MARGIN
            )
            yield f"{lead}{line}"
        for line in wrapped(plain(why.help), max(width - _MARGIN, 20)) if why.help else ():
            yield " " * _MARGIN + paint("dim", line)
