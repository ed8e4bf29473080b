"""Routers of Rust: what a route hangs on when routers are built by chains of calls.

A chain that begins with a constructor belongs to the function that returns it: `fn routes() -> Router`
is mounted as `orders::routes()` elsewhere. A chain that is kept in a variable, which is mounted in the
same function, belongs to the variable: `main.api`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.model import Mount, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DEEPEST = 16
_FRAMEWORKS = ("actix_web.", "actix_files.", "axum.", "tower", "utoipa", "rocket.")
"""What is mounted from these serves no routes that are told here."""

_SAME = frozenset(
    ("try_expression", "await_expression", "parenthesized_expression", "reference_expression")
)


class Steps(NamedTuple):
    """A chain of calls.

    Attributes:
        start: what it begins with: a call of a path, a variable.
        steps: names and call nodes, from the first.
    """

    start: Node
    steps: list[tuple[str, Node]]


class Routers:
    """The routers of a file.

    Args:
        nests: names of methods that take a router, with the place of their prefix or None.
        own: the prefix that a chain's start has of its own, where it has one.
    """

    def __init__(
        self,
        unit: Unit,
        nests: dict[str, int | None],
        own: Callable[[Unit, Node], Value | None] = lambda _unit, _node: None,
    ) -> None:
        self.unit = unit
        self.nests = nests
        self.own = own
        self._chains: dict[int, tuple[Node, Node]] = {}
        self._kept = {
            self._variable(given)
            for call in unit.calls
            if call.function in nests and call.receiver is not None
            for given in (one.node for one in call.arguments)
            if chain(unit, given).start.type == "identifier"
        }

    def of(self, call: Node) -> tuple[list[Value], str]:
        """The prefixes that a call in a chain stands below, outer first, and the router it hangs on."""
        prefixes: list[Value] = []
        for _ in range(_DEEPEST):
            start, top = self._whole(call)
            own = self.own(self.unit, start)
            if own is not None:
                prefixes.insert(0, own)
            above = top.parent.parent if top.parent is not None else None
            name = method_of(self.unit, above) if above is not None else ""
            inner = top.parent is not None and top.parent.type == "arguments"
            if not inner or above is None or name not in self.nests:
                return prefixes, self._home(start, top)
            place = self.nests[name]
            if place is not None:
                prefixes.insert(0, self.unit.value(arguments_of(above)[place]))
            call = above
        return prefixes, ""

    def _whole(self, call: Node) -> tuple[Node, Node]:
        """Start and top of the chain that a call is part of; found once for all of its calls."""
        known = self._chains.get(call.id)
        if known is None:
            top = top_of(call)
            found = chain(self.unit, top)
            known = found.start, top
            self._chains.update((one.id, known) for _, one in found.steps)
        return known

    def mount(self, call: Node, given: Node, prefix: Value | None) -> Iterator[Mount]:
        """The mount of a router that is given to a call; none for one that is built on the spot."""
        start = chain(self.unit, given).start
        if start.type == "identifier":
            child = self._variable(given)
            if not self._local(start):
                child = self.unit.path(start)
        else:
            child = self.unit.path(start).replace("()", "")
        built = child.endswith((".new", ".default", ".with_state")) or child in (
            "scope",
            "resource",
        )
        if not child or built or child.startswith(_FRAMEWORKS):
            return
        prefixes, parent = self.of(call)
        whole = joined([*prefixes, *([prefix] if prefix is not None else ())])
        yield Mount(line=self.unit.line(given), child=child, prefix=whole, parent=parent)

    def _local(self, name: Node) -> bool:
        """Whether a name is a variable of the function around it, rather than a function."""
        function = self.unit.around(name)
        word = self.unit.text(name)
        if function is None:
            return False
        if word in function.parameters:
            return True
        return any(
            one.target == word
            and function.node.start_byte <= one.node.start_byte < function.node.end_byte
            for one in self.unit.assignments
        )

    def _variable(self, node: Node) -> str:
        start = chain(self.unit, node).start
        function = self.unit.around(node)
        return f"{function.name if function else ''}.{self.unit.text(start)}"

    def _home(self, start: Node, top: Node) -> str:
        function = self.unit.around(top)
        name = function.name if function is not None else ""
        word = self.unit.text(start) if start.type == "identifier" else ""
        above = top.parent
        if not word and above is not None and above.type == "let_declaration":
            pattern = above.child_by_field_name("pattern")
            word = self.unit.text(pattern) if pattern is not None else ""
        return f"{name}.{word}" if word and f"{name}.{word}" in self._kept else name


def chain(unit: Unit, node: Node) -> Steps:
    """The chain that ends with a node."""
    steps: list[tuple[str, Node]] = []
    while True:
        if node.type in _SAME:
            inner = node.named_children[-1] if node.named_children else None
        else:
            inner = _receiver(node)
            if inner is not None:
                steps.append((method_of(unit, node), node))
        if inner is None:
            return Steps(node, steps[::-1])
        node = inner


def top_of(node: Node) -> Node:
    """The whole of the chain that a call is part of."""
    while node.parent is not None:
        above = node.parent
        if above.type not in (*_SAME, "field_expression", "generic_function") and not (
            above.type == "call_expression" and above.child_by_field_name("function") == node
        ):
            break
        node = above
    return node


def method_of(unit: Unit, call: Node) -> str:
    """The name of the method that is called; empty for another call."""
    function = call.child_by_field_name("function") if call.type == "call_expression" else None
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    name = function.child_by_field_name("field") if function is not None else None
    return unit.text(name) if name is not None else ""


def arguments_of(call: Node) -> list[Node]:
    """The arguments of a call."""
    given = call.child_by_field_name("arguments")
    inner = given.named_children if given is not None else []
    return [one for one in inner if "comment" not in one.type and one.type != "attribute_item"]


def joined(values: list[Value]) -> Value:
    """Prefixes and a path as one; a lone reference stays one."""
    if len(values) == 1:
        return values[0]
    known = all(one.known for one in values)
    texts = [
        one.text.rstrip("/") if one.kind in ("literal", "pattern") else "/*" for one in values[:-1]
    ]
    last = values[-1].text if values and values[-1].kind in ("literal", "pattern") else "/*"
    return Value("literal" if known else "pattern", "".join((*texts, last if values else "")))


def _receiver(node: Node) -> Node | None:
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is None or function.type != "field_expression":
        return None
    return function.child_by_field_name("value")
