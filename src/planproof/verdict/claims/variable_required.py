"""The variable is required, or not, as the table says.

## What it claims

Where the table says that a variable is required, the program does not start without it; where it says
that it is not, it does.

## When it is broken

When the table says "Yes" and every read that counts has a default, or it says "No" and every one of them
fails without the variable. A read that returns nothing where the variable is missing does not make it
required, but a check may follow: `unknown`, as are a default that is worked out, or is `0` or `false` and
may stand for nothing, and a cell that says "Yes, if ...".

## What to do

Correct the table, or the read.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.inventory import Read
from planproof.plan.model import Variable
from planproof.text.patterns import rx
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.claims._defaults import is_empty
from planproof.verdict.claims._variables import best, escape_of, reads_in_code
from planproof.verdict.model import Judged, Rest

_CONDITION = r"(?i)\b(?:if|when|unless|only|except|depend\w*|or|for|in|where|while|once)\b"


def claims(item: Variable, case: Case) -> Iterator[Judged]:
    """One for each name of the row, where the cell says yes or no and the variable is read."""
    if item.required is None or escape_of(item):
        return
    for name in item.names:
        reads = [one for one in reads_in_code(case, name) if one.level != "mentioned"]
        if reads:
            yield _claim(item, name, best(reads, case))


def _claim(item: Variable, name: str, reads: list[Read]) -> Judged:
    span = item.required_words.span
    says = f"`{name}` is required" if item.required else f"`{name}` is not required"
    if rx(_CONDITION).search(item.required_words.text):
        return unknown(
            span, name, says, "the cell gives a condition, which planproof does not judge"
        )
    return (
        _required(item, name, says, reads) if item.required else _optional(item, name, says, reads)
    )


def _required(item: Variable, name: str, says: str, reads: list[Read]) -> Judged:
    span = item.required_words.span
    must = next((one for one in reads if one.required), None)
    if must is not None:
        return holds(span, name, says, f"{_at(must)} fails without it", _rest(must))
    lacking = next((one for one in reads if not _has_default(one)), None)
    if lacking is not None:
        reason = f"{_at(lacking)} gives nothing where it is missing; whether that is checked later is not known"
        return unknown(span, name, says, reason, _rest(lacking))
    open_ = next((one for one in reads if not _is_telling(one)), None)
    if open_ is not None:
        reason = f"whether the default at {_at(open_)} stands for something cannot be told"
        return unknown(span, name, says, reason, _rest(open_))
    default = reads[0].default.text if reads[0].default is not None else ""
    return broken(
        span, name, says, f"{_at(reads[0])} falls back on `{default}`",
        Rest(reads[0].path, reads[0].line, f"default `{default}`", contradicts=True),
        help="Write `No` into the table, or take the default away.",
    )  # fmt: skip


def _optional(item: Variable, name: str, says: str, reads: list[Read]) -> Judged:
    span = item.required_words.span
    given = next((one for one in reads if _has_default(one)), None)
    if given is not None:
        return holds(span, name, says, f"{_at(given)} falls back on a default", _rest(given))
    without = next((one for one in reads if not one.required), None)
    must = next((one for one in reads if one.required), None)
    if must is not None and without is not None:
        reason = f"{_at(must)} fails where it is missing, and {_at(without)} goes on; which comes first is not known"
        return unknown(span, name, says, reason, _rest(must), _rest(without))
    if must is not None:
        return broken(
            span, name, says, f"{_at(must)} fails where it is missing",
            Rest(must.path, must.line, "fails without it", contradicts=True),
            help="Write `Yes` into the table, or give the read a default.",
        )  # fmt: skip
    return holds(span, name, says, f"{_at(reads[0])} goes on without it", _rest(reads[0]))


def _has_default(read: Read) -> bool:
    if read.default is None:
        return False
    return not (read.default.known and is_empty(read.default.text))


def _is_telling(read: Read) -> bool:
    """Whether a default is a value, rather than an expression or what stands for nothing."""
    if read.default is None or not read.default.known:
        return False
    return read.default.text.casefold() not in ("0", "false", "-1")


def _at(read: Read) -> str:
    return f"{read.path}:{read.line}"


def _rest(read: Read) -> Rest:
    return Rest(read.path, read.line, "reads it")
