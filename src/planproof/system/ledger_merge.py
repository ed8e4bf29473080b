"""Two ledgers made one: every record that either has, but for those that either has pruned.

A path is the digest of its content, so there is nothing to decide between two writers. What the other
side holds is taken for an attacker's: each file is read, and what is not a record or a tombstone, whole
and at its own path, stays out and is reported. Where two files differ at one path, one of them is not
what its name says, and the other one is kept, whichever side has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile

from planproof.system import git
from planproof.system.ledger_form import Entry, LedgerError, Merged, fault, is_of_form, named
from planproof.system.ledger_read import Contents, differences, files, pruned
from planproof.system.ledger_ref import Held, Ref, State, ask

MOST_LEFT_OUT = 10_000
"""With more faults than this, nothing at all is taken over."""


def merge(ref: Ref, other: str, *, records_only: bool = False) -> Merged:
    """Make a commit's records the ledger's own too.

    Args:
        ref: the ledger's ref.
        other: the commit's id.
        records_only: take over its records and nothing else: it becomes no parent, and what it pruned
            stays. For a ledger whose writers are not trusted to prune, such as a fork's.

    Raises:
        LedgerError: it cannot be done; nothing was changed.
    """
    result = Merged("")

    def change(held: Held, state: State) -> str:
        nonlocal result
        result = _merged(ref, held, state, other, records_only)
        return result.tip

    ref.update(change)
    return result


def _merged(ref: Ref, held: Held, state: State, other: str, records_only: bool) -> Merged:
    ours = state.tip
    if ours and _is_ancestor(ref.root, other, ours):
        return Merged(ours)
    with TemporaryFile() as changes:
        union = _Union(ref.root, state, other, records_only)
        for line in union.changes():
            changes.write(line)
        moved = not records_only and union.is_theirs and (
            not ours or _is_ancestor(ref.root, ours, other)
        )  # fmt: skip
        if moved:
            held.move(ours, other)
            tip = other
        elif records_only and not changes.tell():
            tip = ours
        else:
            parents = [one for one in (ours, "" if records_only else other) if one]
            changes.seek(0)
            tip = held.commit(parents, f"Merge {other[:12]}", changes)
    return Merged(tip, union.added, tuple(union.removed), tuple(union.left_out))


class _Union:
    """What has to be done to our tree for it to be the union with theirs.

    Attributes:
        is_theirs: whether the union is their tree.
        added: how many records of theirs are new.
        removed: the paths of ours that they have pruned.
        left_out: what of theirs is not taken over, with the reason.
    """

    def __init__(self, root: str, state: State, other: str, records_only: bool) -> None:
        self._root = root
        self._ours = state.tip
        self._other = other
        self._records_only = records_only
        self._pruned = pruned(root, state.pruned) if state.pruned else frozenset()
        self._theirs: frozenset[str] = frozenset()
        if not records_only:
            self._theirs = pruned(root, f"{other}:pruned") if _prunes(root, other) else frozenset()
        self.is_theirs = True
        self.added = 0
        self.removed: list[str] = []
        self.left_out: list[tuple[str, str]] = []

    def changes(self) -> Iterator[bytes]:
        """Commands for `git fast-import`. The attributes are right once all have been taken."""
        new = self._theirs - self._pruned
        for entry in files(self._root, self._ours) if new and self._ours else ():
            if named(entry.path) in new:
                self.removed.append(entry.path)
                yield f"D {entry.path}\n".encode()
        with Contents(self._root) as objects:
            for entry, content in objects.stream(self._candidates()):
                reason = fault(entry, content)
                if reason:
                    self._leave_out(entry.path, objects.missing.get(entry.blob, reason))
                    continue
                self.added += entry.path.startswith("records/")
                yield f"M {entry.mode} {entry.blob} {entry.path}\n".encode()

    def _candidates(self) -> Iterator[Entry]:
        """What they have and we have not, or not the same: what is of the form, and is not pruned."""
        for ours, theirs in differences(self._root, self._ours, self._other):
            if theirs is None:
                if ours is not None and named(ours.path) not in self._theirs:
                    self.is_theirs = False
            elif not is_of_form(theirs):
                self._leave_out(theirs.path, fault(theirs, None))
            elif self._records_only and not named(theirs.path):
                self._leave_out(theirs.path, "only records are taken over, no prunes")
            elif named(theirs.path) in self._pruned or named(theirs.path) in self._theirs:
                self.is_theirs = False
            else:
                yield theirs

    def _leave_out(self, path: str, reason: str) -> None:
        self.is_theirs = False
        self.left_out.append((path, reason))
        if len(self.left_out) > MOST_LEFT_OUT:
            raise LedgerError(
                f"the other ledger holds more than {MOST_LEFT_OUT:,} files that are no records, "
                f"such as {path[:200]!r}: {reason}",
                "Look at what was fetched; nothing of it was taken over.",
            )


def _prunes(root: str, commit: str) -> bool:
    said = ask(root, "cat-file", "--batch-check", given=f"{commit}:pruned\n".encode()).text
    return said.split(" ")[1:2] == ["tree"]


def _is_ancestor(root: str, old: str, new: str) -> bool:
    ran = git.run(root, "merge-base", "--is-ancestor", old, new)
    return ran is not None and ran.code == 0
