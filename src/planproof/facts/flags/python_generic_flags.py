"""Home-made flags: `flags.is_enabled("k")`, `is_feature_enabled("k")`, `settings.FEATURES["K"]`.

`is_enabled` and `is_active` count only where what they are called on is called after flags, for plug-ins
and widgets have them too. A set of names (`KNOWN = {"k"}`) is a mention and no use.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (
    b"flags.is_", b"features.is_", b"flags().is_", b"flags.enabled", b"features.enabled", b"features.has(",
    b"flags.has(", b"flags.active", b"flags.disabled", b"features.active", b"flags.get_", b"flags.variant",
    b"Flags().", b"Features().", b"flag_enabled", b"flag_disabled", b"flag_active", b"flag_on(", b"flag_is_", b"flag_required", b"flag_check",
    b"flag_client", b"flag_service", b"flag_store", b"flag_manager", b"_flag(", b"is_flag", b"has_flag", b"feature_enabled", b"feature_disabled", b"feature_active", b"feature_on(",
    b"feature_flag", b"feature_is_", b"feature_required", b"feature_check", b"_feature(", b"is_feature",
    b"has_feature", b"FEATURES[", b"FEATURES.get", b"FEATURE_FLAGS[", b"FEATURE_FLAGS.get", b"in settings.FEATURES",
    b"toggles.is_", b"toggle.is_", b"toggle_enabled", b"toggle_active", b"switches.is_", b"switch.is_", b"switch_is", b"gargoyle.", b"gutter.",
    b"experiments.is_", b"rollout.is_", b"rollouts.is_", b"flag.is_", b"feature.is_",
)  # fmt: skip

PLAIN = (
    r"^(is_)?(feature|flag|feature_flag|toggle|switch)_(is_)?(enabled|disabled|active|on)$"
    r"|^is_(feature|flag|feature_flag|toggle)(_enabled|_active|_on)?$|^has_(feature|flag|feature_flag)$"
    r"|^(check|get)_(feature_flag|flag)(_value|_enabled)?$|^(require|requires|needs)_(feature|flag|feature_flag)$"
    r"|^(feature_flag|feature|flag)_(required|check)$|^(is_)?enabled_feature$"
)
"""Functions that say by their name what they are."""

OF_FLAGS = frozenset(("is_enabled", "is_disabled", "enabled", "disabled", "is_active", "active", "is_on",
                      "has", "is_enabled_for", "get_bool", "variant", "get_variant"))  # fmt: skip
"""Functions that do so only by what they are called on."""

_OWNER = (
    r"(?i)(^|[._])(feature|flag|toggle|switch|rollout|experiment|gutter|gargoyle)[a-z_]*(\(\))?$"
)
_DICTIONARY = r"(^|\.)(FEATURES|FEATURE_FLAGS)$"
KEY = r"^[A-Za-z][\w.:/*-]{2,}$"
ELSEWHERE = (
    "waffle.",
    "openfeature.",
    "ldclient.",
    "posthog.",
    "statsig.",
    "UnleashClient.",
    "optimizely.",
)
_ELSEWHERE = r"(?i)unleash|flagsmith|posthog|growthbook|optimizely|get_(environment|identity)_flags"


def read(unit: Unit) -> Iterator[Fact]:
    """What calls and decorators ask for, and looks into a dictionary of features."""
    for call in unit.calls:
        if not _asks(call):
            continue
        for at in (0, 1):  # the request or user may stand first
            value = unit.value(call.argument(at, "flag", "feature", "name", "key", "flag_name"))
            if _is_key(value):
                given = call.argument("default", "fallback", "default_value")
                default = unit.value(given) if given is not None else None
                yield FlagUse(
                    line=unit.line(call.node), name=value, default=default, system="generic"
                )
                break
    yield from _looked_up(unit)


def _is_key(value: Value) -> bool:
    """A literal, or a constant of another file by its name."""
    if value.kind == "reference":
        return rx(r"(^|\.)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$").search(value.text) is not None
    return value.kind in ("literal", "pattern") and rx(KEY).match(value.text) is not None


def _asks(call: Call) -> bool:
    owner = call.callee.rpartition(".")[0]
    if call.callee.startswith(ELSEWHERE) or rx(_ELSEWHERE).search(owner):
        return False
    if rx(PLAIN).match(call.function):
        return True
    owners = (owner, call.written.rpartition(".")[0])
    return call.function in OF_FLAGS and any(rx(_OWNER).search(one) for one in owners)


def _looked_up(unit: Unit) -> Iterator[Fact]:
    """`settings.FEATURES["K"]`, `settings.FEATURES.get("K", False)`."""
    for index in unit.indexes:
        if rx(_DICTIONARY).search(index.object) and not unit.written(index.node):
            value = unit.value(index.key)
            if value.known and rx(KEY).match(value.text):
                yield FlagUse(line=unit.line(index.node), name=value, system="config")
    for call in unit.calls:
        owner, _, method = call.callee.rpartition(".")
        if method == "get" and rx(_DICTIONARY).search(owner):
            value = unit.value(call.argument(0))
            if value.known and rx(KEY).match(value.text):
                yield FlagUse(
                    line=unit.line(call.node),
                    name=value,
                    default=_given(unit, call),
                    system="config",
                )


def _given(unit: Unit, call: Call) -> Value | None:
    node = call.argument(1, "default")
    return unit.value(node) if node is not None else None
