"""Struct tags that name a variable: caarlos0/env, sethvargo/go-envconfig, cleanenv, kong, go-arg ...

They agree on `env:"NAME"`, with options after a comma, and differ in where they put the default:
`envDefault:"d"` (caarlos0/env 11), `env-default:"d"` (cleanenv 1.5), `default:"d"` (kong 1, go-flags 1,
go-simpler/env), `env:"NAME, default=d"` (sethvargo/go-envconfig 1, envdecode). A struct of another file
that is given a prefix there has its names without it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.env._go_structs import Inside, fields, words
from planproof.facts.idiom import ENV_NAME, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages.go import tags
from planproof.facts.model import EnvRead, Fact, Level, Value
from planproof.text.patterns import rx

NEEDS = (b'env:"', b",env:", b'"env:', b" env:", b"UseFieldNameByDefault")

_OPTIONS = frozenset(
    ("required", "notEmpty", "file", "expand", "unset", "init", "noinit", "overwrite", "strict", "squash",
     "decodeunset", "report", "optional", "inline")
)  # fmt: skip
_DEFAULTS = ("envDefault", "env-default", "default")
_PREFIXES = ("envPrefix", "env-prefix", "envprefix", "env-namespace")
_TRUE = frozenset(("true", "1", "t", "yes", "TRUE", "True", "T", ""))


class _Asked(NamedTuple):
    """What the tags of a field ask for."""

    names: tuple[str, ...]
    default: str | None
    required: bool


class _Settings(NamedTuple):
    """What the call that parses is told, where it stands in the same file."""

    prefix: str = ""
    named: bool = False
    strict: bool = False


def read(unit: Unit) -> Iterator[Fact]:
    """A read for every field with such a tag."""
    settings = _settings(unit)
    for one in fields(unit, lambda _: settings.prefix, _below):
        asked = _asked(one)
        level: Level = "declared"
        if asked is None or not asked.names:
            if not settings.named or one.struct is not None or tags(one.field).get("env") == "-":
                continue
            name = "_".join(words(one.field.name)).upper()
            given = tags(one.field).get("envDefault")
            asked, level = _Asked((name,), given, required=False), "derived"
        must = asked.required or (settings.strict and asked.default is None)
        for name in asked.names:
            yield from _made(unit, one, name, asked.default, must, level)


def _made(
    unit: Unit, one: Inside, name: str, default: str | None, required: bool, level: Level
) -> Iterator[EnvRead]:
    full = one.prefix + name
    name_value = Value("pattern" if "*" in full else "literal", full)
    fact = env_read(unit, one.field.node, name_value, None, level=level)
    if fact is None:
        return
    value = Value("literal", default) if default is not None else None
    must = True if required and default is None else False if default is not None else None
    yield EnvRead(line=fact.line, name=fact.name, default=value, required=must, level=level)


def _asked(one: Inside) -> _Asked | None:
    """What a field's tags say; None where they name no variable."""
    told = tags(one.field)
    if "arg" in told:
        return _of_arg(one, told)
    if "env" not in told:
        return None
    names: list[str] = []
    default = next((told[key] for key in _DEFAULTS if key in told), None)
    required = told.get("env-required") in _TRUE or told.get("required") in _TRUE
    for position, part in enumerate(told["env"].split(",")):
        word, equals, value = part.strip().partition("=")
        if word == "default" and equals:
            default = value
        elif word in ("required", "notEmpty"):
            required = not equals or value in _TRUE
        elif word in _OPTIONS or equals or (position and word != word.upper()):
            continue
        elif word != "-" and rx(ENV_NAME).match(word):
            names.append(word)
    return _Asked(tuple(names), default, required)


def _of_arg(one: Inside, told: dict[str, str]) -> _Asked | None:
    """`arg:"--host,env:HOST,required"`; without a name it is that of the field."""
    for part in told["arg"].split(","):
        key, colon, name = part.strip().partition(":")
        if key == "env":
            required = "required" in [word.strip() for word in told["arg"].split(",")]
            found = name if colon else "_".join(words(one.field.name)).upper()
            return _Asked((found,), told.get("default"), required)
    return None


def _below(one: Inside) -> str | None:
    """The prefix of the fields of a struct; its own variable, if it has one, is all that is read of it."""
    asked = _asked(one)
    if asked is not None and asked.names:
        return None
    told = tags(one.field)
    own = next((told[key] for key in _PREFIXES if key in told), "")
    for part in told.get("env", "").split(","):
        key, _, value = part.strip().partition("=")
        if key == "prefix":
            own = value
    if "env-namespace" in told:
        own += "_"
    if one.many:
        own = own.removesuffix("_") + "_*_"
    return one.prefix + own


def _settings(unit: Unit) -> _Settings:
    """The options that the file gives to the parser; of different prefixes none."""
    prefixes: set[str] = set()
    named = strict = False
    for node in unit.nodes("composite"):
        if unit.path(node.child_by_field_name("type")) != "env.Options":
            continue
        told = dict(unit.pairs(node))
        prefix = unit.string(told.get("Prefix"))
        prefixes.add(prefix or "")
        named = named or unit.string(told.get("UseFieldNameByDefault")) == "true"
        strict = strict or unit.string(told.get("RequiredIfNoDef")) == "true"
    for call in unit.calls:
        if call.callee == "envconfig.PrefixLookuper":
            prefixes.add(unit.string(call.argument(0)) or "")
    return _Settings(prefixes.pop() if len(prefixes) == 1 else "", named, strict)
