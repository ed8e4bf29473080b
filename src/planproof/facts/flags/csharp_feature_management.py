"""Microsoft.FeatureManagement 4: `IsEnabledAsync("k")`, `[FeatureGate("k")]`, `WithFeatureGate("k")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse

NEEDS = (b"IsEnabledAsync", b"FeatureGate", b"GetVariantAsync")

_ASKS = ("IsEnabledAsync", "GetVariantAsync")
_GATES = ("FeatureGate", "WithFeatureGate", "UseForFeature", "AddForFeature")


def read(unit: Unit) -> Iterator[Fact]:
    """Features that are asked for, and those that open an action or a route."""
    for call in unit.calls:
        above = call.callee.rpartition(".")[0].rpartition(".")[2].lower()
        asked = call.function in _ASKS and ("feature" in above or "manager" in above)
        if not asked and call.function not in _GATES:
            continue
        nodes = [one.node for one in call.arguments if not one.name]
        for node in nodes[:1] if asked else nodes:
            name = unit.value(node)
            plain = name.kind in ("literal", "pattern", "reference") and len(name.text) > 2
            if plain and "RequirementType." not in name.text:
                yield FlagUse(line=unit.line(call.node), name=name, system="featuremanagement")
