"""LaunchDarkly (server SDK 8 and later): `client.variation("k", context, False)`."""

from planproof.facts.idiom import asks

NEEDS = (b".variation(", b".variation_detail(", b".migration_variation(")

IDIOMS = (
    asks(
        "*.variation",
        "*.variation_detail",
        "*.migration_variation",
        name=(0, "key"),
        default=(2, "default", "default_stage"),
        system="launchdarkly",
    ),
)
