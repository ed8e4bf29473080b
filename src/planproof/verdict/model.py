"""Claims and verdicts: what an item asserts about the world, and what the facts say of it."""

from enum import StrEnum

import msgspec

from planproof.text.source import Span


class Verdict(StrEnum):
    """The judgement on a claim."""

    HOLDS = "holds"
    BROKEN = "broken"
    PENDING = "pending"
    UNPROVEN = "unproven"
    STALE = "stale"
    UNKNOWN = "unknown"


class Rest(msgspec.Struct, frozen=True, gc=False):
    """Something a verdict rests on: a place in the repository, with a few words on what is there.

    Attributes:
        path: from the root.
        line: counts from 1; 0 for the whole file.
        says: `reads it with the default 30`.
        contradicts: whether it is this place that contradicts the plan, so that it is shown first.
    """

    path: str
    line: int = 0
    says: str = ""
    contradicts: bool = False

    @property
    def place(self) -> str:
        """`src/config.py:14`."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Judged(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A claim with its verdict.

    Attributes:
        kind: of the claim; the name of the file that makes it: `variable-default`.
        item: the id of the item that asserts it; of a section, its role.
        section: the role of the section it stands in.
        subject: what it is about: `ORDERS_DB`.
        span: the words that assert it.
        says: the claim in one sentence, without a full stop: "`ORDERS_DB` is read".
        reason: why the verdict is what it is, in one sentence without a full stop.
        help: what to do about it, where it is broken.
        rests: what it rests on.
        fingerprint: of the item's wording.
        accepted: the reason for which a broken claim is accepted, where it is.
        due: the ids of the steps with which it is due, or will be, or, where it is broken whatever is ticked, that
            vouch for it; none where it is due with the plan, or holds.
        lacking: the reason without what makes the claim due; empty where that is all of it.
    """

    verdict: Verdict
    subject: str
    span: Span
    says: str
    reason: str
    help: str = ""
    rests: tuple[Rest, ...] = ()
    kind: str = ""
    item: str = ""
    section: str = ""
    fingerprint: str = ""
    accepted: str = ""
    due: tuple[str, ...] = ()
    lacking: str = ""

    @property
    def key(self) -> str:
        """What tells the claim from the others of its plan: item, kind and subject."""
        return f"{self.item}/{self.kind}" + (f":{self.subject}" if self.subject else "")
