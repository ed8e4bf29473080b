"""Helpers with telling names, of whatever kind: `isFeatureEnabled("x")`, `featureFlags.isEnabled("x")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse
from planproof.text.patterns import rx

NEEDS = (
    b"eatureEnabled",
    b"eatureFlag",
    b"lagEnabled",
    b"eature_flag",
    b"lags.isEnabled",
    b"eatures.isEnabled",
)

_HELPERS = (
    r"^(?:is|has|check|get|use)?_?[fF]eature(?:Flag|Toggle|Switch)?(?:Enabled|On|Active)$"
    r"|^(?:is|has|check|get|use)Feature(?:Flag|Toggle)$|^is(?:Flag|Toggle)Enabled$"
)
_HOLDERS = r"(?i)(?:^|\.)(?:feature_?)?(?:flags?|toggles?|features)(?:_?service|_?client|_?manager)?(?:\(\))?$"
_ASKED = frozenset(("isEnabled", "isOn", "isActive", "enabled"))
_SERVICES = r"(?i)growthbook|posthog|statsig|optimizely|configcat|flagsmith|unleash|launchdarkly|openfeature"


def read(unit: Unit) -> Iterator[Fact]:
    """Calls that are given a name and are of none of the services."""
    for call in unit.calls:
        owner = call.callee.rpartition(".")[0]
        helper = rx(_HELPERS).match(call.function) is not None
        asked = call.function in _ASKED and rx(_HOLDERS).search(call.written.rpartition(".")[0])
        if not (helper or asked) or rx(_SERVICES).search(owner) or call.decorates is not None:
            continue
        values = [unit.value(one.node) for one in call.arguments if not one.name][:2]
        named = [
            one for one in values if one.kind == "literal" and rx(r"^[\w.:/-]{3,}$").match(one.text)
        ]
        if named and not named[0].text.isdecimal() and named[0].text not in ("true", "false"):
            yield FlagUse(line=unit.line(call.node), name=named[0], system="generic")
