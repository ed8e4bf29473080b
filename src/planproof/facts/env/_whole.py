"""What goes through all variables: which names it wants, where it asks for how they begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.model import EnvRead, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_BLOCKS = frozenset(
    ("program", "block", "statement_block", "body_statement", "block_body", "compilation_unit", "source_file",
     "declaration_list", "class_body", "function_body", "statements", "compound_statement", "global_statement",
     "control_structure_body", "switch_block", "then", "else")
)  # fmt: skip
_ASKS = frozenset(
    ("start_with?", "startsWith", "StartsWith", "starts_with", "str_starts_with", "strpos", "strip_prefix",
     "delete_prefix", "removePrefix", "hasPrefix")
)  # fmt: skip
_LEVELS = 40


def whole_reads(unit: Unit, node: Node) -> Iterator[EnvRead]:
    """The reads of a loop over all variables at a node, or of a filter of them: one for each prefix.

    `X_*` where names are asked to begin so in the same statement, else any.
    """
    statement = node
    for _ in range(_LEVELS):
        above = statement.parent
        if above is None or above.type in _BLOCKS:
            break
        statement = above
    names: list[str] = []
    for call in unit.calls:
        inside = statement.start_byte <= call.node.start_byte < statement.end_byte
        if not inside or call.function not in _ASKS:
            continue
        words = [unit.value(one.node) for one in call.arguments]
        found = [
            one.text for one in words if one.known and rx(r"^[A-Z][A-Z0-9_]*$").match(one.text)
        ]
        if not found:
            names = []
            break  # how it begins is not known
        names.append(f"{found[0]}*")
    for name in names or ["*"]:
        yield EnvRead(line=unit.line(node), name=Value("pattern", name), level="derived")
