"""convict: `convict({ port: { env: "PORT", default: 8080, format: "port" } })`. convict 6.

`default: null` is no default. Whether what has none may be missing is up to its format.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import ENV_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_lookup import Names
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

NEEDS = (b"convict",)

LARGEST = 2_000
"""Properties of a schema that are looked at."""


def read(unit: Unit) -> Iterator[Fact]:
    """Every `env` of every schema."""
    names = Names(unit)
    for call in unit.calls:
        if call.callee not in ("convict", "convict.convict"):
            continue
        todo = list(names.pairs(call.argument(0)))
        for _ in range(LARGEST):
            if not todo:
                break
            _, node = todo.pop()
            entries = dict(names.pairs(node))
            variable = unit.string(entries.get("env"))
            if variable is None or rx(ENV_NAME).match(variable) is None:
                todo += entries.items()
                continue
            given = unit.value(entries["default"]) if "default" in entries else None
            default = None if given is None or given.kind == "null" else given
            yield EnvRead(
                line=unit.line(entries["env"]),
                name=Value("literal", variable),
                default=default,
                required=False if default is not None else None,
            )
