"""`blame`: the commit that broke a claim, or made it hold."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.timeline import Timeline
from planproof.app.verify import Request, verify
from planproof.plan.ids import split_named
from planproof.report.truth import ClaimLine, PlanTruth
from planproof.system import git
from planproof.system.log import Commit
from planproof.verdict.conflicts import KIND as CONFLICT
from planproof.verdict.model import Judged

FIRST, MOST = 32, 100_000
"""Commits looked at in the first stretch; each is four times as long as the one before."""


class Blamed(msgspec.Struct, frozen=True):
    """Since when a claim has its verdict.

    Attributes:
        plan: the plan's path.
        claim: the claim as it stands today.
        was: its verdict before; `absent` where the plan did not make the claim, empty where the history
            does not go back further.
        commit: the commit, as id, author, address, date, subject; empty fields where it is not committed.
        hunks: what that commit changed about it, as lines of a diff.
        looked_at: how many commits were looked at.
        cut_off: whether the history here ends before its beginning, in a shallow clone.
    """

    plan: str
    claim: ClaimLine
    was: str
    commit: Commit | None
    hunks: tuple[str, ...]
    looked_at: int
    cut_off: bool = False


def blame(settings: Settings, named: str, progress: Progress | None = None) -> Blamed:
    """Find the commit since which a claim has its verdict.

    Args:
        settings: the settings in force.
        named: `PLAN#ITEM`, `PLAN#ITEM/KIND`, or what the claim is about: `PLAN#ORDERS_PORT`.
        progress: told how far it is.

    Raises:
        CannotDo: there is no such plan or claim, there are several, or there is no history.
    """
    plan, claim = find_claim(settings, named)
    kept = Kept(settings.root, use=settings.config.cache)
    timeline = Timeline(settings, plan.path, kept)
    if timeline.history.missing:
        raise CannotDo(
            f"nobody can be blamed: {timeline.history.missing}", "Commit the plan first."
        )
    length, looked = FIRST, 0
    newer: Commit | None = None
    first = True
    while True:
        skip, seen = looked, 0
        for moment in timeline.walk("HEAD", length, progress):
            seen += 1
            if seen <= skip:
                newer = moment.commit
                continue
            then = _verdict(moment.claims, claim)
            if then != claim.verdict:
                kept.store()
                commit = None if first else newer
                hunks = _hunks(settings.root, commit, claim, plan.path) if commit else ()
                return Blamed(plan.path, claim, then, commit, hunks, seen)
            newer, first = moment.commit, False
        if seen < length or length >= MOST:
            kept.store()
            cut_off = timeline.history.is_shallow()
            hunks = _hunks(settings.root, newer, claim, plan.path) if newer and not cut_off else ()
            return Blamed(plan.path, claim, "", newer, hunks, seen, cut_off)
        looked, length = seen, length * 4


def find_claim(settings: Settings, named: str) -> tuple[PlanTruth, ClaimLine]:
    """The claim that somebody names, as it stands today.

    Raises:
        CannotDo: there is none, or several that differ.
    """
    plan, rest = split_named(named)
    if not os.path.isfile(plan):  # a claim's own name may have a `#`
        plan, _, rest = named.partition("#")
    if not rest:
        raise CannotDo(f"`{named}` names no claim", "Write PLAN#ITEM, PLAN#ITEM/KIND or PLAN#NAME.")
    if rest.partition(":")[0].rpartition("/")[2] == CONFLICT:
        raise CannotDo(
            f"`{named}` comes of two plans, and `blame` looks at one",
            "Name another claim of the same item, in either plan.",
        )
    truth = verify(settings, Request(paths=(plan,) if plan else ()))
    claims = [(p, c) for p, c in truth.claims if c.kind != CONFLICT]
    exact = [(p, c) for p, c in claims if rest in (c.key, f"{c.item}/{c.kind}")]
    close = exact or [
        (p, c) for p, c in claims if rest in (c.item, c.subject, f"{c.subject}/{c.kind}", c.kind)
    ]
    broken = [one for one in close if one[1].verdict == "broken"]
    chosen = close if len(close) == 1 else broken
    if len(chosen) == 1:
        return chosen[0]
    if not close:
        raise CannotDo(
            f"no claim is named `{rest}`", "`planproof verify --format json` gives the key of each."
        )
    lines = [f"\n  {shlex.quote(f'{p.id}#{c.key}')}  {c.verdict}: {c.says}" for p, c in close[:12]]
    raise CannotDo(f"`{named}` names {len(close)} claims", f"Name one of them:{''.join(lines)}")


def _verdict(claims: Sequence[Judged] | None, wanted: ClaimLine) -> str:
    """A claim's verdict among those of a commit: by kind and subject, else by kind and item."""
    if claims is None:
        return "absent"
    same = [one for one in claims if one.kind == wanted.kind]
    found = [one for one in same if one.subject == wanted.subject and wanted.subject]
    found = found or [one for one in same if one.item == wanted.item and not wanted.subject]
    matching = [one for one in found if one.item == wanted.item] or found
    return matching[0].verdict.value if matching else "absent"


def _hunks(root: str, commit: Commit, claim: ClaimLine, plan: str) -> tuple[str, ...]:
    """The hunks of a commit that have to do with a claim: those that name it, else the plan's."""
    said = git.git(
        root, "-c", "diff.noprefix=false", "diff-tree", "-p", "-m", "--first-parent", "--root", "-U1",
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-commit-id", "-r", "--relative",
        commit.id,
    ) or ""  # fmt: skip
    words = [word for word in (claim.subject, claim.subject.rpartition("/")[2]) if word]
    words += [claim.subject.rpartition("::")[2], *claim.subject.split()[-1:]] if words else []
    naming: list[str] = []
    files = _files(said)
    # First the file itself, then the plan, code, and last what only writes about it.
    files.sort(
        key=lambda one: (not _is(one[0], claim), one[0] != plan, one[0].endswith((".md", ".mdx")))
    )
    for file, hunks in files:
        for hunk in hunks[:1] if _is(file, claim) else hunks:
            changed = [line for line in hunk if line[:1] in "+-"]
            about = any(word in line for line in changed for word in words)
            if about or _is(file, claim):
                naming += [f"--- {file}", *_around(hunk, words)]
    if not naming:
        own = [hunk for file, hunks in files if file == plan for hunk in hunks]
        naming = [f"--- {plan}", *(line for hunk in own for line in hunk[:24])] if own else []
    return tuple(naming[:60])


def _is(file: str, claim: ClaimLine) -> bool:
    """Whether a file is what a claim is about."""
    return bool(claim.subject) and f"/{file}".endswith(f"/{claim.subject.lstrip('./')}")


def _around(hunk: list[str], words: list[str]) -> list[str]:
    """A hunk; of a long one the lines that name the claim's subject, with one before and after."""
    if len(hunk) <= 24:
        return hunk
    near = {
        index + step
        for index, line in enumerate(hunk)
        if line[:1] in "+-" and any(word in line for word in words)
        for step in (-1, 0, 1)
    }
    return [hunk[0], *(line for index, line in enumerate(hunk) if index and index in near)][:24]


def _files(diff: str) -> list[tuple[str, list[list[str]]]]:
    """The hunks of a diff by file."""
    found: list[tuple[str, list[list[str]]]] = []
    for line in diff.split("\n")[:-1]:
        if line.startswith("diff --git "):
            found.append((line.rpartition(" b/")[2], []))
        elif found and line.startswith("@@"):
            found[-1][1].append([line])
        elif found and found[-1][1]:
            hunk = found[-1][1][-1]
            if hunk[0].startswith("@@") or not line.startswith(("index ", "--- ", "+++ ")):
                hunk.append(line)
        elif found and line.startswith(("deleted file", "new file")):
            found[-1][1].append([line])
    return found
