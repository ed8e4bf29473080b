"""Unleash's SDKs: unleash-client (Node, 3 to 6), unleash-proxy-client, React, Vue and Svelte."""

from planproof.facts.idiom import asks

NEEDS = (b"nleash",)

_CLIENTS = ("unleash-client", "unleash-client.*()", "unleash-proxy-client.*()", "*nleash", "*nleashClient",
            "*nleash()", "*nleashClient()", "*nleash*.client")  # fmt: skip

IDIOMS = (
    asks(*(f"{one}.isEnabled" for one in _CLIENTS), name=0, default=2, system="unleash"),
    asks(*(f"{one}.getVariant" for one in _CLIENTS), name=0, system="unleash"),
    asks("@unleash/*.useFlag", "@unleash/*.useVariant", name=0, system="unleash"),
    asks("@unleash/nextjs.flag", name=0, system="unleash"),
)
