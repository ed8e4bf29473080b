"""Dynaconf (3.x): `Dynaconf(envvar_prefix="APP")` reads `APP_*`; a `Validator` says what must be there."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value

NEEDS = (b"dynaconf",)

CLASSES = ("dynaconf.Dynaconf", "dynaconf.LazySettings", "dynaconf.FlaskDynaconf")


def read(unit: Unit) -> Iterator[Fact]:
    """Every variable with the prefix; those that validators name in particular."""
    prefix = "DYNACONF"
    for call in unit.calls:
        if call.callee not in CLASSES:
            continue
        given = call.argument("envvar_prefix", "ENVVAR_PREFIX")
        text = unit.string(given) if given is not None else prefix
        prefix = "" if text in (None, "false") else str(text).upper()
        if prefix:
            name = Value("pattern", f"{prefix}_*")
            yield EnvRead(line=unit.line(call.node), name=name, level="derived")
    for call in unit.calls:
        if call.callee != "dynaconf.Validator":
            continue
        must = unit.string(call.argument("must_exist", "required")) == "true"
        given = call.argument("default")
        default = unit.value(given) if given is not None else None
        default = None if default is not None and default.kind == "null" else default
        for one in call.arguments:
            key = unit.string(one.node) if not one.name else None
            if key:
                text = key.replace(".", "__").upper()
                yield EnvRead(
                    line=unit.line(call.node),
                    name=Value("literal", f"{prefix}_{text}" if prefix else text),
                    default=default,
                    required=False if given is not None else True if must else None,
                    level="derived",
                )
