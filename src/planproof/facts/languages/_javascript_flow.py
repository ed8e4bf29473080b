"""What becomes of an expression in JavaScript: what it falls back on, whether its absence throws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages._javascript_missing import returned_early
from planproof.facts.languages._javascript_trees import (
    PATTERNS,
    WRAPPERS,
    default_of,
    first_child,
    local,
    plain,
)
from planproof.facts.languages._javascript_values import first_argument, is_conversion
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

FOLLOWING = 12
"""Statements after a declaration that are looked at for a throw."""

LEVELS = 40
"""Levels of syntax that are looked up for a condition."""

_METHODS = frozenset(
    ("trim", "toLowerCase", "toUpperCase", "toString", "split", "replace", "replaceAll")
)
_ASSERTS = r"^(?:assert|invariant|tiny_invariant|ok|assert\.ok|console\.assert)$"
_PARSERS = (
    r"(?i)^(?:parse|to|as|read|coerce|convert|env)_?\w*(?:env|var|bool|int|num|str|list|array|float|json"
    r"|duration|millis|seconds|ms|bytes|size)\w*$"
)
_INSTEAD = r"(?i)^(?:defaultTo|withDefault|valueOr|orElse|orDefault|getOrElse|coalesce|with_?fallback|default_?if_?\w+)$"
_RAISES = (
    r"^(?:raise|fail|die|panic|abort|throw\w*|process\.exit|\w*[mM]issing\w*|required?\w*[eE]rror)$"
)


class _Spot:
    """Where an expression ends up once wrappers, conversions and plain methods are climbed."""

    def __init__(self, unit: Unit, node: Node) -> None:
        self.insisted = False
        while True:
            above = node.parent
            climbed = self._climbed(unit, node, above) if above is not None else None
            if climbed is None:
                break
            node = climbed
        self.node, self.above = node, above

    def _climbed(self, unit: Unit, node: Node, above: Node) -> Node | None:
        if above.type in WRAPPERS:
            self.insisted = self.insisted or above.type == "non_null_expression"
            return above
        if above.type == "unary_expression":
            return above if _operator(unit, above) == "+" else None
        call = above.parent
        if call is None or call.type != "call_expression":
            return None
        if above.type == "arguments":
            return call if first_argument(call) == node and _converts(unit, call) else None
        if above.type == "member_expression" and above.child_by_field_name("object") == node:
            name = above.child_by_field_name("property")
            if name is not None and unit.text(name) in _METHODS:
                return call if call.child_by_field_name("function") == above else None
        return None


def _converts(unit: Unit, call: Node) -> bool:
    """Whether a call is its first argument in another type, and gives no default."""
    function = call.child_by_field_name("function")
    if function is None:
        return False
    if is_conversion(unit, function):
        return True
    arguments = call.child_by_field_name("arguments")
    alone = arguments is not None and arguments.named_child_count == 1
    return alone and rx(_PARSERS).match(unit.path(function).rpartition(".")[2]) is not None


def fallback(unit: Unit, node: Node) -> Node | None:
    """The last of what is taken in place of an expression: `"d"` in `x ?? y ?? "d"`."""
    found = _last(unit, node)
    for _ in range(FOLLOWING):
        if found is None or _raises(unit, found):
            return None
        below = plain(found)
        if below.type == "ternary_expression":
            found = below.child_by_field_name("alternative")
        elif below.type == "binary_expression" and _operator(unit, below) in ("??", "||"):
            found = below.child_by_field_name("right")
        else:
            return found
    return found


def _last(unit: Unit, node: Node) -> Node | None:
    if node.type in PATTERNS:
        return default_of(node)
    found: Node | None = None
    while True:
        spot = _Spot(unit, node)
        above = spot.above
        if above is None:
            return found
        if above.type == "binary_expression" and _operator(unit, above) in ("??", "||"):
            if above.child_by_field_name("left") == spot.node:
                found = above.child_by_field_name("right")
            node = above
            continue
        if found is None and above.type == "augmented_assignment_expression":
            sign = _operator(unit, above)
            first = above.child_by_field_name("left") == spot.node
            return above.child_by_field_name("right") if first and sign in ("??=", "||=") else None
        if found is None:
            found = _parsed(unit, spot.node, above) or _otherwise(unit, spot.node, above)
        if found is None and above.type == "variable_declarator":
            found = returned_early(unit, above)
        return found


def _parsed(unit: Unit, node: Node, above: Node) -> Node | None:
    """The default that a parser is given second: `parseEnvNumber(x, 100)`, but not `parseInt(x, 10)`."""
    call = above.parent if above.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None or first_argument(call) != node:
        return None
    word = unit.path(function).rpartition(".")[2]
    given = [one for one in above.named_children if one.type != "comment"]
    if len(given) < 2 or word in ("parseInt", "parseFloat"):
        return None
    if rx(_PARSERS).match(word) is None and rx(_INSTEAD).match(word) is None:
        return None
    return given[1] if plain(given[1]).type not in ("object", "arrow_function") else None


def _otherwise(unit: Unit, node: Node, above: Node) -> Node | None:
    """What a ternary takes where the expression is missing: `x ? x : "d"`, for both of its places."""
    if above.type == "binary_expression":
        node, above = _compared(unit, node, above)
    if above.type != "ternary_expression":
        return None
    condition = above.child_by_field_name("condition")
    first, second = (
        above.child_by_field_name("consequence"),
        above.child_by_field_name("alternative"),
    )
    if condition is None or first is None or second is None:
        return None
    asked = _asked(unit, condition)
    if node == condition and asked and asked in unit.text(first):
        return second
    if node == first and asked and asked in unit.text(node):
        return second
    return None


def _asked(unit: Unit, condition: Node) -> str:
    """What a condition asks to be there: `x` in `x`, `x !== undefined`."""
    condition = plain(condition)
    if condition.type == "binary_expression":
        left, right = condition.child_by_field_name("left"), condition.child_by_field_name("right")
        empty = right is not None and unit.language.value(unit, right).kind == "null"
        if left is None or not empty or _operator(unit, condition) not in ("!==", "!="):
            return ""
        condition = plain(left)
    kinds = ("identifier", "member_expression", "subscript_expression", "call_expression")
    return unit.text(condition) if condition.type in kinds else ""


def _compared(unit: Unit, node: Node, above: Node) -> tuple[Node, Node]:
    """`x !== undefined` and what it stands in, for its `x`; else the same two."""
    if above.child_by_field_name("left") != node or not _asked(unit, above) or above.parent is None:
        return node, above
    return above, above.parent


def insists(unit: Unit, node: Node) -> bool:
    """Whether the program fails without: `x!`, `x ?? raise()`, `if (!x) throw`, `assert(x)`."""
    if node.type in PATTERNS:
        name, above = local(unit, node), node.parent
        declarator = above.parent if above is not None else None
        return bool(name) and declarator is not None and thrown_after(unit, declarator, name)
    spot = _Spot(unit, node)
    if spot.insisted:
        return not _asked_before(unit, node)
    last = _last(unit, node)
    if last is not None:
        return _raises(unit, last)
    above = spot.above
    if above is None:
        return False
    if above.type == "arguments":
        return _asserts(unit, above.parent, spot.node)
    if above.type == "variable_declarator":
        name_node = above.child_by_field_name("name")
        return name_node is not None and thrown_after(unit, above, unit.text(name_node))
    if above.type == "assignment_expression":
        left = above.child_by_field_name("left")
        return left is not None and thrown_after(unit, above, unit.text(left))
    return _negated(unit, spot.node, above)


def _asked_before(unit: Unit, node: Node) -> bool:
    """Whether an `if`, `&&` or ternary around an expression asks for it first: its `!` is for the types."""
    text = unit.text(node)
    below, above = node, node.parent
    for _ in range(LEVELS):
        if above is None:
            return False
        asks: Node | None = None
        if above.type in ("if_statement", "ternary_expression"):
            if above.child_by_field_name("consequence") == below:
                asks = above.child_by_field_name("condition")
        elif above.type == "binary_expression" and _operator(unit, above) == "&&":
            asks = (
                above.child_by_field_name("left")
                if below != above.child_by_field_name("left")
                else None
            )
        if asks is not None and text in unit.text(asks):
            return True
        below, above = above, above.parent
    return False


def _negated(unit: Unit, node: Node, above: Node) -> bool:
    """Whether an expression stands in the condition of an `if` that throws where it is missing."""
    if above.type not in ("unary_expression", "binary_expression"):
        return False
    condition: Node | None = above
    while condition is not None and condition.type != "if_statement":
        if condition.type not in ("unary_expression", "binary_expression", *WRAPPERS):
            return False
        condition = condition.parent
    return condition is not None and _throws_without(unit, condition, unit.text(node))


def _asserts(unit: Unit, call: Node | None, node: Node) -> bool:
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None or first_argument(call) != node:
        return False
    return rx(_ASSERTS).match(unit.path(function).replace("-", "_")) is not None


def thrown_after(unit: Unit, node: Node, name: str) -> bool:
    """Whether the statements after a declaration throw where a name is missing (or false)."""
    statement = node
    while statement.parent is not None and statement.parent.type not in (
        "program",
        "statement_block",
        "switch_case",
    ):
        if statement.type in ("arrow_function", "arguments", "class_body"):
            return False
        statement = statement.parent
    following = statement.next_named_sibling
    for _ in range(FOLLOWING):
        if following is None:
            return False
        if following.type == "if_statement" and _throws_without(unit, following, name):
            return True
        if following.type == "expression_statement" and _asserted(unit, following, name):
            return True
        following = following.next_named_sibling
    return False


def _asserted(unit: Unit, statement: Node, name: str) -> bool:
    call = first_child(statement)
    if call is None or call.type != "call_expression":
        return False
    given = first_argument(call)
    return given is not None and unit.text(given) == name and _asserts(unit, call, given)


def _throws_without(unit: Unit, statement: Node, name: str) -> bool:
    """Whether an `if` throws where something is missing; what else it asks is joined by `||`."""
    condition = statement.child_by_field_name("condition")
    consequence = statement.child_by_field_name("consequence")
    if condition is None or consequence is None or not throws(unit, consequence):
        return False
    stack = [condition]
    while stack:
        node = plain(stack.pop())
        if node.type == "unary_expression":
            below = node.child_by_field_name("argument")
            if _operator(unit, node) == "!" and below is not None and _is(unit, below, name):
                return True
        elif node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            sign = _operator(unit, node)
            if left is None or right is None:
                continue
            if sign == "||":
                stack += [left, right]
            elif sign in ("===", "==") and _is(unit, left, name):
                empty = unit.language.value(unit, right)
                if empty.kind == "null" or (
                    empty.known and empty.text in ("", "undefined", "false")
                ):
                    return True
    return False


def _is(unit: Unit, node: Node, name: str) -> bool:
    """Whether an expression is a name, perhaps with `typeof` or a plain method."""
    node = plain(node)
    if node.type == "unary_expression" and _operator(unit, node) == "typeof":
        node = plain(node.child_by_field_name("argument") or node)
    text = unit.text(node)
    return text == name or text in (f"{name}.trim()", f"{name}?.trim()", f"{name}.length")


def throws(unit: Unit, node: Node) -> bool:
    """Whether a statement, or one of a block's own, throws or ends the program."""
    if node.type == "else_clause":
        node = first_child(node) or node
    statements = node.named_children if node.type == "statement_block" else [node]
    for one in statements:
        if one.type == "throw_statement":
            return True
        call = (
            first_child(one) if one.type in ("expression_statement", "return_statement") else None
        )
        if call is not None and call.type == "call_expression" and _raises(unit, call):
            return True
    return False


def _raises(unit: Unit, node: Node) -> bool:
    """Whether an expression gives no value but an error: `fail("x")`, `(() => { throw ... })()`."""
    node = plain(node)
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    if function is None:
        return False
    function = plain(function)
    if function.type in ("arrow_function", "function_expression"):
        body = function.child_by_field_name("body")
        return body is not None and throws(unit, body)
    return rx(_RAISES).match(unit.path(function)) is not None


def _operator(unit: Unit, node: Node) -> str:
    sign = node.child_by_field_name("operator")
    return unit.text(sign) if sign is not None else ""


def written(unit: Unit, node: Node) -> bool:
    """Whether a node is assigned to or deleted; `x ??= d` reads it too."""
    above = node.parent
    while above is not None and above.type in WRAPPERS:
        node, above = above, above.parent
    if above is None:
        return False
    if above.type == "assignment_expression":
        return above.child_by_field_name("left") == node
    if above.type == "augmented_assignment_expression":
        return above.child_by_field_name("left") == node and _operator(unit, above) not in (
            "??=",
            "||=",
        )
    if above.type == "unary_expression":
        return _operator(unit, above) == "delete"
    if above.type in ("update_expression", "array_pattern"):
        return True
    return above.type == "for_in_statement" and above.child_by_field_name("left") == node
