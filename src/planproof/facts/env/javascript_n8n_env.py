"""n8n's configuration classes: `@Env("N8N_PORT") port: number = 5678`. (@n8n/config 1)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"@Env(",)


def read(unit: Unit) -> Iterator[Fact]:
    """Every field that `@Env` stands before; what it is initialised with is the default."""
    for call in unit.calls:
        name = call.argument(0)
        if call.function != "Env" or call.decorates is None or name is None:
            continue
        initial = call.decorates.child_by_field_name("value")
        fact = env_read(unit, call.node, unit.value(name), initial)
        if fact is not None:
            yield fact
