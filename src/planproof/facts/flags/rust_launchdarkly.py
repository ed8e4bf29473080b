"""LaunchDarkly for Rust (launchdarkly-server-sdk 1 and 2): `client.bool_variation(&context, "k", false)`."""

from planproof.facts.idiom import asks

NEEDS = (b"_variation",)

_CALLS = tuple(
    f"*.{kind}_variation{detail}"
    for kind in ("bool", "str", "int", "float", "json")
    for detail in ("", "_detail")
)

IDIOMS = (asks(*_CALLS, name=1, default=2, system="launchdarkly"),)
