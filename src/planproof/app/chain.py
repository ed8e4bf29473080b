"""The commits of a branch along first parents, with the times at which they can have been made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from planproof.progress.dates import mended, second_of
from planproof.system import log


class Chain(NamedTuple):
    """The commits, the earliest first.

    Attributes:
        commits: their ids.
        said: their dates as git has them, in seconds since 1970.
        times: those that they are taken to be from.
    """

    commits: Sequence[str]
    said: Sequence[float]
    times: Sequence[float]

    def before(self, at: float) -> str:
        """The last commit before a time; empty where there is none."""
        place = bisect_left(self.times, at)
        return self.commits[place - 1] if place else ""


def chain_of(root: str, rev: str, now: float) -> Chain:
    """The commits up to a revision.

    Args:
        root: the project's folder.
        rev: the revision.
        now: the latest that any can be, in seconds since 1970.

    Raises:
        NoSuchRevision: git does not know the revision.
        GitRefuses: git does not work with the repository.
    """
    words = log.log(root, rev, "--first-parent", "--format=%H%x00%cI")
    pairs = [(log.text(commit), second_of(log.text(next(words)))) for commit in words]
    pairs.reverse()
    said = [at for _, at in pairs]
    return Chain([commit.strip() for commit, _ in pairs], said, mended(said, now))


def now() -> float:
    """The time, in seconds since 1970."""
    return datetime.now(UTC).timestamp()
