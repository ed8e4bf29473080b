"""The .NET runtime's own: `Environment.GetEnvironmentVariable`, and helpers that are named for it."""

from collections.abc import Iterator

from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import reads, reads_any_argument, reads_index
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (
    b"GetEnvironmentVariable",
    b"GetEnvVar",
    b"GetRequiredEnv",
    b"RequireEnv",
    b"GetEnvOr",
    b"ExpandEnvironment",
)

_CLASSES = ("Environment", "System.Environment")

IDIOMS = (
    reads("GetEnvironmentVariable", *(f"{one}.GetEnvironmentVariable" for one in _CLASSES)),
    reads_index(*(f"{one}.GetEnvironmentVariables()" for one in _CLASSES)),
    reads(*(f"{one}.GetEnvironmentVariables().Contains" for one in _CLASSES)),
    reads("*.GetRequiredEnv*", "*.RequireEnv*", "GetRequiredEnv*", "RequireEnv*", required="always", loud=True),
    reads_any_argument("*.GetEnvironmentVariable*", "GetEnvironmentVariable*", "*.GetEnvVar*", "GetEnvVar*",
                       "*.GetEnvOr*", "GetEnvOr*"),
)  # fmt: skip

_MAPS = frozenset(f"{one}.GetEnvironmentVariables" for one in _CLASSES)
_GONE_THROUGH = frozenset(
    ("foreach_statement", "argument", "member_access_expression", "cast_expression")
)
_ASKED = frozenset(("Contains", "ContainsKey", "TryGetValue"))


def read(unit: Unit) -> Iterator[Fact]:
    """All variables at once, where they are gone through or handed on."""
    for call in unit.calls:
        if call.callee not in _MAPS:
            continue
        above = call.node.parent
        if above is not None and above.type == "member_access_expression":
            name = above.child_by_field_name("name")
            if name is not None and unit.text(name) in _ASKED:
                continue
        if above is not None and above.type in _GONE_THROUGH:
            yield from whole_reads(unit, call.node)
