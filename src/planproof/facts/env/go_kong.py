"""alecthomas/kong 1: `kong.DefaultEnvars("APP")` gives every flag a variable. Tags: `go_struct_tags.py`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value

NEEDS = (b"kong.DefaultEnvars",)


def read(unit: Unit) -> Iterator[Fact]:
    """A pattern for the prefix."""
    for call in unit.calls:
        prefix = unit.string(call.argument(0)) if call.callee == "kong.DefaultEnvars" else None
        if not prefix:
            continue
        name = Value("pattern", f"{prefix.upper()}_*")
        fact = env_read(unit, call.node, name, None, level="derived")
        if fact is not None:
            yield fact
