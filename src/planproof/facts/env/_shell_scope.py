"""What a shell script sets itself, and what else decides how it reads variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Call, Member

_FLAG = r"^-[A-Za-z]*u[A-Za-z]*$"
_FUNCTIONS = frozenset(("function_definition",))


class Scope:
    """Where a script sets which names.

    A function may run after all of the script, so whatever is set anywhere is set for it.
    """

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def add(self, name: str, at: int) -> None:
        """A name is set at a place, by bytes."""
        self._at[name] = min(at, self._at.get(name, at))

    def sets(self, read: Member, *, surely: bool = False) -> bool:
        """Whether a name is set before it is read; `surely`: at a place before it, as it stands."""
        at = self._at.get(read.name)
        if at is None:
            return False
        if at <= read.node.start_byte:
            return True
        if surely:
            return False
        return _in_function(read.node) and not self._around(read)

    def _around(self, read: Member) -> bool:
        """Whether the read is part of the very assignment: `X="${X:-d}"`."""
        above = read.node.parent
        while above is not None and above.type != "variable_assignment":
            above = above.parent
        return above is not None and above.end_byte == self._at[read.name]


def assigned(unit: Unit) -> Scope:
    """The names that a script sets."""
    scope = Scope()
    stack: list[Node] = [unit.root]
    while stack:
        node = stack.pop()
        for name in _set_by(unit, node):
            scope.add(name, node.end_byte)
        if node.type == "for_statement":
            variable = node.child_by_field_name("variable")
            if variable is not None:
                scope.add(unit.text(variable), variable.end_byte)
        stack += node.named_children
    for call in unit.calls:
        for name in _named(unit, call):
            scope.add(name, call.node.start_byte)
    return scope


def _set_by(unit: Unit, node: Node) -> Iterator[str]:
    if node.type == "variable_assignment" and not _for_one_command(unit, node):
        name = node.child_by_field_name("name")
        if name is not None and name.type == "subscript":
            name = name.child_by_field_name("name")
        if name is not None:
            yield unit.text(name)
    elif node.type == "expansion":  # `${X:=d}`
        found = rx(r"^\$\{([A-Za-z_]\w*):?=").match(unit.text(node))
        if found is not None:
            yield found[1]
    elif node.type == "declaration_command" and unit.text(node).startswith(
        ("local", "declare", "typeset")
    ):
        yield from (unit.text(one) for one in node.named_children if one.type == "variable_name")
    elif node.type == "binary_expression":  # `(( N = M + 1 ))`
        left, operator = node.child_by_field_name("left"), node.child_by_field_name("operator")
        sign = unit.text(operator) if operator is not None else ""
        sets = sign.endswith("=") and sign not in ("==", "!=", "<=", ">=")
        if sets and left is not None and left.type == "variable_name":
            yield unit.text(left)


def _for_one_command(unit: Unit, node: Node) -> bool:
    """Whether an assignment stands before a command: `X=1 run`. The grammar takes `X=$A/$B` for one as well."""
    above = node.parent
    return (
        above is not None
        and above.type == "command"
        and unit.data[node.end_byte : node.end_byte + 1].isspace()
    )


def _named(unit: Unit, call: Call) -> Iterator[str]:
    """The names that a command sets: `read A B`, `mapfile -t A`, `getopts "x" A`, `printf -v A`."""
    words = [unit.text(one.node) for one in call.arguments]
    plain = [word for word in words if not word.startswith("-")]
    match call.callee:
        case "read":
            yield from plain
        case "mapfile" | "readarray" | "getopts":
            yield from plain[-1:]
        case "printf" if words[:1] == ["-v"]:
            yield from words[1:2]
        case "let":
            for word in words:
                yield word.strip("\"'").partition("=")[0].rstrip("+-*/ ")


def sources(unit: Unit) -> bool:
    """Whether the script takes in another one, which may set anything."""
    return any(call.callee in ("source", ".") for call in unit.calls)


def stops_at_unset(unit: Unit) -> bool:
    """Whether the script ends where a variable is not set: `set -u`, `set -o nounset`."""
    first = unit.data[:80].partition(b"\n")[0].decode("utf-8", "replace")
    if first.startswith("#!") and any(rx(_FLAG).match(word) for word in first.split()[1:]):
        return True
    for call in unit.calls:
        words = [unit.text(one.node) for one in call.arguments]
        if call.callee == "set" and (
            "nounset" in words or any(rx(_FLAG).match(one) for one in words)
        ):
            return True
    return False


def _in_function(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.type in _FUNCTIONS:
            return True
        above = above.parent
    return False
