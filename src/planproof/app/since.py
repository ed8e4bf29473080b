"""Verdicts held against those of an earlier revision: which plan and which claim was which."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from planproof.plan.model import Plan
from planproof.verdict.model import Judged

ABSENT = "absent"
"""What a claim was that the plan did not make, or whose plan was not there."""


class Earlier:
    """The verdicts of a plan at the revision that it is compared with."""

    def __init__(self, claims: Iterable[Judged] = ()) -> None:
        """Rows and bullets move, and so do the ids of those that have no label; what they say stays."""
        self._by_key: dict[str, str] = {}
        self._by_words: dict[tuple[str, str], set[str]] = {}
        for one in claims:
            self._by_key[one.key] = one.verdict.value
            self._by_words.setdefault(_words(one), set()).add(one.verdict.value)

    def verdict_of(self, claim: Judged) -> str:
        """What a claim's verdict was: of the same item's, else of the one that says the same."""
        alike = self._by_words.get(_words(claim), set())
        same = next(iter(alike)) if len(alike) == 1 else ABSENT
        if not claim.subject and same != ABSENT:
            return same
        return self._by_key.get(claim.key, same)


def _words(claim: Judged) -> tuple[str, str]:
    return claim.kind, claim.subject or claim.fingerprint or claim.item


def counterparts(
    plans: Sequence[Plan], then: Sequence[Plan], still_there: Container[str]
) -> dict[str, str]:
    """The paths of plans, each with the path that the plan had earlier.

    A plan that was moved is known by its id, else by its title, where one alone that is gone from its
    place has it.

    Args:
        plans: the plans of today.
        then: those of the earlier revision.
        still_there: the paths that there are today.
    """
    paths = {one.path for one in then}
    gone = [one for one in then if one.path not in still_there]
    found: dict[str, str] = {}
    for plan in plans:
        path = plan.path
        same = [one for one in gone if one.id == plan.id]
        same = same or [one for one in gone if one.title and one.title == plan.title]
        if path in paths:
            found[path] = path
        elif len(same) == 1:
            found[path] = same[0].path
    return found
