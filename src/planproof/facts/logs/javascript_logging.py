"""Log events of pino, winston, bunyan and the console, where what is logged is a name: `order.created`.

The name is the message (the first string: `logger.info({ orderId }, "order.created")` for pino), or the
`event`, `msg` or `message` of the object that is logged. Fields are that object's other keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import plain
from planproof.facts.model import Fact, Signal
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

_METHODS = frozenset(
    (
        "trace",
        "debug",
        "verbose",
        "http",
        "info",
        "log",
        "notice",
        "warn",
        "warning",
        "error",
        "fatal",
    )
)
_MESSAGES = ("event", "msg", "message")
_LOGGER = r"(?:^|[._])(?:log|LOG|\w*Log|\w*[lL]ogger|LOGGER|console|pino|winston|bunyan)(?:\(\))?$"
_NAME = r"^[a-z][a-zA-Z0-9]*(?:[._:-][a-zA-Z0-9*]+)+$"

LIKE = (
    rb"(?i:log|logger|console|pino|winston|\))(?:\(\))?\??\s*\.(?:trace|debug|verbose|http|info|log|notice|warn"
    rb"|warning|error|fatal)\(\s*"
    rb"(?:\{[^{}]*\}\s*,\s*|[\w.]+\s*,\s*|\{\s*(?:[^{}]*?,\s*)??(?:event|msg|message)\s*:\s*)?"
    rb"[\"'`][a-z][\w.:${}-]*[._:-][\w.:${}-]*[\"'`]"
)


def read(unit: Unit) -> Iterator[Fact]:
    """Events logged by what is called a logger, or comes from one of the libraries."""
    for call in unit.calls:
        if call.function not in _METHODS or call.receiver is None:
            continue
        owners = (call.callee.rpartition(".")[0], call.written.rpartition(".")[0])
        if not any(rx(_LOGGER).search(one) for one in owners):
            continue
        node = _message(call)
        name = unit.value(node) if node is not None else None
        if (
            name is None
            or name.kind not in ("literal", "pattern")
            or not rx(_NAME).match(name.text)
        ):
            continue
        fields = tuple(
            dict.fromkeys(
                one.name for one in call.arguments if one.name and one.name not in _MESSAGES
            )
        )
        yield Signal(line=unit.line(call.node), signal="log", name=name, labels=fields)


def _message(call: Call) -> Node | None:
    """The first string that is logged, else the message that an object has."""
    for one in call.arguments:
        if not one.name and plain(one.node).type in ("string", "template_string"):
            return one.node
    return call.argument(*_MESSAGES)
