"""The course of one plan's boxes, version after version. Can be stopped, kept, and gone on with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from planproof.plan.model import Plan
from planproof.progress.boxes import Box, boxes_of
from planproof.progress.dates import DAY, second_of, stamp
from planproof.progress.model import Course, Flip, Moment, Point, Scope
from planproof.progress.pairing import paired

UNTICKED, TICKED, ADDED, DROPPED = range(4)


class Version(NamedTuple):
    """A plan as a commit left it.

    Attributes:
        moment: the commit.
        path: the plan's file.
        blob: the id of its content; empty where the commit took the file away.
    """

    moment: Moment
    path: str
    blob: str


class Event(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something that happened to a box: what, when (a row), which box, its words and mark then, the path."""

    what: int
    row: int
    box: int
    words: str
    done: bool
    path: int


class Gone(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A box that is no more: its number, what its item said, the id that it had."""

    box: int
    key: str
    above: str
    item: str


class Track(msgspec.Struct, array_like=True):
    """A plan's course up to a commit.

    Attributes:
        paths: the files it was, the earliest first, each as often as it became that; the last is now.
        blob: the id of its content; empty where it is not there.
        rows: the moments in which something happened.
        began: the row of the first commit; -1 before there is one.
        last: the row of the latest commit that changed the file, or -1.
        events: what happened to boxes.
        points: row, boxes ticked, boxes.
        boxes: those of now, with their numbers in `numbers`.
        gone: those that are no more.
        count: how many boxes there ever were.
    """

    paths: list[str] = []
    blob: str = ""
    rows: list[Moment] = []
    began: int = -1
    last: Moment | None = None
    events: list[Event] = []
    points: list[tuple[int, int, int]] = []
    boxes: tuple[Box, ...] = ()
    numbers: list[int] = []
    gone: list[Gone] = []
    count: int = 0

    @property
    def path(self) -> str:
        """The file it is now."""
        return self.paths[-1] if self.paths else ""


Names = Callable[[str, str], Mapping[int, str]]
"""For the path and blob of a version the ids of its items, by where their boxes start."""


def advance(track: Track, version: Version, boxes: tuple[Box, ...], names: Names) -> None:
    """Go on by one version, whose boxes are given."""
    row = version.moment
    before = track.path, track.blob
    track.last = row
    if track.path != version.path:
        track.paths.append(version.path)
    track.blob = version.blob
    first = track.began < 0
    if first:
        track.began = 0
        track.rows.append(row)
    if boxes is track.boxes and not first:
        return
    _step(track, row, boxes, lambda: names(*before), first=first)


def _step(
    track: Track,
    row: Moment,
    boxes: tuple[Box, ...],
    names: Callable[[], Mapping[int, str]],
    *,
    first: bool,
) -> None:
    """Note what became of the boxes. The row is kept where anything did."""
    at = len(track.rows) - 1 if first else len(track.rows)
    old, numbers = track.boxes, track.numbers
    pairs = paired(old, boxes)
    path = len(track.paths) - 1
    events: list[Event] = []
    kept = {place for place in pairs if place is not None}
    if len(kept) < len(old):
        ids = names()
        for index, box in enumerate(old):
            if index not in kept:
                item = ids.get(box.at, "")
                track.gone.append(Gone(numbers[index], box.key, box.above, item))
                events.append(Event(DROPPED, at, numbers[index], box.words, box.done, path))
    now: list[int] = []
    for box, place in zip(boxes, pairs, strict=True):
        if place is not None:
            now.append(numbers[place])
            if box.done != old[place].done:
                what = TICKED if box.done else UNTICKED
                events.append(Event(what, at, now[-1], box.words, box.done, path))
            continue
        now.append(_number(track, box))
        if not first:
            events.append(Event(ADDED, at, now[-1], box.words, box.done, path))
    track.boxes, track.numbers = boxes, now
    if events and not first:
        track.rows.append(row)
    track.events += events
    done = sum(1 for box in boxes if box.done)
    if first or (track.points and track.points[-1][1:] != (done, len(boxes))):
        track.points.append((at, done, len(boxes)))


def _number(track: Track, box: Box) -> int:
    """The number of a box that comes: of one that went and says the same, else a new one."""
    same = [one for one in track.gone if one.key == box.key and box.key]
    if same:
        back = next((one for one in same if one.above == box.above), same[0])
        track.gone.remove(back)
        return back.box
    track.count += 1
    return track.count - 1


def ids_of(plan: Plan) -> dict[int, str]:
    """The ids of the items of a plan that have a box, by where the box starts.

    A box that no item has is named by its place among the plan's boxes: `box-3`.
    """
    tasks = (item.task for item in plan.document.tasks)
    found = {
        task.span.start: f"box-{place}" for place, task in enumerate(tasks, 1) if task is not None
    }
    for item in plan.items:
        task = getattr(item, "task", None)
        if task is not None:
            found[task.span.start] = item.id
    return found


def course_of(
    plan: Plan, track: Track | None, names: Names, dates: Mapping[str, float] | None = None
) -> Course:
    """A plan's course up to its text as it is now, which need not be committed.

    Args:
        plan: the plan as it is now.
        track: its course up to the newest commit; None where no commit has it. It is used up.
        names: the ids of items of earlier versions.
        dates: when commits were made whose own dates cannot be right, in seconds since 1970.
    """
    path = plan.document.source.name
    text = plan.document.source.text.encode()
    same = track is not None and track.path == path and is_blob(text, track.blob)
    boxes = track.boxes if track is not None and same else boxes_of(plan.document)
    if track is None:
        done = sum(1 for box in boxes if box.done)
        points = (Point("", done, len(boxes)),) if boxes else ()
        return Course(plan=plan.id, path=path, points=points)
    before = track.path, track.blob
    if track.path != path:
        track.paths.append(path)
    _step(track, Moment(), boxes, lambda: names(*before), first=False)
    ids = ids_of(plan)
    items = {one.box: one.item for one in track.gone}
    for box, number in zip(boxes, track.numbers, strict=True):
        items[number] = ids.get(box.at, "")
    rows = [*track.rows, *([track.last] if track.last else ())]
    moments = [_moment(row, dates or {}) for row in rows]
    return Course(
        plan=plan.id,
        path=path,
        paths=tuple(dict.fromkeys(one for one in track.paths if one != path)),
        began=moments[track.began],
        last=moments[-1] if track.last else None,
        flips=_flips(track, items, moments),
        scope=_scope(track, items, moments),
        points=_points(track.points, moments),
        redated=_redated(rows, dates or {}),
    )


def _moment(row: Moment, dates: Mapping[str, float]) -> Moment:
    """A moment by the date that is right."""
    if row.commit not in dates:
        return row
    return msgspec.structs.replace(row, when=stamp(dates[row.commit]))


def _redated(rows: Iterable[Moment], dates: Mapping[str, float]) -> int:
    """How many commits were taken to be of another day than they say."""
    return len(
        {
            row.commit
            for row in rows
            if row.commit in dates and abs(second_of(row.when) - dates[row.commit]) > DAY
        }
    )


def _flips(track: Track, items: Mapping[int, str], moments: Sequence[Moment]) -> tuple[Flip, ...]:
    return tuple(
        Flip(
            item=items[one.box],
            words=one.words,
            done=one.done,
            moment=moments[one.row],
            path=track.paths[one.path],
        )
        for one in track.events
        if one.what in (TICKED, UNTICKED)
    )


def _scope(track: Track, items: Mapping[int, str], moments: Sequence[Moment]) -> tuple[Scope, ...]:
    return tuple(
        Scope(
            item=items[one.box],
            words=one.words,
            added=one.what == ADDED,
            done=one.done,
            moment=moments[one.row],
        )
        for one in track.events
        if one.what in (ADDED, DROPPED)
    )


def is_blob(content: bytes, blob: str) -> bool:
    """Whether git calls a content so."""
    made = hashlib.new("sha256" if len(blob) == 64 else "sha1", usedforsecurity=False)
    made.update(b"blob %d\0" % len(content) + content)
    return made.hexdigest() == blob


def _points(points: Iterable[tuple[int, int, int]], moments: Sequence[Moment]) -> tuple[Point, ...]:
    return tuple(Point(moments[row].when, done, total) for row, done, total in points)
