"""envalid: `cleanEnv(process.env, { PORT: port({ default: 3000 }) })`. envalid 7 and 8.

`devDefault` and `testDefault` do not count in production, so a variable with one of them alone is
required; `default: undefined` lets it be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import ENV_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_lookup import Names
from planproof.facts.languages._javascript_values import first_argument
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"cleanEnv", b"customCleanEnv")


def read(unit: Unit) -> Iterator[Fact]:
    """Every variable of every specification."""
    names = Names(unit)
    for call in unit.calls:
        if call.callee in ("envalid.cleanEnv", "envalid.customCleanEnv"):
            for name, node in names.pairs(call.argument(1)):
                if rx(ENV_NAME).match(name):
                    yield _read(unit, names, name, node)


def _read(unit: Unit, names: Names, name: str, node: Node) -> EnvRead:
    validator = names.meant(node)
    called = validator is not None and validator.type == "call_expression"
    options = first_argument(validator) if validator is not None and called else None
    said = dict(names.pairs(options))
    value = unit.value(said["default"]) if "default" in said else None
    required = None if "requiredWhen" in said or not called else value is None
    default = None if value is None or value.kind == "null" else value
    return EnvRead(
        line=unit.line(node), name=Value("literal", name), default=default, required=required
    )
