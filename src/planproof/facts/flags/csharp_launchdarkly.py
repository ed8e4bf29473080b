"""LaunchDarkly (.NET server SDK 8): `client.BoolVariation("k", context, false)`, and `…Detail`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"BoolVariation",
    b"StringVariation",
    b"IntVariation",
    b"FloatVariation",
    b"DoubleVariation",
    b"JsonVariation",
)

_CALLS = tuple(
    f"*.{kind}Variation{end}"
    for kind in ("Bool", "String", "Int", "Float", "Double", "Json")
    for end in ("", "Detail")
)

IDIOMS = (asks(*_CALLS, name=(0, "key"), default=(2, "defaultValue"), system="launchdarkly"),)
