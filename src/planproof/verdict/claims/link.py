"""The linked file is there.

## What it claims

A file of the repository that the context or the appendix links to exists, and has the heading that the
link leads to. Links out of the repository are not followed: nothing is sent anywhere.

## When it is broken

When the file, or the heading in it, is not there, in whatever state the plan is. A link that only a
site made of the files would resolve (`/guide/setup` for `docs/guide/setup.md`), and a placeholder
(`path`, `<url>`), are `unknown`.

## What to do

Correct the link.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from planproof.plan.model import Reference
from planproof.text.patterns import rx
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.claims._places import MACHINE, endings, foreign, on_machine, similar
from planproof.verdict.model import Judged, Rest

_PLACEHOLDER = r"(?i)^(?:path|url|link|file|href|todo|tbd|tba|example|x+|\.\.\.|…)$|[<>{}]|\.\.\."
_LINE = r"(?<=\.\w):\d+(?:[-:]\d+)?$|(?<=\.\w\w):\d+(?:[-:]\d+)?$|(?<=\.\w{3}):\d+(?:[-:]\d+)?$"


def claims(item: Reference, case: Case) -> Iterator[Judged]:
    """One for each link to a file."""
    target = item.destination
    if not target or target.startswith("#") or rx(r"^[a-zA-Z][\w+.-]*:|^//").match(target):
        return
    path, _, fragment = target.partition("#")
    path = unquote(path.partition("?")[0])
    folder = "" if path.startswith("/") else posixpath.dirname(case.plan.document.source.name)
    whole = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    says = f"`{target}` leads somewhere"
    if whole == ".." or whole.startswith("../"):
        yield unknown(item.span, target, says, "it leads out of the repository")
        return
    if rx(_PLACEHOLDER).search(path):
        yield unknown(item.span, target, says, "it is a placeholder")
        return
    if not case.world.kind(whole) and rx(_LINE).search(whole):
        whole = rx(_LINE).sub("", whole)
    if not case.world.kind(whole):
        yield _nowhere(item, path, whole, says, case)
        return
    lines = rx(r"^L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$").match(fragment)
    anchors = case.world.anchors(whole) if fragment and not lines else None
    if anchors is not None and unquote(fragment).casefold() not in {
        one.casefold() for one in anchors
    }:
        reason = f"`{whole}` has no heading `#{fragment}`"
        yield broken(item.span, target, says, reason, Rest(whole), help="Correct the link.")
        return
    yield holds(item.span, target, says, "it is there", Rest(whole))


def _nowhere(item: Reference, path: str, whole: str, says: str, case: Case) -> Judged:
    """A link to a file that is not there."""
    world, span, target = case.world, item.span, item.destination
    folder = posixpath.dirname(case.plan.document.source.name)
    gone = world.history.gone(whole)
    there = gone.renamed_to if gone is not None else _meant(path, case)
    advice = f"Write `{posixpath.relpath(there, folder or '.')}`." if there else ""
    advice = advice or f"{similar(world, whole)}Correct the link."
    if gone is not None:
        return broken(span, target, says, gone.says, help=advice)
    inside = foreign(world, whole) if any(one in world.files for one in _above(whole)) else ""
    if inside:
        return unknown(span, target, says, inside)
    served = f"{whole.removesuffix('.html')}.md"
    if world.kind(served) or (
        path.startswith("/") and there and world.kind(there) and not rx(MACHINE).match(path)
    ):
        reason = f"`{served if world.kind(served) else there}` may be what a site serves there"
        return unknown(span, target, says, reason)
    reason = f"there is nothing at `{whole}`"
    if rx(MACHINE).match(path):
        reason = "it is a path on somebody's machine"
    return broken(span, target, says, reason, help=advice)


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _meant(path: str, case: Case) -> str:
    """The file that is likely meant: from the root, on somebody's machine, or the only one that ends so."""
    world = case.world
    from_root = posixpath.normpath(path.lstrip("/"))
    if world.kind(from_root):
        return from_root
    if rx(MACHINE).match(path):
        return on_machine(world, path)
    tail = rx(r"^(?:\.{1,2}/)+").sub("", path).strip("/")
    if world.kind(tail):
        return tail
    for name in (tail, f"{tail}.md") if "/" in tail else ():
        near = endings(world, name)
        if len(near) == 1 and "." in near[0].rpartition("/")[2]:
            return near[0]
    return ""
