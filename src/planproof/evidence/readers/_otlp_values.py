"""What OTLP's JSON writes in several ways: attributes, and numbers that may be strings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planproof.evidence.content import at, entries, listed, words

_MOST = 64
_LONGEST = 200

Labels = tuple[tuple[str, str], ...]


def attributes(value: Any) -> dict[str, str]:
    """A list of attributes as text; lists and maps among their values are left out."""
    found: dict[str, str] = {}
    for one in listed(value)[:_MOST]:
        key = at(one, "key")
        for kind, said in entries(at(one, "value")):
            if isinstance(key, str) and kind in {
                "stringValue",
                "intValue",
                "doubleValue",
                "boolValue",
            }:
                text = str(said).lower() if isinstance(said, bool) else words(said)
                found[key[:_LONGEST]] = text[:_LONGEST]
    return found


def shown(labels: Labels, service: str, *, several: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The labels that a name shows and those that it does not: the service, if it is the only one."""
    of_service: Mapping[str, str] = {"service.name": service} if service else {}
    return ({**of_service, **dict(labels)}, {}) if several else (dict(labels), dict(of_service))
