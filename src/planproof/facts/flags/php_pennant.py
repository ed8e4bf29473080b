"""Laravel Pennant (1): `Feature::active('k')`, `Feature::for($user)->active('k')`, `Feature::define('k', ...)`."""

from planproof.facts.idiom import asks

NEEDS = (b"Laravel\\Pennant",)

_WORDS = (
    "active", "inactive", "value", "when", "unless", "define", "activate", "deactivate", "forget", "purge",
    "activateForEveryone", "deactivateForEveryone", "allAreActive", "someAreActive", "allAreInactive",
    "someAreInactive", "values",
)  # fmt: skip
_OWNERS = (
    "Laravel.Pennant.Feature",
    "Laravel.Pennant.Feature.for()",
    "Laravel.Pennant.Feature.store()",
)

IDIOMS = (
    asks(*(f"{owner}.{word}" for owner in _OWNERS for word in _WORDS), system="pennant"),
    asks("Laravel.Pennant.Middleware.EnsureFeaturesAreActive.using", system="pennant"),
)
