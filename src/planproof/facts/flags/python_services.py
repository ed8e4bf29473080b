"""Flag services' SDKs: GrowthBook, PostHog, Statsig, Split, Flagsmith, Optimizely, ConfigCat, Eppo.

Names that other things have too (`get_value`, `decide`) count only where the library is imported or the
object is called after it.
"""

from planproof.facts.idiom import asks

NEEDS = (
    b"growthbook",
    b"GrowthBook",
    b"posthog",
    b"Posthog",
    b"statsig",
    b"get_treatment",
    b"flagsmith",
    b"Flagsmith",
    b"optimizely",
    b"configcat",
    b"eppo",
)

_GROWTHBOOK = ("*GrowthBook()", "*growthbook", "*gb", "*GrowthBookClient()")
_POSTHOG = ("*posthog", "*Posthog()", "*posthog_client", "*posthoganalytics")
_STATSIG = ("*statsig", "*Statsig()", "*statsig.*")
_CONFIGCAT = ("*configcat*", "*ConfigCatClient*")

IDIOMS = (
    asks(
        *(f"{one}.{word}" for one in _GROWTHBOOK for word in ("is_on", "is_off", "eval_feature")),
        name=(0, "key"),
        system="growthbook",
    ),
    asks(
        *(f"{one}.get_feature_value" for one in _GROWTHBOOK),
        name=(0, "key"),
        default=(1, "fallback"),
        system="growthbook",
    ),
    asks(
        *(
            f"{one}.{word}"
            for one in _POSTHOG
            for word in (
                "feature_enabled",
                "get_feature_flag",
                "get_feature_flag_payload",
                "get_feature_flag_result",
            )
        ),
        name=(0, "key"),
        system="posthog",
    ),
    asks(
        *(
            f"{one}.{word}"
            for one in _STATSIG
            for word in (
                "check_gate",
                "get_feature_gate",
                "get_experiment",
                "get_config",
                "get_layer",
            )
        ),
        name=(1, "gate", "gate_name", "experiment", "config", "name"),
        system="statsig",
    ),
    asks(
        "*.get_treatment",
        "*.get_treatment_with_config",
        "*.get_treatments",
        name=(1, "feature_flag_name", "feature_name"),
        system="split",
    ),
    asks(
        "*lagsmith*.is_feature_enabled",
        "*lagsmith*.get_feature_value",
        "*get_environment_flags().is_feature_enabled",
        "*get_environment_flags().get_feature_value",
        "*get_identity_flags().is_feature_enabled",
        "*get_identity_flags().get_feature_value",
        name=(0, "feature_name"),
        system="flagsmith",
    ),
    asks(
        "*create_user_context().decide",
        "*user.decide",
        "*user_context.decide",
        "*ptimizely*.is_feature_enabled",
        "*ptimizely*.decide",
        name=(0, "key", "feature_key"),
        system="optimizely",
    ),
    asks(
        *(f"{one}.{word}" for one in _CONFIGCAT for word in ("get_value", "get_value_details")),
        name=(0, "key"),
        default=(1, "default_value"),
        system="configcat",
    ),
    asks(
        "*eppo*.get_boolean_assignment",
        "*eppo*.get_string_assignment",
        name=(0, "flag_key"),
        default=(3, "default"),
        system="eppo",
    ),
)
