"""Python's routers that functions are given, or make and return.

`build(v1, orders=router)` says which router is meant by the first parameter of `build`, and which by
its `orders`: mounts of `build(0)` and `build(orders)`. Those of the function's own parameters say that
`build(target)` is `build(0)`. A router that a function returns hangs on `build()`, and so does what its
caller keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Value
from planproof.facts.routes._python_views import router_of
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call, Function

NEEDS = (b"Router(", b"include_router", b"register_blueprint", b"Blueprint(")

_ROUTER = r"(?i)(?:router|blueprint|blp|\bbp)$"
_MAKERS = r"(?:Router|Blueprint)$"
_METHODS = frozenset(
    ("include_router", "register_blueprint", "add_router", "mount", "object", "blueprint")
)
_NOTHING = Value("literal", "")


def read(unit: Unit) -> Iterator[Fact]:
    """Mounts without a prefix."""
    yield from _parameters(unit)
    for call in unit.calls:
        if call.decorates is None and _is_function(unit, call):
            yield from _given(unit, call)
    yield from _returned(unit)
    for one in unit.assignments:
        made = unit.called_at.get(one.value.id)
        kept = rx(_ROUTER).search(one.target) is not None and "." not in one.target
        if made is not None and kept and _is_function(unit, made):
            child = f"{unit.imported(made.written)}()"
            line = unit.line(one.node)
            yield Mount(line=line, child=child, prefix=_NOTHING, parent=one.target)


def _is_function(unit: Unit, call: Call) -> bool:
    """Whether a call is one of a function: of this file, or imported; not of a class or method."""
    head, dot, _ = call.written.partition(".")
    word = call.written.rpartition(".")[2]
    if word[:1].isupper() or word.startswith("__") or word in _METHODS or "(" in call.written:
        return False
    return not dot or head in unit.imports


def _given(unit: Unit, call: Call) -> Iterator[Fact]:
    function = unit.imported(call.written)
    place = -1
    for one in call.arguments:
        place += not one.name
        if one.node.type != "identifier" or not _is_router(unit, one.node):
            continue
        yield Mount(
            line=unit.line(call.node),
            child=f"{function}({one.name or place})",
            prefix=_NOTHING,
            parent=router_of(unit, one.node),
        )


def _is_router(unit: Unit, node: Node) -> bool:
    name = unit.text(node)
    made = unit.makers.get(name)
    if made is not None and rx(_MAKERS).search(made.function):
        return True
    return rx(_ROUTER).search(name) is not None


def _parameters(unit: Unit) -> Iterator[Fact]:
    """Parameters that can be given by position."""
    for function in unit.functions:
        for place, name in enumerate(function.parameters):
            if not function.method and rx(_ROUTER).search(name) is not None:
                yield Mount(
                    line=unit.line(function.node),
                    child=f"{function.name}({name})",
                    prefix=_NOTHING,
                    parent=f"{function.name}({place})",
                )


def _returned(unit: Unit) -> Iterator[Fact]:
    """`return router`, of one that the same function makes."""
    made: dict[str, list[Function]] = {}
    for one in unit.assignments:
        call = unit.called_at.get(one.value.id)
        function = unit.around(one.node) if call is not None else None
        if call is not None and function is not None and rx(_MAKERS).search(call.function):
            made.setdefault(one.target, []).append(function)
    for name, functions in made.items():
        for function in functions:
            body = function.node.child_by_field_name("body")
            for statement in body.named_children if body is not None else ():
                value = statement.named_children[0] if statement.named_children else None
                if (
                    statement.type == "return_statement"
                    and value is not None
                    and unit.text(value) == name
                ):
                    line = unit.line(statement)
                    yield Mount(line=line, child=name, prefix=_NOTHING, parent=f"{function.name}()")
