"""Starlette's `Config`: `config("X", cast=int, default=5)`; without a default absence fails."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._python_objects import method_of, prefix_given
from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"starlette.config", b"starlette import config")

OBJECTS = ("starlette.config.Config()",)


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by a `Config` that is made in the file, with its `env_prefix`."""
    for call in unit.calls:
        name = call.argument(0, "key")
        if name is None or method_of(call, OBJECTS) not in ("", "get"):
            continue
        fact = env_read(
            unit,
            call.node,
            unit.value(name),
            call.argument(2, "default"),
            "without default",
            prefix=prefix_given(unit, call, "env_prefix"),
        )
        if fact is not None:
            yield fact
