"""Plans judged commit after commit: every distinct content is read once, then commits are joins.

Two commits that differ in nothing that a claim can rest on have the same verdicts, and the second is
not judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.gather import (
    Entry,
    How,
    Kept,
    Progress,
    Sieve,
    Unpacked,
    key_of,
    learn,
    referred,
)
from planproof.app.history import Past
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import Anchors
from planproof.facts.inventory import Inventory
from planproof.facts.model import Fact
from planproof.plan.model import Plan
from planproof.system.history import Change, History
from planproof.system.log import Commit
from planproof.system.repository import Snapshot
from planproof.template.read import read_plan
from planproof.template.schema import Template
from planproof.text.source import NotText, Source
from planproof.verdict.base import judge, named_by, sought_by
from planproof.verdict.model import Judged
from planproof.verdict.world import Gone, Paths, World


class Moment(NamedTuple):
    """A commit and a plan's claims at it; None where the plan is not there or cannot be read."""

    commit: Commit
    claims: tuple[Judged, ...] | None


class Then(Past):
    """The history as of a commit in the past, as far as the whole history can stand in for it."""

    def __init__(self, root: str, rev: str, today: Past, plans: Iterable[Plan]) -> None:
        """`today` knows the authors; somebody who came later counts as known."""
        super().__init__(root, rev, plans)
        self.today = today
        today.expect(self.named)

    def gone(self, path: str) -> Gone | None:
        """What became of a path that was ever taken away, be it later: that it was there counts."""
        return self.today.gone(path)

    def since(self, path: str, line: int) -> str:  # noqa: ARG002
        """Not looked up: it changes no verdict."""
        return ""

    def authors(self) -> Iterable[tuple[str, str]]:
        """Everybody who ever committed."""
        return self.today.authors()


class _Facts:
    """The facts of one commit, moved from commit to commit by what changes."""

    def __init__(
        self,
        kept: Kept,
        unpacked: Unpacked,
        wanted: frozenset[int],
        constants: frozenset[str],
        named: frozenset[int],
    ) -> None:
        self.kept = kept
        self.unpacked = unpacked
        self.wanted = wanted
        self.named = named | wanted
        self.sieve = Sieve(frozenset(kept.book.words[number] for number in wanted), constants)
        self.sieve.take(
            entry.sought
            for entry in kept.book.entries.values()
            if entry.sought and not wanted.isdisjoint(entry.hits)
        )
        self.stated: dict[str, tuple[Fact, ...]] = {}
        self.sought: dict[str, tuple[Fact, ...]] = {}
        self.hits: dict[str, frozenset[int]] = {}

    def entry(self, path: str, blob: str) -> Entry | None:
        """What is known of a file's content."""
        key = key_of(path, blob) if blob else None
        return self.kept.book.entries.get(key) if key is not None else None

    def put(self, path: str, blob: str) -> bool:
        """Set a file's content, empty for none; whether that changes any fact."""
        entry = self.entry(path, blob) or Entry()
        hits = self.named.intersection(entry.hits)
        stated = self.unpacked.of(entry.stated) if entry.stated else ()
        asked = entry.sought and not self.wanted.isdisjoint(hits)
        sought = self.sieve.of(entry.sought) if entry.sought and asked else ()
        same = (
            self.stated.get(path, ()) is stated or self.stated.get(path, ()) == stated
        ) and self.sought.get(path, ()) == sought and self.hits.get(path, frozenset()) == hits  # fmt: skip
        for where, value in ((self.stated, stated), (self.sought, sought)):
            if value:
                where[path] = value
            else:
                where.pop(path, None)
        if hits:
            self.hits[path] = hits
        else:
            self.hits.pop(path, None)
        return not same

    def mentions(self) -> dict[str, tuple[str, ...]]:
        """For each name that is looked for the files it occurs in."""
        words = self.kept.book.words
        found: dict[str, list[str]] = {}
        for path, numbers in self.hits.items():
            for number in numbers:
                found.setdefault(words[number], []).append(path)
        return {word: tuple(sorted(paths)) for word, paths in found.items()}


def before_move(path: str, changes: Iterable[Change]) -> str:
    """Where a file was before a commit: where it moved it from, with its content or with its name."""
    changed = list(changes)
    made = next((one for one in changed if one.path == path and not one.before), None)
    if made is None:
        return path
    gone = [one for one in changed if one.before and not one.after]
    name = path.rpartition("/")[2]
    same = [one.path for one in gone if one.before == made.after]
    same = same or [one.path for one in gone if one.path.rpartition("/")[2] == name]
    return same[0] if len(same) == 1 else path


class Timeline:
    """A plan through the history.

    Attributes:
        settings: the settings in force.
        path: the plan's path.
        kept: what other runs learned.
    """

    def __init__(self, settings: Settings, path: str, kept: Kept) -> None:
        self.settings = settings
        self.path = path
        self.kept = kept
        self.history = History(settings.root)
        self.templates: Sequence[Template] = templates_in_use(Path(settings.root), settings.config)
        self.today = Past(settings.root, "")
        self._plans: dict[tuple[str, str], Plan | None] = {}
        self._unpacked = Unpacked()
        self._constants: frozenset[str] = frozenset()
        self._named: frozenset[int] = frozenset()

    def walk(self, rev: str, limit: int, progress: Progress | None = None) -> Iterator[Moment]:
        """The plan's claims at the last commits before and at a revision, newest first.

        Commits are those of the first parents, so that a merge stands for what it brought in. A plan that
        was moved is followed to where it was.
        """
        learned = self.learn(rev, limit, progress)
        if learned is None:
            return
        snapshot, log, wanted = learned
        facts = _Facts(self.kept, self._unpacked, wanted, self._constants, self._named)
        plan = self.path
        files = dict(snapshot.entries)
        for path, blob in files.items():
            facts.put(path, blob)
        claims: tuple[Judged, ...] | None = None
        others = frozenset(path for path, _ in snapshot.left_out)
        stale, paths = True, Paths(others.union(files))
        for commit, changes in log:
            if stale:
                if paths.files != files.keys() | others:
                    paths = Paths(others.union(files))
                claims = self._judge(commit, snapshot, files, paths, facts, plan)
            yield Moment(commit, claims)
            stale = False
            plan = before_move(plan, changes)
            for change in changes:
                stale |= self._undo(change, files, facts)

    def learn(
        self, rev: str, limit: int, progress: Progress | None = None
    ) -> tuple[Snapshot, list[tuple[Commit, list[Change]]], frozenset[int]] | None:
        """Read what the last commits contain, each content once.

        Returns:
            The files of the newest, the commits with what they change, and the numbers of the names
            that the plan looks for; None where there is no commit.
        """
        newest = next(self.history.walk(rev, 1), None)
        if newest is None:
            return None
        log = list(self.history.raw_log(rev, limit))
        return newest.snapshot, log, self._learn(newest.snapshot, log, progress)

    def _undo(self, change: Change, files: dict[str, str], facts: _Facts) -> bool:
        """Take a change back; whether that can change a verdict."""
        moved = bool(change.before) != bool(change.after)
        if change.before:
            files[change.path] = change.before
        else:
            files.pop(change.path, None)
        changed = facts.put(change.path, change.before)
        text = change.path.endswith((".md", ".markdown"))
        return moved or changed or text

    def _learn(
        self,
        snapshot: Snapshot,
        log: Sequence[tuple[Commit, list[Change]]],
        progress: Progress | None,
    ) -> frozenset[int]:
        """Read every content of the commits once; the numbers of the names that are looked for."""
        contents: dict[str, tuple[str, str, str]] = {}
        plan_path = self.path
        plans = {(plan_path, snapshot.entries.get(plan_path, ""))}
        pairs = list(snapshot.entries.items())
        for _, changes in log:
            plan_path = before_move(plan_path, changes)
            for change in changes:
                pairs += ((change.path, change.before), (change.path, change.after))
                if change.path == plan_path:
                    plans.update(((plan_path, change.before), (plan_path, change.after)))
        for path, blob in pairs:
            key = key_of(path, blob) if blob else None
            if key is not None:
                contents[key] = (path, key, blob)
        words: set[str] = set()
        named: set[str] = set()
        for path, blob in plans:
            plan = self._plan(snapshot, path, blob) if blob else None
            if plan is not None:
                words |= sought_by(plan)
                named |= named_by(plan)
        how = How(self.kept, self.settings.config.jobs, progress)
        learn(snapshot, contents.values(), words, how, named)
        words |= self._references(contents)
        learn(snapshot, contents.values(), words, how, named)
        numbers = self.kept.numbers(words | named)
        self._named = frozenset(numbers[word.lower()] for word in named)
        return frozenset(numbers[word.lower()] for word in words)

    def _references(self, contents: Mapping[str, tuple[str, str, str]]) -> frozenset[str]:
        """The constants and wrappers that any of the contents refers to."""
        stated: dict[str, tuple[Fact, ...]] = {}
        for key in contents:
            entry = self.kept.book.entries.get(key)
            if entry is not None and entry.stated:
                stated[key] = self._unpacked.of(entry.stated)
        self._constants = frozenset(referred(fact for facts in stated.values() for fact in facts))
        return Inventory(stated, {}).references

    def _plan(self, snapshot: Snapshot, path: str, blob: str) -> Plan | None:
        if (path, blob) not in self._plans:
            data = next((data for _, data in snapshot.read_many([(path, blob)])), None)
            try:
                source = Source.from_bytes(path, data) if data is not None else None
            except NotText:
                source = None
            template = self.settings.config.template_of(path)
            plan = read_plan(source, self.templates, template) if source else None
            self._plans[path, blob] = plan
        return self._plans[path, blob]

    def _judge(
        self,
        commit: Commit,
        snapshot: Snapshot,
        files: dict[str, str],
        paths: Paths,
        facts: _Facts,
        path: str,
    ) -> tuple[Judged, ...] | None:
        plan = self._plans.get((path, files.get(path, "")))
        if plan is None:
            return None

        def read(path: str) -> bytes | None:
            wanted = [(path, files[path])] if path in files else []
            return next((data for _, data in snapshot.read_many(wanted)), None)

        world = World(
            paths,
            Inventory(dict(facts.stated), dict(facts.sought)),
            facts.mentions(),
            Then(self.settings.root, commit.id, self.today, (plan,)),
            Anchors(read),
        )
        return judge(plan, world)
