"""OpenFeature (.NET SDK 2): `await client.GetBooleanValueAsync("k", false)`; before 2.0 without `Async`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"GetBooleanValue",
    b"GetStringValue",
    b"GetIntegerValue",
    b"GetDoubleValue",
    b"GetObjectValue",
    b"GetBooleanDetails",
    b"GetStringDetails",
    b"GetIntegerDetails",
    b"GetDoubleDetails",
    b"GetObjectDetails",
)

_OWNERS = ("*[cC]lient", "*[cC]lient()", "*[fF]eature*", "*[fF]lag*")
_CALLS = tuple(
    f"{owner}.Get{kind}{what}{end}"
    for owner in _OWNERS
    for kind in ("Boolean", "String", "Integer", "Double", "Object")
    for what in ("Value", "Details")
    for end in ("", "Async")
)

IDIOMS = (asks(*_CALLS, name=(0, "flagKey"), default=(1, "defaultValue"), system="openfeature"),)
