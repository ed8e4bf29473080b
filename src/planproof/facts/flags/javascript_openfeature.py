"""OpenFeature's SDKs for JavaScript (1.x): server, web, React, Angular and NestJS."""

from planproof.facts.idiom import asks

NEEDS = (b"getBooleanValue", b"getStringValue", b"getNumberValue", b"getObjectValue", b"getBooleanDetails",
         b"getStringDetails", b"getNumberDetails", b"getObjectDetails", b"FlagValue", b"FlagDetails",
         b"@openfeature/", b"FeatureFlag(")  # fmt: skip

_KINDS = ("Boolean", "String", "Number", "Object")
_HOOKS = tuple(f"use{kind}Flag{end}" for kind in _KINDS for end in ("Value", "Details"))
_GETTERS = tuple(
    f"get{kind}{end}" for kind in ("String", "Number", "Object") for end in ("Value", "Details")
)

IDIOMS = (
    asks("*.getBooleanValue", "*.getBooleanDetails", name=0, default=1, system="openfeature"),
    asks(
        *(f"*{one}.{word}" for one in ("lient", "lient()", "eature", "lags") for word in _GETTERS),
        name=0,
        default=1,
        system="openfeature",
    ),
    asks(*_HOOKS, *(f"*.{hook}" for hook in _HOOKS), name=0, default=1, system="openfeature"),
    asks(
        "@openfeature/*.useFlag",
        "@openfeature/*.useSuspenseFlag",
        name=0,
        default=1,
        system="openfeature",
    ),
    asks(
        *(f"@openfeature/*.{kind}FeatureFlag" for kind in _KINDS),
        name="flagKey",
        default="defaultValue",
        system="openfeature",
    ),
)
