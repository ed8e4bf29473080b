"""The linked file is there.

## What it claims

A file of the repository that the context or the appendix links to exists, and has the heading that the
link leads to. Links out of the repository are not followed: nothing is sent anywhere.

## When it is broken

When the file, or the heading in it, is not there, in whatever state the plan is.

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
from planproof.verdict.model import Judged, Rest


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
    if not case.world.kind(whole):
        gone = case.world.history.gone(whole)
        reason = f"there is nothing at `{whole}`"
        if gone is not None:
            verb = f"moved it to `{gone.renamed_to}`" if gone.renamed_to else "deleted it"
            reason = f"commit {gone.commit[:10]} {verb}"
        yield broken(item.span, target, says, reason, help="Correct the link.")
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
