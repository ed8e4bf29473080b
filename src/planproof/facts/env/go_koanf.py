"""knadh/koanf: `env.Provider("APP_", ".", f)`; env/v2: `env.Provider(".", env.Opt{Prefix: "APP_"})`.

What keys become of the variables is up to a function; so nothing is known but how they begin.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.text.patterns import rx

NEEDS = (b"knadh/koanf",)


def read(unit: Unit) -> Iterator[Fact]:
    """A pattern for each prefix."""
    for call in unit.calls:
        if call.callee not in ("env.Provider", "env.ProviderWithValue"):
            continue
        options = dict(unit.pairs(call.argument(1)))
        prefix = unit.string(options.get("Prefix", call.argument(0))) or ""
        if not rx(r"^\w*$").match(prefix):
            prefix = ""  # env/v2 without one: what stands there is the delimiter
        name = Value("pattern", f"{prefix}*")
        fact = env_read(unit, call.node, name, None, level="derived")
        if fact is not None:
            yield fact
