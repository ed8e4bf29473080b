"""ActiveSupport's notifications: `ActiveSupport::Notifications.instrument("created.orders") { ... }`."""

from planproof.facts.idiom import emits

NEEDS = (b"Notifications.instrument",)

IDIOMS = (
    emits(
        "span", "ActiveSupport.Notifications.instrument", "*.ActiveSupport.Notifications.instrument"
    ),
)
