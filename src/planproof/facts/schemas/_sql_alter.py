"""The actions of `ALTER TABLE`.

`add` and `drop` name fields. `alter` names what changes and leaves the rest empty: a type, whether it is
required, a default (empty where it is dropped). `rename` has the old name, and the new one as its type; an
empty old name stands for the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.model import SchemaField
from planproof.facts.schemas._sql_columns import (
    column,
    default_at,
    is_constraint,
    primary_key,
    type_words,
)
from planproof.facts.schemas._sql_tokens import Token, closing, split, words

_NOT_COLUMNS = frozenset(
    ("CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "PARTITION", "PERIOD", "FULLTEXT",
     "SPATIAL", "EXCLUDE", "PROJECTION", "TRIGGER", "RULE", "SYSTEM", "POLICY")
)  # fmt: skip
_STARTS = frozenset(("ADD", "DROP", "ALTER", "MODIFY", "CHANGE", "RENAME"))


class Action(NamedTuple):
    """What an action does, and where in the text it stands."""

    change: str
    fields: tuple[SchemaField, ...]
    start: int


def actions(found: list[Token], text: str) -> Iterator[Action]:
    """Each action that changes a column or the table's name."""
    before = ""
    for written in split(found):
        part = written
        first = part[0].upper
        if first in _STARTS:
            before = first
        elif before in ("ADD", "DROP"):  # SQL Server: ADD a INT, b INT
            part = [written[0]._replace(text=before, upper=before, group="word"), *written]
            first = before
        reader = _READERS.get(first)
        if reader is not None:
            yield from (
                Action(change, fields, part[0].start) for change, fields in reader(part, text)
            )


_Changes = Iterator[tuple[str, tuple[SchemaField, ...]]]


def _past(part: list[Token], at: int, *optional: str) -> int:
    return at + len(optional) if words(part, at, *optional) else at


def _add(part: list[Token], text: str) -> _Changes:
    column_said = words(part, 1, "COLUMN")
    rest = part[_past(part, _past(part, 1, "COLUMN"), "IF", "NOT", "EXISTS") :]
    if not rest:
        return
    if not column_said and is_constraint(rest):
        keys = tuple(SchemaField(name, required=True) for name in primary_key(rest))
        if keys:
            yield "alter", keys
        return
    if (
        not column_said
        and rest[0].upper in _NOT_COLUMNS
        and len(rest) > 1
        and rest[1].upper == "IF"
    ):
        return
    listed = split(rest[1 : closing(rest, 0)]) if rest[0].upper == "(" else [rest]
    fields = tuple(
        found.field
        for one in listed
        if not is_constraint(one) and (found := column(_without_place(one), text)) is not None
    )
    if fields:
        yield "add", fields


def _without_place(part: list[Token]) -> list[Token]:
    """A definition without MySQL's `FIRST` and `AFTER a` at its end."""
    if part[-1].upper == "FIRST":
        return part[:-1]
    return part[:-2] if len(part) > 2 and part[-2].upper == "AFTER" else part


def _drop(part: list[Token], text: str) -> _Changes:  # noqa: ARG001  # as the others
    at = _past(part, 1, "COLUMN")
    if at == 1 and len(part) > 1 and part[1].upper in _NOT_COLUMNS and len(part) > 2:
        return
    at = _past(part, at, "IF", "EXISTS")
    listed = split(part[at + 1 : closing(part, at)]) if words(part, at, "(") else [part[at:]]
    fields = tuple(SchemaField(one[0].text) for one in listed if one and one[0].is_name)
    if fields:
        yield "drop", fields


def _rename(part: list[Token], text: str) -> _Changes:  # noqa: ARG001  # as the others
    at = _past(part, 1, "COLUMN")
    if at == 1 and len(part) > 3 and part[1].upper in ("INDEX", "KEY", "CONSTRAINT"):
        return
    if at == 1 and len(part) > 2 and part[1].upper in ("TO", "AS"):
        yield "rename", (SchemaField("", part[-1].text),)
    elif words(part, at + 1, "TO") and len(part) > at + 2:
        yield "rename", (SchemaField(part[at].text, part[at + 2].text),)


def _alter(part: list[Token], text: str) -> _Changes:
    at = _past(part, 1, "COLUMN")
    if at == 1 and len(part) > 1 and part[1].upper in _NOT_COLUMNS:
        return
    at = _past(part, at, "IF", "EXISTS")
    if at >= len(part) or not part[at].is_name:
        return
    name, rest = part[at].text, part[at + 1 :]
    if words(rest, 0, "SET", "NOT", "NULL"):
        yield "alter", (SchemaField(name, required=True),)
    elif words(rest, 0, "DROP", "NOT", "NULL"):
        yield "alter", (SchemaField(name, required=False),)
    elif words(rest, 0, "SET", "DEFAULT"):
        yield "alter", (SchemaField(name, default=default_at(rest, 2, text)[1] or ""),)
    elif words(rest, 0, "DROP", "DEFAULT"):
        yield "alter", (SchemaField(name, default=""),)
    elif words(rest, 0, "TYPE") or words(rest, 0, "SET", "DATA", "TYPE"):
        start = 1 if rest[0].upper == "TYPE" else 3
        end = next(
            (place for place, one in enumerate(rest) if one.upper in ("USING", "COLLATE")),
            len(rest),
        )
        yield "alter", (SchemaField(name, type_words(rest[start:end])),)
    elif rest and rest[0].upper not in ("SET", "DROP", "ADD", "RESET", "RESTART"):
        found = column(part[at:], text)  # SQL Server: ALTER COLUMN a INT NOT NULL
        if found is not None and found.field.type:
            must = found.field.required if found.said else None
            yield "alter", (SchemaField(name, found.field.type, must),)


def _modify(part: list[Token], text: str) -> _Changes:
    """MySQL and Oracle: the whole definition anew."""
    found = column(_without_place(part[_past(part, 1, "COLUMN") :] or part), text)
    if found is not None and found.field.type:
        one = found.field
        yield "alter", (SchemaField(one.name, one.type, one.required, one.default or ""),)


def _change(part: list[Token], text: str) -> _Changes:
    """MySQL: `CHANGE old new definition`."""
    rest = part[_past(part, 1, "COLUMN") :]
    if len(rest) > 2:
        if rest[0].text != rest[1].text:
            yield "rename", (SchemaField(rest[0].text, rest[1].text),)
        yield from _modify([part[0], *rest[1:]], text)


_READERS = {
    "ADD": _add,
    "DROP": _drop,
    "RENAME": _rename,
    "ALTER": _alter,
    "MODIFY": _modify,
    "CHANGE": _change,
}
