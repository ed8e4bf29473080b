"""The named function or class exists.

## What it claims

A function, method or class that the algorithm names in a code span is defined in the repository, or, if
it has qualifiers (`json.dumps()`), at least used there, with all of its words in one file of code. A word
alone that only stands in code leaves the claim `unknown`.

## When it is broken

When it is due, and it, or one of its qualifiers, is neither defined nor used in any file, though the
languages of the repository are read.

## What to do

Correct the name, or write the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.paths import is_test
from planproof.plan.model import Symbol
from planproof.plan.sections.components import SUFFIXES
from planproof.text.patterns import rx
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._places import unread
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import listed
from planproof.verdict.world import plain

_EVERYWHERE = frozenset(("self", "this", "cls", "super", "crate", "std", "ctx"))
"""Qualifiers that name nothing."""


def sought(item: Symbol) -> Iterator[str]:
    """Its last word, and the whole, which strings may have."""
    yield _words(item)[-1]
    yield item.name


def named(item: Symbol) -> Iterator[str]:
    """The words before the last."""
    yield from _words(item)[:-1]


def _words(item: Symbol) -> list[str]:
    found = [part for part in rx(r"[.#]|::|\(\)").split(item.name) if part]
    named = [part for part in found[:-1] if part not in _EVERYWHERE]
    return [*named, *found[-1:]] or [item.name]


def claims(item: Symbol, case: Case) -> Iterator[Judged]:
    """One for each name."""
    words = _words(item)
    says = f"`{item.name}` exists"
    fitting = [
        one
        for one in case.world.inventory.definitions.get(words[-1], [])
        if _fits(one[1].name, one[0], words)
    ]
    fitting.sort(key=lambda one: (is_test(one[0]), one[1].what == "field", one[0], one[1].line))
    if fitting:
        path, fact = fitting[0]
        reason = f"{path}:{fact.line} defines the {fact.what} `{fact.name}`"
        rest = Rest(path, fact.line, "defines it")
        if is_test(path):
            reason = f"only a test defines it, at {path}:{fact.line}"
            yield unknown(item.span, item.name, says, reason, rest)
        else:
            yield holds(item.span, item.name, says, reason, rest)
        return
    if words[-1].casefold() in SUFFIXES and item.name in case.world.by_name:
        path = case.world.by_name[item.name][0]
        yield holds(item.span, item.name, says, f"it is the file `{path}`", Rest(path))
        return
    yield _without_definition(item, words, says, case)


def _without_definition(item: Symbol, words: list[str], says: str, case: Case) -> Judged:
    name, span = item.name, item.span
    known = [
        one for one in case.world.inventory.definitions.get(words[-1], ()) if not is_test(one[0])
    ]
    holder = _holder(words, case)
    used = [] if known or holder else _used(words, case)
    if used and len(words) == 1:  # a comment can have a word as well as a call
        reason = f"its name stands in {listed(used)}, and nothing that planproof reads defines it"
        return unknown(span, name, says, reason, Rest(used[0]))
    if used and words[-2][:1].isupper():  # a type of this repository may have lost it
        reason = f"its words stand in {listed(used)}, and nothing that planproof reads defines it"
        return unknown(span, name, says, reason, Rest(used[0]))
    if used:
        reason = f"it is used in {listed(used)}, and defined where planproof does not see it"
        return holds(span, name, says, reason, Rest(used[0]))
    missing = [word for word in words if not _stands(word, case)]
    due = case.due(item, name, name.removesuffix("()"))
    doubt, rests = _doubt(name, words, missing, case)
    if due.now and doubt:
        return unknown(span, name, says, doubt, *rests)
    what = f"`{missing[0]}`" if missing and len(words) > 1 else "it"
    reason = doubt if doubt and rests else f"no code defines or uses {what}"
    return absent(
        span, name, says, reason, due,
        help="Correct the name, or write the code.",
    )  # fmt: skip


def _doubt(name: str, words: list[str], missing: list[str], case: Case) -> tuple[str, list[Rest]]:
    """Why it may exist though nothing is known to be it, or empty."""
    if words[-1].casefold() in SUFFIXES and not name.endswith("()"):
        return "it may be a file rather than a function or class", []
    if missing:
        return unread(case), []
    known = [
        one for one in case.world.inventory.definitions.get(words[-1], ()) if not is_test(one[0])
    ]
    if known:
        path, fact = known[0]
        reason = f"{path}:{fact.line} defines `{fact.name}`, but not as a part of `{'.'.join(words[:-1])}`"
        return reason, [Rest(path, fact.line)]
    holder = _holder(words, case)
    if holder is not None:
        return f"{holder.place} {holder.says}, and nothing here defines its `{words[-1]}`", [holder]
    places = [path for path in case.world.where(words[-1]) if not is_test(path)]
    if not places:
        return f"only the path of a file has the name `{words[-1]}`", []
    return f"`{words[-1]}` stands in {listed(places)}, and no code uses it by this name", [
        Rest(places[0])
    ]


def _holder(words: list[str], case: Case) -> Rest | None:
    """The class or type of this repository that the last qualifier names."""
    for path, fact in case.world.inventory.definitions.get(words[-2], ()) if len(words) > 1 else ():
        if fact.what in ("class", "type") and not is_test(path):
            return Rest(path, fact.line, f"defines `{fact.name}`")
    return None


def _stands(word: str, case: Case) -> bool:
    """Whether a word stands in any file that is no test and no documentation, or is part of a path."""
    world = case.world
    return (
        any(not is_test(path) for path in world.where(word))
        or plain(word) in world.by_stem
        or bool(world.inventory.definitions.get(word))
    )


def _used(words: list[str], case: Case) -> list[str]:
    """The files of code in which all words stand, in the order of their paths."""
    found = case.world.in_code(words[-1])
    for word in words[:-1]:
        others = set(case.world.in_code(word))
        found = [path for path in found if path in others]
    return found


def _fits(defined: str, path: str, words: list[str]) -> bool:
    """Whether a definition can be what the words name: its own qualifiers, then those of its path."""
    have = [*rx(r"[/.]").split(path.rpartition(".")[0]), *defined.split(".")]
    lowered = {one.casefold().replace("-", "_") for one in have}
    return all(word.casefold() in lowered for word in words[:-1])
