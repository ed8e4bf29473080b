"""Statements of SQL that define tables, in any dialect that people write migrations in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from planproof.facts.model import Schema, SchemaField
from planproof.facts.schemas._sql_alter import actions
from planproof.facts.schemas._sql_columns import column, is_constraint, primary_key
from planproof.facts.schemas._sql_tokens import Token, closing, split, tokens, words

_KINDS = frozenset(
    ("OR", "REPLACE", "GLOBAL", "LOCAL", "UNLOGGED", "FOREIGN", "EXTERNAL", "TRANSIENT", "HYBRID", "MULTISET",
     "SET", "TEMP", "TEMPORARY", "VOLATILE")
)  # fmt: skip
_PASSING = ("TEMP", "TEMPORARY", "VOLATILE")


def statements(text: str) -> Iterator[Schema]:
    """What each statement creates, adds, alters or drops."""
    found = tokens(text)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    at = 0
    while at < len(found):
        reader = _READERS.get(found[at].upper)
        end = _end(found, at + 1) if reader else at + 1
        if reader:
            line = bisect_right(starts, found[at].start)
            yield from reader(found[at:end], text, line)
        at = end


def _end(found: list[Token], at: int) -> int:
    """Where a statement ends: at `;`, at `GO`, or where the next begins without either."""
    depth = 0
    for place in range(at, len(found)):
        upper = found[place].upper
        depth += (upper == "(") - (upper == ")")
        if depth > 0:
            continue
        if upper in (";", "GO"):
            return place
        if upper in ("CREATE", "ALTER", "DROP", "INSERT") and place > at and _begins(found, place):
            return place
    return len(found)


def _begins(found: list[Token], at: int) -> bool:
    following = found[at + 1].upper if at + 1 < len(found) else ""
    if found[at].upper == "CREATE":
        return True
    return following in (
        "TABLE",
        "TYPE",
        "INTO",
        "VIEW",
        "SEQUENCE",
        "FUNCTION",
        "TRIGGER",
        "DATABASE",
    )


def name_at(found: list[Token], at: int) -> tuple[str, int]:
    """A name without the schema before it, and where it goes on; empty where there is none."""
    name = ""
    while at < len(found) and found[at].is_name:
        name = found[at].text
        at += 1
        if at < len(found) and found[at].upper == ".":
            at += 1
            continue
        break
    return name, at


def _skip(found: list[Token], at: int, *optional: str) -> int:
    return at + len(optional) if words(found, at, *optional) else at


def _create(found: list[Token], text: str, line: int) -> Iterator[Schema]:
    at = 1
    while at < len(found) and found[at].upper in _KINDS:
        at += 1
    if words(found, at, "TYPE"):
        yield from _create_type(found, at + 1, line)
    passing = any(token.upper in _PASSING for token in found[:at])
    if not words(found, at, "TABLE") or passing:
        return
    name, at = name_at(found, _skip(found, at + 1, "IF", "NOT", "EXISTS"))
    if words(found, at, "ON", "CLUSTER"):
        at += 3
    if not name or not words(found, at, "("):
        return
    fields = columns(found[at + 1 : closing(found, at)], text)
    if fields:
        yield Schema(line=line, format="sql", what="table", name=name, fields=fields)


def columns(inner: list[Token], text: str) -> tuple[SchemaField, ...]:
    """The columns of a table's definition."""
    fields: list[SchemaField] = []
    keys: set[str] = set()
    for part in split(inner):
        if is_constraint(part):
            keys.update(name.casefold() for name in primary_key(part))
            continue
        found = column(part, text)
        if found is not None:
            fields.append(found.field)
    return tuple(
        SchemaField(one.name, one.type, True, one.default) if one.name.casefold() in keys else one
        for one in fields
    )


def _create_type(found: list[Token], at: int, line: int) -> Iterator[Schema]:
    name, at = name_at(found, at)
    if name and words(found, at, "AS", "ENUM", "("):
        values = _strings(found[at + 2 : closing(found, at + 2)])
        yield Schema(line=line, format="sql", what="enum", name=name, fields=values)


def _strings(found: list[Token]) -> tuple[SchemaField, ...]:
    return tuple(
        SchemaField(one.text[1:-1].replace("''", "'")) for one in found if one.group == "string"
    )


def _alter(found: list[Token], text: str, line: int) -> Iterator[Schema]:
    if words(found, 1, "TYPE"):
        name, at = name_at(found, 2)
        if name and words(found, at, "ADD", "VALUE"):
            values = _strings(found[at : at + 6])[:1]
            yield Schema(
                line=line, format="sql", what="enum", name=name, fields=values, change="add"
            )
        return
    if not words(found, 1, "TABLE"):
        return
    at = _skip(found, _skip(found, 2, "IF", "EXISTS"), "ONLY")
    name, at = name_at(found, at)
    at = _skip(found, at, "*")
    if words(found, at, "ON", "CLUSTER"):
        at += 3
    if not name:
        return
    for change, fields, start in actions(found[at:], text):
        on = line + text.count("\n", found[0].start, start)
        yield Schema(line=on, format="sql", what="table", name=name, fields=fields, change=change)


def _drop(found: list[Token], text: str, line: int) -> Iterator[Schema]:  # noqa: ARG001  # as the others
    what = {"TABLE": "table", "TYPE": "enum"}.get(found[1].upper if len(found) > 1 else "")
    if what is None:
        return
    for part in split(found[_skip(found, 2, "IF", "EXISTS") :]):
        name, _ = name_at(part, 0)
        if name:
            yield Schema(line=line, format="sql", what=what, name=name, change="drop")


def _rename(found: list[Token], text: str, line: int) -> Iterator[Schema]:  # noqa: ARG001  # as the others
    """MySQL's `RENAME TABLE a TO b`."""
    if not words(found, 1, "TABLE"):
        return
    for part in split(found[2:]):
        name, at = name_at(part, 0)
        new, _ = name_at(part, at + 1)
        if name and new and words(part, at, "TO"):
            fields = (SchemaField("", new),)
            yield Schema(
                line=line, format="sql", what="table", name=name, fields=fields, change="rename"
            )


_READERS = {"CREATE": _create, "ALTER": _alter, "DROP": _drop, "RENAME": _rename}
