"""LaunchDarkly (go-server-sdk 7): `client.BoolVariation("orders-v2", context, false)`."""

from planproof.facts.idiom import asks

NEEDS = (b"Variation(", b"VariationDetail(", b"VariationCtx(", b"VariationDetailCtx(")

_KINDS = ("Bool", "Int", "Float64", "String", "JSON", "Migration")

IDIOMS = (
    asks("ffclient.*", "*ff*.*Variation", name=0, default=2, system="go-feature-flag"),
    asks(
        *(f"*.{kind}Variation{ending}" for kind in _KINDS for ending in ("", "Detail")),
        name=0,
        default=2,
        system="launchdarkly",
    ),
    asks(
        *(f"*.{kind}Variation{ending}Ctx" for kind in _KINDS for ending in ("", "Detail")),
        name=1,
        default=3,
        system="launchdarkly",
    ),
)
