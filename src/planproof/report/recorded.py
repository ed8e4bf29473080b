"""What is recorded of a plan's items: for people, with the figures over time, and as a versioned type."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from planproof.report.formats._terminal import Painter, heading, plain, shortened
from planproof.report.model import Look
from planproof.report.words import columns, counted, encodable, json_text, wrapped

_COLOUR = {"met": "good", "not met": "error", "inconclusive": "warning"}
_HEIGHT = 7
_PLOT = 56


class Point(msgspec.Struct, frozen=True, gc=False):
    """A figure at a time, as the plot shows it.

    Attributes:
        when: RFC 3339, UTC.
        value: in the unit of the limit.
        decision: what came of it.
    """

    when: str
    value: float
    decision: str


class RecordLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A record.

    Attributes:
        digest: its name.
        decision: `met`, `not met` or `inconclusive`.
        reason: why.
        when: when it was finished, RFC 3339, UTC.
        commit: the commit that it was made at.
        by: who ran it, or signed.
        role: the role that was signed for; empty for other evidence.
        item: the item's id then.
        wording: its words then.
        steps: the verbs, each with what came of it.
        files: the results files that were read, with the SHA-256 of each.
        signed: the fingerprints of the keys that it is signed with.
        dirty: files that differed from the commit.
    """

    digest: str
    decision: str
    reason: str
    when: str
    commit: str
    by: str
    role: str
    item: str
    wording: str
    steps: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    signed: tuple[str, ...] = ()
    dirty: tuple[str, ...] = ()


class ItemEvidence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An item with its records, the latest first.

    Attributes:
        item: its id; `plan` for the whole plan.
        says: its words now.
        verdict: on its claim, as `verify` gives it; empty for the whole plan.
        reason: why.
        stale: why the latest record no longer says anything; empty where it does.
        changed: the inputs that are not what they were.
        records: the latest first.
        unit: of the figures.
        wanted: what they are to be: `<= 50 ms`.
        limit: the same as a number; None without one.
        upper: the upper end of a range.
        points: the figures over time, the earliest first.
    """

    item: str
    says: str
    verdict: str
    reason: str
    stale: str
    changed: tuple[str, ...]
    records: tuple[RecordLine, ...]
    unit: str = ""
    wanted: str = ""
    limit: float | None = None
    upper: float | None = None
    points: tuple[Point, ...] = ()


class PlanEvidence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is recorded of a plan.

    Attributes:
        items: those with records, in the order of the text.
        elsewhere: records of wordings that no item has any more.
        without: how many items want a proof and have no record.
        total: how many records there are.
    """

    path: str
    plan: str
    title: str
    items: tuple[ItemEvidence, ...]
    elsewhere: tuple[RecordLine, ...]
    without: int
    total: int


def as_text(found: Sequence[PlanEvidence], look: Look, *, history: bool, detail: bool) -> str:
    """The records as text.

    Args:
        found: by plan.
        look: how it is to look.
        history: whether to list every record, rather than the latest of each item.
        detail: whether to say where figures came from and to plot them.
    """
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    for plan in found:
        lines += heading(plan.path, plan.title, "", look.width, paint)
        for item in plan.items:
            lines += _item(item, look, paint, history=history, detail=detail or history)
        if plan.elsewhere:
            told = counted(len(plan.elsewhere), "record is", "records are")
            lines += wrapped(
                f"  {told} of words that the plan no longer has (--history lists them)", look.width
            )
            if history:
                for record in plan.elsewhere:
                    name = plain(record.item)
                    room = min(60, max(look.width - columns(name) - 7, 20))
                    lines.append(f'    {name} "{shortened(plain(record.wording), room)}"')
                    lines += _record(record, look, paint, detail=detail)
        has = counted(plan.total, "record")
        want = counted(plan.without, "item that wants a proof has", "items that want a proof have")
        lines.append(f"  {has}; {want} none" if plan.without else f"  {has}")
        lines.append("")
    return "\n".join(lines)


def _item(
    item: ItemEvidence, look: Look, paint: Painter, *, history: bool, detail: bool
) -> Iterator[str]:
    name = paint("bold", plain(item.item))
    yield f"  {name}  {shortened(plain(item.says), max(20, look.width - columns(item.item) - 6))}"
    shown = item.records if history else _latest(item.records)
    for record in shown:
        yield from _record(record, look, paint, detail=detail)
    if len(item.records) > len(shown):
        yield f"    and {counted(len(item.records) - len(shown), 'earlier record')} (--history)"
    stale = item.stale or (item.reason if item.verdict == "stale" else "")
    if stale:
        for line in wrapped(f"stale: {plain(stale)}", look.width - 4):
            yield f"    {paint('warning', line)}"
    if detail and len(item.points) > 1:
        yield from (f"    {line}" for line in plot(item, min(_PLOT, look.width - 22), paint))
    yield ""


def _latest(records: Sequence[RecordLine]) -> Sequence[RecordLine]:
    """The latest of each role: a sign-off says nothing about what another role has signed, nor about a measurement."""
    found: dict[str, RecordLine] = {}
    for one in records:
        found.setdefault(one.role.casefold(), one)
    return tuple(found.values())


def _record(record: RecordLine, look: Look, paint: Painter, *, detail: bool) -> Iterator[str]:
    label = paint(_COLOUR.get(record.decision, "dim"), f"{record.decision:<12}")
    first, *rest = wrapped(plain(record.reason), look.width - 17)
    yield f"    {label} {first}"
    pad = " " * 17
    yield from (f"{pad}{line}" for line in rest)
    signed = f"signed by {', '.join(record.signed)}" if record.signed else "not signed"
    role = f" as {record.role}" if record.role else ""
    by = f", {record.by}{role}" if record.by else ""
    when = record.when[:16].replace("T", " ")
    where = f"{when}{by}, at {record.commit[:10]}; record {record.digest[:10]}, {signed}"
    yield from (f"{pad}{paint('dim', line)}" for line in wrapped(plain(where), look.width - 17))
    if detail:
        for step in record.steps:
            yield from (
                f"{pad}{paint('dim', line)}" for line in wrapped(plain(step), look.width - 17)
            )
        for path, digest in record.files:
            yield f"{pad}{paint('dim', plain(f'{path} sha256 {digest[:16]}'))}"
    if record.dirty:
        more = f" and {len(record.dirty) - 5} more" if len(record.dirty) > 5 else ""
        told = f"not committed then: {', '.join(record.dirty[:5])}{more}"
        yield from (f"{pad}{paint('dim', line)}" for line in wrapped(plain(told), look.width - 17))


def plot(item: ItemEvidence, width: int, paint: Painter) -> list[str]:
    """Figures over time against their limit: `o` for what was met, `x` for what was not, `?` for neither.

    The points stand in the order of time, evenly spaced; the latest that fit are shown.
    """
    points = item.points[-width:]
    values = [point.value for point in points]
    limits = [one for one in (item.limit, item.upper) if one is not None]
    low, high = min(values + limits), max(values + limits)
    if low == high:
        low = max(low - abs(low) / 10 - 1, -sys.float_info.max)
        high = min(high + abs(high) / 10 + 1, sys.float_info.max)
    rows = _HEIGHT - 1
    span = (
        high / 2 - low / 2
    )  # of two figures that a record makes up the difference may be infinite

    def row(value: float) -> int:
        return round((high / 2 - value / 2) / span * rows) if span else 0

    step = max(1, min(4, (width - 1) // max(1, len(points) - 1)))
    grid = [[" "] * ((len(points) - 1) * step + 1) for _ in range(_HEIGHT)]
    for limit in limits:
        grid[row(limit)] = ["-"] * len(grid[0])
    marks = {"met": "o", "not met": "x"}
    for at, point in enumerate(points):
        grid[row(point.value)][at * step] = marks.get(point.decision, "?")
    names = {0: high, rows: low} | {row(limit): limit for limit in limits}
    room = max(len(f"{value:.4g}") for value in names.values())
    lines = []
    for at, cells in enumerate(grid):
        name = f"{names[at]:.4g}" if at in names else ""
        note = f"  wanted {plain(item.wanted)}" if limits and at == row(limits[0]) else ""
        body = "".join(
            paint(_COLOUR["met" if cell == "o" else "not met"], cell) if cell in "ox" else cell
            for cell in cells
        )
        lines.append(f"{name:>{room}} |{body}{note}".rstrip())
    first, last = points[0].when[:10], points[-1].when[:10]
    time = first if first == last else f"{first} to {last}"
    lines.append(f"{'':>{room}} +{'-' * len(grid[0])}")
    lines.append(plain(f"{'':>{room}}  {time}, {item.unit or 'no unit'}"))
    return lines


class EvidenceV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof evidence --format json`."""

    schema: Literal["planproof/evidence/1"] = "planproof/evidence/1"
    plans: Annotated[
        tuple[PlanEvidence, ...], msgspec.Meta(description="What is recorded, by plan.")
    ]


def as_json(found: Sequence[PlanEvidence]) -> str:
    """The records as JSON."""
    out = encodable(EvidenceV1(plans=tuple(found)))
    return json_text(out)
