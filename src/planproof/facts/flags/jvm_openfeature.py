"""OpenFeature (Java and Kotlin SDK 1): `client.getBooleanValue("k", false)`, and `…Details`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"getBooleanValue",
    b"getStringValue",
    b"getIntegerValue",
    b"getDoubleValue",
    b"getObjectValue",
    b"getBooleanDetails",
    b"getStringDetails",
    b"getIntegerDetails",
    b"getDoubleDetails",
    b"getObjectDetails",
)

_OWNERS = (
    "dev.openfeature.*",
    "*[cC]lient",
    "*[cC]lient()",
    "*[fF]eature*",
    "*[fF]lag*",
    "*OpenFeatureAPI*",
)
_CALLS = tuple(
    f"{owner}.get{kind}{what}"
    for owner in _OWNERS
    for kind in ("Boolean", "String", "Integer", "Double", "Object")
    for what in ("Value", "Details")
)

IDIOMS = (asks(*_CALLS, default=1, system="openfeature"),)
