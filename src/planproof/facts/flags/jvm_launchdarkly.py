"""LaunchDarkly (Java server SDK 6 and 7): `client.boolVariation("k", context, false)`, and `…Detail`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"boolVariation",
    b"stringVariation",
    b"intVariation",
    b"doubleVariation",
    b"jsonValueVariation",
)

_CALLS = tuple(
    f"*.{kind}Variation{end}"
    for kind in ("bool", "string", "int", "double", "jsonValue")
    for end in ("", "Detail")
)

IDIOMS = (
    asks(*_CALLS, default=2, system="launchdarkly"),
    asks("*.isFlagKnown", system="launchdarkly"),
)
