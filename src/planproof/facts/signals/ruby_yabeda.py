"""Yabeda (0.1 to 0.13): `counter :created, tags: %i[kind]` within `Yabeda.configure` and `group :orders`.

yabeda-prometheus puts group, name and unit together with underscores.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Signal
from planproof.facts.signals._spelling import series

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"Yabeda",)

_TYPES = {"counter": "counter", "gauge": "gauge", "histogram": "histogram", "summary": "summary"}


def read(unit: Unit) -> Iterator[Fact]:
    """The metrics that a block of `configure` defines."""
    for call in unit.calls:
        type_ = _TYPES.get(call.written)
        name = unit.value(call.argument(0))
        around = _around(unit, call.node) if type_ else None
        if type_ is None or around is None or not name.known:
            continue
        given = call.argument("group")
        group = (unit.string(given) or "") if given is not None else around
        listed = unit.items(call.argument("tags", "labels"))
        parts = (group, name.text, unit.string(call.argument("unit")) or "")
        yield Signal(
            line=unit.line(call.node),
            signal="metric",
            name=name,
            names=series("_".join(part for part in parts if part), type_),
            type=type_,
            labels=tuple(word for one in listed if (word := unit.string(one))),
        )


def _around(unit: Unit, node: Node) -> str | None:
    """The group that a call stands in, empty for none; None outside of `Yabeda.configure`."""
    group = ""
    above = node.parent
    while above is not None:
        call = unit.called_at.get(above.id)
        if call is not None and call.written == "Yabeda.configure":
            return group
        if call is not None and call.written == "group" and not group:
            group = unit.string(call.argument(0)) or ""
        above = above.parent
    return None
