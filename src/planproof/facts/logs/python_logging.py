"""Log events: calls of logging, structlog and loguru whose message is a name, `order.created`.

Fields are the keys of `extra=`, and structlog's keywords.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

METHODS = "trace|debug|info|notice|warning|warn|error|exception|critical|fatal|success|msg|log"
LIKE = (
    rb"\.(?:a?(?:trace|debug|info|notice|warning|warn|error|exception|critical|fatal|success|msg)\(\s*"
    rb"|log\([^()\"']*(?:\([^()]*\))?,\s*)(?:event\s*=\s*)?f?[\"'][A-Za-z][\w.:{}-]*[._:-][\w.:{}-]*[\"']"
)
NAME = r"^[a-z][a-zA-Z0-9]*([._-][a-zA-Z0-9*]+)+$"
NO_FIELDS = frozenset(
    ("exc_info", "stack_info", "stacklevel", "extra", "event", "msg", "**", "*", "level")
)
_LOGGER = r"(?i)(^|[._])(log|logger|logging|structlog|loguru|_log|_logger|audit)(\(\))?($|[._])|[lL]og(ger)?(\(\))?$"


def read(unit: Unit) -> Iterator[Fact]:
    """Events logged by what is called a logger, or comes from one of the libraries."""
    for call in unit.calls:
        if call.receiver is None or call.decorates is not None:
            continue
        word = call.function
        plain = word.removeprefix("a") if word not in ("a", "audit") else word
        if not rx(f"^({METHODS})$").match(plain):
            continue
        owners = (call.callee.rpartition(".")[0], call.written.rpartition(".")[0])
        if not any(rx(_LOGGER).search(owner) for owner in owners):
            continue
        name = unit.value(call.argument(1 if plain == "log" else 0, "event", "msg"))
        if name.kind not in ("literal", "pattern") or not rx(NAME).match(name.text):
            continue
        yield Signal(line=unit.line(call.node), signal="log", name=name, labels=_fields(unit, call))


def _fields(unit: Unit, call: Call) -> tuple[str, ...]:
    keywords = [one.name for one in call.arguments if one.name and one.name not in NO_FIELDS]
    extra = [key for key, _ in unit.pairs(call.argument("extra"))]
    return tuple(dict.fromkeys((*keywords, *extra)))
