"""env-var: `env.get("PORT").default("8080").required().asPortNumber()`. env-var 7."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_lookup import chained
from planproof.facts.model import EnvRead, Fact, Value

NEEDS = (b"env-var",)

_PATHS = ("env-var.get", "env-var.from().get")


def read(unit: Unit) -> Iterator[Fact]:
    """Every `get`, with what its chain says."""
    for call in unit.calls:
        name = call.argument(0) if call.callee in _PATHS else None
        if name is None:
            continue
        default: Value | None = None
        required: bool | None = None
        for link in chained(unit, call.node):
            if link.name == "default" and link.first is not None:
                default = unit.value(link.first)
            elif link.name == "required":
                required = unit.string(link.first) != "false"
        fact = env_read(unit, call.node, unit.value(name), None)
        if fact is not None:
            yield EnvRead(
                line=fact.line,
                name=fact.name,
                default=default,
                required=False if default is not None else required,
                function=fact.function,
                parameters=fact.parameters,
            )
