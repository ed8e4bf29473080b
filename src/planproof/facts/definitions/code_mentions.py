"""Strings in the code that look like names, with the call that they are given to.

They tell where a variable, flag or event is mentioned though no idiom is known for it, and what the
calls of a wrapper say.
"""

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mention
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NAME = r"^[A-Za-z_/][\w.\-:/{}]{1,99}$"


def read(unit: Unit) -> Iterator[Fact]:
    """Every string that could be a name: those given to calls first, then the others."""
    told: set[int] = set()
    for call in unit.calls:
        yield from _given(unit, call, told)
    for node in unit.nodes("string"):
        if node.id not in told:
            value = unit.language.value(unit, node)
            if value.known and rx(NAME).match(value.text):
                yield Mention(line=unit.line(node), text=value.text)


def _given(unit: Unit, call: Call, told: set[int]) -> Iterator[Fact]:
    values = [(one, unit.value(one.node)) for one in call.arguments]
    positional = tuple(value for one, value in values if not one.name)
    keywords = tuple((one.name, value) for one, value in values if one.name)
    position = -1
    for one, value in values:
        position += not one.name
        if not value.known or not rx(NAME).match(value.text):
            continue
        told.add(one.node.id)
        yield Mention(
            line=unit.line(one.node),
            text=value.text,
            callee=call.callee,
            position=-1 if one.name else position,
            keyword=one.name,
            arguments=positional,
            keywords=keywords,
        )
