"""The variable is read with the default that the table gives.

## What it claims

The default in the table is the one that the code falls back on: the same value, however it is
written (`"30"`, `30`, `30s` for a duration, `true` and `1`).

## When it is broken

When every default of the reads that count is another one, in whatever state the plan is: this contradicts
the code. Reads in the plan's components count before other code, and examples, charts and scripts do not
count where code says something. A default that is computed is `unknown`, and so is one on which the
reads that count disagree.

## What to do

Write the code's default into the table (`planproof sync-table` does it), or change the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.inventory import Read
from planproof.facts.model import Value
from planproof.plan.model import Variable
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.claims._defaults import (
    Said,
    comes_to_nothing,
    is_empty,
    is_off,
    is_value,
    said_of,
    same_default,
)
from planproof.verdict.claims._variables import best, escape_of, reads_in_code, tier
from planproof.verdict.model import Judged, Rest


def claims(item: Variable, case: Case) -> Iterator[Judged]:
    """One for each name of the row, where the cell says something and the variable is read."""
    if not item.default.text.strip() or escape_of(item):
        return
    for name, said in said_of(item):
        reads = [one for one in reads_in_code(case, name) if one.level != "mentioned"]
        if reads and is_empty(said.text):
            yield _none(item, name, best(reads, case))
        elif reads:
            yield _some(item, name, said, reads, case)


def _some(item: Variable, name: str, said: Said, reads: list[Read], case: Case) -> Judged:
    """The table says what the default is."""
    given = _given(reads, case)
    if not given:
        return _not_given(item, name, said, reads, case)
    span, says = item.default.span, f"`{name}` is `{said.text}` by default"
    if tier(given[0], case) > max(1, tier(reads[0], case)):
        reason = f"{_at(reads[0])} gives no default, and {_at(given[0])}, which does, is not the program's own code"
        return unknown(span, name, says, reason, _rest(reads[0]), _rest(given[0]))
    known = [(one, same_default(said, one.default or Value("null"))) for one in given]
    right = [one for one, same in known if same]
    wrong = [one for one, same in known if same is False]
    if right and (known[0][1] or len(right) > len(wrong)):
        return holds(span, name, says, f"{_at(right[0])} has this default", _rest(right[0]))
    if right:
        reason = f"the code does not agree with itself: {_at(right[0])} has this default, {_at(wrong[0])} another"
        return unknown(span, name, says, reason, _rest(right[0]), _rest(wrong[0]))
    if not is_value(said):
        reason = f"`{said.text}` is a description, not a value that could be compared"
        return unknown(span, name, says, reason)
    open_ = [one for one, same in known if same is None]
    if open_:
        reason = f"the default at {_at(open_[0])} is worked out as the program runs"
        return unknown(span, name, says, reason, _rest(open_[0]))
    if tier(wrong[0], case) > 1:
        reason = f"only {_at(wrong[0])} gives a default, and it is not the program's own code"
        return unknown(span, name, says, reason, _rest(wrong[0]))
    theirs = f"`{_text(wrong[0])}`" if _text(wrong[0]) else "an empty string"
    rests = [
        Rest(one.path, one.line, f"default `{_text(one)}`", contradicts=True) for one in wrong[:5]
    ]
    return broken(
        span, name, says, f"{_at(wrong[0])} reads it with {theirs}", *rests,
        help=f"Write {theirs} into the table (`planproof sync-table`), or make the code's default `{said.text}`.",
    )  # fmt: skip


def _given(reads: list[Read], case: Case) -> list[Read]:
    """The reads that count for the default: an empty one says nothing where another one gives a value."""
    given = best([one for one in reads if one.default is not None], case)
    telling = [
        one for one in given if one.default is not None and not comes_to_nothing(one.default)
    ]
    return telling or given


def _not_given(item: Variable, name: str, said: Said, reads: list[Read], case: Case) -> Judged:
    """The table says what the default is, and no read gives one."""
    span, says = item.default.span, f"`{name}` is `{said.text}` by default"
    for path, fact in case.world.inventory.sets.get(name, ()):
        set_so = fact.value is not None and same_default(said, Value("literal", fact.value))
        if set_so and fact.probe in _DEPLOYED:
            reason = f"the code gives none, and {path}:{fact.line} sets it so"
            return holds(span, name, says, reason, Rest(path, fact.line, "sets it"))
    counting = best(reads, case)
    if all(one.required for one in counting):
        must = counting[0]
        return broken(
            span, name, says, f"{_at(must)} reads it without a default, and fails where it is missing",
            Rest(must.path, must.line, "no default", contradicts=True),
            help=f"Give the read the default `{said.text}`, or take it out of the table.",
        )  # fmt: skip
    if is_off(said.text):
        reason = f"{_at(reads[0])} gives no default, and what is missing is off"
        return holds(span, name, says, reason, _rest(reads[0]))
    reason = f"the read at {_at(reads[0])} gives no default; one may be set elsewhere"
    return unknown(span, name, says, reason, _rest(reads[0]))


_DEPLOYED = ("env/file_dockerfile", "env/file_helm", "env/file_helm_values", "env/file_kubernetes")
"""What sets variables wherever the program runs, so that it is the default for whoever installs it."""


def _none(item: Variable, name: str, reads: list[Read]) -> Judged:
    """The table says that there is no default."""
    span, says = item.default.span, f"`{name}` has no default"
    for read in reads:
        if read.default is None or comes_to_nothing(read.default):
            return holds(span, name, says, f"{_at(read)} gives none", _rest(read))
    read = reads[0]
    theirs = read.default
    if theirs is None or not theirs.known or theirs.text.casefold() in ("0", "false", "no"):
        reason = f"whether the default at {_at(read)} comes to nothing cannot be told"
        return unknown(span, name, says, reason, _rest(read))
    return broken(
        span, name, says, f"{_at(read)} reads it with `{theirs.text}`",
        Rest(read.path, read.line, f"default `{theirs.text}`", contradicts=True),
        help=f"Write `{theirs.text}` into the table (`planproof sync-table`), or take the default away.",
    )  # fmt: skip


def _text(read: Read) -> str:
    return read.default.text if read.default is not None else ""


def _at(read: Read) -> str:
    return f"{read.path}:{read.line}"


def _rest(read: Read) -> Rest:
    return Rest(read.path, read.line, "reads it")
