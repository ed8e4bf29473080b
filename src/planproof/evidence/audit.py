"""The audit of a ledger: every record held against its name, its chain, its commit and its signatures.

Whoever wrote the ledger is taken for hostile: what a record says is compared, never believed. The work
grows with the number of records and no faster; git is asked about all of them at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import msgspec

from planproof.evidence.allowed_signers import AllowedSigners, time_of
from planproof.evidence.record import Evidence, NotEvidence, decode, digest_of
from planproof.evidence.sign_offs import why_not
from planproof.evidence.signers import Signers
from planproof.evidence.vouching import Verify, Vouched, vouch
from planproof.plan.ids import plan_id
from planproof.plan.model import Plan

AHEAD = timedelta(days=1)
"""How far a record may lie in the future, for clocks differ."""

SKEW = timedelta(minutes=5)
"""How much earlier than its commit a record may be without a word about it."""


class Fault(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something about a record that is not right.

    Attributes:
        kind: in a word or two: `tampered`, `removed`, `another commit`, `replayed`, `signature` ...
        path: where the record lies in the ledger; empty for one that is gone without a trace.
        digest: the first 12 digits of its name; may be empty.
        message: what is wrong, in one sentence without a full stop.
        help: what to do, in another.
        counts: whether it is a fault, rather than something to look at.
    """

    kind: str
    path: str
    digest: str
    message: str
    help: str
    counts: bool = True


class Audit(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of an audit.

    Attributes:
        records: how many files of records were looked at.
        signed: how many of them have a signature that counts.
        faults: what is not right, by path, and what is to be looked at.
        unknown: what could not be judged: the reason, and of how many records.
    """

    records: int
    signed: int
    faults: tuple[Fault, ...]
    unknown: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong, though something may be unknown."""
        return not any(fault.counts for fault in self.faults)


class CommitLike(Protocol):
    """A commit: its tree, and when it was made."""

    @property
    def tree(self) -> str:
        """The id of its tree."""

    @property
    def when(self) -> datetime | None:
        """When it was made; None where it does not tell."""


class Irregularity(Protocol):
    """Something that was done to the ledger, which only grows, and which its writer never does."""

    @property
    def path(self) -> str:
        """What it was done to."""

    @property
    def what(self) -> str:
        """`removed`, `changed`, `foreign` or `false prune`."""

    @property
    def commit(self) -> str:
        """The ledger's commit that did it; empty for `foreign`."""

    @property
    def mended(self) -> bool:
        """Whether the file is there again, whole."""


class Repository(Protocol):
    """What the audit asks of the repository, about everything at once."""

    @property
    def shallow(self) -> bool:
        """Whether commits may be missing for no other reason than that they were not fetched."""

    def known(self, ids: Iterable[str]) -> Mapping[str, CommitLike]:
        """Those of some ids that are commits here."""

    def blobs(self, files: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The blobs of files at commits; empty where there is no such file, missing where nobody knows."""

    def plan(self, one: Evidence) -> Plan | None:
        """The plan as it was when a record was made; None where it cannot be had."""


class Kept(NamedTuple):
    """What a ledger holds.

    Attributes:
        records: the files where records lie, by path, with their bytes.
        history: what was done to it that its writer never does.
        pruned: the digests of records that were pruned.
        named: the digest that a path names; empty where records do not lie so.
        place: the path of a record of a plan and an item, with these bytes.
    """

    records: Iterable[tuple[str, bytes]]
    history: Iterable[Irregularity]
    pruned: frozenset[str]
    named: Callable[[str], str]
    place: Callable[[str, str, bytes], str]


class Signing(NamedTuple):
    """Whose signatures count.

    Attributes:
        allowed: the allowed signers; None where the project has no file of them.
        signers: the setting: who may sign for what.
        verify: verifies signatures.
    """

    allowed: AllowedSigners | None
    signers: Signers
    verify: Verify


class _Told(NamedTuple):
    """What the audit remembers of a record; the rest of it is let go."""

    path: str
    digest: str
    commit: str
    tree: str
    file: str
    blob: str
    dirty: bool
    started: datetime | None


def audit(
    ledger: Kept, repository: Repository, signing: Signing, now: datetime | None = None
) -> Audit:
    """Hold every record of a ledger against its name, its chain, its commit and its signatures.

    Args:
        ledger: what it holds.
        repository: the repository that it belongs to.
        signing: whose signatures count.
        now: the time; None for the clock's.
    """
    found = _Auditor(ledger, repository, signing, now or datetime.now(UTC))
    for path, kept in ledger.records:
        found.read(path, kept)
    found.chain()
    found.commits()
    found.signatures()
    faults = sorted(found.faults, key=lambda one: (not one.counts, one.path, one.kind))
    return Audit(
        records=found.count, signed=found.signed, faults=tuple(faults), unknown=dict(found.unknown)
    )


class _Auditor:
    """Collects what is wrong."""

    def __init__(
        self, ledger: Kept, repository: Repository, signing: Signing, now: datetime
    ) -> None:
        self.ledger = ledger
        self.repository = repository
        self.signing = signing
        self.now = now
        self.count = 0
        self.signed = 0
        self.faults: list[Fault] = []
        self.unknown: Counter[str] = Counter()
        self.told: list[_Told] = []
        self.there: set[str] = set()  # digests that paths name
        self.previous: dict[
            str, str
        ] = {}  # of each record named as previous, the first that names it
        self.nonces: dict[bytes, str] = {}
        self.payloads: dict[bytes, str] = {}
        self.to_verify: list[tuple[str, Evidence]] = []

    def fault(
        self, kind: str, path: str, message: str, remedy: str, *, counts: bool = True
    ) -> None:
        digest = self.ledger.named(path)[:12]
        self.faults.append(
            Fault(kind=kind, path=path, digest=digest, message=message, help=remedy, counts=counts)
        )

    # -- one record ---------------------------------------------------------------------------------

    def read(self, path: str, kept: bytes) -> None:
        """Look at a record by itself, and remember what the others are needed for."""
        self.count += 1
        name = self.ledger.named(path)
        self.there.add(name)
        actual = digest_of(kept)
        if name != actual:
            self.fault(
                "tampered", path, f"it is not what was recorded: its bytes have the digest {actual[:12]}…",
                "Merge the ledger of a clone that has it whole, or prove the item anew.",
            )  # fmt: skip
            return
        try:
            one = decode(kept)
        except NotEvidence as error:
            self.fault("no record", path, error.reason, "Prune it; planproof did not write it.")
            return
        record = one.record
        if self._place(one, kept) != path:
            shown = f"`{record.plan[:80]}#{record.item[:80]}`"
            self.fault(
                "misplaced", path, f"it lies under another item than it is about, which is {shown}",
                "Prune it, and prove the item anew.",
            )  # fmt: skip
        if plan_id(one.path) != record.plan:
            self.fault(
                "misplaced", path, f"it is about {record.plan[:80]}, but names the file {one.path[:200]}",
                "Prune it, and prove the item anew.",
            )  # fmt: skip
        self.replayed(path, one)
        self.times(path, one)
        for digest in record.previous:
            self.previous.setdefault(digest, path)
        if one.signatures or record.role:
            self.to_verify.append((path, one))
        dirty = any(one.path == name or one.path.endswith(f"/{name}") for name in record.dirty)
        told = (path, one.digest, one.commit, one.tree, one.path, one.blob, dirty)
        self.told.append(_Told(*told, time_of(record.started)))

    def _place(self, one: Evidence, kept: bytes) -> str:
        try:
            return self.ledger.place(one.record.plan, one.record.item, kept)
        except ValueError:
            return ""

    def replayed(self, path: str, one: Evidence) -> None:
        """The same record twice, in another envelope or place, or its nonce in another record."""
        payload = hashlib.sha256(one.payload).digest()
        nonce = one.record.nonce.encode()
        other = self.payloads.setdefault(payload, path)
        if other != path:
            says = f"it says word for word what {self._short(other)} says, under another name"
        elif self.nonces.setdefault(nonce, path) != path:
            says = f"it has the same nonce as {self._short(self.nonces[nonce])}"
        else:
            return
        self.fault("replayed", path, says, "Prune one of them: a proof is recorded once.")

    def times(self, path: str, one: Evidence) -> None:
        started, finished = time_of(one.record.started), time_of(one.record.finished)
        if started is None or finished is None:
            says = "it does not say when it was made"
        elif finished < started:
            says = "it was finished before it was started"
        elif finished > self.now + AHEAD:
            says = f"it was made in the future, on {finished:%Y-%m-%d}"
        else:
            return
        self.fault("time", path, says, "Set the clock, and prove the item anew.")

    def _short(self, path: str) -> str:
        return self.ledger.named(path)[:12] or path

    # -- all records --------------------------------------------------------------------------------

    def chain(self) -> None:
        """What is no longer there, or not as it was: by the ledger's history, and by who refers to it."""
        again = "Merge the ledger of a clone that still has it: `planproof ledger fetch`."
        for one in self.ledger.history:
            digest = self.ledger.named(one.path)
            says = _HISTORY.get(one.what, one.what)
            after = f" by the ledger's commit {one.commit[:12]}" if one.commit else ""
            if one.mended:
                after += ", and is there again"
            elif one.what == "removed" and digest in self.previous:
                after += f"; {self._short(self.previous.pop(digest))} still refers to it"
            self.fault(one.what, one.path, f"it {says}{after}", again, counts=not one.mended)
        for digest, path in self.previous.items():
            if digest not in self.there and digest not in self.ledger.pruned:
                self.faults.append(
                    Fault(
                        kind="removed",
                        path=path,
                        digest=digest[:12],
                        message=f"it is gone and was not pruned; {self._short(path)} refers to it",
                        help=again,
                    )
                )

    def commits(self) -> None:
        """Whether each record is about a commit of this repository, and the plan in it."""
        known = self.repository.known({one.commit for one in self.told})
        blobs = self.repository.blobs(
            {(one.commit, one.file) for one in self.told if one.commit in known}
        )
        anew = "Prune it, and prove the item at a commit of this repository."
        for one in self.told:
            commit = known.get(one.commit)
            if commit is None:
                if self.repository.shallow:
                    self.unknown["its commit is not in this clone, which does not have all"] += 1
                    continue
                says = f"it is about the commit {one.commit[:12]}, which is not in this repository"
                remedy = (
                    "Fetch the branch that it was made on; or prune it, and prove the item anew."
                )
                self.fault("another commit", one.path, says, remedy)
                continue
            if commit.tree != one.tree:
                says = f"the commit {one.commit[:12]} has another tree than it says"
                self.fault("another commit", one.path, says, anew)
            elif not one.dirty:
                self._blob(one, blobs.get((one.commit, one.file)))
            if (
                commit.when is not None
                and one.started is not None
                and one.started < commit.when - SKEW
            ):
                says = f"it was made before its commit {one.commit[:12]} was"
                remedy = "Look whether a clock was wrong."
                self.fault("time", one.path, says, remedy, counts=False)

    def _blob(self, one: _Told, blob: str | None) -> None:
        if blob is None:
            self.unknown["its plan is not in this clone, which does not have all"] += 1
        elif blob != one.blob:
            there = "has other words in" if blob else "does not have"
            says = f"the commit {one.commit[:12]} {there} the plan that it names, {one.file[:200]}"
            remedy = "Prune it, and prove the item at a commit that has the plan."
            self.fault("another commit", one.path, says, remedy)

    def signatures(self) -> None:
        """Who stands behind what is signed, and whether they may."""
        allowed, signers, verify = self.signing
        signed = [one for _, one in self.to_verify]
        vouched = vouch(signed, allowed, verify) if allowed is not None else None
        for path, one in self.to_verify:
            mine = (vouched or {}).get(one.digest, Vouched())
            for reason in mine.faults:
                remedy = (
                    "Prune it, and have it signed anew by somebody in the file of allowed signers."
                )
                self.fault("signature", path, reason, remedy)
            if one.signatures and vouched is None:  # a key that nobody lists is not even tried
                self.unknown["it is signed, and there is no file of allowed signers"] += 1
            self.signed += bool(mine.keys)
            if one.record.role and not mine.faults:
                self._sign_off(path, one, signers, vouched)

    def _sign_off(
        self, path: str, one: Evidence, signers: Signers, vouched: Mapping[str, Vouched] | None
    ) -> None:
        plan = self.repository.plan(one)
        if plan is None:
            self.unknown["the plan that was signed is not in this clone"] += 1
            return
        reason = why_not(one, plan, signers, vouched)
        if reason:
            says = f"it is a sign-off by {one.record.role[:80]} that does not count: {reason}"
            remedy = "Prune it, and have it signed anew by somebody who may: `planproof sign`."
            self.fault("sign-off", path, says, remedy)


_HISTORY = {
    "removed": "was removed",
    "changed": "was changed",
    "foreign": "is no file of the ledger",
    "false prune": "says that something was pruned which was not",
}
