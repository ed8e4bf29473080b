"""What a Python program gives the processes that it starts: `subprocess.run(..., env={"X": "1"})`.

A name that is set there is not read by that. One whose value is passed on (`"X": os.environ["X"]`) is
left out: that is a read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import LOUD_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvSet, Fact
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"env=", b"env =")


def read(unit: Unit) -> Iterator[Fact]:
    """Each name of a dictionary that is given as `env`."""
    for call in unit.calls:
        given = call.argument("env")
        if given is not None and given.type == "dictionary":
            yield from _names(unit, given)


def _names(unit: Unit, given: Node) -> Iterator[Fact]:
    for pair in given.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        name = unit.string(key) if pair.type == "pair" and key is not None else None
        if name is None or value is None or rx(LOUD_NAME).match(name) is None:
            continue
        if name not in unit.text(value):
            known = unit.value(value)
            text = known.text if known.known else None
            yield EnvSet(line=unit.line(pair), name=name, value=text, where="a process it starts")
