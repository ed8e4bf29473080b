"""The variable is read by the code.

## What it claims

Every variable of the configuration table is read: by an idiom that planproof knows, by a rule that
its name follows from (the field of a settings class), or by a function that gets its name.

## When it is broken

When the variable is due (a step that names it is ticked, or the plan is done), and no read of it is
known, its name stands nowhere in the code, no name is put together there that it could be, and the
language of the components is one that is read. Else the verdict is `unknown`, with the reason.

## What to do

Read the variable, or take the row away. Where something else reads it, say so in the row:
`external: PACKAGE`. A name that is made as the program runs is written as a template: `X_<NAME>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.inventory import Read, folded
from planproof.facts.paths import is_test
from planproof.plan.model import Variable
from planproof.text.globs import lies_in
from planproof.text.patterns import rx
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._places import unread
from planproof.verdict.claims._variables import (
    escape_of,
    keys_of,
    read_by_others,
    reads_in_code,
    where,
)
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due, listed

FEW = 4
"""So many variables of a table that nothing reads, and more than one in so many, are a pattern."""


def sought(item: Variable) -> Iterator[str]:
    """Each name of the row."""
    yield from item.names


def named(item: Variable) -> Iterator[str]:
    """The keys from which a reader of settings would make the names."""
    for name in item.names:
        yield from keys_of(name)


def claims(item: Variable, case: Case) -> Iterator[Judged]:
    """One for each name of the row."""
    for name in item.names:
        yield _claim(item, name, case)


def _claim(item: Variable, name: str, case: Case) -> Judged:
    says = f"`{name}` is read"
    span = item.name.span
    escape = escape_of(item)
    if escape:
        return holds(span, name, says, f"by `{escape}`, as the row says")
    reads = reads_in_code(case, name)
    if reads:
        return holds(span, name, says, f"{where(reads)} reads it", _rest(reads[0]))
    if rx(r"[<*{\[]").search(name):
        return _template(item, name, case)
    places_set = {(path, fact.line) for path, fact in case.world.inventory.sets.get(name, ())}
    mentions = [
        (path, fact)
        for path, fact in case.world.inventory.mentions.get(name, ())
        if not is_test(path) and (path, fact.line) not in places_set
    ]
    for path, fact in mentions:
        if not _defined_here(case, fact.callee):
            reason = f"its name stands at {path}:{fact.line}; how it is read is not known"
            return holds(span, name, says, reason, Rest(path, fact.line, "names it"))
    key = _by_key(case, name)
    if key is not None:
        reason = f"{key.place} reads every key of the settings, and `{key.says}` is one"
        return holds(span, name, says, reason, key)
    due = case.due(item, *item.names)
    reason, rests = _doubt(case, name, due)
    if reason:
        return unknown(span, name, says, reason, *rests)
    return absent(
        span,
        name,
        says,
        f"nothing in the code reads `{name}`",
        due,
        help=f"Read `{name}`, or take its row away; if something else reads it, write `external: PACKAGE` into the row.",
    )


def _rest(read: Read) -> Rest:
    return Rest(read.path, read.line, "reads it")


def _template(item: Variable, name: str, case: Case) -> Judged:
    """`X_<NAME>`: something has to be put together that begins and ends like it."""
    pattern = rx(r"<[^>]*>|\{[^}]*\}|\[[^\]]*\]|\*+").sub("*", name)
    head = pattern.partition("*")[0]
    says = f"`{name}` is read"
    for read in case.world.inventory.composed:
        known = read.name.partition("*")[0]
        if known and (head.startswith(known) or known.startswith(head)):
            reason = f"{read.path}:{read.line} puts such a name together"
            return holds(item.name.span, name, says, reason, _rest(read))
    for read in case.world.inventory.reads:
        if head and not read.test and read.name.startswith(head):
            reason = f"{read.path}:{read.line} reads `{read.name}`"
            return holds(item.name.span, name, says, reason, _rest(read))
    reason = "the row is a template, and no name is put together like it where planproof can see"
    return unknown(item.name.span, name, says, reason)


def _by_key(case: Case, name: str) -> Rest | None:
    """The read that takes any key of the settings, where a key is named from which it makes the name."""
    for read in case.world.inventory.composed:
        if read.name.strip("*_") or read.level != "derived":
            continue
        for key in keys_of(name):
            if any(not is_test(path) for path in case.world.where(key)):
                return Rest(read.path, read.line, key)
    return None


def _defined_here(case: Case, callee: str) -> bool:
    """Whether a call is of a function of this repository that is known not to read its argument."""
    word = callee.rpartition(".")[2]
    return bool(callee) and any(
        fact.what in ("function", "method")
        for _, fact in case.world.inventory.definitions.get(word, ())
    )


def _doubt(case: Case, name: str, due: Due) -> tuple[str, list[Rest]]:
    """Why nobody can say that it is missing, or empty.

    Before it is due, only what may be a read of it is a reason: all else is as it was.
    """
    world = case.world
    for read in world.inventory.composed:
        if lies_in(name, (read.name,)) or lies_in(folded(name), (folded(read.name),)):
            reason = (
                f"{read.path}:{read.line} reads names like `{read.name}`, put together as it runs"
            )
            return reason, [Rest(read.path, read.line, "puts names together")]
    files = world.in_code(name)
    if files and name not in world.inventory.sets:
        return f"its name stands in {listed(files)}, but no read of it is known", [Rest(files[0])]
    return _doubt_when_due(case, name, files, due) if due.now else ("", [])


def _doubt_when_due(case: Case, name: str, files: list[str], due: Due) -> tuple[str, list[Rest]]:
    world = case.world
    sets = world.inventory.sets.get(name, [])
    if sets:
        path, fact = sets[0]
        reason = f"{path}:{fact.line} sets it, but nothing that planproof reads is seen to read it"
        return reason, [Rest(path, fact.line, "sets it")]
    others = [path for path in world.where(name) if not is_test(path) and path not in files]
    if others:
        return f"its name stands in {listed(others)}, and no code reads it", [Rest(others[0])]
    tests = [one for one in world.inventory.reads_of(name) if one.test]
    if tests:
        return f"only a test reads it, at {tests[0].path}:{tests[0].line}", [_rest(tests[0])]
    if read_by_others(name):
        return "libraries, tools and images read names like this by themselves", []
    reason = unread(case)
    if not reason and due.when == "the plan is done":
        reason = case.once("half", lambda: _half(case))
    return reason, []


def _half(case: Case) -> str:
    """Whether the table seems to list what something else reads as well, or empty.

    Much of it is read nowhere: so do tables look that describe a dependency's variables, too, or settings
    that are read in a way that nobody knows. Where a ticked step names variables, that is no excuse for them.
    """
    names = [
        name
        for item in case.plan.items
        if isinstance(item, Variable) and not escape_of(item)
        for name in item.names
        if not read_by_others(name)
    ]
    read = sum(1 for name in names if reads_in_code(case, name))
    missing = len(names) - read
    if missing < FEW or FEW * missing <= len(names):
        return ""
    if not read:
        return f"none of the table's {len(names)} variables is seen to be read, so that something else may read them"
    return f"the code reads {read} of the table's {len(names)} variables; what it depends on may read the others"
