"""Pull requests, as people write them beside a step: `#128`, `!13`, `PR 128`, `GH-128`, a link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.text.patterns import rx
from planproof.text.source import Span

PLACES = r"(?:pull|pulls|pull-requests|pullrequest|merge_requests)"
"""What stands before the number in a link, by GitHub, Gitea, Bitbucket, Azure and GitLab."""

_LINK = rf"(https?://[^\s<>`()\[\]]+?/{PLACES}/)(\d{{1,7}})(?!\w)(?:[/?#][^\s<>`()\[\],;]*)?"
_NUMBER = r"(?i:\b(pull request|merge request|pr|mr|gh)[ -]{0,2})?([#!]?)(\d{1,7})(?![\w-]|\.\d)"
_PULL = (
    rf"\[[^\[\]\n]*\]\(<?{_LINK}>?[^()\n]*\)"
    rf"|\[{_NUMBER}\]\([^()\n]*\)"
    rf"|<{_LINK}>|{_LINK}"
    rf"|(?<![\w#!/.-])(?<!\[){_NUMBER}"
)


class Pull(NamedTuple):
    """A pull request that is named somewhere.

    Attributes:
        mark: `#`, or `!` for a merge request; empty for a link, which may be either.
        number: from 1.
        home: the link up to the number, so that it says of which repository; empty without a link.
        span: where it stands, with all that belongs to it.
    """

    mark: str
    number: int
    home: str
    span: Span

    @property
    def said(self) -> str:
        """It, in the shortest form that means the same."""
        return f"{self.home or self.mark}{self.number}"

    def is_same(self, other: Pull) -> bool:
        """Whether both mean one pull request, as far as they say."""
        return (
            self.number == other.number
            and (not self.mark or not other.mark or self.mark == other.mark)
            and (not self.home or not other.home or self.home == other.home)
        )


def pulls_in(text: str) -> Iterator[Pull]:
    """The pull requests that a text names, bare numbers too, in its order."""
    for found in rx(_PULL).finditer(text):
        groups = found.groups()  # a link has two of them, a number three
        span = Span(*found.span())
        for at in (0, 5, 7):
            if groups[at]:
                yield Pull("", int(groups[at + 1]), groups[at], span)
        for at in (2, 9):
            word, mark, number = groups[at : at + 3]
            if number:
                yield Pull(mark or _mark_of(word or ""), int(number), "", span)


def pull_of(said: str) -> Pull | None:
    """The one pull request that a text is, and nothing besides; None where it is none."""
    text = said.strip()
    found = next(pulls_in(text), None)
    whole = found is not None and found.span == Span(0, len(text))
    return found if found is not None and whole and found.number else None


def _mark_of(word: str) -> str:
    return "!" if word[:1].lower() == "m" else "#"
