"""configargparse, Locust and home-made actions: `add_argument("--x", env_var="X")`.

`default=os.environ.get("X")` of plain argparse is a read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value

NEEDS = (b"env_var", b"envvar")

ADDS = frozenset(("add_argument", "add_arg", "add"))


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by arguments, and `auto_env_var_prefix` of a parser for all of its."""
    for call in unit.calls:
        given = call.argument("env_var", "envvar")
        if given is not None and call.function in ADDS:
            must = unit.string(call.argument("required")) == "true"
            value, default = unit.value(given), call.argument("default")
            fact = env_read(unit, call.node, value, default, "always" if must else "")
            if fact is not None:
                yield fact
        prefix = unit.string(call.argument("auto_env_var_prefix"))
        if prefix:
            name = Value("pattern", f"{prefix.upper()}*")
            yield EnvRead(line=unit.line(call.node), name=name, level="derived")
