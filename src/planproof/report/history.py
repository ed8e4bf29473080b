"""The course of a plan: for people, and as a versioned type for programs."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Annotated, Literal

import msgspec

from planproof.progress.dates import second_of
from planproof.progress.model import SHORT, Course, Flip, Moment, Scope
from planproof.report.burnup import chart, until
from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.words import columns, counted, history_lacks, json_text, wrapped

What = Literal["ticked", "unticked", "added", "dropped"]
_MARKS = {"ticked": "[x]", "unticked": "[ ]", "added": " + ", "dropped": " - "}
_TONES = {"ticked": "good", "unticked": "warning", "added": "info", "dropped": "dim"}


class MomentV1(msgspec.Struct, frozen=True, gc=False):
    """A commit, seen along the first parents of the branch."""

    commit: Annotated[str, msgspec.Meta(description="Empty for what is not committed.")]
    when: Annotated[str, msgspec.Meta(description="ISO 8601; empty for what is not committed.")]
    author: str
    email: str
    subject: str
    reference: Annotated[
        str, msgspec.Meta(description="The pull request by which it came: `#128`, `!12`, or empty.")
    ]


class EventV1(msgspec.Struct, frozen=True, gc=False):
    """Something that happened to a box."""

    what: What
    item: Annotated[
        str, msgspec.Meta(description="The item's id now; the one it had where it is gone.")
    ]
    words: Annotated[str, msgspec.Meta(description="The item's words then.")]
    done: Annotated[bool, msgspec.Meta(description="Whether the box was ticked then.")]
    moment: MomentV1


class PointV1(msgspec.Struct, frozen=True, gc=False):
    """How far the plan had come after a commit."""

    when: str
    done: Annotated[int, msgspec.Meta(ge=0)]
    total: Annotated[int, msgspec.Meta(ge=0)]


class HistoryV1(msgspec.Struct, frozen=True, gc=False):
    """The result of `planproof history --format json`."""

    schema: Literal["planproof/history/1"]
    plan: str
    path: str
    paths: Annotated[
        tuple[str, ...], msgspec.Meta(description="The files it was before, the earliest first.")
    ]
    began: Annotated[
        MomentV1 | None, msgspec.Meta(description="The first commit; null where none has it.")
    ]
    last: Annotated[MomentV1 | None, msgspec.Meta(description="The last commit that changed it.")]
    events: Annotated[tuple[EventV1, ...], msgspec.Meta(description="The earliest first.")]
    points: Annotated[tuple[PointV1, ...], msgspec.Meta(description="For a burn-up chart.")]
    cut_off: Annotated[
        bool, msgspec.Meta(description="Whether the clone, shallow or partial, lacks some of it.")
    ] = False
    partial: Annotated[
        bool,
        msgspec.Meta(description="Whether the clone is partial, so that versions are lacking."),
    ] = False
    redated: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            description="Commits whose dates cannot be right; `when` is between their neighbours'.",
        ),
    ] = 0

    @classmethod
    def of(cls, course: Course, item: str = "") -> "HistoryV1":
        """A course as it goes out; of one item alone where it is named."""
        return cls(
            schema="planproof/history/1",
            plan=course.plan,
            path=course.path,
            paths=course.paths,
            began=_moment(course.began) if course.began else None,
            last=_moment(course.last) if course.last else None,
            events=tuple(one for one in _events(course) if item in ("", one.item)),
            points=tuple(PointV1(one.when, one.done, one.total) for one in course.points),
            cut_off=course.cut_off,
            partial=course.partial,
            redated=course.redated,
        )


def as_json(history: HistoryV1) -> str:
    """As JSON."""
    return json_text(history)


def as_text(history: HistoryV1, *, colour: bool, width: int, item: str = "", now: str = "") -> str:
    """For people: where it stands, a burn-up chart until `now`, and what happened, the earliest first."""
    paint = Painter(colour=colour)
    lines = [f"{paint('bold', plain(history.plan))}  {paint('dim', plain(history.path))}"]
    lines += [f"  {part}" for line in _summary(history) for part in wrapped(line, width - 2)]
    if not item and len(history.points) > 1:
        lines += ["", *chart(until(history.points, now), width=width, paint=paint)]
    if history.events:
        lines += ["", *_table(history, paint, width)]
    elif item and history.began is not None:
        lines += ["", shortened(f"Nothing happened to {plain(item)} since then.", width)]
    return "\n".join(lines) + "\n"


def _moment(moment: Moment) -> MomentV1:
    return MomentV1(**msgspec.structs.asdict(moment))


def _events(course: Course) -> list[EventV1]:
    """Ticks and scope in one list, commit by commit."""
    known: dict[str, MomentV1] = {}

    def lined(happened: Sequence[Flip | Scope]) -> Iterator[tuple[float, EventV1]]:
        for one in happened:
            moment = known.setdefault(one.moment.commit, _moment(one.moment))
            yield second_of(moment.when), EventV1(_what(one), one.item, one.words, one.done, moment)

    both = merge(lined(course.scope), lined(course.flips), key=lambda pair: pair[0])
    return [event for _, event in both]


def _what(one: Flip | Scope) -> What:
    if isinstance(one, Flip):
        return "ticked" if one.done else "unticked"
    return "added" if one.added else "dropped"


def _summary(history: HistoryV1) -> list[str]:
    said = []
    if any(one.total for one in history.points):
        now = history.points[-1]
        said.append(f"{now.done:,} of {counted(now.total, 'box', 'boxes')} ticked")
    else:
        said.append("it has no boxes")
    for what in ("added", "dropped"):
        ticked = [one.done for one in history.events if one.what == what]
        if ticked:
            done = f" ({sum(ticked):,} of them ticked)" if any(ticked) else ""
            said.append(f"{len(ticked):,} {what}{done}")
    lines = ["; ".join(said)]
    if history.began is None:
        lines.append("No commit has it yet.")
    else:
        seen = "seen since" if history.cut_off else "since"
        lines.append(
            f"{seen} {history.began.when[:10]} ({_source(history.began)}); days are in UTC"
        )
    lines += [f"was {plain(path)}" for path in history.paths]
    lines += history_lacks(cut_off=history.cut_off, partial=history.partial, redated=0)
    if history.redated:
        commits = counted(history.redated, "commit has a date", "commits have dates")
        lines.append(f"{commits} that cannot be right; shown as made between the commits around.")
    return lines


def _source(moment: MomentV1) -> str:
    short = moment.commit[:SHORT]
    return ", ".join(plain(part) for part in (moment.reference, short, moment.author) if part)


def _table(history: HistoryV1, paint: Painter, width: int) -> Iterator[str]:
    wide = max(columns(plain(one.item)) for one in history.events)
    wide = min(wide, max(8, width // 4))
    refs = max((columns(plain(one.moment.reference)) for one in history.events), default=0)
    for one in history.events:
        moment = one.moment
        when = moment.when[:10] if moment.commit else "not yet"
        start = f"{when:<10}  {moment.commit[:SHORT]:<{SHORT}}  "
        reference = f"{plain(moment.reference):<{refs}}  " if refs else ""
        item = shortened(plain(one.item), wide)
        item += " " * (wide - columns(item))
        left = len(start) + columns(reference) + 3 + 2 + wide + 2
        ticked = "[x] " if one.done and one.what in ("added", "dropped") else ""
        words = shortened(ticked + plain(one.words), max(12, width - left))
        mark = paint(_TONES[one.what], _MARKS[one.what])
        yield f"{paint('dim', start)}{reference}{mark}  {item}  {words}".rstrip()
