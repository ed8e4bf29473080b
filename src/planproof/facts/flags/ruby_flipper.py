"""Flipper (0.20 to 1): `Flipper.enabled?(:k, actor)`, `Flipper[:k].enabled?`, `Flipper.feature(:k)`."""

from collections.abc import Iterator

from planproof.facts.idiom import asks
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse

NEEDS = (b"Flipper", b"flipper")

_OWNERS = ("Flipper", "*flipper")
_WORDS = (
    "enabled?",
    "feature",
    "enable",
    "disable",
    "add",
    "enable_actor",
    "enable_percentage_of_actors",
)

IDIOMS = (asks(*(f"{owner}.{word}" for owner in _OWNERS for word in _WORDS), system="flipper"),)


def read(unit: Unit) -> Iterator[Fact]:
    """`Flipper[:k]`."""
    for index in unit.indexes:
        name = unit.value(index.key)
        owner = index.object.rpartition(".")[2]
        if owner in ("Flipper", "flipper") and name.known and len(name.text) > 2:
            yield FlagUse(line=unit.line(index.node), name=name, system="flipper")
