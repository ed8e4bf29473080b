"""django-environ (0.11 and later): `env("X")`, `env.db_url()`, and defaults in `Env(DEBUG=(bool, False))`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._python_objects import method_of
from planproof.facts.idiom import LOUD_NAME, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"import environ", b"from environ ")

OBJECTS = ("environ.Env()", "environ.FileAwareEnv()")
CLASSES = ("environ.Env", "environ.FileAwareEnv")
CAST_FIRST = frozenset(("", "list", "tuple", "dict", "get_value"))
"""Methods whose second argument is the type, so that the default comes third."""

PLAIN = frozenset(("str", "bytes", "bool", "int", "float", "json", "url", "path"))
BY_PURPOSE = {
    "db": "DATABASE_URL",
    "db_url": "DATABASE_URL",
    "cache": "CACHE_URL",
    "cache_url": "CACHE_URL",
    "email": "EMAIL_URL",
    "email_url": "EMAIL_URL",
    "search": "SEARCH_URL",
    "search_url": "SEARCH_URL",
    "channels": "CHANNELS_URL",
    "channels_url": "CHANNELS_URL",
}
"""Methods that know the name themselves."""


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by an `Env` that is made in the file; what its scheme names and nobody reads here too."""
    schemes = [call for call in unit.calls if call.callee in CLASSES]
    scheme = dict(entry for call in schemes for entry in _scheme(unit, call))
    prefix = _prefix(unit)
    known: set[str] = set()
    for call in unit.calls:
        method = method_of(call, OBJECTS)
        if method is None or call.decorates is not None:
            continue
        name = _name(unit, call, method)
        if name is None:
            continue
        known.add(name.text)
        default = _default(call, method)
        if default is None and name.text in scheme:
            default = scheme[name.text][1]
            required = default is None
        else:
            required = default is None
        fact = env_read(
            unit,
            call.node,
            name,
            default,
            "without default" if required else "",
            prefix=prefix,
        )
        if fact is not None:
            yield fact
    for text, (node, default) in scheme.items():
        if text not in known:
            fact = env_read(unit, node, Value("literal", text), default, prefix=prefix)
            if fact is not None:
                yield fact


def _scheme(unit: Unit, call: Call) -> Iterator[tuple[str, tuple[Node, Node | None]]]:
    for one in call.arguments:
        if rx(LOUD_NAME).match(one.name):
            items = unit.items(one.node)
            yield one.name, (one.node, items[1] if len(items) > 1 else None)


def _prefix(unit: Unit) -> str:
    """`env.prefix = "P_"` holds for every read."""
    for one in unit.assignments:
        owner, _, word = one.target.rpartition(".")
        if word == "prefix" and unit.resolved(owner) in OBJECTS:
            return unit.string(one.value) or ""
    return ""


def _name(unit: Unit, call: Call, method: str) -> Value | None:
    node = call.argument(0, "var")
    if method in BY_PURPOSE:
        return unit.value(node) if node is not None else Value("literal", BY_PURPOSE[method])
    if node is None or method not in CAST_FIRST | PLAIN:
        return None
    return unit.value(node)


def _default(call: Call, method: str) -> Node | None:
    return call.argument(2, "default") if method in CAST_FIRST else call.argument(1, "default")
