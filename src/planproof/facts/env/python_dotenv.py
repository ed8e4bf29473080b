"""python-dotenv (1.x): `dotenv_values()["X"]`, alone or put together with `os.environ`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import Idiom, env_read, reads
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"dotenv_values", b"dotenv")

IDIOMS: tuple[Idiom, ...] = (
    reads("dotenv.dotenv_values().get", name=0, default=1),
    reads("dotenv.get_key", name=(1, "key_to_get")),
)

VALUES = "dotenv.dotenv_values()"


def read(unit: Unit) -> Iterator[Fact]:
    """Looks into the values, and into a dictionary that they are unpacked into."""
    unpacking = _unpacking(unit)
    merged = {one.target for one in unit.assignments if one.value.id in unpacking}
    for index in unit.indexes:
        if (index.object == VALUES or index.object in merged) and not unit.written(index.node):
            asks = index.node.type == "comparison_operator"
            name = unit.value(index.key)
            fact = env_read(unit, index.node, name, None, "" if asks else "always")
            if fact is not None:
                yield fact
    for call in unit.calls if merged else ():
        owner, _, method = call.callee.rpartition(".")
        if owner in merged and method == "get" and call.arguments:
            name = unit.value(call.arguments[0].node)
            fact = env_read(unit, call.node, name, call.argument(1, "default"))
            if fact is not None:
                yield fact


def _unpacking(unit: Unit) -> set[int]:
    """The dictionaries that `dotenv_values()` is unpacked into."""
    found: set[int] = set()
    for call in unit.calls:
        splat = call.node.parent if call.callee == "dotenv.dotenv_values" else None
        if splat is not None and splat.type == "dictionary_splat" and splat.parent is not None:
            found.add(splat.parent.id)
    return found
