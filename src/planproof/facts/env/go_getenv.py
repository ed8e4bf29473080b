"""Go's own: `os.Getenv`, `os.LookupEnv` and `os.ExpandEnv` (and `syscall.Getenv`)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_values import bare
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (b"Getenv", b"LookupEnv", b"ExpandEnv")

_READS = frozenset(("os.Getenv", "os.LookupEnv", "syscall.Getenv"))
_EXPANDED = r"\$(?:\{(\w+)\}|([A-Za-z_]\w*))"


def read(unit: Unit) -> Iterator[Fact]:
    """The variables that are asked for by name; `os.ExpandEnv` reads every one in its text."""
    for call in unit.calls:
        if call.callee in _READS:
            yield from _asked(unit, call)
        elif call.callee == "os.ExpandEnv":
            text = unit.string(call.argument(0)) or ""
            for match in rx(_EXPANDED).finditer(text):
                fact = env_read(unit, call.node, Value("literal", match[1] or match[2]), None)
                if fact is not None:
                    yield fact


def _asked(unit: Unit, call: Call) -> Iterator[Fact]:
    node = call.argument(0)
    for one in (unit.items(node) or [node]) if node is not None else ():
        fact = env_read(unit, call.node, unit.value(one), None)
        if fact is not None:
            yield _compared(unit, call, fact)


def _compared(unit: Unit, call: Call, fact: EnvRead) -> EnvRead:
    """With the default that a comparison is: where X is missing, `os.Getenv("X") == "true"` is false."""
    above = call.node.parent
    operator = above.child_by_field_name("operator") if above is not None else None
    if above is None or operator is None or fact.default is not None or fact.required:
        return fact
    sides = [above.child_by_field_name(side) for side in ("left", "right")]
    others = [bare(one) for one in sides if one is not None and one != call.node]
    word = unit.string(others[0]) if len(others) == 1 else None
    if word not in ("true", "false") or operator.type not in ("==", "!="):
        return fact
    default = "false" if word == "true" else "true"
    return msgspec.structs.replace(fact, default=Value("literal", default), required=False)
