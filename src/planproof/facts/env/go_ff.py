"""peterbourgon/ff 3 and 4: flags that the environment can set, by `ff.WithEnvVarPrefix("APP")`.

The variable of a flag is its name in capitals after the prefix, with `_` for `-`, `.` and `/`. Flags
of another file are covered by the prefix alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"peterbourgon/ff",)

_FLAG = r"^(?:String|Bool|Int|Int64|Uint|Uint64|Float64|Duration)(Var)?(?:Long)?$"


def read(unit: Unit) -> Iterator[Fact]:
    """A pattern for the prefix, and the variables of the flags that stand in the same file."""
    for call in unit.calls:
        prefix = _prefix(unit, call)
        if prefix is None:
            continue
        fact = env_read(unit, call.node, Value("pattern", prefix + "*"), None, level="derived")
        if fact is not None:
            yield fact
        for other in unit.calls:
            yield from _flag(unit, other, prefix)


def _prefix(unit: Unit, call: Call) -> str | None:
    if call.callee == "ff.WithEnvVarPrefix":
        text = unit.string(call.argument(0))
        return f"{text.upper()}_" if text else None
    return "" if call.callee in ("ff.WithEnvVars", "ff.WithEnvVarNoPrefix") else None


def _flag(unit: Unit, call: Call, prefix: str) -> Iterator[Fact]:
    """`fs.String("addr", ":80", "help")`, `fs.StringVar(&v, ...)`; ff 4 has a letter before the name."""
    match = rx(_FLAG).match(call.function)
    if match is None or "." not in call.callee:
        return
    at = 1 if match[1] else 0
    letter = call.argument(at)
    at += letter is not None and letter.type == "rune_literal"
    name = unit.string(call.argument(at))
    if name is None or len(call.arguments) != at + 3:
        return
    full = prefix + rx(r"[-./]").sub("_", name).upper()
    default = call.argument(at + 1)
    fact = env_read(unit, call.node, Value("literal", full), default, level="derived")
    if fact is not None:
        yield fact
