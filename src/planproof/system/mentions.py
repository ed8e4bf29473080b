"""Which commit's message tells of an issue, a pull request or a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planproof.text.patterns import rx

_NUMBER = r"(?<![\w#!/&-])[#!]\d+(?!\w)"
_AT_END = r"\((?:pull request |PR )?([#!]\d{1,18})\)$"  # GitHub's squashes, Bitbucket's merges
_AT_START = r"Merge pull request (#\d+)\b|Merged PR (\d+)\b"  # GitHub and Gitea, Azure
_TRAILER = r"(?m)^See merge request \S*(!\d+)[ \t\r]*$"  # GitLab

_MOST_AT_END = 8

_MERGES = 3
_NAMES = 2
_SAME_NUMBER = 1


class Mentions:
    """The commits that name references, found while messages go by, the latest first.

    Attributes:
        found: the best commit for each reference so far: one that merges it, else one that names it,
            else, for `#128`, one that merges `!128`, since people write either.
    """

    def __init__(self, references: Iterable[str]) -> None:
        self.found: dict[str, str] = {}
        self._open = set(references)
        self._strength = dict.fromkeys(self._open, 0)
        others = [name for name in self._open if not rx(r"[#!]\d+").fullmatch(name)]
        words = "|".join(re.escape(name) for name in sorted(others, key=len, reverse=True))
        self._others = re.compile(rf"(?<![\w/])(?:{words})(?!\w)") if words else None

    @property
    def settled(self) -> bool:
        """Whether no further message could change what was found."""
        return not self._open

    def look(self, commit: str, message: str) -> None:
        """See what a commit's message names. The next one has to be of an earlier commit."""
        if not self._open:
            return
        for name, strength in self._named(message):
            if strength > self._strength.get(name, _MERGES):
                self._strength[name] = strength
                self.found[name] = commit
                if strength == _MERGES:
                    self._open.discard(name)

    def _named(self, message: str) -> Iterator[tuple[str, int]]:
        subject, _, _ = message.partition("\n")
        rest = subject.rstrip()
        for _ in range(_MOST_AT_END):  # from the end, where a search would try every bracket
            if not (found := rx(_AT_END).search(rest, len(rest) - 40)):
                break
            yield found[1], _MERGES
            rest = rest[: found.start()].rstrip()
        if found := rx(_AT_START).match(subject):
            number = found[1] or f"#{found[2]}"
            yield number, _MERGES
            if found[2]:
                yield f"!{found[2]}", _MERGES
        for name in rx(_TRAILER).findall(message):
            yield name, _MERGES
            yield f"#{name[1:]}", _SAME_NUMBER
        for name in rx(_NUMBER).findall(message):
            yield name, _NAMES
        if self._others is not None:
            for name in self._others.findall(message):
                yield name, _NAMES
