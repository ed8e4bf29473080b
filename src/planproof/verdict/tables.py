"""Tables as they stand when every migration is applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planproof.facts.model import Schema, SchemaField
from planproof.text.patterns import rx

Placed = tuple[str, Schema]
"""A schema and the file it stands in."""


def resolve(schemas: Iterable[Placed]) -> list[Placed]:
    """Tables and enums of SQL as they stand at last, each where it was created; the rest as it is.

    The files of a folder are applied in the order of their names, numbers as numbers; Flyway's
    repeatable ones (`R__`) come last. Folders know nothing of each other: one may hold PostgreSQL's
    migrations, another SQLite's. Where each migration has a folder of its own (`2024_add/up.sql`), the
    folder around is the one that counts. What changes a table that no file creates is left out.
    """
    found: list[Placed] = []
    folders: dict[str, list[Placed]] = {}
    for path, schema in schemas:
        if schema.format == "sql":
            folders.setdefault(_folder(path), []).append((path, schema))
        else:
            found.append((path, schema))
    for folder in folders.values():
        tables = _Tables()
        for path, schema in sorted(folder, key=_order):
            tables.apply(path, schema)
        found += tables
    return found


def _folder(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[0] if name in ("up.sql", "migration.sql") else folder


def _order(placed: Placed) -> tuple[bool, list[tuple[int, int, str]], int]:
    path, schema = placed
    name = path.rpartition("/")[2]
    pieces = (piece for piece in rx(r"(\d+)").split(path.casefold()) if piece)
    key = [(0, int(piece), "") if _is_number(piece) else (1, 0, piece) for piece in pieces]
    return name.startswith("R__"), key, schema.line


def _is_number(piece: str) -> bool:
    return piece.isascii() and piece.isdigit() and len(piece) < 100


class _Tables:
    """The tables of a folder, by their names; changed by one statement after the other."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Placed] = {}

    def __iter__(self) -> Iterator[Placed]:
        return iter(self._found.values())

    def apply(self, path: str, schema: Schema) -> None:
        """Apply a statement."""
        key = (schema.what, schema.name.casefold())
        if schema.change == "create":
            self._found[key] = (path, schema)
            return
        if key not in self._found:
            return
        if schema.change == "drop" and not schema.fields:
            del self._found[key]
            return
        where, table = self._found[key]
        fields = {one.name.casefold(): one for one in table.fields}
        name = table.name
        for one in schema.fields:
            if schema.change == "rename" and not one.name:
                name = one.type
            else:
                fields = _CHANGES[schema.change](fields, one)
        if name != table.name:
            del self._found[key]
            key = (schema.what, name.casefold())
        changed = Schema(
            line=table.line,
            probe=table.probe,
            format=table.format,
            what=table.what,
            name=name,
            fields=tuple(fields.values()),
        )
        self._found[key] = (where, changed)


_Fields = dict[str, SchemaField]


def _added(fields: _Fields, one: SchemaField) -> _Fields:
    return {**fields, one.name.casefold(): one}


def _dropped(fields: _Fields, one: SchemaField) -> _Fields:
    return {name: field for name, field in fields.items() if name != one.name.casefold()}


def _altered(fields: _Fields, one: SchemaField) -> _Fields:
    old = fields.get(one.name.casefold())
    if old is None:
        return fields
    default = old.default if one.default is None else one.default or None
    new = SchemaField(
        name=old.name,
        type=one.type or old.type,
        required=old.required if one.required is None else one.required,
        default=default,
    )
    return {**fields, one.name.casefold(): new}


def _renamed(fields: _Fields, one: SchemaField) -> _Fields:
    return {
        (one.type.casefold() if name == one.name.casefold() else name): (
            SchemaField(one.type, field.type, field.required, field.default)
            if name == one.name.casefold()
            else field
        )
        for name, field in fields.items()
    }


_CHANGES = {"add": _added, "drop": _dropped, "alter": _altered, "rename": _renamed}
