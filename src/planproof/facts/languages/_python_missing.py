"""What a Python program takes where a variable is missing: `or`, and the statements around a read.

`x or d`, `x if x else d`, `if x is None: x = d`, `if "X" not in os.environ: return d`, and `except
KeyError: x = d`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

REACH = 6
"""Statements after a read that are looked at."""

MOST_NODES = 400
"""Nodes of a statement that are looked through."""

_WRAPS = ("parenthesized_expression", "argument_list", "call", "attribute", "await")
_CONVERTS = frozenset(
    ("int", "float", "str", "bool", "Path", "pathlib.Path", "strip", "lower", "upper", "rstrip", "lstrip",
     "split", "Decimal", "json.loads")
)  # fmt: skip
"""Calls that make of a value what the program needs."""

_CONVERTING = r"(?i)^(?:int|float|str|bool|bytes|list|tuple|set|path|decimal|timedelta)$|parse|(?:^|_)(?:to|as)_|_(?:bool|int|float|list)$"
"""Functions that make of a text what it stands for, as far as their names tell."""

_ASKING = (
    "if_statement", "elif_clause", "while_statement", "assert_statement", "not_operator", "if_clause"
)  # fmt: skip
_BLOCKS = (
    "if_statement",
    "try_statement",
    "else_clause",
    "elif_clause",
    "with_statement",
    "except_clause",
)
_READS = ("os.getenv", "os.environ.get")
_CATCHES = ("KeyError", "LookupError", "Exception")
_INNER = ("function_definition", "lambda", "class_definition")

Says = Literal["missing", "there", ""]


def missing(unit: Unit, node: Node) -> Node | None:
    """What is taken in place of a read that gives nothing."""
    whole = _converted(unit, node)
    for one in (node, whole):
        found = alternative(one)
        if found is not None:
            return found if _is_taken(found) else None
    found = _of_condition(unit, node)
    if found is not None:
        return found
    statement = whole.parent
    if statement is None or statement.type != "assignment":
        return None
    target, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if target is None or right != whole or target.type not in ("identifier", "attribute"):
        return None
    name = unit.text(target)
    found = _caught(unit, statement, name)
    for following in () if found is not None else _after(statement):
        found = _later(unit, following, name)
        if found is not None:
            break
    return found


def alternative(node: Node) -> Node | None:
    """The right side of `or`; of several, the last."""
    found = None
    above = node.parent
    while above is not None and above.type in ("parenthesized_expression", "boolean_operator"):
        if above.type == "boolean_operator":
            left, word = above.child_by_field_name("left"), above.child_by_field_name("operator")
            if word is None or word.type != "or" or left != node:
                break
            found = above.child_by_field_name("right")
        node, above = above, above.parent
    return found


def _converted(unit: Unit, node: Node) -> Node:
    """The expression that a read is converted in: `int(os.getenv("X"))`."""
    whole, above = node, node.parent
    while above is not None and above.type in _WRAPS:
        if above.type == "call":
            function = above.child_by_field_name("function")
            word = unit.text(function) if function is not None else ""
            if word not in _CONVERTS and word.rpartition(".")[2] not in _CONVERTS:
                break
            whole = above
        elif above.type == "parenthesized_expression":
            whole = above
        above = above.parent
    return whole


def _of_condition(unit: Unit, node: Node) -> Node | None:
    """What stands for a read that a condition asks about, or that a condition about its key is around."""
    key = _key(unit, node)
    name = unit.text(node) if node.type != "comparison_operator" else "\0"  # which says by itself
    below, above = node, node.parent
    while above is not None and above.type not in (*_INNER, "block"):
        if above.type == "named_expression":
            name = unit.text(above)
        if above.type == "conditional_expression" and above.named_child_count == 3:
            then, condition, other = above.named_children
            says = _says(unit, condition, name, key)
            used, found = (other, then) if says == "missing" else (then, other)
            if not says or found == below or not _made(unit, used, {name, unit.text(node)}):
                return None
            return found
        if above.type in ("if_statement", "elif_clause"):
            condition_node = above.child_by_field_name("condition")
            if condition_node != below:
                return None
            named = next((one for one in _inside(below) if one.type == "named_expression"), None)
            target = named.child_by_field_name("name") if named is not None else None
            read = unit.text(target) if target is not None else unit.text(node)
            return _branched(unit, above, _says(unit, below, name, key), read)
        below, above = above, above.parent
    return None


def _key(unit: Unit, node: Node) -> str:
    """The variable's name as it is written in a read."""
    key = node.child_by_field_name("subscript")
    if node.type == "comparison_operator":
        key = node.named_children[0]
    elif key is None:
        arguments = node.child_by_field_name("arguments")
        key = next(iter(arguments.named_children), None) if arguments is not None else None
    return unit.text(key) if key is not None else ""


def _says(unit: Unit, condition: Node, name: str, key: str = "") -> Says:
    """Whether a condition holds where a value is missing, or only where it is there."""
    while condition.type == "parenthesized_expression" and condition.named_child_count == 1:
        condition = condition.named_children[0]
    negated = condition.type == "not_operator"
    if negated:
        inner = condition.child_by_field_name("argument")
        said = (
            _says(unit, inner, name, key)
            if inner is not None and inner.type != "not_operator"
            else ""
        )
        return {"missing": "there", "there": "missing", "": ""}[said]  # type: ignore[return-value]
    text = " ".join(unit.text(condition).split())
    if text in (name, f"{name} is not None", f"{name} != ''", f'{name} != ""'):
        return "there"
    if text in (f"{name} is None", f"{name} == ''", f'{name} == ""', f"{name} == None"):
        return "missing"
    if condition.type == "comparison_operator" and key and condition.named_child_count == 2:
        asked, container = condition.named_children
        if unit.text(asked) == key and unit.text(container).endswith("environ"):
            return "missing" if any(one.type == "not in" for one in condition.children) else "there"
    return ""


def _later(unit: Unit, statement: Node, name: str) -> Node | None:
    """What a later statement takes in place of a name that is given nothing."""
    if statement.type == "if_statement":
        condition = statement.child_by_field_name("condition")
        says = _says(unit, condition, name) if condition is not None else ""
        if says:
            return _branched(unit, statement, says, name)
    for one in _inside(statement):
        if one.type == "conditional_expression" and one.named_child_count == 3:
            then, condition, other = one.named_children
            says = _says(unit, condition, name)
            used, found = (other, then) if says == "missing" else (then, other)
            if says and _made(unit, used, {name}):
                return found
        if one.type == "identifier" and unit.text(one) == name:
            chosen = alternative(one)
            if chosen is not None and _is_taken(chosen):
                return chosen
    return None


def _is_taken(alternative: Node) -> bool:
    """Whether what an `or` gives is used, not asked about."""
    below, above = alternative, alternative.parent
    while above is not None and above.type in ("boolean_operator", "parenthesized_expression"):
        if any(child.type == "and" for child in above.children):
            return False
        below, above = above, above.parent
    if above is None or above.type in _ASKING:
        return False
    return not (above.type == "conditional_expression" and above.named_children[1] == below)


def _branched(unit: Unit, branch: Node, says: Says, name: str) -> Node | None:
    """What the branch does that is taken where the value is missing."""
    then = branch.child_by_field_name("consequence")
    if not says or then is None:
        return None
    other = next((one for one in branch.children_by_field_name("alternative")), None)
    body = (
        other.child_by_field_name("body") or other.child_by_field_name("consequence")
        if other
        else None
    )
    if says == "missing":
        there = [body] if body is not None else list(_following(branch))
        kept, returned = _kept(unit, there, name)
        return _done(unit, then, kept | {name}, returned)
    kept, returned = _kept(unit, [then], name)
    if body is not None:
        return _done(unit, body, kept | {name}, returned)
    following = branch.next_named_sibling
    if returned and following is not None and following.type == "return_statement":
        return following.named_children[0] if following.named_children else None
    return _before(unit, branch, kept)


def _done(unit: Unit, block: Node, targets: set[str], returned: bool) -> Node | None:
    """What a block gives one of some names, or returns where the variable is returned otherwise."""
    for statement in block.named_children:
        inner = statement.named_children[0] if statement.named_children else None
        if statement.type == "return_statement":
            return inner if returned else None
        left, right = _sides(statement)
        if left is not None and unit.text(left) in targets:
            return right
    return None


def _kept(unit: Unit, blocks: list[Node], name: str) -> tuple[set[str], bool]:
    """The names that are made from a variable in some blocks, and whether it is returned there."""
    names, returned = {name}, False
    for statement in (one for block in blocks for one in _statements(block)):
        left, right = _sides(statement)
        if left is not None and right is not None and _made(unit, right, names):
            names.add(unit.text(left))
        if statement.type == "return_statement" and statement.named_children:
            returned = returned or _made(unit, statement.named_children[0], names)
    return names - {name}, returned


def _statements(block: Node) -> list[Node]:
    """The statements of a block, those in its `if` and `try` included."""
    found: list[Node] = []
    stack = [block]
    while stack and len(found) < MOST_NODES:
        node = stack.pop()
        if node.type.endswith("_statement") and node.type not in _BLOCKS:
            found.append(node)
        elif node.type in ("block", *_BLOCKS):
            stack.extend(reversed(node.named_children))
    return found


def _sides(statement: Node) -> tuple[Node | None, Node | None]:
    """What is assigned to, and what it is given."""
    inner = statement.named_children[0] if statement.named_children else None
    if statement.type != "expression_statement" or inner is None or inner.type != "assignment":
        return None, None
    left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
    named = left is not None and left.type in ("identifier", "attribute")
    return (left, right) if named else (None, None)


def _made(unit: Unit, node: Node, names: set[str]) -> bool:
    """Whether an expression is one of some names, a read of the environment, or made of one alone."""
    for _ in range(REACH * 2):
        text = unit.text(node)
        if text in names or (node.type == "subscript" and "environ" in text):
            return True
        if node.type in ("list_comprehension", "set_comprehension", "generator_expression"):
            clause = next((one for one in node.named_children if one.type == "for_in_clause"), None)
            right = clause.child_by_field_name("right") if clause is not None else None
        elif node.type == "call":
            if unit.path(node.child_by_field_name("function")) in _READS:
                return True
            right = _converts(unit, node)
        elif node.type in (
            "comparison_operator",
            "parenthesized_expression",
            "conditional_expression",
        ):
            right = node.named_children[0]
        else:
            right = None
        if right is None:
            return False
        node = right
    return False


def _converts(unit: Unit, call: Node) -> Node | None:
    """What a call makes something else of: the object of its method, or its first argument."""
    function, arguments = (
        call.child_by_field_name("function"),
        call.child_by_field_name("arguments"),
    )
    if function is None or arguments is None:
        return None
    word = unit.text(function).rpartition(".")[2]
    given = [one for one in arguments.named_children if one.type != "keyword_argument"]
    if rx(_CONVERTING).search(word) and given and function.type == "identifier":
        return given[0]
    owner = function.child_by_field_name("object")
    if owner is not None and word in ("loads", "strptime", "fromisoformat"):
        return given[0] if given else None
    return owner


def _before(unit: Unit, branch: Node, names: set[str]) -> Node | None:
    """What one of some names was given before a branch that gives it the variable."""
    earlier = branch.prev_named_sibling
    for _ in range(REACH):
        if earlier is None:
            return None
        inner = earlier.named_children[0] if earlier.named_children else None
        if (
            earlier.type == "expression_statement"
            and inner is not None
            and inner.type == "assignment"
        ):
            left = inner.child_by_field_name("left")
            if left is not None and unit.text(left) in names:
                return inner.child_by_field_name("right")
        earlier = earlier.prev_named_sibling
    return None


def _caught(unit: Unit, assignment: Node, name: str) -> Node | None:
    """What the handler of a `try` gives a name whose variable is not there."""
    block = assignment.parent.parent if assignment.parent is not None else None
    tried = block.parent if block is not None else None
    if tried is None or tried.type != "try_statement" or tried.child_by_field_name("body") != block:
        return None
    for clause in tried.named_children:
        if clause.type != "except_clause":
            continue
        body = next((one for one in clause.named_children if one.type == "block"), None)
        head = unit.text(clause).partition(":")[0]
        if body is not None and (head == "except" or any(one in head for one in _CATCHES)):
            return _done(unit, body, {name}, returned=False)
    return None


def _after(assignment: Node) -> Iterator[Node]:
    return _following(assignment.parent) if assignment.parent is not None else iter(())


def _following(statement: Node) -> Iterator[Node]:
    following = statement.next_named_sibling
    for _ in range(REACH):
        if following is None:
            return
        yield following
        following = following.next_named_sibling


def _inside(statement: Node) -> Iterator[Node]:
    stack, seen = [statement], 0
    while stack and seen < MOST_NODES:
        node = stack.pop()
        seen += 1
        yield node
        if node.type not in _INNER:
            stack.extend(reversed(node.named_children))
