"""LaunchDarkly for Ruby (launchdarkly-server-sdk 5 to 8): `client.variation("k", context, false)`."""

from planproof.facts.idiom import asks

NEEDS = (b"variation",)

_OWNERS = ("*ld_client", "*ldclient", "*LDClient", "*LDClient.new()", "*launch_darkly*", "*launchdarkly*",
           "*LaunchDarkly*", "*LD_CLIENT", "*feature_flags*")  # fmt: skip

IDIOMS = (
    asks(
        *(f"{owner}.{word}" for owner in _OWNERS for word in ("variation", "variation_detail")),
        default=2,
        system="launchdarkly",
    ),
)
