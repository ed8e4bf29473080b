"""Unleash for Ruby (unleash 4 to 6): `UNLEASH.is_enabled?("k", context, false)`, `enabled?`, `get_variant("k")`."""

from planproof.facts.idiom import asks

NEEDS = (b"nleash", b"UNLEASH")

_OWNERS = (
    "*unleash",
    "*UNLEASH",
    "*Unleash",
    "*unleash_client",
    "*UNLEASH_CLIENT",
    "*Unleash.Client.new()",
)
_WORDS = ("is_enabled?", "enabled?", "is_disabled?", "disabled?", "if_enabled", "if_disabled")

IDIOMS = (
    asks(*(f"{owner}.{word}" for owner in _OWNERS for word in _WORDS), default=2, system="unleash"),
    asks(*(f"{owner}.get_variant" for owner in _OWNERS), system="unleash"),
)
