"""The course of a plan: when its boxes were ticked, and what was added to it and dropped from it."""

import msgspec

SHORT = 10
"""The digits of a commit's id that people are shown, as everywhere in planproof."""


class Moment(msgspec.Struct, frozen=True, gc=False, kw_only=True, array_like=True):
    """The commit in which something happened, seen along the first parents of the branch. As it is kept, too.

    Attributes:
        commit: its full id; empty for what is not committed yet.
        when: when it was committed, ISO 8601 in UTC; empty for what is not committed.
        author: its author's name.
        email: and address.
        subject: the first line of its message.
        reference: the pull request by which it came, as its message says: `#128`; empty without.
    """

    commit: str = ""
    when: str = ""
    author: str = ""
    email: str = ""
    subject: str = ""
    reference: str = ""


class Flip(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A box that was ticked, or unticked.

    Attributes:
        item: the id that its item has now; the one it had then where it is gone.
        words: the item's words then, on one line.
        done: whether it was ticked.
        moment: when.
        path: the plan's file then.
    """

    item: str
    words: str
    done: bool
    moment: Moment
    path: str


class Scope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A box that came to be, or went: work that was added or dropped.

    Attributes:
        item: as in `Flip`.
        words: as in `Flip`.
        added: whether it came.
        done: whether it was ticked when it came or went.
        moment: when.
    """

    item: str
    words: str
    added: bool
    done: bool
    moment: Moment


class Point(msgspec.Struct, frozen=True, gc=False):
    """How far a plan had come after a commit: boxes ticked, of how many."""

    when: str
    done: int
    total: int


class Course(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The course of a plan, the earliest first.

    Attributes:
        plan: its id.
        path: its file now.
        paths: the files it was before, the earliest first.
        began: the commit in which it came to be; None where that is not committed, or out of sight.
        last: the latest commit that changed it.
        flips: boxes ticked and unticked.
        scope: boxes added and dropped after the first commit.
        points: one for each commit that changed how many boxes are ticked or there are.
        cut_off: whether the history here ends before its beginning, in a shallow clone, or lacks some
            of it, in a partial one.
        partial: whether versions are lacking, as in a partial clone.
        redated: commits of it whose dates could not be right and were taken for others, by over a day.
    """

    plan: str
    path: str
    paths: tuple[str, ...] = ()
    began: Moment | None = None
    last: Moment | None = None
    flips: tuple[Flip, ...] = ()
    scope: tuple[Scope, ...] = ()
    points: tuple[Point, ...] = ()
    cut_off: bool = False
    partial: bool = False
    redated: int = 0
