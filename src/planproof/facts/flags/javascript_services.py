"""Flag services' SDKs: GrowthBook, PostHog, Statsig, Split, Optimizely, ConfigCat, Flagsmith, Vercel, Eppo.

Names that other things have too (`getValue`, `decide`) count only where the library is imported or the
object is called after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import asks
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse
from planproof.text.patterns import rx

NEEDS = (b"rowthbook", b"rowthBook", b"osthog", b"ostHog", b"tatsig", b"getTreatment", b"ptimizely",
         b"onfigcat", b"onfigCat", b"lagsmith", b"flags/next", b"@vercel/flags", b"flags/sveltekit", b"eppo",
         b"splitsoftware")  # fmt: skip

_GROWTHBOOK = (
    "*growthbook",
    "*rowthBook",
    "*gb",
    "*rowthBook()",
    "*rowthbook.*()",
    "*rowthBookClient()",
)
_POSTHOG = ("*osthog", "*ostHog", "*osthog()", "*ostHog()", "*osthogClient", "*ostHogClient",
            "posthog-js", "posthog-node", "posthog-react-native")  # fmt: skip
_CONFIGCAT = ("*onfigcat*", "*onfigCat*")

IDIOMS = (
    asks(
        *(f"{one}.{word}" for one in _GROWTHBOOK for word in ("isOn", "isOff", "evalFeature")),
        name=0,
        system="growthbook",
    ),
    asks(
        *(f"{one}.getFeatureValue" for one in _GROWTHBOOK), name=0, default=1, system="growthbook"
    ),
    asks(
        *(f"@growthbook/*.{word}" for word in ("useFeatureIsOn", "useFeature")),
        name=0,
        system="growthbook",
    ),
    asks("@growthbook/*.useFeatureValue", name=0, default=1, system="growthbook"),
    asks("@growthbook/*.IfFeatureEnabled", name="feature", system="growthbook"),
    asks(
        *(
            f"{one}.{word}"
            for one in _POSTHOG
            for word in (
                "isFeatureEnabled",
                "getFeatureFlag",
                "getFeatureFlagPayload",
                "getFeatureFlagResult",
            )
        ),
        name=0,
        system="posthog",
    ),
    asks(
        "*useFeatureFlagEnabled",
        "*useFeatureFlagVariantKey",
        "*useFeatureFlagPayload",
        name=0,
        system="posthog",
    ),
    asks(
        *(
            f"@statsig/*.{word}"
            for word in (
                "useFeatureGate",
                "useGateValue",
                "useGate",
                "useExperiment",
                "useDynamicConfig",
                "useLayer",
            )
        ),
        *(
            f"statsig-react*.{word}"
            for word in ("useGate", "useExperiment", "useConfig", "useLayer")
        ),
        name=0,
        system="statsig",
    ),
    asks(
        "@splitsoftware/*.useSplitTreatments",
        "@splitsoftware/*.useTreatment",
        name=("names", "name"),
        system="split",
    ),
    asks(
        "*createUserContext().decide",
        "*ser.decide",
        "*serContext.decide",
        "*ptimizely*.isFeatureEnabled",
        "*ptimizely*.decide",
        "@optimizely/*.useDecision",
        "@optimizely/*.useFeature",
        name=0,
        system="optimizely",
    ),
    asks(
        *(
            f"{one}.{word}"
            for one in _CONFIGCAT
            for word in ("getValue", "getValueAsync", "getValueDetailsAsync")
        ),
        "configcat-react.useFeatureFlag",
        name=0,
        default=1,
        system="configcat",
    ),
    asks(
        "*lagsmith.hasFeature",
        "*lagsmith.getValue",
        "*lagsmith.isFeatureEnabled",
        name=0,
        system="flagsmith",
    ),
    asks(
        *(
            f"*{one}.{word}"
            for one in ("etEnvironmentFlags()", "etIdentityFlags()")
            for word in ("isFeatureEnabled", "getFeatureValue")
        ),
        name=0,
        system="flagsmith",
    ),
    asks("flagsmith/react.useFlags", name=0, system="flagsmith"),
    asks(
        "flags/*.flag", "@vercel/flags/*.flag", name="key", default="defaultValue", system="vercel"
    ),
    asks(
        *(
            f"*ppo*.get{kind}Assignment"
            for kind in ("Boolean", "String", "Integer", "Numeric", "JSON")
        ),
        name=0,
        system="eppo",
    ),
)

_USER_FIRST = (
    ("statsig", r"(?i)statsig[\w/-]*(?:\(\))?(?:\.\w+\(\))?$",
     ("checkGate", "getFeatureGate", "getExperiment", "getDynamicConfig", "getConfig", "getLayer")),
    ("split", r"(?i)split[\w/]*(?:\(\))?(?:\.client\(\))?$", ("getTreatment", "getTreatmentWithConfig")),
)  # fmt: skip
"""Services of which a server's client is given the user before the name, a browser's the name first."""


def read(unit: Unit) -> Iterator[Fact]:
    """Gates and treatments, whichever side asks for them."""
    for call in unit.calls:
        for system, owner, words in _USER_FIRST:
            if call.function not in words or not rx(owner).search(call.callee.rpartition(".")[0]):
                continue
            values = [unit.value(one.node) for one in call.arguments if not one.name][:2]
            named = [one for one in values if one.kind in ("literal", "pattern")]
            named = named or [
                one for one in values if one.kind == "reference" and one.text[-1:].isupper()
            ]
            if named:
                yield FlagUse(line=unit.line(call.node), name=named[-1], system=system)
