"""Token trees of Rust: what stands between the brackets of a macro or an attribute.

The grammar leaves them as tokens. An expression within one is told by its first token: its *run* is
that token and those after it, as far as the next comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.shapes import Argument

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

WORDS = frozenset(("identifier", "self", "super", "crate", "primitive_type", "type", "await"))
"""Tokens that a path is made of."""

_ENDS = frozenset((",", ";", "=>", ")", "]", "}"))
_SIGILS = frozenset(("%", "?", "&", "*"))
_LONGEST = 64
"""Tokens of the longest run or path that is followed."""


def is_word(node: Node) -> bool:
    """Whether a token can be a word of a path or a name; keywords are names in attributes."""
    return node.type in WORDS or (not node.is_named and node.type.isidentifier())


def in_tokens(node: Node) -> bool:
    """Whether a node is a token of a macro or an attribute."""
    return node.parent is not None and node.parent.type == "token_tree"


def run(node: Node) -> list[Node]:
    """The tokens of the expression that begins at a node."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None and at.type not in _ENDS and len(found) < _LONGEST:
        found.append(at)
        at = at.next_sibling
    return found


def arguments(unit: Unit, tree: Node) -> Iterator[Argument]:
    """What stands between the commas: `x`, `name = x`, `"name" => x`, `name: x`."""
    segment: list[Node] = []
    for child in tree.children[1:]:
        if child.type in (",", ";") or child == tree.children[-1]:
            found = _argument(unit, segment)
            if found is not None:
                yield found
            segment = []
        elif "comment" not in child.type:
            segment.append(child)


def _argument(unit: Unit, segment: list[Node]) -> Argument | None:
    name = ""
    for at, token in enumerate(segment[:_LONGEST]):
        if token.type in ("=", "=>") or (token.type == ":" and at == 1):
            before = segment[:at]
            if not before:
                break
            if before[0].type == "string_literal" and at == 1:
                name = unit.text(before[0])[1:-1]
            elif all(is_word(one) or one.type == "." for one in before):
                name = "".join(unit.text(one) for one in before)
            if name:
                segment = segment[at + 1 :]
            break
        if not is_word(token) and token.type not in (".", "string_literal"):
            break
    while len(segment) > 1 and segment[0].type in _SIGILS:
        segment = segment[1:]
    return Argument(name, segment[0]) if segment else None


def path_before(unit: Unit, tree: Node) -> str:
    """The path that stands before a token tree, as written: `env.var` for `env::var("X")`."""
    if tree.child_count == 0 or tree.children[0].type not in ("(", "["):
        return ""
    node = tree.prev_sibling
    suffix = ""
    if node is not None and node.type == "!":
        suffix, node = "!", node.prev_sibling
    elif tree.children[0].type == "[":
        return ""
    parts: list[str] = []
    while node is not None and len(parts) < _LONGEST:
        if node.type == ">":
            node = _before_turbofish(node)
            continue
        if node.type not in WORDS:
            return ""
        if node.type != "await":
            parts.append(unit.text(node) + suffix)
            suffix = ""
        dot = node.prev_sibling
        if dot is None or dot.type not in ("::", "."):
            break
        node = dot.prev_sibling
        while node is not None and node.type == "?":
            node = node.prev_sibling
        if node is not None and node.type == "token_tree" and dot.type == ".":
            suffix, node = "()", node.prev_sibling
            if node is not None and node.type == "!":
                suffix, node = "!()", node.prev_sibling
    return ".".join(plain(parts[::-1]))


def _before_turbofish(node: Node) -> Node | None:
    """What stands before `::<...>`, whose last token is given."""
    depth = 0
    at: Node | None = node
    for _ in range(_LONGEST):
        if at is None:
            return None
        depth += (at.type == ">") - (at.type == "<")
        at = at.prev_sibling
        if depth == 0:
            return at.prev_sibling if at is not None and at.type == "::" else None
    return None


def plain(parts: list[str]) -> list[str]:
    """The words of a path without where it starts from: `crate`, `self`, `super`."""
    cut = 0
    while cut < len(parts) - 1 and parts[cut] in ("crate", "super"):
        cut += 1
    return parts[cut:]


def chained(unit: Unit, node: Node) -> Iterator[tuple[str, Node | None]]:
    """What is called on the expression that ends at a token tree: names, and their first arguments."""
    at = node.next_sibling
    for _ in range(_LONGEST):
        if at is None:
            return
        if at.type == "?":
            yield "?", None
            at = at.next_sibling
            continue
        name = at.next_sibling if at.type == "." else None
        if name is None:
            return
        after = name.next_sibling
        if name.type == "await":
            at = after
            continue
        while (
            after is not None
            and after.type != "token_tree"
            and after.type in ("::", "<", ">", *WORDS)
        ):
            after = after.next_sibling
        if after is None or after.type != "token_tree":
            return
        first = after.children[1] if after.child_count > 2 else None
        yield unit.text(name), first
        at = after.next_sibling


def closure_body(first: Node) -> Node | None:
    """The first token of a closure's body, for the closure's first token."""
    if first.type == "||":
        return first.next_sibling
    at = first.next_sibling if first.type == "|" else None
    for _ in range(_LONGEST):
        if at is None:
            return None
        if at.type == "|":
            return at.next_sibling
        at = at.next_sibling
    return None
