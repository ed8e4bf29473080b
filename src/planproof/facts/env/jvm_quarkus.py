"""MicroProfile Config and SmallRye, as Quarkus has them: `@ConfigProperty`, `@ConfigMapping`, `Config`.

The variable of `a.b-c` is `A_B_C`. Whether one is required is not known here: `application.properties`
may say it. (MicroProfile Config 3; SmallRye Config 3.)
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._jvm_properties import property_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call, Function

NEEDS = (b"microprofile.config", b"smallrye.config")

_UNSET = "org.eclipse.microprofile.config.configproperty.unconfigureddvalue"


def read(unit: Unit) -> Iterator[Fact]:
    """Injected properties, mappings, and calls of `Config`."""
    for call in unit.calls:
        if call.decorates is None:
            yield from _asked(unit, call)
        elif call.function == "ConfigProperty":
            yield from _injected(unit, call)
        elif call.function == "ConfigMapping":
            yield from _mapped(unit, call)


def _injected(unit: Unit, call: Call) -> Iterator[Fact]:
    node, given = call.argument("name"), call.argument("defaultValue")
    if node is None:
        return
    default = unit.value(given) if given is not None else None
    if default is not None and default.text == _UNSET:
        default = None
    found = property_read(unit.line(call.node), unit.value(node), default, "_")
    if found is not None:
        yield found


def _asked(unit: Unit, call: Call) -> Iterator[Fact]:
    if call.function not in ("getValue", "getOptionalValue", "getConfigValue"):
        return
    above = call.callee.rpartition(".")[0]
    if not above.endswith((".Config", "ConfigProvider.getConfig()", "SmallRyeConfig")):
        return
    node = call.argument(0)
    if node is None:
        return
    fallback = unit.fallback(call.node)
    default = unit.value(fallback) if fallback is not None else None
    found = property_read(unit.line(call.node), unit.value(node), default, "_")
    if found is not None:
        yield found


def _mapped(unit: Unit, call: Call) -> Iterator[Fact]:
    """The methods of an interface, and of the interfaces in it that they give."""
    classes = {one.name: one for one in unit.classes}
    prefix = unit.string(call.argument("prefix")) or ""
    start = next((name for name, one in classes.items() if one.node == call.decorates), "")
    waiting = [(start, prefix)] if start else []
    seen: set[str] = set()
    while waiting:
        name, above = waiting.pop()
        seen.add(name)
        for function in unit.functions:
            if function.name.rpartition(".")[0] != name or function.parameters:
                continue
            path = f"{above}.{_word(unit, function)}".strip(".")
            given = function.node.child_by_field_name("type")
            inner = f"{name}.{unit.text(given)}" if given is not None else ""
            if inner in classes and classes[inner].what == "type":
                if inner not in seen:
                    waiting.append((inner, path))
                continue
            if given is not None and unit.text(given).startswith("Map<"):
                path += ".*"
            kind = Value("pattern" if "*" in path else "literal", path)
            found = property_read(unit.line(function.node), kind, _default(unit, function), "_")
            if found is not None:
                yield found


def _word(unit: Unit, function: Function) -> str:
    for one in function.decorators:
        if one.function == "WithName":
            return unit.string(one.argument(0, "value")) or ""
        if one.function == "WithParentName":
            return ""
    return function.name.rpartition(".")[2]


def _default(unit: Unit, function: Function) -> Value | None:
    for one in function.decorators:
        if one.function == "WithDefault":
            return unit.value(one.argument(0, "value"))
    return None
