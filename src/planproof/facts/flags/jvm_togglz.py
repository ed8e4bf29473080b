"""Togglz and FF4j: features that are constants of an enum, `K.isActive()`, `ff4j.check("k")`.

A feature with `@EnabledByDefault` is on by default, another one is off. (Togglz 4, FF4j 2.)
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"togglz", b"ff4j", b"FF4j", b"FF4J", b".isActive(")

_FEATURES = r"(?:Feature|Features|Toggle|Toggles|Flag|Flags)$"
_CONSTANT = r"^[A-Z][A-Z0-9_]{2,}$"
_CHECKS = ("check", "checkOveridingStrategy", "getFeature", "exist", "enable", "disable")


def read(unit: Unit) -> Iterator[Fact]:
    """Features that are declared and asked for."""
    for class_ in unit.classes:
        if "org.togglz.core.Feature" not in class_.bases:
            continue
        for field in class_.fields:
            on = any(one.function == "EnabledByDefault" for one in field.decorators)
            if field.node.type in ("enum_constant", "enum_entry"):
                default = Value("literal", "true" if on else "false")
                name = Value("literal", field.name)
                yield FlagUse(
                    line=unit.line(field.node), name=name, default=default, system="togglz"
                )
    for call in unit.calls:
        yield from _togglz(unit, call)
        yield from _ff4j(unit, call)


def _togglz(unit: Unit, call: Call) -> Iterator[Fact]:
    if call.function != "isActive":
        return
    above, _, word = call.callee.rpartition(".")[0].rpartition(".")
    if call.arguments:
        path = unit.path(call.arguments[0].node)
        named = word.endswith("FeatureManager") or word.lower() in ("featuremanager", "manager")
        above, _, word = path.rpartition(".")
        if not named:
            return
    elif not rx(_FEATURES).search(above) and not above.startswith("org.togglz"):
        return
    if rx(_CONSTANT).match(word):
        yield FlagUse(line=unit.line(call.node), name=Value("literal", word), system="togglz")


def _ff4j(unit: Unit, call: Call) -> Iterator[Fact]:
    above = call.callee.rpartition(".")[0].removesuffix("()").rpartition(".")[2].lower()
    flipping = call.decorates is not None and call.function in ("Flip", "Flipping")
    if not flipping and not ("ff4j" in above and call.function in _CHECKS):
        return
    name = unit.value(call.argument("name", 0))
    if name.kind in ("literal", "pattern", "reference") and len(name.text) > 2:
        yield FlagUse(line=unit.line(call.node), name=name, system="ff4j")
