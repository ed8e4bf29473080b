"""What the ledger's own history tells of it: whether anything was removed or changed behind its back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.system import log
from planproof.system.ledger_form import (
    FILE,
    Entry,
    Irregular,
    LedgerError,
    fault,
    is_of_form,
    named,
    named_tombstone,
    tombstone_digests,
)
from planproof.system.ledger_read import Contents, files
from planproof.system.ledger_ref import damaged
from planproof.system.repository import GitRefuses, NoSuchRevision

_OPTIONS = (
    "--format=commit %H %P", "--raw", "--no-abbrev", "--no-renames", "--root", "-m", "--full-history",
    "--ignore-submodules=none", "--no-ext-diff", "--no-textconv", "--topo-order",
)  # fmt: skip


class _Commit(NamedTuple):
    """A commit, seen from one of its parents, or from nothing where it is the first.

    Attributes:
        id: its id.
        merges: whether it has several parents.
        gone: the files of the ledger's form that it has no more, as they were.
        changed: those whose content or mode is another: as it is afterwards.
        tombstones: those it brought.
    """

    id: str
    merges: bool
    gone: list[Entry]
    changed: list[Entry]
    tombstones: list[Entry]


def irregularities(root: str, tip: str) -> Iterator[Irregular]:
    """What was done to the ledger's records that its writer never does. What is missing in merges comes last.

    A record is removed by a prune alone: a commit that brings a tombstone for each record that it
    removes. In a merge a record may be missing that somebody has pruned. A file may be replaced only
    by one that is what its name says. A history that was cut off (a shallow fetch) is judged as far as
    it goes, and a history that was replaced by another is not noticed here.

    Raises:
        LedgerError: git cannot read it.
    """
    with Contents(root) as objects:
        found = list(_done(root, tip, objects))
        suspects = {one.path for one in found}
        whole: set[str] = set()
        foreign = []
        for entry in files(root, tip):
            if not is_of_form(entry):
                foreign.append(Irregular(entry.path, "foreign", "", mended=False))
            elif entry.path in suspects and not fault(entry, objects.read(entry.blob)):
                whole.add(entry.path)
    yield from foreign
    for one in found:
        yield one._replace(mended=one.path in whole and one.what != "false prune")


def _done(root: str, tip: str, objects: Contents) -> Iterator[Irregular]:
    """What commits did; of merges at the end, when all prunes are known."""
    pruned: set[str] = set()
    missing: dict[Entry, str] = {}
    for commit in _commits(root, tip):
        for entry in commit.changed:
            if fault(entry, objects.read(entry.blob)):
                yield Irregular(entry.path, "changed", commit.id, mended=False)
        if commit.merges:
            missing.update(dict.fromkeys(commit.gone, commit.id))
            continue
        told = {one: entry for entry in commit.tombstones for one in _digests(entry, objects)}
        gone = {named(entry.path) for entry in commit.gone}
        pruned |= gone & told.keys()
        for entry in commit.gone:
            if named(entry.path) not in told:
                yield Irregular(entry.path, "removed", commit.id, mended=False)
        for path in sorted({told[one].path for one in told.keys() - gone}):
            yield Irregular(path, "false prune", commit.id, mended=False)
    for entry, commit_id in missing.items():
        # What a merge left out since it was not whole was no record.
        if named(entry.path) not in pruned and not fault(entry, objects.read(entry.blob)):
            yield Irregular(entry.path, "removed", commit_id, mended=False)


def _digests(entry: Entry, objects: Contents) -> list[str]:
    content = objects.read(entry.blob)
    if content is None or fault(entry, content):
        return []
    return tombstone_digests(content) or []


def _log(root: str, tip: str) -> Iterator[bytes]:
    try:
        yield from log.log(root, tip, *_OPTIONS)
    except GitRefuses as error:
        raise LedgerError(error.reason, error.remedy) from error
    except NoSuchRevision as error:
        raise damaged(error.reason) from error


def _commits(root: str, tip: str) -> Iterator[_Commit]:
    words = _log(root, tip)
    commit = _Commit("", False, [], [], [])
    for word in words:
        about = word.lstrip(b"\n")
        if about.startswith(b"commit "):
            if commit.id:
                yield commit
            _, name, *parents = about.decode("ascii").split()
            commit = _Commit(name, len(parents) > 1, [], [], [])
        if not about.startswith(b":"):
            continue
        path = next(words).decode("utf-8", "surrogateescape")
        was, mode, before, blob, status = about[1:].decode("ascii").split(" ")
        entry = Entry(path, mode, blob)
        if not is_of_form(entry._replace(mode=FILE)):
            continue
        if status == "D":
            commit.gone.append(Entry(path, was, before))
        elif status != "A":
            commit.changed.append(entry)
        elif named_tombstone(path):
            commit.tombstones.append(entry)
    if commit.id:
        yield commit
