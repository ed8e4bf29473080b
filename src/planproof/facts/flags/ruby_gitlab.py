"""GitLab's flags: `Feature.enabled?(:k, actor)`, `Feature.disabled?(:k)`, and `push_frontend_feature_flag(:k)`."""

from planproof.facts.idiom import asks

NEEDS = (b"Feature.", b"feature_flag")

IDIOMS = (
    asks(
        "Feature.enabled?",
        "Feature.disabled?",
        "*.Feature.enabled?",
        "*.Feature.disabled?",
        system="gitlab",
    ),
    asks(
        "push_frontend_feature_flag",
        "push_force_frontend_feature_flag",
        "stub_feature_flags",
        system="gitlab",
    ),
)
