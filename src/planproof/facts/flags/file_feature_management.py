"""Features in `appsettings.json`: `"FeatureManagement": {"NewCheckout": true}`, and Microsoft's own schema.

One with filters is on for some, so that its default is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, FlagUse, Value
from planproof.facts.trees import Mapping, Node, Scalar, documents

FILES = ("appsettings.json", "appsettings.*.json", "featureflags*.json")

NEEDS = (b"FeatureManagement", b"feature_management")

_SYSTEM = "featuremanagement"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Every feature, with whether it is on."""
    for root in documents(path, data):
        if not isinstance(root, Mapping):
            continue
        for key, value in root.mapping("FeatureManagement").items():
            yield FlagUse(
                line=key.line,
                name=Value("literal", key.text),
                default=_default(value),
                system=_SYSTEM,
            )
        for one in root.mapping("feature_management").sequence("feature_flags"):
            if isinstance(one, Mapping) and one.text("id"):
                enabled = one.get("enabled")
                filtered = bool(one.mapping("conditions").sequence("client_filters"))
                default = Value("unknown", "conditions") if filtered else _default(enabled)
                name = Value("literal", one.text("id"))
                yield FlagUse(line=one.line, name=name, default=default, system=_SYSTEM)


def _default(value: Node | None) -> Value | None:
    if isinstance(value, Scalar):
        return Value("literal", value.text) if value.kind == "boolean" else None
    return Value("unknown", "EnabledFor") if isinstance(value, Mapping) else None
