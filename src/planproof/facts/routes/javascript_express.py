"""Express (4 and 5) and what speaks like it: routes, and routers below a prefix.

The line of a route is its path's, which in a chain of calls is another one than the chain's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import plain
from planproof.facts.model import Fact
from planproof.facts.routes._javascript import Routers, mount, served
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"express'", b'express"', b"express(", b"express.", b"express-",
         b"app.get(", b"app.post(", b"app.put(", b"app.delete(", b"app.patch(", b"app.all(",
         b"app.use(", b"outer.get(", b"outer.post(", b"outer.put(", b"outer.delete(", b"outer.patch(",
         b"outer.all(", b"outer.use(", b"outer.route(", b"app.route(", b"restify", b"polka")  # fmt: skip


_PREFIX = r"(?i)(?:path|prefix|base|url|route|endpoint|mountpoint)\w*$"


def read(unit: Unit) -> Iterator[Fact]:
    """Routes, `app.use("/prefix", router)`, and routers that functions return."""
    routers = Routers(unit)
    yield from served(routers, "express")
    for call in unit.calls:
        if call.function != "use" or call.receiver is None:
            continue
        if routers.framework(call.callee, call.written) != "express":
            continue
        given = [one.node for one in call.arguments if not one.name]
        listed = list(_listed(routers, call, given))
        yield from listed
        if listed or not given:
            continue
        says = _says_prefix(unit, given)
        prefixes = (unit.items(given[0]) or [given[0]]) if says else [None]
        for child in given[says:]:
            for prefix in prefixes:
                yield from mount(routers, call, child, prefix)
    if routers.made:
        yield from routers.returned()


def _says_prefix(unit: Unit, given: list[Node]) -> bool:
    """Whether the first argument is a path, not a middleware."""
    first = plain(given[0])
    if first.type in ("string", "template_string", "array") or unit.string(first) is not None:
        return True
    return len(given) > 1 and rx(_PREFIX).search(unit.language.path(unit, first)) is not None


def _listed(routers: Routers, call: Call, given: list[Node]) -> Iterator[Fact]:
    """`routes.forEach((route) => app.use(route.path, route.router))`, for a list of this file."""
    unit = routers.unit
    words = [unit.language.path(unit, one).split(".") for one in given]
    if len(words) != 2 or any(len(word) != 2 for word in words) or words[0][0] != words[1][0]:
        return
    (name, path_key), (_, router_key) = words
    listed = _iterated(unit, call.node, name)
    for item in unit.items(listed) or unit.items(routers.names.meant(listed)):
        entry = dict(unit.pairs(item))
        if path_key in entry and router_key in entry:
            yield from mount(routers, call, entry[router_key], entry[path_key])


def _iterated(unit: Unit, node: Node, name: str) -> Node | None:
    """The list of which a name is an item, at a node: by `forEach`, `map` or `for ... of`."""
    above = node.parent
    while above is not None:
        if above.type == "for_in_statement":
            left = above.child_by_field_name("left")
            if left is not None and unit.text(left) == name:
                return above.child_by_field_name("right")
        function = (
            above.child_by_field_name("function") if above.type == "call_expression" else None
        )
        word = function.child_by_field_name("property") if function is not None else None
        if function is not None and word is not None and unit.text(word) in ("forEach", "map"):
            return function.child_by_field_name("object")
        above = above.parent
    return None
