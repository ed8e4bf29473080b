"""The JDK's own: `System.getenv`, also as a map, and helpers that are named for it."""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import reads, reads_any_argument, reads_index
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (
    b"getenv",
    b"getEnv(",
    b"getEnvOr",
    b"getEnvVar",
    b"getEnvironmentVariable",
    b"getEnvString",
    b"getEnvInt",
    b"getEnvBool",
    b"getEnvAs",
    b"getRequiredEnv",
    b"requireEnv",
    b"envOr",
    b"readEnv",
    b"lookupEnv",
)

_GETENV = ("System.getenv", "java.lang.System.getenv")
_MAP = tuple(f"{path}()" for path in _GETENV)

IDIOMS = (
    reads(*_GETENV),
    reads(*(f"{path}.get" for path in _MAP)),
    reads(*(f"{path}.{word}" for path in _MAP for word in ("getOrDefault", "getOrElse")), default=1),
    reads(*(f"{path}.getValue" for path in _MAP), required="always"),
    reads(*(f"{path}.containsKey" for path in _MAP)),
    reads_index(*_MAP),
    reads("requireEnv", "*.requireEnv", "*.getRequiredEnv", required="always", loud=True),
    reads_any_argument(
        "getEnv", "*.getEnv", "getEnvOr*", "*.getEnvOr*", "*.getEnvVar*", "getEnvVar*", "*.getEnvironmentVariable",
        "*.envOr*", "envOr*", "*.readEnv*", "readEnv*", "*.lookupEnv*", "lookupEnv*", "*.getEnvString",
        "*.getEnvInt*", "*.getEnvBool*", "*.getEnvAs*", "getEnvAs*", "getEnvInt*", "getEnvBool*",
    ),
)  # fmt: skip

_HANDED_ON = frozenset(
    ("putAll", "exec", "equals", "println", "print", "info", "debug", "environment", "setEnvironment", "environments",
     "withEnv", "assertEquals", "plus")
)  # fmt: skip
_THROUGH = ("entrySet", "keySet", "values", "forEach", "entries", "keys", "filter", "filterKeys", "map", "stream",
            "mapNotNull", "any", "asSequence", "toMap", "mapKeys", "iterator")  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """All variables at once, where they are gone through or handed on to what may read any."""
    for call in unit.calls:
        above, _, word = call.callee.rpartition(".")
        if word in _HANDED_ON:
            continue
        through = above in _MAP and word in _THROUGH and _is_whole(unit, call.receiver)
        if through or any(_is_whole(unit, one.node) for one in call.arguments):
            yield from whole_reads(unit, call.node)


def _is_whole(unit: Unit, node: Node | None) -> bool:
    """Whether an expression is `System.getenv()`, without a name."""
    call = unit.called_at.get(node.id) if node is not None else None
    return call is not None and call.callee in _GETENV and not call.arguments
