"""Judgements kept between runs, and held against today's files before they are believed.

A judgement holds while the file's content and everything else that it rests on are the same. The
content is not read again where the file's stamp (times of change, size, number) is that of a run that
began well after the file last changed: the time of change of a file's entry cannot be set by anybody.
"""

import hashlib
import os
import time
from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.discover import Candidate
from planproof.app.places import own_template_paths
from planproof.report.model import Located, PlanSummary, Problem, RuleInfo
from planproof.system import cache
from planproof.system.files import CannotRead, read_bytes
from planproof.system.surroundings import Disk, digest
from planproof.version import __version__

SETTLED = 2_000_000_000
"""Nanoseconds by which a file has to be older than a run, so that no clock's grain can hide a change."""

Stamp = tuple[int, int, int, int]


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """What there is to say of one file.

    Attributes:
        name: the file.
        digest: of its content; empty where it could not be read.
        taken: whether it was a plan whatever its headings, when this was found.
        plan: it as a plan, where it was taken for one.
        passed_over: why it was not, where it was not.
        observations: what its findings rest on besides its content.
    """

    name: str
    digest: str
    taken: bool
    plan: PlanSummary | None = None
    passed_over: str = ""
    problem: Problem | None = None
    findings: tuple[Located, ...] = ()
    suppressed: tuple[Located, ...] = ()
    observations: tuple[tuple[str, str, str], ...] = ()


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A judgement with the file's stamp, and when the run began that saw it so."""

    judged: Judged
    stamp: Stamp
    seen: int


class Book(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a project: judgements by file, and the rules that were applied."""

    rules: tuple[RuleInfo, ...] = ()
    entries: dict[str, Entry] = {}


class Kept:
    """The judgements kept for a project and its settings."""

    def __init__(self, settings: Settings) -> None:
        self.disk = Disk(settings.root)
        self.began = time.time_ns()
        self.file = cache.cache_file(settings.root, key(settings))
        self.book = _read(self.file)
        self.entries: dict[str, Entry] = {}
        self.changed = False

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """The rules that were applied."""
        return self.book.rules

    def of(self, candidate: Candidate) -> Judged | None:
        """The judgement kept of a file, if it still holds."""
        entry = self.book.entries.get(candidate.name)
        if entry is None or candidate.passed_over or entry.judged.taken != candidate.taken:
            return None
        stamp = _stamp(candidate.path)
        if stamp is None or not self.disk.still_so(entry.judged.observations):
            return None
        settled = max(stamp[:2]) + SETTLED < entry.seen
        if stamp != entry.stamp or not settled:
            try:
                data = read_bytes(candidate.path)
            except CannotRead:
                return None
            if digest(data) != entry.judged.digest:
                return None
            self.changed = True
            entry = Entry(entry.judged, stamp, self.began)
        self.entries[candidate.name] = entry
        return entry.judged

    def add(self, candidate: Candidate, judged: Judged, stamp: Stamp | None) -> None:
        """Keep a judgement. The stamp is from before the file was read."""
        if judged.digest and stamp is not None:
            self.entries[candidate.name] = Entry(judged, stamp, self.began)
            self.changed = True

    def store(self, rules: tuple[RuleInfo, ...]) -> None:
        """Write down what has changed; judgements of files that this run did not look at stay."""
        if self.changed:
            entries = {**self.book.entries, **self.entries}
            cache.store(self.file, msgspec.msgpack.encode(Book(rules, entries)))

    def stamp(self, candidate: Candidate) -> Stamp | None:
        """A file's stamp; None where it has none."""
        return _stamp(candidate.path)


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    if os.name != "posix":  # elsewhere the second time is that of the file's making
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _read(file: Path) -> Book:
    packed = cache.load(file)
    if packed is None:
        return Book()
    try:
        return msgspec.msgpack.decode(packed, type=Book)
    except msgspec.DecodeError:
        return Book()


def key(settings: Settings) -> bytes:
    """A digest of all that a judgement depends on besides files: settings, templates, our own code."""
    config = settings.config
    state = [
        __version__,
        code_digest(),
        _own_templates(Path(settings.root), config.templates),
        config.template,
        config.template_for,
        config.select,
        config.ignore,
        config.severity,
        config.units,
    ]
    return hashlib.blake2b(msgspec.msgpack.encode(state), digest_size=16).digest()


def _own_templates(root: Path, named: tuple[str, ...]) -> list[tuple[str, bytes]]:
    found = []
    for path in own_template_paths(root, named):
        try:
            found.append((str(path), read_bytes(path)))
        except CannotRead:
            found.append((str(path), b""))
    return found


def code_digest(part: str = "") -> str:
    """Changes whenever a file of planproof's own does, so that a cache never outlives the code.

    Args:
        part: a folder of planproof's that alone counts; empty for all.
    """
    seen = []
    stack = [os.path.join(os.path.dirname(os.path.dirname(__file__)), part)]
    while stack:
        for entry in os.scandir(stack.pop()):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    stack.append(entry.path)
            elif entry.name.endswith((".py", ".md")):
                found = entry.stat()
                seen.append(f"{entry.path}:{found.st_mtime_ns}:{found.st_size}")
    return hashlib.blake2b("\n".join(sorted(seen)).encode(), digest_size=8).hexdigest()
