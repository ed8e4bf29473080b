"""Shell scripts, by tree-sitter-bash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import UNKNOWN_LENGTH, Language, Unit, child_at
from planproof.facts.languages._folding import plain_number
from planproof.facts.languages._nesting import within
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Function, Member
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

_EXPANSIONS = frozenset(
    (
        "simple_expansion",
        "expansion",
        "command_substitution",
        "arithmetic_expansion",
        "process_substitution",
    )
)


class Shell(Language):
    """The shell's shapes: commands are calls, and `$X` is the member `X` of `$`."""

    NAME = "shell"
    FAMILY = "shell"
    SUFFIXES = (".sh", ".bash", ".bats")
    INTERPRETERS = ("sh", "bash", "dash", "ash", "ksh", "zsh", "bats")
    GRAMMAR = "tree_sitter_bash"
    QUERY = """
        (command) @call
        [(simple_expansion) (expansion)] @member
        (function_definition) @function
        (variable_assignment) @assignment
        [(string) (raw_string)] @string
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """A command with its arguments."""
        name = node.child_by_field_name("name")
        written = unit.text(name) if name is not None else ""
        if not written:
            return None
        arguments = tuple(Argument("", one) for one in node.children_by_field_name("argument"))
        return Call(node, written, written, arguments)

    def member(self, unit: Unit, node: Node) -> Member | None:
        """`$X` or `${X...}`."""
        name = next((one for one in node.named_children if one.type == "variable_name"), None)
        if name is None:
            inner = child_at(node)
            name = inner.child_by_field_name("name") if inner is not None else None
        return Member(node, "$", unit.text(name)) if name is not None else None

    def function(self, unit: Unit, node: Node) -> Function | None:
        """A function."""
        name = node.child_by_field_name("name")
        return Function(node, unit.text(name), (), False) if name is not None else None

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """`X=1`, and the same with `export`, `readonly`, `declare`; not what is set for one command."""
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        above = node.parent
        if name is None or value is None or above is None or above.type == "command":
            return
        if name.type == "variable_name":
            yield Assignment(node, unit.text(name), value, _at_top(node))

    def value(self, unit: Unit, node: Node) -> Value:
        """A word as a value; with a `*` for each expansion in it."""
        match node.type:
            case "raw_string":
                return Value("literal", unit.text(node)[1:-1])
            case "ansi_c_string":
                return Value("literal", unit.text(node)[2:-1])
            case "number":
                return Value("literal", plain_number(unit.text(node)) or unit.text(node))
            case "simple_expansion" | "expansion":
                return self._expanded(unit, node)
            case kind if kind in _EXPANSIONS:
                return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])
            case "string":
                return _joined(_quoted(unit, node))
            case "concatenation":
                return _joined([self._word(unit, child) for child in node.named_children])
            case _:
                return Value("literal", rx(r"\\(.)").sub(r"\1", unit.text(node)))

    def _word(self, unit: Unit, node: Node) -> Value:
        """A part of a word that is put together."""
        return _joined(_quoted(unit, node)) if node.type == "string" else self.value(unit, node)

    def _expanded(self, unit: Unit, node: Node) -> Value:
        found = self.member(unit, node)
        plain = found is not None and unit.text(node) in (f"${found.name}", f"${{{found.name}}}")
        if found is None or not plain:
            return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])
        known = unit.constants.get(found.name)
        return known if known is not None and known.known else Value("reference", found.name)


def _quoted(unit: Unit, node: Node) -> list[Value]:
    """The pieces of a string in double quotes."""
    pieces: list[Value] = []
    at, last = node.start_byte + 1, node.end_byte - 1
    for child in node.named_children:
        if child.type in _EXPANSIONS:
            pieces += [_text(unit, at, child.start_byte), unit.language.value(unit, child)]
            at = child.end_byte
    return [*pieces, _text(unit, at, last)]


def _text(unit: Unit, start: int, end: int) -> Value:
    text = unit.data[start:end].decode("utf-8", "replace")
    return Value("literal", rx(r"\\([\"$`\\])").sub(r"\1", text))


def _joined(parts: list[Value]) -> Value:
    whole = all(part.known for part in parts)
    texts = [part.text if part.kind in ("literal", "pattern") else "*" for part in parts]
    if parts and not any(text.strip("*") for text in texts) and not whole:
        return next(part for part in parts if not part.known)
    return Value("literal" if whole else "pattern", "".join(texts))


def _at_top(node: Node) -> bool:
    return not within(node, ("function_definition", "subshell", "command_substitution"))
