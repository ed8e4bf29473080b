"""Helpers with a telling name, of this or another package: `env.LookupEnvIntOr(ctx, "X", 16)`.

Go has no common library for this; most programs have a few functions of their own. Their name says
`env`, the variable is in capitals or a constant, and what comes after it is the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from planproof.facts.idiom import LOUD_NAME, Required, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

LIKE = (
    rb"(?<!os\.Get)(?<!os\.Lookup)(?<![sS]et)(?:[eE]nv|ENV)\w*(?:\.\w+)?(?:\[[\w.]+\])?\(\s*"
    rb"(?:[^\";{}]{0,100}\"[A-Z][A-Z0-9_]+\""
    rb"|(?:[\w.&()]+,\s*){0,2}(?:(?:\w+\.)?[A-Z]\w+|env[A-Z]\w*|\w+Env(?:Var|Key|Name)?)\s*[,)+])"
)

_PACKAGE = r"^(?:os|go|my|x|get)?env(?:y|s|ir(?:on(?:ment)?)?|vars?|utils?|helpers?)?$"
_OTHERS = frozenset(
    ("os", "syscall", "viper", "envconfig", "cli", "ff", "kong", "koanf", "envtest")
)
"""Packages that have probes of their own, or do something else."""

_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+"
_ENV = frozenset(
    ("env", "envs", "environ", "environment", "getenv", "lookupenv", "mustenv", "readenv")
)
_WRITES = frozenset(
    ("set", "setenv", "unset", "unsetenv", "add", "append", "put", "update", "upsert", "inject", "delete",
     "remove", "merge", "clear", "assert", "expect", "new", "make", "create", "patch", "override", "restore",
     "save", "mock", "stub", "prepend", "bind", "automatic", "write", "mount", "replace", "build", "generate",
     "render", "export", "wait", "find", "contains", "equal", "print", "format", "prefix", "process", "ensure",
     "propagate", "pass", "convert", "apply", "eventually", "consistently", "cleanup", "reset", "to")
)  # fmt: skip
"""What functions do with variables that is not reading: the first word of their name, or `Prefix`."""

_NOT_READ = frozenset(("EnvVar", "EnvVars", "envVar", "envVars", "Provider", "ProviderWithValue"))
"""Functions of other libraries, and what makes a container's variable rather than reads one."""
_DEFAULT = r"(?i)^(?:d|o|or|v|val|value|def|dflt|default\w*|fallback\w*|def_?val\w*|alt)$"
_MUST = frozenset(("must", "require", "required"))
_FIRST_OF = frozenset(("first", "any", "either", "coalesce"))


def read(unit: Unit) -> Iterator[Fact]:
    """The variables that calls of such helpers read."""
    for call in unit.calls:
        words = _words(call.function)
        if not _is_helper(unit, call, words):
            continue
        nodes = [one.node for one in call.arguments]
        values = [unit.value(node) for node in nodes]
        names = _names([_known(unit, one) for one in values], words)
        if not names:
            continue
        given, sure = _default(unit, call, nodes, nodes[names[-1] + 1 :])
        must: Required = "without default" if not _MUST.isdisjoint(words) else ""
        for position in names:
            fact = env_read(unit, call.node, values[position], given, must)
            if fact is None:
                continue
            unsure = given is not None and not sure
            yield replace(fact, default=Value("unknown", unit.text(call.node))) if unsure else fact


def _words(name: str) -> list[str]:
    return [word.lower() for word in rx(_WORD).findall(name)]


def _is_helper(unit: Unit, call: Call, words: Sequence[str]) -> bool:
    """Whether a function's name, or its package's, says that it reads the environment."""
    before = call.callee.split(".")[:-1]
    package = before[-1] if before else ""
    if package in _OTHERS or not words or call.function in _NOT_READ or "()" in call.callee:
        return False
    env = next((at for at, word in enumerate(words) if word in _ENV), None)
    if words[-1] == "prefix" or not _WRITES.isdisjoint(words[: env or 1]) or words[0] in _WRITES:
        return False
    if env is not None:
        return words[0] != "with"
    local = call.written.partition(".")[0]
    return len(before) == 1 and local in unit.imports and rx(_PACKAGE).match(package) is not None


def _known(unit: Unit, value: Value) -> Value:
    """A value; a variable of the file, or a field of one, counts for nothing."""
    variable = value.kind == "reference" and any(
        one.target == value.text for one in unit.assignments
    )
    return Value("unknown") if variable else value


def _names(values: Sequence[Value], words: Sequence[str]) -> list[int]:
    """Where the names stand: the first in capitals, and those between it and the last argument."""
    first = next((at for at, one in enumerate(values) if _is_name(one)), None)
    if first is None:
        return []
    if values[first].kind == "reference":
        return [first]
    last = len(values) if not _FIRST_OF.isdisjoint(words) else len(values) - 1
    return [first, *(at for at in range(first + 1, last) if _capitals(values[at]))]


def _capitals(value: Value) -> bool:
    return value.known and rx(LOUD_NAME).match(value.text) is not None


def _is_name(value: Value) -> bool:
    """A literal in capitals, or a constant as far as its name tells: `common.EnvPort`, `envPort`."""
    if value.kind in ("literal", "pattern"):
        return rx(r"^[A-Z][A-Z0-9_*]+$").match(value.text) is not None
    if value.kind != "reference" or "()" in value.text:
        return False
    before, _, word = value.text.rpartition(".")
    if word.endswith(("Prefix", "Delimiter", "Separator")):
        return False
    if before:
        return word[:1].isupper()
    return rx(r"^[A-Z]\w+$|^env[A-Z]\w*$|^\w+Env(?:Var|Key|Name)?$").match(word) is not None


def _default(
    unit: Unit, call: Call, nodes: Sequence[Node], after: Sequence[Node]
) -> tuple[Node | None, bool]:
    """The argument that is the default, and whether it is sure to be."""
    after = [
        one
        for one in after
        if one.type not in ("func_literal", "unary_expression") or unit.string(one) is not None
    ]
    while len(after) > 1 and " " in (unit.string(after[-1]) or ""):
        after.pop()  # what the variable is for, in words
    if not after:
        return None, True
    if len(after) == 1:
        return after[0], True
    for function in unit.functions:
        if function.name == call.written:
            for at, name in enumerate(function.parameters):
                if rx(_DEFAULT).match(name) and at < len(nodes) and nodes[at] in after:
                    return nodes[at], True
    return after[-1], False
