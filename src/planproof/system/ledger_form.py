"""The form of the ledger's tree: where a record lies, and how what was pruned is told from what was removed.

    records/<plan>/<item>/<2 hex>/<62 hex>.json    a record; the hex is the SHA-256 of its bytes
    pruned/<64 hex>.txt                            a tombstone: digests of records pruned, a line each

Both are regular files named by their content, so two writers never mean different things by one path,
and anybody can tell whether a file is what it was when it was written. Whatever else a tree holds is
not the ledger's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from planproof.system.files import CannotRead
from planproof.text.patterns import rx

MOST_RECORD_BYTES = 1 << 20
"""A record with more than this is neither written nor taken over."""

FILE = "100644"
"""The mode of everything in the ledger: a regular file that is not executable."""

_NAME = r"[A-Za-z0-9._%-]{1,200}"
_RECORD = rf"records/({_NAME})/({_NAME})/([0-9a-f]{{2}})/([0-9a-f]{{62}})\.json"
_TOMBSTONE = r"pruned/([0-9a-f]{64})\.txt"
_LONGEST = 120
_A_TOMBSTONE_HOLDS = 10_000


class LedgerError(CannotRead):
    """The ledger cannot do what was asked. `reason` says why, `remedy` what to do."""


class Entry(NamedTuple):
    """A file of a tree.

    Attributes:
        path: from the top of the tree.
        mode: as git writes it, six digits: `100644` for everything that is the ledger's.
        blob: the id of its object.
    """

    path: str
    mode: str
    blob: str


class Irregular(NamedTuple):
    """Something that the ledger's writer never does.

    Attributes:
        path: what it was done to.
        what: `removed`, `changed`, `foreign` (not of the ledger's form, at the tip) or `false prune`
            (a tombstone that names what its commit did not remove).
        commit: the commit that did it; empty for `foreign`.
        mended: whether the tip has the file again, whole.
    """

    path: str
    what: str
    commit: str
    mended: bool


class Merged(NamedTuple):
    """What a merge came to.

    Attributes:
        tip: the ledger's commit afterwards; empty where there is no ledger yet.
        added: how many records it brought.
        removed: the paths of the records that it removed, since the other side had pruned them.
        left_out: what the other side holds and was not taken over, by path, with the reason.
        sent: how many records a push brought to the other side.
    """

    tip: str
    added: int = 0
    removed: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    sent: int = 0


def digest(content: bytes) -> str:
    """The SHA-256 of a record's bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def safe(name: str) -> str:
    """A plan's or item's id as a name in a tree. Different ids have different names, and case counts.

    All but letters, digits, `.`, `_` and `-` is percent-encoded, and so is a dot in front: `.`, `..` and
    `.git` are no names. A long one is cut, and ends in `%%` (which no other does) and its digest.
    """
    raw = name.encode("utf-8", "surrogateescape")
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."
    letters = [chr(one) if one in plain else f"%{one:02X}" for one in raw]
    if letters[:1] == ["."]:
        letters[0] = "%2E"
    whole = "".join(letters)
    if len(whole) <= _LONGEST:
        return whole
    return whole[: _LONGEST - 66].rstrip("%") + "%%" + hashlib.sha256(raw).hexdigest()


def folder(plan: str = "", item: str = "") -> str:
    """The folder of an item's records, of a plan's, or of all.

    Raises:
        ValueError: there is an item, but no plan.
    """
    if item and not plan:
        raise ValueError("an item without its plan")
    return "/".join(["records", *(safe(one) for one in (plan, item) if one)])


def place(plan: str, item: str, content: bytes) -> str:
    """The path of a record.

    Raises:
        ValueError: the plan's or the item's id is empty.
    """
    if not plan or not item:
        raise ValueError("a record belongs to a plan and an item")
    name = digest(content)
    return f"{folder(plan, item)}/{name[:2]}/{name[2:]}.json"


@lru_cache(1024)
def named(path: str) -> str:
    """The digest in a record's path; empty where it is not of that form."""
    found = rx(_RECORD).fullmatch(path)
    return found[3] + found[4] if found and _is_name(found[1]) and _is_name(found[2]) else ""


def named_tombstone(path: str) -> str:
    """The digest in a tombstone's path; empty where it is not of that form."""
    found = rx(_TOMBSTONE).fullmatch(path)
    return found[1] if found else ""


def is_of_form(entry: Entry) -> bool:
    """Whether a file is where a record or a tombstone lies, and a regular file."""
    return entry.mode == FILE and bool(named(entry.path) or named_tombstone(entry.path))


def fault(entry: Entry, content: bytes | None) -> str:
    """Why a file is not the ledger's; empty where it is.

    Args:
        entry: the file.
        content: its bytes; None where they cannot be had.
    """
    name = named(entry.path) or named_tombstone(entry.path)
    if not name:
        return "it is not where records lie"
    if entry.mode != FILE:
        return "it is not a regular file"
    if content is None:
        return "its content cannot be had"
    if len(content) > MOST_RECORD_BYTES:
        return f"it has more than {MOST_RECORD_BYTES // 2**20} MiB"
    if digest(content) != name:
        return "its name is not the digest of its content"
    if entry.path.startswith("pruned/") and tombstone_digests(content) is None:
        return "it is not a list of digests"
    return ""


def tombstones(digests: Iterable[str]) -> list[tuple[str, bytes]]:
    """The tombstones for records, by path, with their bytes: sorted digests, 10,000 a file."""
    ordered = sorted(set(digests))
    found = []
    for start in range(0, len(ordered), _A_TOMBSTONE_HOLDS):
        lines = ordered[start : start + _A_TOMBSTONE_HOLDS]
        content = "".join(f"{one}\n" for one in lines).encode("ascii")
        found.append((f"pruned/{digest(content)}.txt", content))
    return found


def tombstone_digests(content: bytes) -> list[str] | None:
    """The digests in a tombstone; None where it is none."""
    lines = content.decode("latin-1").split("\n")
    if lines.pop() or not lines or any(rx("[0-9a-f]{64}").fullmatch(one) is None for one in lines):
        return None
    return lines if all(a < b for a, b in pairwise(lines)) else None


def _is_name(name: str) -> bool:
    return not name.startswith(".")
