"""Home-made helpers: functions and objects whose name says `env`, given a name in capitals.

`get_env("X", "d")`, `env_bool("X", default=False)`, `env.int("X", 5)` of an `env` from another file, and
`get_string(name="X", default="d", required=True)` (mitol-django-common).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Argument, Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"env(",
    b"env_",
    b"_env",
    b"env.",
    b"env[",
    b"Env(",
    b"EnvVar",
    b"environ.",
    b"environ[",
    b".envs ",
)

LIKE = (
    rb"(?:[eE]nv|ENV)\w*(?:\.\w+)?[(\[]\s*(?:[\w.]+\s*[,=]\s*)?"
    rb"(?:['\"]_*[A-Z][A-Z0-9_]+['\"]|(?:\w+\.)*_*[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*[,)\]])|\.envs "
    rb"|\b_?env(?:iron|s)?(?:\.get\(\s*[a-z]\w*\s*[,)]|\[[a-z]\w*\])"
)

NAME = r"^[A-Z_]*[A-Z][A-Z0-9_]+$"
WORDS = r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+"
ENV_WORDS = frozenset(("env", "envs", "environ", "getenv", "envvar", "envvars"))
CHANGES = frozenset(
    ("set", "setenv", "put", "putenv", "del", "delenv", "delete", "unset", "unsetenv", "remove", "clear",
     "patch", "mock", "write", "export", "update", "add", "with", "without", "override", "make", "create",
     "build", "temp", "temporary", "is", "in", "load", "dump", "save", "monkeypatch", "register",
     "wandb", "gym", "inject", "unload", "render", "prepare", "fake")
)  # fmt: skip
"""Words of functions that do not read, or not a variable."""

OBJECTS = frozenset(("env", "environ", "env_vars", "envs", "environment", "_env", "environs"))
METHODS = frozenset(
    ("get", "str", "string", "bool", "boolean", "int", "integer", "float", "decimal", "list", "tuple",
     "dict", "json", "url", "path", "db", "db_url", "cache", "cache_url", "email_url", "search_url",
     "date", "datetime", "time", "timedelta", "uuid", "enum", "bytes", "log_level", "require", "required",
     "optional", "read", "number", "secret", "get_value", "pop")
)  # fmt: skip
KNOWN = (
    "os.", "environs.", "decouple.", "starlette.", "dotenv.", "click.", "typer.", "pydantic",
    "monkeypatch.", "mocker.", "patch.", "mock.", "jinja2.", "pytest.",
)  # fmt: skip
"""Where what is called has a probe of its own, or reads nothing."""

TYPES = frozenset(
    ("str", "int", "float", "bool", "list", "dict", "tuple", "set", "bytes", "json.loads")
)
GATEWAY = r"^(REQUEST_METHOD|PATH_INFO|QUERY_STRING|SCRIPT_NAME|CONTENT_(TYPE|LENGTH)|SERVER_(NAME|PORT|PROTOCOL)|REMOTE_\w+|HTTP_\w+)$"
"""What WSGI calls `environ` has these for each request."""

MITOL = r"^get_(string|bool|int|float|any|list_of_str|delimited_list|key|crontab_kwargs)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Calls of helpers, and looks into what is called `env`."""
    for call in unit.calls:
        if call.decorates is not None or _known(unit, call.callee):
            continue
        place = _name_at(unit, call)
        if place is None:
            continue
        node, rest = place
        default = call.argument("default", "default_value", "fallback") or _default(unit, rest)
        must = unit.string(call.argument("required")) == "true"
        for one, given in unit.each(node, default):
            fact = env_read(unit, call.node, unit.value(one), given, "always" if must else "")
            if fact is not None:
                yield fact
    for index in unit.indexes:
        if index.object.rpartition(".")[2].removesuffix("()") not in OBJECTS:
            continue
        if _known(unit, index.object) or unit.written(index.node):
            continue
        for one, _ in unit.each(index.key):
            name = unit.value(one)
            if name.known and _is_name(name) and not rx(GATEWAY).match(name.text):
                fact = env_read(unit, index.node, name, None)
                if fact is not None:
                    yield fact


def _known(unit: Unit, path: str) -> bool:
    imported = (one.partition(".")[0] for one in unit.imports.values())
    library = path.startswith("environ.") and "environ" in imported  # django-environ
    return library or path.startswith(KNOWN)


def _name_at(unit: Unit, call: Call) -> tuple[Node, list[Argument]] | None:
    """The argument with the name, and the positional ones after it; None where nothing is read."""
    word = call.function.removesuffix("()")
    positional = [one for one in call.arguments if not one.name]
    named = call.argument("name", "key", "var", "var_name", "env_var", "variable")
    if rx(MITOL).match(word):
        told = call.argument("description") is not None or ".envs." in call.callee
        node = named if told else None
        return (node, []) if node is not None and _is_name(unit.value(node)) else None
    owners = (call.callee.rpartition(".")[0], call.written.rpartition(".")[0])
    words = {owner.rpartition(".")[2].removesuffix("()").lower() for owner in owners}
    of_object = not OBJECTS.isdisjoint(words) and word in METHODS
    if not of_object and not _says_env(word):
        return None
    for at, one in enumerate(positional[:2]):
        value = unit.value(unit.each(one.node)[0][0])
        if _is_name(value):
            return None if rx(GATEWAY).match(value.text) else (one.node, positional[at + 1 :])
    if named is not None and _is_name(unit.value(named)):
        return named, positional
    return None


def _says_env(word: str) -> bool:
    words = {one.lower() for one in rx(WORDS).findall(word)}
    listing = (
        rx(r"^_*list(_|[A-Z])").match(word) is not None
    )  # `list_env`, but not `get_list_from_env`
    return not ENV_WORDS.isdisjoint(words) and CHANGES.isdisjoint(words) and not listing


def _is_name(value: Value) -> bool:
    """A literal in capitals, or a constant of another file by its name."""
    if value.known:
        return rx(NAME).match(value.text) is not None and len(value.text) > 2
    word = value.text.rpartition(".")[2]
    return value.kind == "reference" and rx(r"^[A-Z][A-Z0-9]*_[A-Z0-9_]+$").match(word) is not None


def _default(unit: Unit, rest: list[Argument]) -> Node | None:
    """The first argument after the name that is no type."""
    for one in rest[:2]:
        if unit.path(one.node) not in TYPES:
            return one.node
    return None
