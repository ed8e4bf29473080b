"""Spring: `@Value`, `Environment.getProperty`, `@ConfigurationProperties`, `@ConditionalOnProperty`.

A property that is read by its name is set by the variable that its name gives (Spring Boot 2 and 3).
What `application.yml` says is not known here, so no property is required.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._jvm_properties import bound, placeholder_reads, property_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"@Value",
    b":Value",
    b"nvironment.get",
    b"nvironment().get",
    b"env.get",
    b"esolver.get",
    b"getRequiredProperty",
    b"@ConfigurationProperties",
    b"@ConditionalOnProperty",
    b"core.env",
)

_VALUE = ("org.springframework.beans.factory.annotation.Value", "Value")
_ASKS = ("getProperty", "getRequiredProperty", "containsProperty")
_TYPES = ("Environment", "PropertyResolver", "ConfigurableEnvironment", "StandardEnvironment")
_PROPERTIES = "org.springframework.boot.context.properties.ConfigurationProperties"
_CLASSES = (".class", "::class.java", "::class.javaObjectType", "::class")


def read(unit: Unit) -> Iterator[Fact]:
    """Reads of properties and of the variables that are named for themselves."""
    for call in unit.calls:
        if call.decorates is None:
            if call.function in _ASKS:
                yield from _asked(unit, call)
        elif call.callee in _VALUE:
            yield from _value(unit, call)
        elif call.function == "ConditionalOnProperty":
            yield from _conditional(unit, call)
        elif call.callee == _PROPERTIES or (
            call.callee == "ConfigurationProperties"
            and "io.micronaut" not in str(unit.imports.values())
        ):
            yield from _bound(unit, call)
    for index in unit.indexes:
        if index.object.endswith("core.env.Environment"):
            found = property_read(
                unit.line(index.node), unit.value(index.key), _fallback(unit, index.node)
            )
            if found is not None:
                yield found


def _value(unit: Unit, call: Call) -> Iterator[Fact]:
    text = unit.value(call.argument(0, "value"))
    if text.kind in ("literal", "pattern"):
        yield from placeholder_reads(text.text, unit.line(call.node), fails=True)


def _asked(unit: Unit, call: Call) -> Iterator[Fact]:
    receiver = call.callee.rpartition(".")[0].removesuffix("()")
    word = receiver.rpartition(".")[2]
    if word not in _TYPES and word.lower() not in (
        "env",
        "environment",
        "getenvironment",
        "resolver",
    ):
        return
    nodes = [one.node for one in call.arguments]
    if not nodes or len(nodes) > 3:
        return
    given = [one for one in nodes[1:] if not unit.text(one).endswith(_CLASSES)]
    default = unit.value(given[0]) if given else _fallback(unit, call.node)
    found = property_read(unit.line(call.node), unit.value(nodes[0]), default)
    if found is not None:
        yield found


def _fallback(unit: Unit, node: Node) -> Value | None:
    default = unit.fallback(node)
    return unit.value(default) if default is not None else None


def _conditional(unit: Unit, call: Call) -> Iterator[Fact]:
    prefix = unit.string(call.argument("prefix")) or ""
    names = call.argument("name") or call.argument(0, "value")
    for one in (unit.items(names) or [names]) if names is not None else []:
        name = unit.value(one)
        path = f"{prefix.rstrip('.')}.{name.text}".strip(".")
        found = property_read(unit.line(call.node), Value(name.kind, path), None)
        if found is not None:
            yield found


def _bound(unit: Unit, call: Call) -> Iterator[Fact]:
    prefix = unit.value(call.argument(0, "prefix", "value"))
    if not call.arguments:
        prefix = Value("literal", "")
    if not prefix.known or call.decorates is None:
        return
    for class_ in unit.classes:
        if class_.node == call.decorates:
            yield from bound(unit, class_, prefix.text)
            return
    # A method that makes a bean: its class may stand anywhere.
    found = property_read(unit.line(call.node), Value("pattern", f"{prefix.text}.*"), None)
    if found is not None:
        yield found
