"""Probes: what finds facts of a kind. One file each, in the folder of its kind.

A probe's file is named for what it reads: `python_environ.py` reads Python, `jvm_spring.py` Java and
Kotlin, `file_compose.py` files by name. It has a docstring and one or both of

    IDIOMS: patterns, see `idiom.py`
    def read(unit) -> Iterator[Fact]: what patterns cannot say

and, so that files which cannot have such facts are not parsed,

    NEEDS: byte strings, one of which is in every file with such facts
    LIKE: a regular expression over bytes, beside or in place of them, where they would let too much in

A probe for files by name has `FILES`, globs, and `def read(path, data) -> Iterator[Fact]`. A probe in
a folder of `SOUGHT` is asked only where a name that somebody looks for occurs in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

import msgspec

from planproof import facts as package
from planproof.facts import languages
from planproof.facts.content import Content, Needs
from planproof.facts.idiom import Idiom, found_by
from planproof.facts.languages._base import Language, Unit, too_deep
from planproof.facts.model import Fact, Note
from planproof.facts.paths import generated, likely_text, minified, says_generated, vendored
from planproof.text.globs import lies_in

SOUGHT = frozenset(("definitions", "flags", "logs", "tests"))
"""Kinds of which files are full; a file's are read when a name is looked for that occurs in it."""


@cache
def rxb(pattern: bytes) -> re.Pattern[bytes]:
    """A pattern over bytes, compiled once."""
    return re.compile(pattern)


class Probe(NamedTuple):
    """A probe, loaded.

    Attributes:
        id: kind and file: `env/python_environ`.
        family: what it reads: a family of languages, or `file`.
    """

    id: str
    family: str
    needs: tuple[bytes, ...]
    like: bytes
    idioms: tuple[Idiom, ...]
    files: tuple[str, ...]
    read: Callable[..., Iterator[Fact]] | None

    def wants(self, content: Content, having: frozenset[bytes]) -> bool:
        """Whether a file can have such facts at all, given which of the needs it contains."""
        if self.needs and having.isdisjoint(self.needs):
            return False
        return not self.like or rxb(self.like).search(content.data) is not None

    @property
    def sought(self) -> bool:
        """Whether it is asked only for names that somebody looks for."""
        return self.id.partition("/")[0] in SOUGHT


@cache
def all_languages() -> dict[str, Language]:
    """Languages by suffix; those whose grammar is not installed are left out."""
    found: dict[str, Language] = {}
    for module in iter_modules(languages.__path__):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"{languages.__name__}.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, Language) and value.SUFFIXES:
                if find_spec(value.GRAMMAR) is None:
                    continue
                language = value()
                found.update(dict.fromkeys(value.SUFFIXES, language))
    return found


@cache
def _named_languages() -> tuple[dict[str, Language], dict[str, Language]]:
    """Languages by whole names of files, and by the programs that run scripts."""
    languages_ = set(all_languages().values())
    return (
        {name: one for one in languages_ for name in one.NAMES},
        {name: one for one in languages_ for name in one.INTERPRETERS},
    )


def language_of(path: str) -> Language | None:
    """The language of a file, by its suffix, or by its name where it has none."""
    name = path.rpartition("/")[2]
    if "." in name:
        return all_languages().get("." + name.rpartition(".")[2].lower())
    return _named_languages()[0].get(name)


def _language_at(path: str, data: bytes) -> Language | None:
    """The language of a file; of one whose name has no dot, by its first line: `#!/usr/bin/env bash`."""
    language = language_of(path)
    if language is not None or data[:2] != b"#!" or not _may_be_script(path):
        return language
    line = data[2:120].partition(b"\n")[0].decode("utf-8", "replace")
    for word in line.split():
        program = word.rpartition("/")[2]
        if program in ("env", "with-contenv") or word.startswith("-") or "=" in word:
            continue  # what runs the next word
        return _named_languages()[1].get(program.rstrip("0123456789.") or program)
    return None


def _may_be_script(path: str) -> bool:
    return "." not in path.rpartition("/")[2]


@cache
def _files() -> dict[str, tuple[str, ...]]:
    """The names of the probes' modules, by family, without importing them."""
    found: dict[str, list[str]] = {}
    for kind in iter_modules(package.__path__):
        if not kind.ispkg or kind.name == "languages":
            continue
        folder = import_module(f"{package.__name__}.{kind.name}")
        for module in iter_modules(folder.__path__):
            family = module.name.partition("_")[0]
            if family:
                found.setdefault(family, []).append(f"{kind.name}/{module.name}")
    return {family: tuple(sorted(ids)) for family, ids in found.items()}


@cache
def probes(family: str) -> tuple[Probe, ...]:
    """The probes of a family of languages; those for every language (`code`) included."""
    ids = _files().get(family, ())
    if family != "file":
        ids = (*ids, *_files().get("code", ()))
    return tuple(_probe(id_, family) for id_ in ids)


@cache
def _needs(family: str, sought: bool) -> Needs:
    """What the probes of a family look for before a file is parsed."""
    return Needs(need for probe in probes(family) if probe.sought == sought for need in probe.needs)


def _probe(id_: str, family: str) -> Probe:
    module: ModuleType = import_module(f"{package.__name__}.{id_.replace('/', '.')}")
    return Probe(
        id=id_,
        family=family,
        needs=tuple(getattr(module, "NEEDS", ())),
        like=getattr(module, "LIKE", b""),
        idioms=tuple(getattr(module, "IDIOMS", ())),
        files=tuple(getattr(module, "FILES", ())),
        read=getattr(module, "read", None),
    )


class Found(msgspec.Struct, frozen=True, gc=False):
    """What a file's content has: facts in the order of the lines, and notes on what was not read."""

    facts: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()


NOTHING = Found()


def readable(path: str) -> bool:
    """Whether a path can have facts at all: code in a language that is known, or a file with a meaning."""
    if vendored(path) or generated(path):
        return False
    return language_of(path) is not None or _by_name(path) or _may_be_script(path)


@cache
def _file_globs() -> tuple[str, ...]:
    return tuple(glob for probe in probes("file") for glob in probe.files)


def _by_name(path: str) -> bool:
    name = path.rpartition("/")[2]
    endings, names, others = _file_index()
    globs = (*endings.get(name.rpartition(".")[2], ()), *names.get(name, ()), *others)
    return bool(globs) and lies_in(path, globs)


@cache
def _file_index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The globs by the suffix of the file's name, by its whole name, and those that are neither.

    A path is held against few of them, so that asking what sort of file it is costs next to nothing.
    """
    endings: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    others: list[str] = []
    for glob in _file_globs():
        last = glob.rpartition("/")[2]
        suffix = last.rpartition(".")[2]
        if not set(last) & set("*?[{"):
            names.setdefault(last, []).append(glob)
        elif "." in last and not set(suffix) & set("*?[{"):
            endings.setdefault(suffix, []).append(glob)
        else:
            others.append(glob)
    return (
        {suffix: tuple(globs) for suffix, globs in endings.items()},
        {name: tuple(globs) for name, globs in names.items()},
        tuple(others),
    )


def sort_of(path: str) -> str:
    """What of a path decides how its content is read; two paths of one sort have the same facts.

    For code that is the suffix; files with a meaning by name are of a sort of their own. What a file
    without a suffix is, its first line says, and that is part of its content.
    """
    if _by_name(path):
        return path
    language = language_of(path)
    if language is not None:
        return language.NAME
    return SCRIPT if _may_be_script(path) else ""


SCRIPT = "script"
"""The sort of files that are in the language that their first line names, if it names one."""


def stated(path: str, data: bytes | Content) -> Found:
    """What a file says at once: all kinds but those of `SOUGHT`. Never raises."""
    return _read(path, data, sought=False)


def sought(path: str, data: bytes | Content) -> Found:
    """What a file has of the kinds of `SOUGHT`. Never raises."""
    return _read(path, data, sought=True)


def _read(path: str, given: bytes | Content, *, sought: bool) -> Found:
    content = Content(given) if isinstance(given, bytes) else given
    data = content.data
    language = _language_at(path, data)
    if language is None and not _by_name(path):
        return NOTHING
    reason = _unreadable(data)
    if reason:
        return Found(notes=(Note(reason),))
    facts: list[Fact] = []
    notes: list[Note] = []
    if _by_name(path):
        for probe in probes("file"):
            if (
                probe.sought == sought
                and probe.read
                and lies_in(path, probe.files)
                and (not probe.needs or any(need in data for need in probe.needs))
            ):
                _collect(probe, facts, notes, probe.read(path, data))
    if language is not None:
        _read_code(path, content, language, sought, facts, notes)
    return Found(tuple(sorted(facts, key=_line)), tuple(notes)) if facts or notes else NOTHING


def _read_code(
    path: str,
    content: Content,
    language: Language,
    sought: bool,
    facts: list[Fact],
    notes: list[Note],
) -> None:
    unit: Unit | None = None
    having = content.having(_needs(language.FAMILY, sought))
    for probe in probes(language.FAMILY):
        if probe.sought != sought or not probe.wants(content, having):
            continue
        if unit is None:
            if says_generated(content.data):
                notes.append(Note("generated"))
                return
            unit = Unit(path, content.data, language)
            if too_deep(unit.root):
                notes.append(Note("nesting"))
                return
            notes.extend(Note("syntax", line) for line in unit.errors)
        if probe.idioms:
            _collect(probe, facts, notes, found_by(probe.idioms, unit))
        if probe.read:
            _collect(probe, facts, notes, probe.read(unit))


def _collect(probe: Probe, facts: list[Fact], notes: list[Note], found: Iterator[Fact]) -> None:
    """Take what a probe yields. Nesting beyond what can be followed ends its reading of the file."""
    try:
        facts.extend(msgspec.structs.replace(fact, probe=probe.id) for fact in found)
    except RecursionError:
        notes.append(Note("nesting", text=probe.id))


def _unreadable(data: bytes) -> str:
    from planproof.facts.paths import LARGEST

    if len(data) > LARGEST:
        return "large"
    if not likely_text(data):
        return "binary"
    return "minified" if minified(data) else ""


def _line(fact: Fact) -> int:
    return fact.line


def load_for(paths: Iterable[str]) -> None:
    """Import the probes that some paths need, so that processes made after this have them."""
    families: set[str] = set()
    for path in paths:
        language = language_of(path)
        if language is not None:
            families.add(language.FAMILY)
        elif _by_name(path):
            families.add("file")
        elif _may_be_script(path):
            families.add("shell")
    for family in families:
        probes(family)


def probe_docs() -> list[tuple[str, str]]:
    """Every probe's id and docstring, by kind and name."""
    ids = sorted({id_ for family in _files().values() for id_ in family})
    return [
        (id_, import_module(f"{package.__name__}.{id_.replace('/', '.')}").__doc__ or "")
        for id_ in ids
    ]
