"""Which commits a change is: from where it left the branch it goes to, to its last one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.gate.events import Event
from planproof.system import changes, git, repository
from planproof.system.changes import Diff, Message
from planproof.system.snapshots import Snapshot


class Change(NamedTuple):
    """A change.

    Attributes:
        before: the files where it left its branch.
        after: the files as it leaves them.
        tip: the files of the branch it goes to, where that has moved on; else None.
        sides: of the forge's trial merge, the files where the change left its branch, and as it leaves them
            by itself; None where it is none, or the clone does not reach back so far.
        files: what differs.
        messages: of its commits, newest first.
        commits: how many there are.
        behind: how many commits the branch has got meanwhile.
        branch: the name of the change's branch, where git knows it.
        notes: what to know about how it was judged.
    """

    before: Snapshot
    after: Snapshot
    tip: Snapshot | None
    sides: tuple[Snapshot, Snapshot] | None
    files: tuple[Diff, ...]
    messages: tuple[Message, ...]
    commits: int
    behind: int
    branch: str
    notes: tuple[str, ...]


def change_of(settings: Settings, base: str, head: str, event: Event | None) -> Change:
    """The change from where `head` left `base`.

    Args:
        settings: the settings in force.
        base: a revision; empty where the event says.
        head: a revision; empty for what is checked out, or what the event is about.
        event: what the forge says.

    Raises:
        CannotDo: nobody can tell, or the clone is not deep enough.
    """
    try:
        if git.locate(settings.root) is None:
            raise CannotDo("there is no git repository here", "Run it in a clone.")
        return _change(settings.root, base, head, event)
    except git.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None


def _change(root: str, base: str, head: str, event: Event | None) -> Change:
    notes: list[str] = []
    last = _head(root, head, event, notes)
    goes_to = _base(root, base, last, event)
    parting = changes.parting(root, goes_to, last)
    if not parting.commit or not parting.sure:
        raise _too_shallow(root, event, parting.commit == "" and not repository.is_shallow(root))
    if parting.commit == last:
        raise CannotDo(
            f"there is no change to judge: {last[:10]} has no commit that {base or goes_to[:10]} does not have",
            "Name another --base, or another --head.",
        )
    count = changes.count(root, goes_to, last)
    behind = changes.count(root, last, goes_to) if goes_to != parting.commit else 0
    # After a forced push, what the branch had is no branch that the change goes to.
    forced = event is not None and event.kind == "push" and goes_to == event.base
    return Change(
        before=_snapshot(root, parting.commit),
        after=_snapshot(root, last),
        tip=_snapshot(root, goes_to) if behind and not forced else None,
        sides=_sides(root, goes_to, last, event),
        files=tuple(changes.differences(root, parting.commit, last)),
        messages=tuple(changes.messages(root, goes_to, last)),
        commits=count,
        behind=behind,
        branch=_branch(root, head),
        notes=(*notes, *_unsaid(event, count)),
    )


def _unsaid(event: Event | None, count: int) -> Iterator[str]:
    """What the change says, and nobody can read here."""
    if event is not None and event.commits > count:
        yield (
            f"The messages of {event.commits - count} of {event.commits} commits are not in this clone, so that"
            f" trailers in them are not read; `fetch-depth: {event.commits + 2}` gets them."
        )
    if event is not None and event.cut:
        yield (
            "GitLab tells a job the first 2,700 characters of a description, so that trailers further down are"
            " not read; put them at its beginning, or into a commit's message."
        )


def _sides(
    root: str, base: str, last: str, event: Event | None
) -> tuple[Snapshot, Snapshot] | None:
    """Both ends of a change of which the forge's trial merge is judged."""
    above = changes.parents(root, last)
    if event is None or event.kind != "pull_request" or above != (base, event.head):
        return None
    parting = changes.parting(root, *above)
    if not parting.commit or not parting.sure or parting.commit == base:
        return None
    return _snapshot(root, parting.commit), _snapshot(root, event.head)


def _head(root: str, named: str, event: Event | None, notes: list[str]) -> str:
    """The last commit of the change: what is named, else what is checked out if it is what the event is about."""
    if named:
        return _resolved(root, named, "--head")
    here = _resolved(root, "HEAD", "--head")
    about = event.head if event is not None else ""
    if not about or about == here or about in changes.parents(root, here):
        return here
    if not changes.is_here(root, about):
        number = event.number if event is not None else ""
        kind = "merge-requests" if number.startswith("!") else "pull"
        ref = f"refs/{kind}/{number[1:]}/head" if number else about
        raise CannotDo(
            f"the event is about commit {about[:10]}, which is not in this clone; {here[:10]} is checked out",
            f"Check out what the event is about, or `git fetch origin {ref}`, or name it with --head.",
        )
    if git.git(root, "merge-base", "--is-ancestor", about, here) is not None:
        return here
    notes.append(f"{about[:10]} is judged, which the event is about; {here[:10]} is checked out.")
    return about


def _base(root: str, named: str, head: str, event: Event | None) -> str:
    """The branch's commit that the change goes to."""
    merged = event is not None and event.kind == "pull_request" and event.head
    if merged and (not named or named == event.base) and event is not None:  # type: ignore[union-attr]
        above = changes.parents(root, head)
        if len(above) == 2 and above[1] == event.head:
            # The forge's trial merge: what it brings is what it adds to its first parent.
            if not changes.is_here(root, above[0]):
                raise CannotDo(
                    f"this clone is too shallow: it has the merge commit {head[:10]}, and not what is merged",
                    "Set `fetch-depth: 2` (or 0 for all), or run `git fetch --deepen=1`.",
                )
            return above[0]
    if named:
        return _resolved(root, named, "--base")
    if event is None:
        raise CannotDo(
            "nobody says what the change is compared with",
            "Name it: `planproof gate --base origin/main`.",
        )
    if event.base:
        if not changes.is_here(root, event.base):
            raise _too_shallow(root, event, not repository.is_shallow(root))
        return event.base
    for name in (f"refs/remotes/origin/{event.target}", f"refs/heads/{event.target}"):
        if event.target and git.git(root, "rev-parse", "--verify", "--quiet", name) is not None:
            return _resolved(root, name, "--base")
    target = event.target or "main"
    raise CannotDo(
        "the event does not say which commit the change is compared with, and"
        f" the branch `{target}` is not in this clone",
        f"Run `git fetch origin {target}`, or name it with --base.",
    )


def _resolved(root: str, rev: str, flag: str) -> str:
    try:
        return repository.resolve(root, rev)
    except repository.NoSuchRevision as error:
        advice = f"Name a branch, tag or commit that `git log` knows with {flag}."
        if repository.is_shallow(root):
            advice = (
                "Set `fetch-depth: 0` (`GIT_DEPTH: 0` in GitLab), or run `git fetch --unshallow`."
            )
        raise CannotDo(str(error), advice) from None
    except repository.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None


def _too_shallow(root: str, event: Event | None, whole: bool) -> CannotDo:
    if whole and not (event is not None and event.base and not changes.is_here(root, event.base)):
        return CannotDo(
            "the base and the head have no commit in common",
            "Name a --base that it was branched off.",
        )
    if whole:
        base = event.base if event is not None else ""
        return CannotDo(
            f"the commit {base[:10]} that the event compares with is not in this clone",
            f"Run `git fetch origin {base}`: after a forced push no branch has it; or name --base.",
        )
    gitlab = event is not None and event.forge == "gitlab"
    setting = "`GIT_DEPTH: 0`" if gitlab else "`fetch-depth: 0`"
    least = f", at least {event.commits + 2}" if event is not None and event.commits else ""
    trial = "" if gitlab else " On GitHub's own merge commit `fetch-depth: 2` is enough."
    return CannotDo(
        f"this clone is too shallow: its {changes.depth(root):,} commits do not reach where the change left its base",
        f"Set {setting}{least}, or run `git fetch --unshallow`.{trial}",
    )


def _snapshot(root: str, commit: str) -> Snapshot:
    try:
        return repository.at(root, commit)
    except repository.NoSuchRevision as error:
        raise CannotDo(str(error), "Name a commit that is in this clone.") from None
    except repository.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None


def _branch(root: str, head: str) -> str:
    """The name of the branch that is judged, as far as git knows it."""
    if not head:
        return (git.git(root, "symbolic-ref", "--quiet", "--short", "HEAD") or "").strip()
    full = git.git(root, "rev-parse", "--symbolic-full-name", head) or ""
    name = full.strip()
    for prefix in ("refs/heads/", "refs/remotes/origin/"):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return ""
