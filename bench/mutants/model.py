"""A repository with its plan, a change of it, and whether the verdicts change as they should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from planproof.app.gather import Kept
from planproof.markdown.outline import anchors
from planproof.markdown.parse import parse
from planproof.text.source import Source
from planproof.verdict.model import Judged
from tests.support import read
from tests.verdict.telling import FakeHistory, judged

GONE = "gone"
"""What is expected of a claim that is not made any more."""

DOUBTED = "broken or unknown"
"""What is expected of a claim where either can be defended."""


class Claim(NamedTuple):
    """A claim by its kind and subject; `item` where several items claim the same."""

    kind: str
    subject: str
    item: str = ""


class Mutation(msgspec.Struct, frozen=True):
    """One change of a repository or its plan.

    Attributes:
        kind: what is done, in a few words: `rename a variable`.
        title: what was changed, for people.
        files: the texts of the files that change; None for one that goes.
        expected: the verdict that each claim changes to, or `GONE`; none for a change that means nothing.
        history: the history it is judged with, where that changes.
    """

    kind: str
    title: str
    files: dict[str, str | None]
    expected: dict[Claim, str]
    history: FakeHistory | None = None


class Repository(msgspec.Struct, frozen=True):
    """Files, of which one is the plan.

    Attributes:
        waits: claims that do not hold yet, with their verdicts, since an open step is to do the work.
    """

    name: str
    plan: str
    files: dict[str, str]
    history: FakeHistory
    waits: dict[Claim, str] = {}


class Change(NamedTuple):
    """A claim before and after; None where it is not made."""

    before: Judged | None
    after: Judged | None

    @property
    def claim(self) -> Claim:
        """What it is about."""
        one = self.after or self.before
        assert one is not None  # noqa: S101  # it was there once
        return _claim(one)

    @property
    def verdict(self) -> str:
        """What it is now."""
        return GONE if self.after is None else self.after.verdict.value

    @property
    def said(self) -> str:
        """The change in a line."""
        was = "nothing" if self.before is None else self.before.verdict.value
        reason = "" if self.after is None else f": {self.after.reason}"
        return f"{self.claim.kind} {self.claim.subject} {was} -> {self.verdict}{reason}"


class Outcome(NamedTuple):
    """What became of a mutation.

    Attributes:
        missed: claims that should have changed and did not.
        wrong: those that changed to another verdict than they should have.
        alarms: those that should not have changed.
        verdict: on the first of the claims that should have changed.
    """

    repository: str
    mutation: Mutation
    missed: list[tuple[Claim, str]]
    wrong: list[tuple[Change, str]]
    alarms: list[Change]
    verdict: str = ""

    @property
    def found(self) -> bool:
        """Whether everything that should have changed did, to what it should."""
        return not self.missed and not self.wrong

    @property
    def result(self) -> str:
        """`found`, `doubted` (the best that can be said is unknown), `wrong`, `missed` or `nothing`."""
        if not self.mutation.expected:
            return "nothing"
        if self.missed:
            return "missed"
        if self.wrong:
            return "wrong"
        return "doubted" if self.verdict == "unknown" else "found"


class Bench:
    """A repository that mutations are tried on; contents that do not change are read once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.kept = Kept("", use=False)
        self.before = self.judged(repository.files, repository.history)

    def judged(
        self, files: Mapping[str, str], history: FakeHistory, kept: Kept | None = None
    ) -> dict[Claim, Judged]:
        """The claims of the plan."""
        plan = read(files[self.repository.plan], self.repository.plan)
        contents = {path: text.encode() for path, text in files.items()}
        headings = _anchors(files, self.repository.plan)
        by_plan, _ = judged([plan], contents, history, kept or self.kept, headings)
        return {_claim(one): one for one in by_plan[self.repository.plan]}

    def untrue(self) -> list[Judged]:
        """The claims of the plan that are not as they should be before anything is changed."""
        waits = self.repository.waits
        return [
            one
            for claim, one in self.before.items()
            if one.verdict.value not in _expected_of(claim, waits, "holds").split(" or ")
        ]

    def tried(self, mutation: Mutation, kept: Kept | None = None) -> Outcome:
        """Make a change and see which verdicts change with it."""
        files = dict(self.repository.files)
        for path, text in mutation.files.items():
            if text is None:
                files.pop(path)
            else:
                files[path] = text
        after = self.judged(files, mutation.history or self.repository.history, kept)
        return self._outcome(mutation, after)

    def _outcome(self, mutation: Mutation, after: Mapping[Claim, Judged]) -> Outcome:
        changes = list(_changes(self.before, after))
        wrong: list[tuple[Change, str]] = []
        alarms: list[Change] = []
        met: set[Claim] = set()
        for change in changes:
            wanted = _expected_of(change.claim, mutation.expected, "")
            met.update((change.claim, Claim(change.claim.kind, change.claim.subject)))
            if not wanted:
                alarms.append(change)
            elif change.verdict not in wanted.split(" or "):
                wrong.append((change, wanted))
        missed = [
            (claim, wanted) for claim, wanted in mutation.expected.items() if claim not in met
        ]
        first = next(iter(mutation.expected), None)
        verdicts = (one.verdict for one in changes if first in (one.claim, Claim(*one.claim[:2])))
        name = self.repository.name
        return Outcome(name, mutation, missed, wrong, alarms, next(verdicts, ""))


def _claim(one: Judged) -> Claim:
    """The claim; without its item where that is a row, whose number is its place in the table."""
    return Claim(one.kind, one.subject, "" if one.kind.startswith("variable-") else one.item)


def _changes(before: Mapping[Claim, Judged], after: Mapping[Claim, Judged]) -> Iterator[Change]:
    for claim in dict.fromkeys((*before, *after)):
        one, other = before.get(claim), after.get(claim)
        if one is None or other is None or one.verdict is not other.verdict:
            yield Change(one, other)


def _expected_of(claim: Claim, expected: Mapping[Claim, str], otherwise: str) -> str:
    return expected.get(claim) or expected.get(Claim(claim.kind, claim.subject), otherwise)


def _anchors(files: Mapping[str, str], plan: str) -> dict[str, frozenset[str]]:
    """The fragments of the documents that a plan may link to."""
    return {
        path: _headings(path, text)
        for path, text in files.items()
        if path.endswith(".md") and path != plan
    }


@cache
def _headings(path: str, text: str) -> frozenset[str]:
    return anchors(parse(Source(path, text)))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | None]:
    """The files that differ between two states of a repository."""
    return {
        path: after.get(path)
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    }


def everything(expected: Iterable[Claim], verdict: str) -> dict[Claim, str]:
    """The same verdict for several claims."""
    return dict.fromkeys(expected, verdict)
