"""Python's own: `os.environ` and `os.getenv`.

Where the whole environment is handed to something else (`Settings(os.environ)`), every name can be read
there; a copy for another process and a dictionary of it read none.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import reads, reads_index
from planproof.facts.languages._base import Unit, child_at
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Argument, Call

NEEDS = (b"environ", b"getenv")
LIKE = (
    rb"(?m)\bos\.environ|getenv|\bimport\b[^\n]*\benviron\b|^[ \t]+environ\b(?: as \w+)?,?[ \t]*$"
    rb"|\bos as \w+"
)

IDIOMS = (
    reads("os.getenv", "os.getenvb", name=(0, "key"), default=(1, "default")),
    reads("os.environ.get", "os.environ.pop", name=(0, "key"), default=(1, "default")),
    reads("os.environ.setdefault", name=0, default=1),
    reads_index("os.environ", required="always"),
)

_NOT_READ = frozenset(
    ("dict", "copy", "deepcopy", "len", "print", "str", "repr", "sorted", "list", "set", "iter", "bool", "id",
     "type", "isinstance", "items", "keys", "values", "update", "dumps", "dump", "pprint", "pformat", "Popen",
     "run", "call", "check_call", "check_output", "getoutput", "spawn", "patch", "object", "ChainMap", "merge",
     "debug", "info", "warning", "error", "exception", "log", "append", "extend", "setattr", "hasattr", "any",
     "all", "filter", "map", "zip", "enumerate", "tuple", "frozenset", "OrderedDict", "defaultdict")
)  # fmt: skip
"""Calls that copy, show or change the environment, or hand it to another process."""

_OTHERS = (
    "subprocess.",
    "os.",
    "mock.",
    "unittest.",
    "monkeypatch.",
    "mocker.",
    "pytest.",
    "asyncio.",
    "json.",
)


def read(unit: Unit) -> Iterator[Fact]:
    """The reads of any name, where the whole environment is handed on."""
    for call in unit.calls:
        if call.function in _NOT_READ or call.callee.startswith(_OTHERS):
            continue
        if any(_environment(unit, one) for one in call.arguments):
            yield _any(unit, call)


def _environment(unit: Unit, argument: Argument) -> bool:
    """Whether an argument is the environment itself; as `env=` it is that of another process."""
    node = argument.node
    if argument.name == "**":
        inner = child_at(node)
        return inner is not None and unit.path(inner) == "os.environ"
    return argument.name != "env" and unit.path(node) == "os.environ"


def _any(unit: Unit, call: Call) -> EnvRead:
    return EnvRead(line=unit.line(call.node), name=Value("pattern", "*"))
