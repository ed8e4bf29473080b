"""Other names and values than those that a service has."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.mutants.service import Table, Variable


def renamed(name: str) -> str:
    """A variable by another name."""
    head, _, tail = name.partition("_")
    return f"{head}_NEW_{tail}"


def other_default(one: Variable) -> str:
    """Another default."""
    return str(int(one.default) + 17) if one.number else f"{one.default}-two"


def other_signal(name: str) -> str:
    """A metric or an event by another name."""
    mark = "_" if "_" in name else "."
    head, _, tail = name.partition(mark)
    return f"{head}{mark}lately{mark}{tail}"


def altered_tables(table: Table, random: Random) -> Iterator[tuple[str, Table]]:
    """A table with one of its columns changed, with what is changed."""
    columns = list(table.columns)
    at = random.randrange(1, len(columns))
    name, kind, must, default = columns[at]
    changes = {
        f"{name} is renamed": (f"{name}_text", kind, must, default),
        f"{name} has another type": (name, "BOOLEAN", must, ""),
        f"{name} may be missing or not": (name, kind, not must, default),
        f"{name} has another default": (name, kind, must, "'none'" if kind == "TEXT" else "77"),
    }
    for title, column in random.sample(sorted(changes.items()), 2):
        yield title, Table(table.name, (*columns[:at], column, *columns[at + 1 :]))
    yield f"{name} is dropped", Table(table.name, (*columns[:at], *columns[at + 1 :]))
