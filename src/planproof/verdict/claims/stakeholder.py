"""The stakeholder is known to the repository.

## What it claims

A person or team with a handle (`@ada`, `@acme/qa`) stands in CODEOWNERS, or the person is an author in
the history.

## When it is broken

When the repository has a CODEOWNERS file and a whole history, and the handle is in neither. Without
one of them, for names without a handle, and where an author's name or address is much like the handle,
absence says nothing: `unknown`.

## What to do

Correct the handle, or enter it in CODEOWNERS.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Stakeholder
from planproof.text.patterns import rx
from planproof.verdict.base import Case, broken, holds, nothing_said, unknown
from planproof.verdict.model import Judged, Rest

_HANDLE = r"(?<![\w/.])@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?"


def claims(item: Stakeholder, case: Case) -> Iterator[Judged]:
    """One for each handle of the row, or one for its name."""
    person = item.person.text.strip()
    if nothing_said(person) or rx(r"(?i)^\W*(?:tbd|todo|tba|open|\?+)\W*$").match(person):
        return
    handles = rx(_HANDLE).findall(person)
    for handle in handles:
        yield _handle(item, handle, case)
    if not handles:
        yield _name(item, person, case)


def _handle(item: Stakeholder, handle: str, case: Case) -> Judged:
    says, span = f"{handle} is known", item.person.span
    owners = case.world.inventory.owners
    for path, line in owners:
        if any(one.casefold() == handle.casefold() for one in line.owners):
            reason = f"{path}:{line.line} names them as an owner"
            return holds(span, handle, says, reason, Rest(path, line.line, "an owner"))
    bare = handle[1:].casefold()
    for name, address in case.world.history.authors():
        local = address.partition("@")[0].rpartition("+")[2].casefold()
        if bare in (local, name.casefold().replace(" ", ""), name.casefold()):
            return holds(span, handle, says, f"{name} <{address}> is an author in the history")
    like = _like(bare, case) if "/" not in bare else ""
    if like:
        return unknown(span, handle, says, f"{like} is an author in the history, and may go by it")
    if not owners:
        reason = "there is no CODEOWNERS file, and no author in the history goes by this handle"
        return unknown(span, handle, says, reason)
    if case.world.history.shallow and "/" not in handle:
        reason = "CODEOWNERS does not name them, and the history is not all there"
        return unknown(span, handle, says, reason)
    return broken(
        span, handle, says, "neither CODEOWNERS nor an author in the history goes by this handle",
        Rest(owners[0][0]), help="Correct the handle, or enter it in CODEOWNERS.",
    )  # fmt: skip


def _name(item: Stakeholder, person: str, case: Case) -> Judged:
    says, span = f"{person} is known", item.person.span
    words = f" {_words(person)} "
    for name, address in case.world.history.authors():
        if len(_words(name)) > 2 and f" {_words(name)} " in words:  # letters
            return holds(span, person, says, f"{name} <{address}> is an author in the history")
    reason = "this is no handle, and no author in the history has this name"
    return unknown(span, person, says, reason)


def _words(name: str) -> str:
    """A name's words without case and marks."""
    return " ".join(rx(r"\w+").findall(name.casefold()))


def _like(handle: str, case: Case) -> str:
    """An author who may go by a handle: it has one of their names, or begins or ends as their address does."""
    plain = rx(r"[^a-z0-9]").sub("", handle)
    for name, address in case.world.history.authors():
        local = rx(r"[^a-z0-9]").sub("", address.partition("@")[0].rpartition("+")[2].casefold())
        parts = [part for part in _words(name).split() if len(part) > 3]  # letters
        close = len(local) > 3 and len(plain) > 3 and (local in plain or plain in local)
        if close or any(part in plain for part in parts):
            return f"{name} <{address}>"
    return ""
