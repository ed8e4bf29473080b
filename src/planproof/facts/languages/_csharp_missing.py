"""What happens in C# where a value is missing: the operators', patterns' and the runtime's ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._csharp_values import named
from planproof.facts.languages._missing import Missing, Outcome, State

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


class CSharpMissing(Missing):
    """C#'s."""

    CLIMBED = frozenset(
        ("parenthesized_expression", "cast_expression", "as_expression", "await_expression",
         "postfix_unary_expression")
    )  # fmt: skip
    NOT = frozenset(("prefix_unary_expression",))
    CHOICES = frozenset(("conditional_expression", "if_statement"))
    VALUED = frozenset(("conditional_expression",))
    CALLS = frozenset(("invocation_expression",))
    INSISTS = frozenset(
        ("ThrowIfNull", "ThrowIfNullOrEmpty", "ThrowIfNullOrWhiteSpace", "Against.Null", "Against.NullOrEmpty",
         "Against.NullOrWhiteSpace")
    )  # fmt: skip
    PARSES = frozenset(
        ("int.Parse", "long.Parse", "bool.Parse", "double.Parse", "decimal.Parse", "TimeSpan.Parse", "Guid.Parse",
         "Int32.Parse", "Boolean.Parse")
    )  # fmt: skip
    PASSES = frozenset(("Convert.ToInt32", "Convert.ToBoolean", "Convert.ToInt64"))
    ABSENT = frozenset(("IsNullOrEmpty", "IsNullOrWhiteSpace"))
    PRESENT = frozenset(("TryParse",))
    READS = frozenset(("GetEnvironmentVariable",))
    ENDS = frozenset(("Environment.Exit", "Environment.FailFast"))

    def _step(self, unit: Unit, below: Node, above: Node, state: State) -> Node | Outcome | None:
        if above.type == "is_pattern_expression":
            pattern = above.child_by_field_name("pattern")
            text = unit.text(pattern) if pattern is not None else ""
            state.negated ^= not text.startswith("null")
            return above
        return super()._step(unit, below, above, state)

    def call_with(self, below: Node, above: Node) -> Node | None:  # noqa: ARG002
        """The method call of which a node is the first argument."""
        given = above.parent
        call = given.parent if given is not None else None
        if above.type != "argument" or given is None or call is None:
            return None
        return call if call.type == "invocation_expression" and named(given)[0] == above else None

    def call_on(self, below: Node, above: Node) -> tuple[Node, bool] | None:
        """The method call or member that is asked of a node."""
        safe = above.type == "conditional_access_expression"
        if not safe and above.type != "member_access_expression":
            return None
        if above.named_children[0] != below:
            return None
        call = above.parent
        if call is not None and call.child_by_field_name("function") == above:
            return call, safe
        return above, safe

    def argument(self, call: Node, position: int) -> Node | None:
        """An argument of a method call."""
        given = call.child_by_field_name("arguments")
        nodes = [named(one)[-1] for one in named(given) if named(one)] if given else []
        return nodes[position] if position < len(nodes) else None

    def kept(self, node: Node) -> tuple[Node | None, Node | None]:
        """The name that a declaration or assignment gives a value, and its statement."""
        if node.type == "assignment_expression":
            name, statement = node.child_by_field_name("left"), node.parent
        else:
            name = node.child_by_field_name("name")
            statement = node.parent.parent if node.parent is not None else None
        above = statement.parent if statement is not None else None
        at_top = above is not None and above.type == "global_statement"
        return name, above if at_top else statement
