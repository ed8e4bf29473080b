"""environs (11 and later): `env("X")`, `env.int("X", 5)`, `with env.prefixed("P_")`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._python_objects import method_of, prefix_at, prefix_given
from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"environs",)

OBJECTS = ("environs.Env()", "environs.env", "environs.FileAwareEnv()")
NO_READS = frozenset(
    ("prefixed", "seal", "read_env", "dump", "add_parser", "add_parser_from_field", "parser_for")
)


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by an `Env` that is made or imported in the file."""
    for call in unit.calls:
        method = method_of(call, OBJECTS)
        name = call.argument(0, "name")
        if method is None or method in NO_READS or name is None or call.decorates is not None:
            continue
        fact = env_read(
            unit,
            call.node,
            unit.value(name),
            call.argument(1, "default"),
            "without default",
            prefix=prefix_given(unit, call, "prefix") + prefix_at(unit, call.node),
        )
        if fact is not None:
            yield fact
