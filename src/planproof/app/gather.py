"""The facts of one commit: read from its files, kept by content, joined.

What a file says depends on its content and on what sort of file its path makes it, never on anything
else, so it is kept by blob id: a commit whose files were all seen before is judged without reading one.
Names that somebody looks for (variables, tests, functions ...) are searched in every file once; a file
keeps which of the names it was searched for occur in it, and files in which one does are read for
definitions, tests and mentions as well.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache as cache_results
from typing import NamedTuple, Protocol

import msgspec

from planproof.facts.content import Content
from planproof.facts.inventory import Inventory
from planproof.facts.model import (
    AnyFact,
    Definition,
    EnvRead,
    Fact,
    FlagUse,
    Mention,
    Mount,
    Note,
    Route,
    Signal,
    Value,
)
from planproof.facts.paths import LARGEST, generated, likely_text, vendored
from planproof.facts.probe import sort_of
from planproof.system import cache
from planproof.system.parallel import processes, spread, uncollected

Progress = Callable[[int, int], None]

MOST_WORDS = 4_000
"""Names that are kept as searched for; beyond that the search begins anew."""

MOST_KEPT = 300_000
"""Entries that are kept; beyond that those that this run did not use go."""

_NOT_SEARCHED = frozenset(
    ("md", "markdown", "mdx", "rst", "txt", "adoc", "html", "htm", "svg", "png", "jpg", "jpeg", "gif", "ico",
     "webp", "pdf", "woff", "woff2", "ttf", "eot", "otf", "zip", "gz", "tgz", "bz2", "xz", "jar", "war", "class",
     "so", "dylib", "dll", "exe", "bin", "wasm", "mp3", "mp4", "webm", "mov", "avi", "wav", "lock", "sum", "map",
     "po", "pot", "mo", "csv", "tsv", "parquet", "db", "sqlite", "pyc", "o", "a", "snap", "patch", "diff", "log",
     "changelog", "license", "ipynb", "rtf", "docx", "xlsx", "pptx", "psd", "ai", "sketch", "fig", "drawio")
)  # fmt: skip
"""Suffixes of documentation, pictures and data, where a name proves nothing."""


class Files(Protocol):
    """The files of one commit or of the work tree."""

    @property
    def entries(self) -> Mapping[str, str]:
        """The blob id of each file, by path."""
        ...

    def read_many(self, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        """The contents of files, given path and blob id; None for one that cannot be read."""
        ...


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of one content.

    Attributes:
        stated: its facts, packed; empty where there are none; None where it was not read for facts.
        notes: what was not read of it.
        upto: how many of the names it was searched for.
        hits: those that occur in it, by number.
        sought: its facts of the kinds that are sought, packed; None where nobody asked.
    """

    stated: bytes | None = None
    notes: tuple[Note, ...] = ()
    upto: int = 0
    hits: tuple[int, ...] = ()
    sought: bytes | None = None


UNREADABLE = (Note("unreadable"),)
"""The notes on a content that could not be read."""


class Book(msgspec.Struct, array_like=True):
    """What is kept of a repository: the names searched for, and entries by content and sort of file."""

    words: list[str] = []
    entries: dict[str, Entry] = {}


class Coverage(NamedTuple):
    """What was read, and what was not.

    Attributes:
        languages: files read, by language.
        unread: files of code that no probe reads, by suffix.
        left_out: files that were not read, by reason.
        partly: files of which a part could not be read, with the line.
    """

    languages: dict[str, int]
    unread: dict[str, int]
    left_out: dict[str, int]
    partly: tuple[tuple[str, int], ...]


class How(NamedTuple):
    """How files are read.

    Attributes:
        kept: what other runs learned; this one adds to it.
        jobs: processes to read with; 0 for as many as help.
        progress: told how far it is.
        everything: read every file for the kinds that are sought, too (an inventory).
    """

    kept: "Kept"
    jobs: int = 0
    progress: Progress | None = None
    everything: bool = False


class Gathered(NamedTuple):
    """A commit's facts: joined, the files in which names occur, and what was read."""

    inventory: Inventory
    mentions: dict[str, tuple[str, ...]]
    coverage: Coverage


class Kept:
    """What is kept between runs, for one repository; read and written whole."""

    def __init__(self, root: str, *, use: bool = True) -> None:
        from planproof.app.kept import code_digest

        self.file = cache.cache_file(root, code_digest("facts").encode(), "facts") if use else None
        self.book = _load(self.file) if self.file is not None else Book()
        self.used: set[str] = set()
        self.changed = False

    def store(self) -> None:
        """Write down what this run learned."""
        if not self.changed or self.file is None:
            return
        entries = {
            key: entry for key, entry in self.book.entries.items() if entry.notes != UNREADABLE
        }  # what could not be read may be another time
        if len(entries) > MOST_KEPT:
            entries = {key: entry for key, entry in entries.items() if key in self.used}
        cache.store(self.file, msgspec.msgpack.encode(Book(self.book.words, entries)))
        self.changed = False

    def numbers(self, words: Iterable[str]) -> dict[str, int]:
        """The names that are looked for with their numbers; new ones are entered."""
        known = {word: number for number, word in enumerate(self.book.words)}
        asked = {word.lower() for word in words}
        if len(known) > MOST_WORDS and not known.keys() >= asked:
            known.clear()
            self.book.words.clear()
            for key, entry in self.book.entries.items():
                self.book.entries[key] = Entry(entry.stated, entry.notes, sought=entry.sought)
        for word in sorted(asked - known.keys()):
            known[word] = len(self.book.words)
            self.book.words.append(word)
        return known


def _load(file: os.PathLike[str]) -> Book:
    packed = cache.load(file)  # type: ignore[arg-type]
    if packed is None:
        return Book()
    try:
        return msgspec.msgpack.decode(packed, type=Book)
    except msgspec.DecodeError:
        return Book()


class _Item(NamedTuple):
    """A content to work on: its key, a path it has, its blob, and what is asked of it."""

    key: str
    path: str
    blob: str
    state: bool
    since: int
    seek: bool


def gather(files: Files, words: Iterable[str], how: How, named: Iterable[str] = ()) -> Gathered:
    """The facts of a commit.

    Args:
        files: the commit's files.
        words: names that are looked for.
        how: how they are read.
        named: names of which only the files matter in which they stand.
    """
    keys, coverage = _keys(files.entries)
    first = set(words)
    named = frozenset(named)
    learn(files, _contents(files, keys), first, how, named)
    unpacked = Unpacked()
    references = _join(keys, how, (), unpacked).references
    if references:
        first |= references
        learn(files, _contents(files, keys), first, how, named)
    wanted = {word.lower() for word in first}
    return Gathered(
        _join(keys, how, wanted, unpacked),
        _mentions(keys, how.kept, wanted.union(word.lower() for word in named)),
        _covered(keys, how.kept, coverage),
    )


def _contents(files: Files, keys: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    entries = files.entries
    return ((path, key, entries[path]) for path, key in keys.items())


def _keys(entries: Mapping[str, str]) -> tuple[dict[str, str], Coverage]:
    """For each file that is read or searched: the key of what its content says."""
    from planproof.facts.probe import language_of
    from planproof.verdict.world import UNREAD_CODE

    keys: dict[str, str] = {}
    languages: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for path, blob in entries.items():
        sort = sort_at(path)
        if sort is None:
            continue
        if sort in (VENDORED, GENERATED):
            left_out[sort] += 1
            continue
        language = language_of(path) if sort else None
        suffix = path.rpartition(".")[2].lower()
        if language is not None:
            languages[language.NAME] += 1
        elif suffix in UNREAD_CODE:
            unread[suffix] += 1
        keys[path] = _key(blob, sort)
    return keys, Coverage(languages, unread, left_out, ())


VENDORED, GENERATED = "vendored", "generated"


@cache_results
def sort_at(path: str) -> str | None:
    """What sort of file a path makes a content: see `probe.sort_of`; empty where it is only searched.

    None for what is not even searched; `VENDORED` and `GENERATED` for what others wrote, or machines.
    """
    sort = sort_of(path)
    if not sort and path.rpartition(".")[2].lower() in _NOT_SEARCHED:
        return None
    if vendored(path):
        return VENDORED
    return GENERATED if generated(path) else sort


def key_of(path: str, blob: str) -> str | None:
    """The key of what a file's content says; None where it says nothing."""
    sort = sort_at(path)
    if sort is None or sort in (VENDORED, GENERATED):
        return None
    return _key(blob, sort)


def _key(blob: str, sort: str) -> str:
    """Made so that it can be written down: a sort may be a path, and a path need not be UTF-8."""
    if not sort:
        return blob
    return f"{blob}:{sort.encode('utf-8', 'backslashreplace').decode()}"


def learn(
    files: Files,
    contents: Iterable[tuple[str, str, str]],
    words: Iterable[str],
    how: How,
    named: Iterable[str] = (),
) -> None:
    """Read what is not known yet of some contents: facts, and which of them names occur in.

    Args:
        files: reads them.
        contents: path, key and blob id of each; of several with one key one is read.
        words: the names.
        how: how they are read.
        named: further names, for which no file is read.
    """
    words, named = tuple(words), tuple(named)
    numbers = how.kept.numbers((*words, *named))
    wanted = Wanted(
        frozenset(numbers[word.lower()] for word in words),
        how.everything,
        1 + max((numbers[word.lower()] for word in (*words, *named)), default=-1),
    )
    todo: dict[str, _Item] = {}
    for path, key, blob in contents:
        how.kept.used.add(key)
        item = _item(path, key, blob, how.kept.book.entries.get(key), wanted)
        if item is not None:
            todo[key] = item
    if todo:
        _read_all(files, list(todo.values()), wanted, how)


class Wanted(NamedTuple):
    """What is looked for.

    Attributes:
        numbers: of the names for which files are read.
        everything: whether every file is read for all kinds.
        upto: how many of the known names a file has to have been searched for.
    """

    numbers: frozenset[int]
    everything: bool
    upto: int

    def within(self, hits: Iterable[int]) -> bool:
        """Whether a file in which these names occur is to be read for what is sought."""
        return self.everything or not self.numbers.isdisjoint(hits)


def _item(path: str, key: str, blob: str, entry: Entry | None, wanted: Wanted) -> _Item | None:
    """What is to be done about a content; None where everything is known of it."""
    reads = ":" in key
    if entry is None:
        return _Item(key, path, blob, reads, 0, reads)
    state = reads and entry.stated is None
    searched = entry.upto >= wanted.upto
    seek = reads and entry.sought is None and (not searched or wanted.within(entry.hits))
    if state or not searched or seek:
        return _Item(key, path, blob, state, entry.upto, seek)
    return None


def _read_all(files: Files, todo: list[_Item], wanted: Wanted, how: How) -> None:
    from planproof.facts.probe import load_for

    load_for(item.path for item in todo if item.state or item.seek)  # before the fork, once for all
    known = how.kept.book.entries
    words = [word.encode("utf-8", "surrogatepass") for word in how.kept.book.words]
    count = processes(how.jobs, len(todo))

    def work(share: Sequence[_Item]) -> bytes:
        done: list[tuple[str, Entry]] = []
        contents = files.read_many((item.path, item.blob) for item in share)
        for index, (item, (_, data)) in enumerate(zip(share, contents, strict=True)):
            before = known.get(item.key) or Entry()
            done.append((item.key, _entry(item, data, words, wanted, before)))
            if how.progress is not None and index % 64 == 0:
                how.progress(index * count, len(todo))
        return msgspec.msgpack.encode(done)

    with uncollected():
        for packed in spread(todo, work, count):
            known.update(msgspec.msgpack.decode(packed, type=list[tuple[str, Entry]]))
    how.kept.changed = True


def _entry(
    item: _Item, data: bytes | None, words: list[bytes], wanted: Wanted, before: Entry
) -> Entry:
    """What a content says: its facts, and which names occur in it."""
    from planproof.facts.probe import sought, stated

    if data is None:
        return Entry(b"", UNREADABLE, len(words))
    content = Content(data)
    packed, notes = before.stated, before.notes
    if item.state:
        found = stated(item.path, content)
        packed, notes = _packed(found.facts), found.notes
    hits = before.hits + _hits(content, words, item.since)
    more = before.sought
    if more is None and item.seek and wanted.within(hits):
        looked = sought(item.path, content)
        more = _packed(looked.facts)
        notes = tuple(dict.fromkeys((*notes, *looked.notes)))
    return Entry(packed, notes, len(words), hits, more)


def _packed(facts: Sequence[Fact]) -> bytes:
    if not facts:
        return b""
    try:
        return msgspec.msgpack.encode(facts)
    except UnicodeEncodeError:  # a name that follows from a path that is not UTF-8
        from planproof.report.words import encodable

        return msgspec.msgpack.encode([encodable(fact) for fact in facts])


def _hits(content: Content, words: list[bytes], since: int) -> tuple[int, ...]:
    """The numbers of the names that stand in a content as words of their own, in any case."""
    if len(content.data) > LARGEST or not likely_text(content.data):
        return ()
    return tuple(
        number
        for number in range(since, len(words))
        if words[number] and content.names(words[number])
    )


class Unpacked:
    """Packed facts by their bytes, each unpacked once: many files have the same, and so do two commits."""

    def __init__(self) -> None:
        self._decode = msgspec.msgpack.Decoder(tuple[AnyFact, ...]).decode
        self._known: dict[bytes, tuple[Fact, ...]] = {}

    def of(self, packed: bytes) -> tuple[Fact, ...]:
        """The facts."""
        facts = self._known.get(packed)
        if facts is None:
            facts = self._known[packed] = self._decode(packed)
        return facts


class Sieve:
    """Kept facts of the kinds that are sought, unpacked, and of them only those that can be asked for.

    Of the definitions and strings of a file nearly all have nothing to do with the names that somebody
    looks for. What remains is: strings that are such a name or are given to a function of such a name,
    definitions of such a name, of what such a string is given to or of what some fact refers to, and all
    tests, flags and events.

    Attributes:
        words: the names, in lower case; None to keep everything.
        referred: the last words of what the facts that files state refer to.
    """

    def __init__(
        self, words: frozenset[str] | None, referred: frozenset[str] = frozenset()
    ) -> None:
        self.words = words
        self.referred = referred
        self._decode = msgspec.msgpack.Decoder(tuple[AnyFact, ...]).decode
        self._known: dict[bytes, tuple[Fact, ...]] = {}

    def take(self, packed: Iterable[bytes]) -> None:
        """Unpack, before any is asked for: what is kept of one depends on the others."""
        unpacked = {one: self._decode(one) for one in set(packed) - self._known.keys()}
        words = self.words
        if words is None:
            self._known.update(unpacked)
            return
        kept = {
            one: [fact for fact in facts if _asked(fact, words)] for one, facts in unpacked.items()
        }
        others = set(self.referred)
        for here in kept.values():
            others.update(_last(fact.callee) for fact in here if isinstance(fact, Mention))
            others |= referred(here)
        for one, facts in unpacked.items():
            found = [
                fact
                for fact in facts
                if isinstance(fact, Definition) and _last(fact.name) in others
                and _last(fact.name).lower() not in words
            ]  # fmt: skip
            self._known[one] = (*kept[one], *found)

    def of(self, packed: bytes) -> tuple[Fact, ...]:
        """What is kept of some packed facts."""
        return self._known[packed]


def referred(facts: Iterable[Fact]) -> set[str]:
    """The last words of what facts refer to: constants that another file may define."""
    values: list[Value | None] = []
    for fact in facts:
        match fact:
            case EnvRead():
                values += (fact.name, fact.default, fact.otherwise)
            case Signal() | FlagUse():
                values.append(fact.name)
            case Route():
                values.append(fact.path)
            case Mount():
                values.append(fact.prefix)
            case Mention():
                values += (*fact.arguments, *(value for _, value in fact.keywords))
            case _:
                pass
    return {_last(one.text) for one in values if one is not None and one.kind == "reference"}


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _asked(fact: Fact, words: frozenset[str]) -> bool:
    """Whether somebody who looks for the words can ask for a fact."""
    if isinstance(fact, Mention):
        return fact.text.lower() in words or _last(fact.callee).lower() in words
    return not isinstance(fact, Definition) or _last(fact.name).lower() in words


def _join(
    keys: Mapping[str, str], how: How, wanted: Iterable[str], unpacked: Unpacked
) -> Inventory:
    """The facts of all files as one inventory; what is sought only where a wanted name occurs."""
    words = frozenset(wanted)
    entries = how.kept.book.entries
    chosen = {number for number, word in enumerate(how.kept.book.words) if word in words}
    stated: dict[str, tuple[Fact, ...]] = {}
    sought: dict[str, bytes] = {}
    for path, key in keys.items():
        entry = entries.get(key)
        if entry is None:
            continue
        if entry.stated:
            stated[path] = unpacked.of(entry.stated)
        if entry.sought and (how.everything or not chosen.isdisjoint(entry.hits)):
            sought[path] = entry.sought
    constants = referred(fact for facts in stated.values() for fact in facts) if sought else ()
    sieve = Sieve(None if how.everything else words, frozenset(constants))
    sieve.take(sought.values())
    return Inventory(stated, {path: sieve.of(packed) for path, packed in sought.items()})


def _mentions(
    keys: Mapping[str, str], kept: Kept, wanted: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """For each name the files it occurs in."""
    words = kept.book.words
    looked_for = frozenset(wanted)
    chosen = {number for number, word in enumerate(words) if word in looked_for}
    found: dict[str, list[str]] = {}
    for path, key in keys.items():
        entry = kept.book.entries.get(key)
        if entry is not None and entry.hits:
            for number in entry.hits:
                if number in chosen:
                    found.setdefault(words[number], []).append(path)
    return {word: tuple(sorted(paths)) for word, paths in found.items()}


def _covered(keys: Mapping[str, str], kept: Kept, coverage: Coverage) -> Coverage:
    from planproof.facts.probe import language_of

    left_out, languages = Counter(coverage.left_out), Counter(coverage.languages)
    partly: dict[str, int] = {}
    for path, key in keys.items():
        entry = kept.book.entries.get(key)
        notes = entry.notes if entry is not None else ()
        for note in reversed(notes):
            if note.reason == "syntax":
                partly[path] = note.line
        reasons = {note.reason for note in notes if note.reason != "syntax"}
        left_out.update(reasons)
        language = language_of(path) if reasons else None
        if language is not None:
            languages[language.NAME] -= 1
    return coverage._replace(
        languages=dict(+languages), left_out=left_out, partly=tuple(sorted(partly.items()))
    )
