"""Cargo's features: `#[cfg(feature = "k")]`, `cfg!(feature = "k")`, `#[cfg_attr(feature = "k", ...)]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

LIKE = rb"feature\s*=\s*\""

_ASKS = r"^(?:cfg|cfg_attr|cfg!|doc_cfg|core\.cfg!|std\.cfg!)$"
_WITHIN = frozenset(("any", "all", "not", "cfg", "cfg_attr"))


def read(unit: Unit) -> Iterator[Fact]:
    """Every feature that is asked for, within `any`, `all` and `not` too."""
    for call in unit.calls:
        asks = rx(_ASKS).match(call.callee) is not None
        if not asks and not (call.callee in _WITHIN and _in_cfg(unit, call.node)):
            continue
        for one in call.arguments:
            value = unit.value(one.node)
            if one.name == "feature" and value.known:
                yield FlagUse(line=unit.line(one.node), name=value, system="cargo")


def _in_cfg(unit: Unit, node: Node) -> bool:
    above = node.parent
    while above is not None and above.type in ("token_tree", "attribute"):
        above = above.parent
    call = unit.called_at.get(above.id) if above is not None else None
    return call is not None and rx(_ASKS).match(call.callee) is not None
