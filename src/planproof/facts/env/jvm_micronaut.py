"""Micronaut: `@Value`, `@Property`, `@ConfigurationProperties`, `@EachProperty`, `@Requires`.

The variable of `a.b-c` is `A_B_C` (Micronaut 4, "Property Sources").
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._jvm_properties import bound, placeholder_reads, property_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call

NEEDS = (b"io.micronaut.context", b"io.micronaut.core.bind")
LIKE = rb"@(?:\w+:)?(?:Value|Property|ConfigurationProperties|EachProperty)\b|\bproperty\s*="

_PACKAGE = "io.micronaut.context.annotation."


def read(unit: Unit) -> Iterator[Fact]:
    """Properties that are injected, bound and asked for."""
    for call in unit.calls:
        word = call.callee.removeprefix(_PACKAGE)
        if call.decorates is None or "." in word:
            continue
        line = unit.line(call.node)
        if word == "Value":
            text = unit.value(call.argument(0, "value"))
            if text.kind in ("literal", "pattern"):
                yield from placeholder_reads(text.text, line, fails=True, dash="_")
        elif word in ("Property", "Requires"):
            yield from _property(unit, call, word)
        elif word in ("ConfigurationProperties", "EachProperty"):
            prefix = unit.string(call.argument(0, "value", "prefix"))
            if prefix is not None:
                whole = prefix if word == "ConfigurationProperties" else f"{prefix}.*"
                yield from _bound(unit, call, whole)


def _property(unit: Unit, call: Call, word: str) -> Iterator[Fact]:
    node = call.argument("name" if word == "Property" else "property")
    given = call.argument("defaultValue")
    if node is None:
        return
    default = unit.value(given) if given is not None else None
    found = property_read(unit.line(call.node), unit.value(node), default, "_")
    if found is not None:
        yield found


def _bound(unit: Unit, call: Call, prefix: str) -> Iterator[Fact]:
    for class_ in unit.classes:
        if class_.node == call.decorates:
            yield from bound(unit, class_, prefix, "_")
            if class_.what == "type":
                for function in unit.functions:
                    above, _, name = function.name.rpartition(".")
                    word = name.removeprefix("get").removeprefix("is")
                    if above == class_.name and word and not function.parameters:
                        named = Value("pattern" if "*" in prefix else "literal", f"{prefix}.{word}")
                        found = property_read(unit.line(function.node), named, None, "_")
                        if found is not None:
                            yield found
