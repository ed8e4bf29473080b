"""Unleash (UnleashClient 5 and later): `client.is_enabled("k")`, `client.get_variant("k")`."""

from __future__ import annotations

from planproof.facts.idiom import asks

NEEDS = (b"UnleashClient", b"unleash")

_OWNERS = ("*UnleashClient()", "*UnleashClient", "*unleash*")

IDIOMS = (
    asks(
        *(f"{owner}.{word}" for owner in _OWNERS for word in ("is_enabled", "get_variant")),
        name=(0, "feature_name"),
        system="unleash",
    ),
)
