"""What happens in Kotlin where a value is missing: the operators', the standard library's, the JDK's ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._base import child_at
from planproof.facts.languages._java_missing import ELSE, INSISTS
from planproof.facts.languages._kotlin_values import lambda_body, named
from planproof.facts.languages._missing import FAILS, Missing, Outcome, State

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


class KotlinMissing(Missing):
    """Kotlin's."""

    CLIMBED = frozenset(("parenthesized_expression", "as_expression"))
    CHOICES = frozenset(("if_expression",))
    VALUED = frozenset(("if_expression",))
    ASSIGNED = frozenset(("assignment",))
    DECLARED = frozenset(("property_declaration",))
    STATEMENT = frozenset()
    CALLS = frozenset(("call_expression",))
    ELSE = ELSE
    ELSE_OF = frozenset(("ifBlank", "ifEmpty", "orElse", "orElseGet"))
    INSISTS = INSISTS | {"requireNotNull", "checkNotNull"}
    INSISTS_OF = frozenset(("orElseThrow",))
    PASSES = frozenset(("Optional.ofNullable",))
    ABSENT = frozenset(("isNullOrEmpty", "isNullOrBlank", "isEmpty", "isBlank"))
    PRESENT = frozenset(("isNotEmpty", "isNotBlank", "hasText", "hasLength"))
    SWITCHES_OF = frozenset(("toBoolean",))
    ENDS = frozenset(("error", "exitProcess", "TODO", "System.exit"))

    def _step(self, unit: Unit, below: Node, above: Node, state: State) -> Node | Outcome | None:
        if above.type == "unary_expression" and above.children[-1].type == "!!":
            return FAILS
        return super()._step(unit, below, above, state)

    def call_with(self, below: Node, above: Node) -> Node | None:  # noqa: ARG002
        """The call of which a node is the first argument."""
        given = above.parent
        if above.type != "value_argument" or given is None or given.parent is None:
            return None
        return given.parent if given.named_children[0] == above else None

    def call_on(self, below: Node, above: Node) -> tuple[Node, bool] | None:
        """The call or member that is asked of a node."""
        if above.type != "navigation_expression" or above.named_children[0] != below:
            return None
        call = above.parent
        called = call is not None and call.type == "call_expression"
        if call is not None and called and call.named_children[0] == above:
            return call, True
        return above, True

    def argument(self, call: Node, position: int) -> Node | None:
        """An argument of a call; the lambda after it is the last."""
        nodes: list[Node] = []
        for child in call.named_children[1:]:
            if child.type == "annotated_lambda":
                nodes.extend(named(child)[-1:])
            elif child.type == "value_arguments":
                nodes.extend(named(one)[-1] for one in child.named_children if named(one))
        return nodes[position] if position < len(nodes) else None

    def parts(self, choice: Node) -> tuple[Node | None, Node | None, Node | None]:
        """Condition, consequence and alternative."""
        condition = choice.child_by_field_name("condition")
        branches = [one for one in named(choice) if one != condition]
        first, second, *_ = (*branches, None, None)
        return condition, first, second

    def kept(self, node: Node) -> tuple[Node | None, Node | None]:
        """The name that a declaration or assignment gives a value, and its statement."""
        above = node.parent
        if node.type == "assignment":
            return node.child_by_field_name("left"), node
        if above is None or above.type in ("class_body", "source_file"):
            return None, None
        holders = [one for one in node.named_children if one.type == "variable_declaration"]
        return child_at(holders[0] if holders else None), node

    def body(self, node: Node | None) -> Node | None:
        """`{ x }` as `x`."""
        return lambda_body(node)
