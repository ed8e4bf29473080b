"""Flag services in PHP: OpenFeature (2), Unleash (2), LaunchDarkly (5 and 6).

`$client->getBooleanValue('k', false)`, `$unleash->isEnabled('k')`, `$ldClient->variation('k', $context, false)`.
"""

from planproof.facts.idiom import asks

NEEDS = (b"getBooleanValue", b"getStringValue", b"getIntegerValue", b"getFloatValue", b"getObjectValue",
         b"nleash", b"variation")  # fmt: skip

_VALUES = tuple(
    f"get{kind}{what}"
    for kind in ("Boolean", "String", "Integer", "Float", "Object")
    for what in ("Value", "Details")
)
_LAUNCHDARKLY = ("*ldClient", "*ld_client", "*launchDarkly*", "*LaunchDarkly*", "*LDClient()")

IDIOMS = (
    asks(
        *(
            f"{owner}.{word}"
            for owner in ("*client", "*Client", "*Client()", "*eature*")
            for word in _VALUES
        ),
        default=1,
        system="openfeature",
    ),
    asks("*unleash.isEnabled", "*unleash.getVariant", "*Unleash.isEnabled", system="unleash"),
    asks(
        *(
            f"{owner}.{word}"
            for owner in _LAUNCHDARKLY
            for word in ("variation", "variationDetail")
        ),
        default=2,
        system="launchdarkly",
    ),
)
