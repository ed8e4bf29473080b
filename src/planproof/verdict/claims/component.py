"""The component is where the plan says it is.

## What it claims

A component exists; one marked `(new)` will; one marked `(removed)` will be gone; one marked
`(moved to X)` will be at X. A component is a path, a glob or a module in the language's way of naming
(`orders.store`, `com.acme.orders`, `crate::store`, `github.com/acme/orders/store`).

## When it is broken

When a component without a mark does not exist, in whatever state the plan is. When one with a mark is
not as the mark says though the step that it names is ticked, or the plan is done. A single word that is
no file and no folder (`Backend`), a package of a registry (`@acme/ui`), and what is not committed as a
rule (`dist/`, `.env`) are `unknown` where they are not found, and so is what lies in a folder that there
never was.

## What to do

Correct the path, or mark the component `(new)`, `(removed)` or `(moved to X)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.plan.model import Component
from planproof.text.patterns import rx
from planproof.verdict.base import Case, absent, broken, holds, unknown
from planproof.verdict.claims._places import (
    after,
    exact,
    foreign,
    out_of_tree,
    places,
    plain_path,
    similar,
)
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import listed
from planproof.verdict.world import Gone

_FILE = r"\.[A-Za-z]\w*$"
_WENT = r"(?i)\((?:then |later |since )?(?:moved|removed|deleted|gone|renamed|merged|folded|replaced|deprecated|superseded)\b"
_LEFT = "it may have moved to another repository"


class _Place(NamedTuple):
    """A component's name, and where it was found.

    Attributes:
        found: paths; those that only end like the name included.
        here: the path that is exactly named, where it is there.
    """

    item: Component
    case: Case
    name: str
    found: list[str]
    here: str


def claims(item: Component, case: Case) -> Iterator[Judged]:
    """One for each component whose words are a path, a module or a glob."""
    name = item.name.text.strip().strip("`").rstrip("/")
    span = item.name.span
    reason = _not_ours(item, name, case)
    if reason:
        yield unknown(span, name, f"`{name}` exists", reason)
        return
    plan = case.plan.document.source.name
    found = places(case.world, name, item.form, plan)
    here = exact(case.world, name, plan) if item.form == "path" else ""
    place = _Place(item, case, name, found, here)
    if item.change == "new":
        yield _new(place)
    elif item.change == "removed":
        yield _removed(place)
    elif item.change == "moved":
        yield _moved(place)
    else:
        yield _exists(place)


def _not_ours(item: Component, name: str, case: Case) -> str:
    """Why a name cannot be looked for, or empty."""
    if not item.form:
        return "these words are neither a path nor a module nor a glob"
    if item.form != "module" and exact(case.world, name, case.plan.document.source.name):
        return ""
    if rx(r"[<$]|\{[^{},]*\}").search(name):
        return "it is a template"
    outside = rx(r"^(?:~(?!/)|https?:)").match(name) or rx(r"^(?:/|\.\./)").match(name)
    if outside and not case.world.kind(name.lstrip("/").partition("/")[0] or ".."):
        return "it lies outside the repository"
    return ""


def sought(item: Component) -> Iterator[str]:
    """The last words of a dotted name, which can be a class."""
    if item.form == "module":
        yield from rx(r"::|[./\\]").split(item.name.text.strip("` "))[-2:]


def _says(name: str, found: list[str]) -> str:
    """What was found, in words."""
    if found == [name] or found == [plain_path(name)]:
        return "it is there"
    if len(found) > 2:  # more than two fit no sentence
        return f"{len(found)} files fit it"
    return f"it is {listed([f'`{path}`' for path in found])}"


def _gone(place: _Place) -> Gone | None:
    """What history says became of a path."""
    path = plain_path(place.name).lstrip("/")
    return place.case.world.history.gone(path) if place.item.form == "path" else None


def _doubt(name: str, form: str, case: Case) -> str:
    """Why something may be somewhere though it was not found, or empty."""
    if form == "module" and not rx(r"[.:/]").search(name):
        return "no file or folder is called so; planproof knows it by nothing else"
    if name.startswith(("@", "~/")):
        return "a package or an alias of a bundler has such a name"
    if rx(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}/").match(name):
        return "it may be the import path of another repository"
    if form == "module" and not case.world.code_read:
        return "the repository has no code in a language that planproof reads"
    return out_of_tree(name)


def _nothing(place: _Place) -> str:
    return "there is nothing at this path" if place.item.form == "path" else "nothing fits it"


def _exists(place: _Place) -> Judged:
    name, span, says = place.name, place.item.name.span, f"`{place.name}` exists"
    # What only ends like it is another one, where history says that this very path was moved there.
    gone = None if place.here or (place.found and "/" not in name) else _gone(place)
    if place.found and (gone is None or gone.renamed_to not in place.found):
        return holds(span, name, says, _says(name, place.found), Rest(place.found[0]))
    if gone is not None:
        advice = after(gone) if gone.renamed_to else "Take it out, or mark it `(removed)`."
        return broken(span, name, says, gone.says, help=advice)
    doubt = _doubt(name, place.item.form, place.case) or _went(place)
    if place.item.form == "path":
        doubt = doubt or foreign(place.case.world, name)
    if doubt:
        return unknown(span, name, says, doubt)
    return broken(
        span, name, says, _nothing(place),
        help=f"{similar(place.case.world, name)}Correct it, or mark it `(new)` if it is still to come.",
    )  # fmt: skip


def _went(place: _Place) -> str:
    """Why a thing may be right not to be there by what is said in brackets, or empty."""
    if rx(_WENT).search(place.item.text):
        return "its words seem to say that it went, in a way that planproof does not read"
    return ""


def _new(place: _Place) -> Judged:
    name, span = place.name, place.item.name.span
    due = place.case.due(place.item, name)
    bare = place.item.form == "path" and "/" not in name and not place.here
    if place.found and not (bare and len(place.found) > 1):
        return holds(
            span, name, f"`{name}` is there", _says(name, place.found), Rest(place.found[0])
        )
    says = f"`{name}` will be there"
    if place.found:
        reason = f"{len(place.found)} files are called so; which of them is meant cannot be told"
        return unknown(span, name, says, reason, *map(Rest, place.found[:2]))
    gone = _gone(place) if due.now else None
    doubt = _doubt(name, place.item.form, place.case) or _went(place)
    if due.now and doubt and gone is None:
        return unknown(span, name, says, doubt)
    reason = gone.says if gone is not None else _nothing(place)
    hint = similar(place.case.world, name)
    advice = f"{hint}Do the step's work, or untick it; if it lies elsewhere, correct the path."
    return absent(span, name, says, reason, due, help=after(gone) if gone is not None else advice)


def _removed(place: _Place) -> Judged:
    name, span, says = place.name, place.item.name.span, f"`{place.name}` is gone"
    due = place.case.tense.due_gone(place.item, (name,))
    if not place.found:
        return holds(span, name, says, _nothing(place))
    if due.now and _another(place):
        reason = f"`{place.found[0]}` ends like it; whether that is meant cannot be told"
        return unknown(span, name, says, reason, Rest(place.found[0]))
    return absent(
        span, name, says, f"`{place.found[0]}` is still there", due,
        Rest(place.found[0], says="still there", contradicts=True),
        help="Remove it, or untick the step.",
    )  # fmt: skip


def _another(place: _Place) -> bool:
    """Whether what was found may be another thing that only ends like the name."""
    if place.item.form != "path" or place.here:
        return False
    return "/" not in place.name or len(place.found) > 1 or _gone(place) is not None


def _moved(place: _Place) -> Judged:
    target = place.item.moved_to.strip("` ").rstrip(",;")
    if not rx(r"[./]|::").search(target) or "://" in target:
        return _removed(place)  # "(moved to the billing repository)"
    name, span, case = place.name, place.item.name.span, place.case
    due = case.tense.due_gone(place.item, (name,))
    form = "path" if "/" in target or place.item.form == "path" else place.item.form
    whole = _whole(name, target, case)
    there = places(case.world, whole, form)
    left = [path for path in place.found if path not in there and not _below(path, there)]
    if place.item.form == "path":
        left = [path for path in left if path == place.here]
    says = f"`{name}` is at `{target.rstrip('/')}`"
    if there and not left:
        return holds(span, name, says, _says(whole, there), Rest(there[0]))
    doubt = _doubt(whole, form, case) or (not left and not rx(_FILE).search(whole) and _LEFT)
    if not there and due.now and doubt:
        return unknown(span, name, says, doubt)
    reason = f"`{left[0]}` is still there" if left else f"there is nothing at `{whole}`"
    rests = [Rest(left[0], says="still there", contradicts=True)] if left else []
    return absent(
        span, name, says, reason, due, *rests, help="Finish the move, or correct the paths."
    )


def _below(path: str, folders: list[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _whole(name: str, target: str, case: Case) -> str:
    """Where a file goes that is moved into a folder."""
    last = name.rpartition("/")[2]
    folder = target.endswith("/") or case.world.kind(target) == "folder"
    if folder and "." in last and "*" not in last and case.world.kind(name) != "folder":
        return f"{target.rstrip('/')}/{last}"
    return target.rstrip("/")
