"""Where evidence is kept: files of a git ref of its own, one a record, never changed, never removed.

The ledger is the tree of `refs/planproof/ledger`, in the repository that a folder lies in; no branch,
no work tree and no index has a part in it. A record is bytes: what they say is no matter here. It is
at `records/<plan>/<item>/<digest>.json` (see `ledger_form`), so concurrent writers merge without
conflict. Its history is a commit for each call of `append`, `merge` or `prune` that changed anything,
and is never rewritten.

What holds at any moment, also after a kill: every record whose digest `append` has returned is in the
ledger; the ledger is whole; and the next call goes on (see `ledger_ref`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planproof.system import ledger_form, ledger_history, ledger_merge, ledger_remote
from planproof.system.ledger_form import (
    MOST_RECORD_BYTES,
    Entry,
    Irregular,
    LedgerError,
    Merged,
    digest,
    named,
)
from planproof.system.ledger_read import Contents, differences, files, pruned
from planproof.system.ledger_ref import Held, Ref, State

__all__ = ["Entry", "Irregular", "Ledger", "LedgerError", "Merged", "Stored"]

_TRIES = 20


class Stored(NamedTuple):
    """A record as it lies in the ledger.

    Attributes:
        path: where. It names the plan, the item and the digest.
        content: its bytes.
    """

    path: str
    content: bytes

    @property
    def digest(self) -> str:
        """The digest that is its name: 64 hexadecimal digits."""
        return named(self.path)

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those that were recorded: whether their digest is its name."""
        return digest(self.content) == self.digest


class Ledger:
    """The ledger of the repository that a folder lies in.

    Any number of them, in any number of threads and processes, may write to one repository at once.

    Attributes:
        missing: of the records asked for, those whose bytes could not be had, by path, with the reason.
    """

    def __init__(self, root: str) -> None:
        """Name a folder. Nothing is asked of git yet."""
        self.missing: dict[str, str] = {}
        self._root = root
        self._ref = Ref(root)
        self._pruned: tuple[str, frozenset[str]] = ("", frozenset())

    def tip(self) -> str:
        """The ledger's latest commit; empty where nothing was recorded yet. One process.

        Raises:
            LedgerError: there is no repository, or git does not work with it, or the ref is damaged.
        """
        return self._ref.tip()

    def append(self, records: Sequence[tuple[str, str, bytes]]) -> list[str]:
        """Record evidence: all of it, in one commit, or none.

        Args:
            records: for each the plan's id, the item's id (`plan` for the plan as a whole) and the bytes.

        Returns:
            Their digests, in order. What they name is on disk.

        Raises:
            LedgerError: a record is too large, or was pruned before, or git cannot write.
            ValueError: an id is empty.
        """
        if not records:
            return []
        placed = {ledger_form.place(*record): record[2] for record in records}
        for path, content in placed.items():
            if len(content) > MOST_RECORD_BYTES:
                raise LedgerError(
                    f"the record {path} has {len(content):,} bytes, and may have {MOST_RECORD_BYTES:,}",
                    "Keep less of the output in it.",
                )
        lines = [_file(path, content) for path, content in placed.items()]

        def change(held: Held, state: State) -> str:
            again = sorted(path for path in placed if named(path) in self._known_pruned(state))
            if again:
                raise LedgerError(
                    f"the record {again[0]} was pruned, and the very same is recorded again",
                    "Prove the item anew: its record will be another one.",
                )
            count = len(placed)
            message = f"Record {count} proofs" if count > 1 else f"Record {next(iter(placed))}"
            return held.commit([state.tip] if state.tip else [], message, lines)

        self._ref.update(change)
        return [digest(content) for _, _, content in records]

    def paths(self, plan: str = "", item: str = "") -> Iterator[Entry]:
        """Where an item's records lie, a plan's, or all, in the order of their paths.

        Raises:
            LedgerError: git cannot read them.
            ValueError: there is an item, but no plan.
        """
        below = ledger_form.folder(plan, item)
        tip = self.tip()
        if not tip:
            return
        for entry in files(self._root, tip, below):
            if ledger_form.is_of_form(entry):
                yield entry

    def read(self, plan: str = "", item: str = "") -> Iterator[Stored]:
        """An item's records, a plan's, or all, in the order of their paths.

        A record is given as it lies there: `is_whole` tells whether it is what was recorded. One that
        cannot be had is in `missing` instead.

        Raises:
            LedgerError: git cannot read them.
            ValueError: there is an item, but no plan.
        """
        with Contents(self._root) as objects:
            for entry, content in objects.stream(self.paths(plan, item)):
                if content is None:
                    self.missing[entry.path] = objects.missing.get(entry.blob, "git cannot read it")
                else:
                    yield Stored(entry.path, content)

    def pruned(self) -> frozenset[str]:
        """The digests of all records that were ever pruned.

        Raises:
            LedgerError: git cannot read them.
        """
        return self._known_pruned(self._ref.state())

    def prune(self, paths: Iterable[str]) -> list[str]:
        """Remove records from the ledger, and leave a tombstone: their digests.

        They stay in the history, which is not rewritten, and stay away in merges. A record of the same
        digest elsewhere in the ledger goes as well.

        Returns:
            The paths of those removed; what is not there is passed by.

        Raises:
            LedgerError: git cannot write.
        """
        digests = {named(path) for path in paths} - {""}
        gone: list[str] = []

        def change(held: Held, state: State) -> str:
            nonlocal gone
            everything = files(self._root, state.tip, "records") if state.tip and digests else ()
            gone = [entry.path for entry in everything if named(entry.path) in digests]
            if not gone:
                return state.tip
            lines = [f"D {path}\n".encode() for path in gone]
            lines += [_file(*one) for one in ledger_form.tombstones(named(path) for path in gone)]
            return held.commit([state.tip], f"Prune {len(gone)} records", lines)

        self._ref.update(change)
        return gone

    def merge(self, other: str, *, records_only: bool = False) -> Merged:
        """Take over the records of another ledger's commit, and what it pruned.

        Args:
            other: the commit's id.
            records_only: take over records and nothing else: neither its prunes nor its history. For a
                ledger whose writers may not prune here, such as a fork's.

        Raises:
            LedgerError: it cannot be done; nothing was changed.
        """
        return ledger_merge.merge(self._ref, other, records_only=records_only)

    def fetch(self, remote: str, *, records_only: bool = False) -> Merged:
        """Fetch a remote's ledger, and merge it. The only thing here, beside `push`, that is not offline.

        Args:
            remote: a remote's name or address. Its ledger comes to `refs/planproof/remotes/<name>/ledger`.
            records_only: as in `merge`.

        Raises:
            LedgerError: the remote cannot be reached, or what it sends cannot be merged.
        """
        other = ledger_remote.fetch(self._ref, remote)
        return self.merge(other, records_only=records_only) if other else Merged(self.tip())

    def push(self, remote: str) -> Merged:
        """Make this ledger and a remote's the same: fetch, merge, push, again if somebody was faster.

        Returns:
            What the merge brought here, and how much was sent.

        Raises:
            LedgerError: the remote cannot be reached, or refuses, or others are always faster.
        """
        brought = Merged("")
        for number in range(_TRIES):
            other = ledger_remote.fetch(self._ref, remote)
            now = self.merge(other) if other else Merged(self.tip())
            brought = Merged(
                now.tip,
                brought.added + now.added,
                brought.removed + now.removed,
                tuple(dict.fromkeys(brought.left_out + now.left_out)),
            )
            if now.tip == other:
                return brought
            try:
                ledger_remote.push(self._ref, remote, now.tip)
            except ledger_remote.Faster:
                time.sleep(random.uniform(0, 0.05 * (number + 1)))  # noqa: S311  # so as not to meet again
            else:
                return brought._replace(sent=self._new_records(other, now.tip))
        raise LedgerError(
            f"{_TRIES} times somebody else pushed to the remote's ledger first",
            "Run this again; nothing is lost.",
        )

    def _new_records(self, before: str, after: str) -> int:
        return sum(
            one.ours is None and one.theirs is not None and bool(named(one.theirs.path))
            for one in differences(self._root, before, after)
        )

    def history(self) -> Iterator[Irregular]:
        """What was done to the ledger that its writer never does: removed, changed, or foreign files.

        Raises:
            LedgerError: git cannot read the ledger's history.
        """
        tip = self.tip()
        if tip:
            yield from ledger_history.irregularities(self._root, tip)

    def _known_pruned(self, state: State) -> frozenset[str]:
        if state.pruned != self._pruned[0]:
            self._pruned = (state.pruned, pruned(self._root, state.pruned))
        return self._pruned[1]


def _file(path: str, content: bytes) -> bytes:
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode("ascii"), len(content), content)
