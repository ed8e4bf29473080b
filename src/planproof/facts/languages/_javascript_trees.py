"""What nodes of JavaScript's and TypeScript's trees stand for: names, what wraps an expression, strings.

The grammars of tree-sitter-javascript and tree-sitter-typescript name nearly all nodes alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

WRAPPERS = frozenset(
    (
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
        "type_assertion",
        "instantiation_expression",
    )
)
"""What stands around an expression and leaves its value as it is."""

PATTERNS = frozenset(
    ("shorthand_property_identifier_pattern", "object_assignment_pattern", "pair_pattern")
)
"""What takes one property out of an object: `X`, `X = 1` and `X: y` in `const { ... } = object`."""

FUNCTIONS = frozenset(
    (
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
        "function_signature",
        "method_signature",
        "abstract_method_signature",
    )
)
CLASSES = frozenset(
    (
        "class_declaration",
        "abstract_class_declaration",
        "class",
        "interface_declaration",
        "type_alias_declaration",
        "enum_declaration",
    )
)
FIELDS = frozenset(("public_field_definition", "field_definition"))

_NAMES = frozenset(
    ("identifier", "type_identifier", "shorthand_property_identifier", "this", "super")
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def first_child(node: Node) -> Node | None:
    """A node's first named child; None where it has none, of which tree-sitter makes an error."""
    return node.named_child(0) if node.named_child_count else None


def inner(node: Node) -> Node | None:
    """What a wrapper wraps."""
    found = [child for child in node.named_children if child.type != "comment"]
    if not found:
        return None
    return found[-1] if node.type == "type_assertion" else found[0]


def plain(node: Node) -> Node:
    """An expression without what is wrapped around it: `(x as string)!` is `x`."""
    while node.type in WRAPPERS:
        below = inner(node)
        if below is None:
            return node
        node = below
    return node


def content(unit: Unit, node: Node) -> str:
    """The text of a string without its quotes, its escapes read."""
    pieces: list[str] = []
    for child in node.named_children:
        if child.type == "string_fragment":
            pieces.append(unit.text(child))
        elif child.type == "escape_sequence":
            pieces.append(escaped(unit.text(child)))
    return "".join(pieces)


def escaped(text: str) -> str:
    r"""What an escape stands for: `\n`, `\x41`, `\u{41}`."""
    if text[1:2] in ("x", "u"):
        digits = text[2:].strip("{}")
        known = rx(r"^[0-9A-Fa-f]{1,6}$").match(digits) and int(digits, 16) <= 0x10FFFF
        return chr(int(digits, 16)) if known else text
    return _ESCAPES.get(text[1:2], text[1:])


def key(unit: Unit, node: Node | None) -> str:
    """A property's name, as the program sees it; empty where it is computed."""
    if node is None:
        return ""
    if node.type == "string":
        return content(unit, node)
    if node.type == "computed_property_name":
        below = first_child(node)
        return key(unit, below) if below is not None and below.type == "string" else ""
    return unit.text(node)


def module(unit: Unit, node: Node) -> str:
    """The module that `require("x")` or `import("x")` brings in; empty for another call."""
    function, arguments = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    )
    if function is None or arguments is None or arguments.named_child_count == 0:
        return ""
    if function.type != "import" and (
        function.type != "identifier" or unit.text(function) != "require"
    ):
        return ""
    given = arguments.named_children[0]
    return module_name(content(unit, given)) if given.type == "string" else ""


def module_name(text: str) -> str:
    """A module's name as paths have it: without `node:`, and without a suffix where it is a file."""
    text = text.removeprefix("node:")
    if "/" in text:
        text = rx(r"\.(?:[mc]?[jt]s|[jt]sx)$").sub("", text)
    return text


def brings_in(unit: Unit, node: Node) -> bool:
    """Whether an expression is of a module that it requires: `require("x").y`."""
    current: Node | None = plain(node)
    while current is not None:
        node = plain(current)
        if node.type == "call_expression" and module(unit, node):
            return True
        current = node.child_by_field_name("function") or node.child_by_field_name("object")
    return False


def path(unit: Unit, node: Node) -> str:
    """A name, member or chain of calls as a dotted path as written, else empty.

    Of a property taken out of an object it is the property's: `X` in `const { X } = process.env` is
    `process.env.X`.
    """
    parts: list[str] = []
    suffix = ""
    current: Node | None = node
    while current is not None:
        node, current = current, None
        kind = node.type
        if kind in _NAMES:
            return ".".join(reversed([*parts, unit.text(node) + suffix]))
        if kind == "meta_property":
            return ".".join(reversed([*parts, "".join(unit.text(node).split())]))
        if kind in WRAPPERS:
            current = inner(node)
        elif kind == "sequence_expression":
            current = node.named_children[-1] if node.named_child_count else None
        elif kind == "generic_type":
            current = node.child_by_field_name("name")
        elif kind in ("call_expression", "new_expression"):
            name = module(unit, node)
            if name:
                return _of_module(name, parts, suffix)
            suffix += "()"
            current = node.child_by_field_name("function") or node.child_by_field_name(
                "constructor"
            )
        else:
            name, current = _step(unit, node)
            parts.append(name + suffix)
            suffix = ""
            if not name:
                return ""
    return ""


def _of_module(name: str, parts: list[str], suffix: str) -> str:
    """A path that begins with a module: `require("x").default` is `x`."""
    if not suffix and parts and parts[-1] == "default":
        parts = parts[:-1]
    return ".".join(reversed([*parts, name + suffix]))


def _step(unit: Unit, node: Node) -> tuple[str, Node | None]:
    """The last word of a path, and the node of what stands before it."""
    kind = node.type
    if kind == "member_expression":
        name = node.child_by_field_name("property")
        return (unit.text(name) if name is not None else ""), node.child_by_field_name("object")
    if kind == "subscript_expression":
        index = node.child_by_field_name("index")
        name_text = content(unit, index) if index is not None and index.type == "string" else ""
        plain_name = name_text if rx(r"^[\w$]+$").match(name_text) else ""
        return plain_name, node.child_by_field_name("object")
    if kind in ("nested_type_identifier", "nested_identifier"):
        name = node.child_by_field_name("name") or node.child_by_field_name("property")
        below = node.child_by_field_name("module") or node.child_by_field_name("object")
        return (unit.text(name) if name is not None else ""), below
    if kind in PATTERNS:
        return taken(unit, node), _taken_from(node)
    return "", None


def taken(unit: Unit, node: Node) -> str:
    """The property that one of `PATTERNS` takes out of an object."""
    if node.type == "pair_pattern":
        return key(unit, node.child_by_field_name("key"))
    left = node.child_by_field_name("left") if node.type == "object_assignment_pattern" else node
    return unit.text(left) if left is not None else ""


def _taken_from(node: Node) -> Node | None:
    """The node that one of `PATTERNS` takes a property out of: an object, or a property of one."""
    above = node.parent
    if above is None or above.type != "object_pattern":
        return None
    above = above.parent
    if above is not None and above.type == "assignment_pattern":
        above = above.parent
    if above is None:
        return None
    if above.type == "variable_declarator":
        return above.child_by_field_name("value")
    return above if above.type == "pair_pattern" else None


def local(unit: Unit, node: Node) -> str:
    """The name that what one of `PATTERNS` takes is given; empty where it is taken apart further."""
    if node.type != "pair_pattern":
        return taken(unit, node)
    value = node.child_by_field_name("value")
    if value is not None and value.type == "assignment_pattern":
        value = value.child_by_field_name("left")
    return unit.text(value) if value is not None and value.type == "identifier" else ""


def default_of(node: Node) -> Node | None:
    """What one of `PATTERNS` gives where the property is missing."""
    if node.type == "object_assignment_pattern":
        return node.child_by_field_name("right")
    value = node.child_by_field_name("value")
    if value is not None and value.type == "assignment_pattern":
        return value.child_by_field_name("right")
    return None
