"""Placeholders of Symfony: `%env(int:X)%`, `%env(default:fallback:X)%`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planproof.facts.model import EnvRead, Value
from planproof.text.patterns import rx

_PLACEHOLDER = r"%env\(([^()%]*)\)%"
PARAMETER = r"^env\((\w+)\)$"
"""The parameter that gives a variable its default."""


def placeholders(text: str, line: int, defaults: Mapping[str, Value]) -> Iterator[EnvRead]:
    """The reads in a text; a processor `default:name:` falls back on the parameter `name`, or on nothing."""
    for found in rx(_PLACEHOLDER).finditer(text):
        *processors, name = found.group(1).split(":")
        if rx(r"^[A-Za-z_]\w*$").match(name) is None:
            continue
        default = defaults.get(name)
        required: bool | None = default is None
        if "default" in processors[:-1]:
            parameter = processors[processors.index("default") + 1]
            default = default or (defaults.get(f"%{parameter}") if parameter else None)
            if default is None and parameter:
                default = Value("reference", parameter)
            required = False if default is not None else None
        elif "default" in processors:
            required = None
        yield EnvRead(line=line, name=Value("literal", name), default=default, required=required)
