"""The course of plans through git's history: each commit is looked at once, for all of them.

The log is walked from the newest commit back, along first parents, to learn under which name each plan
was when, and what its content was called; then each plan's versions are read, the earliest first. How far
that came is kept by the commit it came to, and gone on with from there, if the new commits stand on that
one; else all is read anew. So nothing that is kept can be wrong after a rebase or a change of branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from planproof.app.chain import chain_of, now
from planproof.app.config import Settings
from planproof.app.course_kept import Kept, Shelf
from planproof.app.errors import CannotDo
from planproof.app.plans import load_plan
from planproof.app.targets import item_of
from planproof.app.templates import templates_in_use
from planproof.plan.model import Plan
from planproof.progress.boxes import Reader
from planproof.progress.dates import EARLIEST, in_order, in_utc, second_of, stamp
from planproof.progress.model import Course, Moment
from planproof.progress.moves import File, moves
from planproof.progress.references import reference_of
from planproof.progress.track import Track, Version, advance, course_of, ids_of
from planproof.system import git, log
from planproof.system.files import SUFFIXES
from planproof.system.history import Change, History
from planproof.system.log import Commit
from planproof.system.objects import Objects
from planproof.system.repository import at
from planproof.system.snapshots import SUBMODULE
from planproof.template.read import read_plan
from planproof.text.source import NotText, Source

Progress = Callable[[int, int], None]

_UNSURE = float("inf")
"""The latest date of commits whose dates cannot all be right."""


class _Walked(NamedTuple):
    """What a walk back found.

    Attributes:
        chains: for each plan its versions, the newest first.
        start: for each plan the path it had before all of them; empty where it was not there.
        revived: plans whose file came anew, so that it may have been there still earlier.
        graves: Markdown files that were taken away.
        oldest: the earliest commit, None where there was none.
        times: the dates of all commits in seconds since 1970, the earliest first.
    """

    chains: dict[str, list[tuple[Commit, str, str]]]
    start: dict[str, str]
    revived: set[str]
    graves: set[str]
    oldest: Commit | None
    times: list[float]


def courses(
    settings: Settings,
    plans: Sequence[Plan],
    rev: str = "HEAD",
    progress: Progress | None = None,
) -> dict[str, Course]:
    """The courses of plans up to a commit, by their paths; what they say beyond it is not committed.

    Args:
        settings: the settings in force.
        plans: the plans as they are now.
        rev: the commit to look back from.
        progress: told how many versions were read, of how many.

    Raises:
        NoSuchRevision: git does not know the revision.
        GitRefuses: git does not work with the repository.
    """
    return _Courses(settings, rev, progress).of(plans)


def course(
    settings: Settings, named: str, item: str = "", progress: Progress | None = None
) -> Course:
    """The course of the plan that somebody names.

    Args:
        settings: the settings in force.
        named: a file or an id.
        item: an item that has to be in it, or to have been; empty for none.
        progress: as in `courses`.

    Raises:
        CannotDo: there is no such plan or item, or no history.
    """
    plan = load_plan(settings, named)
    missing = History(settings.root).missing
    if missing:
        raise CannotDo(f"`{plan.id}` has no history: {missing}", "Commit the plan first.")
    path = plan.document.source.name
    if path.startswith("/"):
        raise CannotDo(f"{path} lies outside the project", "Run planproof in its repository.")
    found = courses(settings, [plan], "HEAD", progress)[path]
    if found.began is None:
        for folder, what in at(settings.root, "HEAD").left_out:
            if what == SUBMODULE and path.startswith(f"{folder}/"):
                reason = f"{folder} is a submodule, which has a history of its own"
                raise CannotDo(reason, f"Run planproof in {folder}.")
    if item and item not in {one.item for one in found.flips} | {one.item for one in found.scope}:
        item_of(plan, item)
    return found


def last_commit(settings: Settings) -> str:
    """When the last commit was made, ISO 8601, and no later than now; empty without any."""
    history = History(settings.root)
    commits = [] if history.missing else history.commits(limit=1)
    return stamp(min(second_of(commits[0].date), now())) if commits else ""


class _Courses:
    """What one look at the history needs."""

    def __init__(self, settings: Settings, rev: str, progress: Progress | None) -> None:
        self.settings = settings
        self.root = settings.root
        self.rev = rev
        self.progress = progress or (lambda _done, _total: None)
        self.history = History(self.root)
        self.objects = Objects(self.root)
        self.shallow = not self.history.missing and self.history.is_shallow()
        self.shelf = Shelf(settings, use=settings.config.cache and not self.shallow)
        self.lacking: set[str] = set()
        self.now = now()
        self._names: dict[tuple[str, str], Mapping[int, str]] = {}

    def of(self, plans: Sequence[Plan]) -> dict[str, Course]:
        """The courses of plans."""
        by_path = {plan.document.source.name: plan for plan in plans}
        if self.history.missing:
            return {path: course_of(plan, None, self.names) for path, plan in by_path.items()}
        snapshot = at(self.root, self.rev)
        there = self._there(by_path, snapshot.entries)
        kept = self._tracks(snapshot.revision, set(there.values()), snapshot.entries)
        dates = self._dates(snapshot.revision) if kept.latest == _UNSURE else {}
        found = {}
        for path, plan in by_path.items():
            packed = kept.tracks.get(there.get(path, ""))
            track = msgspec.msgpack.decode(packed, type=Track) if packed is not None else None
            partial = there.get(path) in self.lacking
            cut_off = partial or (self.shallow and track is not None and self._boundary(track))
            made = course_of(plan, track, self.names, dates)
            found[path] = msgspec.structs.replace(made, cut_off=cut_off, partial=partial)
        self.objects.close()
        return found

    def _dates(self, tip: str) -> dict[str, float]:
        """When commits were made whose own dates cannot be right."""
        known = chain_of(self.root, tip, self.now)
        rows = zip(known.commits, known.said, known.times, strict=True)
        return {commit: at for commit, said, at in rows if said != at}

    def _latest(self, times: Sequence[float], before: float) -> float:
        """The date of the last of commits; infinity where dates are not as they have to be."""
        if before == _UNSURE or not in_order(times, self.now, before):
            return _UNSURE
        return times[-1] if times else before

    def _boundary(self, track: Track) -> bool:
        """Whether a plan came to be where a shallow clone ends."""
        commits = self.history.commits(track.rows[track.began].commit, limit=1)
        return bool(commits) and not commits[0].parents

    def _there(self, plans: Mapping[str, Plan], entries: Mapping[str, str]) -> dict[str, str]:
        """For each plan the path it has at the commit: its own, or that from which it was just moved."""
        there = {path: path for path in plans if path in entries}
        lost = [path for path in plans if path not in entries]
        if lost:
            gone = [
                File(path, blob)
                for path, blob in entries.items()
                if path.endswith(SUFFIXES) and not Path(self.root, path).exists()
            ]
            texts = {f"\0{path}": plans[path].document.source.text.encode() for path in lost}

            def read(blobs: Iterable[str]) -> dict[str, bytes]:
                wanted = list(blobs)
                return {
                    **self._contents(one for one in wanted if one not in texts),
                    **{one: texts[one] for one in wanted if one in texts},
                }

            there |= moves([File(path, f"\0{path}") for path in lost], gone, read)
        return there

    def names(self, path: str, blob: str) -> Mapping[int, str]:
        """The ids of the items with boxes of a version."""
        if (path, blob) not in self._names:
            data = self.objects.read(blob) if blob else None
            try:
                source = Source.from_bytes(path, data) if data is not None else None
            except NotText:
                source = None
            config = self.settings.config
            templates = templates_in_use(Path(self.root), config)
            self._names[path, blob] = (
                ids_of(read_plan(source, templates, config.template_of(path))) if source else {}
            )
        return self._names[path, blob]

    def _tracks(self, tip: str, paths: set[str], entries: Mapping[str, str]) -> Kept:
        """The tracks of plans up to a commit, kept ones gone on with as far as they can be."""
        for name, number in self.shelf:
            if name == tip and (kept := self.shelf.load(name, number)) is not None:
                lacking = paths - kept.tracks.keys()
                if lacking:
                    whole = self._whole(tip, lacking)
                    tracks = {**kept.tracks, **whole.tracks}
                    kept = Kept(tip, tracks, whole.graves, whole.latest)
                    self._keep(kept, number)
                return kept
        for name, number in self.shelf:
            more = self._further(name, number, tip, paths, entries)
            if more is not None:
                self._keep(more, number)
                return more
        kept = self._whole(tip, paths)
        self._keep(kept)
        return kept

    def _keep(self, kept: Kept, slot: int | None = None) -> None:
        if not self.lacking:
            self.shelf.store(kept, slot)

    def _whole(self, tip: str, paths: set[str]) -> Kept:
        walked = self._walk(tip, paths)
        tracks = self._read(walked, {}, tip)
        return Kept(tip, tracks, sorted(walked.graves), self._latest(walked.times, EARLIEST))

    def _further(
        self, old: str, number: int, tip: str, paths: set[str], entries: Mapping[str, str]
    ) -> Kept | None:
        """The tracks of an earlier commit, gone on with; None where the tip does not stand on it."""
        if git.git(self.root, "merge-base", "--is-ancestor", old, tip) is None:
            return None
        kept = self.shelf.load(old, number)
        if kept is None:
            return None
        wanted = paths | {path for path in kept.tracks if path in entries}
        walked = self._walk(f"{old}..{tip}", wanted)
        if walked.oldest is None or walked.oldest.parents[:1] != (old,):
            return None
        graves = walked.graves.union(kept.graves)
        known, anew = {}, set()
        for path in wanted:
            start = walked.start[path]
            if start in kept.tracks and path not in walked.revived:
                known[path] = kept.tracks[start]
            elif path not in walked.revived or start in graves:
                anew.add(path)
        tracks = self._read(walked, known, f"{old}..{tip}", anew)
        if anew:
            tracks |= self._whole(tip, anew).tracks
        return Kept(tip, tracks, sorted(graves), self._latest(walked.times, kept.latest))

    def _walk(self, revisions: str, paths: set[str]) -> _Walked:
        """Follow plans back to where they came from."""
        chains: dict[str, list[tuple[Commit, str, str]]] = {path: [] for path in paths}
        now = {path: path for path in paths}
        dormant: set[str] = set()
        graves: set[str] = set()
        oldest = None
        times: list[float] = []
        for commit, changes in self.history.raw_log(revisions, outside=True):
            oldest = commit
            times.append(second_of(commit.date))
            ours = [one for one in changes if one.path.endswith(SUFFIXES)]
            if not ours:
                continue
            graves.update(one.path for one in ours if not one.after)
            touched = [one for one in ours if one.path in now]
            if not touched:
                continue
            moved = self._moved(ours, touched)
            for change in touched:
                owner = now[change.path]
                if not change.after and change.path in moved.values():
                    del now[change.path]  # what was here before is another file's history
                    continue
                chains[owner].append((commit, change.path, change.after))
                dormant.discard(owner)
                if not change.before and change.path not in moved:
                    dormant.add(owner)
            renamed = [(source, now.pop(path)) for path, source in moved.items() if path in now]
            now |= dict(renamed)
        start = {owner: path for path, owner in now.items()}
        lost = paths - start.keys()
        start |= dict.fromkeys(lost, "")
        return _Walked(chains, start, dormant | lost, graves, oldest, times[::-1])

    def _moved(self, changes: Sequence[Change], touched: Iterable[Change]) -> dict[str, str]:
        """For each file that a commit made the one it was before, where a plan is among them."""
        if all(one.before and one.after for one in touched):
            return {}
        came = [File(one.path, one.after) for one in changes if not one.before]
        gone = [File(one.path, one.before) for one in changes if not one.after]
        return moves(came, gone, self._contents) if came and gone else {}

    def _contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        wanted = list(blobs)
        return {
            blob: data
            for blob, data in zip(wanted, self.objects.contents(wanted), strict=True)
            if data is not None
        }

    def _read(
        self,
        walked: _Walked,
        known: Mapping[str, msgspec.Raw],
        revisions: str,
        without: Iterable[str] = (),
    ) -> dict[str, msgspec.Raw]:
        """Go through the versions of each plan, the earliest first."""
        moments = self._moments(walked, revisions)
        total = sum(map(len, walked.chains.values()))
        done = 0
        found: dict[str, msgspec.Raw] = {}
        skipped = set(without)
        for path, chain in walked.chains.items():
            packed = known.get(path)
            if path in skipped or not (chain or packed):
                continue
            if packed is not None and not chain:
                found[path] = packed
                continue
            track = msgspec.msgpack.decode(packed, type=Track) if packed else Track()
            reader = Reader()
            chain.reverse()
            for (commit, name, blob), data in zip(chain, self._versions(chain), strict=True):
                if data is None:
                    self.lacking.add(path)
                    continue
                boxes = reader.boxes(data)
                advance(track, Version(moments[commit.id], name, blob), boxes, self.names)
                done += 1
                if not done & 63:
                    self.progress(done, total)
            if track.rows:
                found[path] = msgspec.Raw(msgspec.msgpack.encode(track))
        return found

    def _versions(self, chain: Sequence[tuple[Commit, str, str]]) -> Iterator[bytes | None]:
        """The contents of versions, empty where the file was gone; None where this clone lacks it."""
        contents = self.objects.contents(blob for _, _, blob in chain)
        for (_, _, blob), data in zip(chain, contents, strict=True):
            yield data if blob else b""

    def _moments(self, walked: _Walked, revisions: str) -> dict[str, Moment]:
        """The commits of a walk as moments, with the pull requests that their messages name."""
        commits = {commit.id: commit for chain in walked.chains.values() for commit, _, _ in chain}
        named = {}
        if commits:
            asked = (
                "--first-parent",
                "--fixed-strings",
                "--grep=See merge request",
                "--format=%H%x00%B",
            )
            words = log.log(self.root, revisions, *asked)
            for first in words:
                named[log.text(first)] = log.text(next(words))
        return {
            one.id: Moment(
                commit=one.id,
                when=in_utc(one.date),
                author=one.author,
                email=one.email,
                subject=one.subject,
                reference=reference_of(one.subject) or reference_of(named.get(one.id, "")),
            )
            for one in commits.values()
        }
