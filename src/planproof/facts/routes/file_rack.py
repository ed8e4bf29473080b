"""Rack's `config.ru`: `map "/p" do run App end`, `run Rack::URLMap.new("/p" => App)`, `use App`.

What is run is a class whose routes are known where they are defined.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Value
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

FILES = ("*.ru", "**/*.ru")
NEEDS = (b"run", b"use")


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The classes that are run or used, each with the prefix that it is served below."""
    from planproof.facts.probe import language_of

    language = language_of(path)
    if language is None:
        return
    unit = Unit(path, data, language)
    for call in unit.calls:
        if call.written in ("run", "use") and call.arguments:
            yield from _mounts(unit, call)


def _mounts(unit: Unit, call: Call) -> Iterator[Fact]:
    given = call.arguments[0].node
    inner = unit.language.call(unit, given) if given.type == "call" else None
    line, above = unit.line(call.node), _maps(unit, call.node)
    if inner is not None and inner.callee == "Rack.URLMap.new":
        for one in inner.arguments:
            yield Mount(
                line=line, child=unit.path(one.node), prefix=Value("literal", f"{above}{one.name}")
            )
        return
    child = unit.path(given).removesuffix("()").removesuffix(".new").removesuffix(".app")
    if child[:1].isupper() and not child.startswith("Rack."):
        yield Mount(line=line, child=child, prefix=Value("literal", above))


def _maps(unit: Unit, node: Node) -> str:
    """The prefixes of the blocks of `map` around a node."""
    found = ""
    above = node.parent
    while above is not None:
        call = unit.language.call(unit, above) if above.type == "call" else None
        if call is not None and call.written == "map":
            found = (unit.string(call.argument(0)) or "").rstrip("/") + found
        above = above.parent
    return found
