"""What happens in Java where a value is missing: the JDK's, Guava's, Commons' and Spring's ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._missing import Missing

if TYPE_CHECKING:
    from tree_sitter import Node

ELSE = frozenset(
    ("requireNonNullElse", "requireNonNullElseGet", "firstNonNull", "firstNonEmpty", "firstNonBlank",
     "defaultIfEmpty", "defaultIfBlank", "defaultIfNull", "defaultString")
)  # fmt: skip
INSISTS = frozenset(
    ("requireNonNull", "checkNotNull", "verifyNotNull", "requireNonEmpty", "requireNotNull", "Assert.notNull",
     "Assert.hasText", "Assert.hasLength", "Validate.notNull", "Validate.notBlank", "Validate.notEmpty")
)  # fmt: skip


class JavaMissing(Missing):
    """Java's."""

    CHOICES = frozenset(("ternary_expression", "if_statement"))
    VALUED = frozenset(("ternary_expression",))
    CALLS = frozenset(("method_invocation",))
    ELSE = ELSE
    ELSE_OF = frozenset(("orElse", "orElseGet"))
    INSISTS = INSISTS
    INSISTS_OF = frozenset(("orElseThrow",))
    PARSES = frozenset(
        ("Integer.parseInt", "Integer.valueOf", "Long.parseLong", "Long.valueOf", "Double.parseDouble",
         "Double.valueOf", "Float.parseFloat", "Short.parseShort", "Duration.parse", "UUID.fromString",
         "Path.of", "Paths.get", "URI.create")
    )  # fmt: skip
    PASSES = frozenset(
        ("Optional.ofNullable", "Boolean.parseBoolean", "Boolean.valueOf", "StringUtils.trimToNull",
         "StringUtils.trim", "Strings.emptyToNull")
    )  # fmt: skip
    PASSES_OF = frozenset(("map", "filter", "flatMap", "or"))
    ABSENT = frozenset(("isEmpty", "isBlank", "isNullOrEmpty", "isNull"))
    PRESENT = frozenset(("isNotEmpty", "isNotBlank", "hasText", "hasLength", "nonNull"))
    READS = frozenset(("getenv",))
    SWITCHES = frozenset(("Boolean.parseBoolean", "Boolean.valueOf", "BooleanUtils.toBoolean"))
    ENDS = frozenset(("System.exit",))

    def call_with(self, below: Node, above: Node) -> Node | None:
        """The method call of which a node is the first argument."""
        call = above.parent
        if above.type != "argument_list" or call is None or call.type != "method_invocation":
            return None
        return call if self.argument(call, 0) == below else None

    def call_on(self, below: Node, above: Node) -> tuple[Node, bool] | None:
        """The method call that is made on a node."""
        if above.type != "method_invocation" or above.child_by_field_name("object") != below:
            return None
        return above, False

    def argument(self, call: Node, position: int) -> Node | None:
        """An argument of a method call."""
        given = call.child_by_field_name("arguments")
        nodes = [one for one in given.named_children if "comment" not in one.type] if given else []
        return nodes[position] if position < len(nodes) else None

    def body(self, node: Node | None) -> Node | None:
        """`() -> x` as `x`."""
        return (
            node.child_by_field_name("body") if node and node.type == "lambda_expression" else node
        )
