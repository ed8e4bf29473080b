"""picocli: `${env:X}` and `${env:X:-d}` in the texts of options and commands (picocli 4)."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import ENV_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

NEEDS = (b"${env:", b"{env:")

_VARIABLE = r"\$\{env:([A-Za-z_]\w*)(?::-((?:[^{}]|\$\{[^{}]*\})*))?\}"


def read(unit: Unit) -> Iterator[Fact]:
    """Variables in the arguments of annotations."""
    for call in unit.calls:
        if call.decorates is None or call.function not in ("Option", "Parameters", "Command"):
            continue
        for argument in call.arguments:
            if argument.name in ("description", "header", "footer"):
                continue
            for node in unit.items(argument.node) or [argument.node]:
                text = unit.value(node)
                if text.kind not in ("literal", "pattern"):
                    continue
                for match in rx(_VARIABLE).finditer(text.text):
                    if rx(ENV_NAME).match(match[1]):
                        yield _of(unit.line(node), match[1], match[2])


def _of(line: int, name: str, default: str | None) -> EnvRead:
    value = None
    if default is not None:
        value = Value("unknown" if "${" in default else "literal", default)
    required = None if value is None else False
    return EnvRead(line=line, name=Value("literal", name), default=value, required=required)
