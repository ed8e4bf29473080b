"""Feature gates of Kubernetes (component-base): constants, their defaults, and where they are asked for.

const OrdersV2 featuregate.Feature = "OrdersV2"
map[featuregate.Feature]featuregate.FeatureSpec{OrdersV2: {Default: false, PreRelease: featuregate.Alpha}}
feature.DefaultFeatureGate.Enabled(features.OrdersV2)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages.go import entries
from planproof.facts.model import Fact, FlagUse, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

LIKE = rb"featuregate\.Feature\b|eature_?[gG]ates?(?:\(\))?\.Enabled\(|\.Enabled\(\s*features\."

_ASKED = r"(?i)feature_?gates?(?:\(\))?\.Enabled$"


def read(unit: Unit) -> Iterator[Fact]:
    """Constants of the type, entries of the table of defaults, and questions."""
    for node in unit.nodes("assignment"):
        type_ = node.child_by_field_name("type")
        value = node.child_by_field_name("value")
        if type_ is not None and value is not None and unit.path(type_) == "featuregate.Feature":
            yield from _used(unit, node, unit.value(value.named_children[0]), None)
    for node in unit.nodes("composite"):
        type_ = node.child_by_field_name("type")
        key = type_.child_by_field_name("key") if type_ is not None else None
        if unit.path(key) == "featuregate.Feature":
            for name, value in entries(node):
                yield from _used(unit, name, unit.value(name), _default(unit, value))
    for call in unit.calls:
        asked = call.argument(0)
        if asked is None or call.function != "Enabled":
            continue
        if rx(_ASKED).search(call.callee) or unit.path(asked).startswith("features."):
            yield from _used(unit, call.node, unit.value(asked), None)


def _used(unit: Unit, node: Node, name: Value, default: Value | None) -> Iterator[FlagUse]:
    if name.kind in ("literal", "reference") and len(name.text) > 2:
        yield FlagUse(line=unit.line(node), name=name, default=default, system="featuregate")


def _default(unit: Unit, spec: Node) -> Value | None:
    """The default of an entry; of one with versions that of the last."""
    told = dict(unit.pairs(spec))
    if not told:
        versions = [one for one in spec.named_children if one.type == "literal_element"]
        told = dict(unit.pairs(versions[-1].named_children[0])) if versions else {}
    return unit.value(told["Default"]) if "Default" in told else None
