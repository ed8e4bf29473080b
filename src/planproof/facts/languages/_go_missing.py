"""What a Go program does where a variable is empty: the statements after it is read.

Go has no operator for that. It is written with `cmp.Or`, or an `if` which says that something is
missing (`v == ""`, `!ok`, `err != nil`) or there (`v != ""`, `ok`), within a few statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_scopes import scopes_of
from planproof.facts.languages._go_values import bare, first, given_to
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

REACH = 8
"""Statements after a read in which an `if` about it is looked for."""

_STORES = ("short_var_declaration", "assignment_statement", "var_spec")
_MAKING = (
    "binary_expression", "expression_list", "parenthesized_expression", "return_statement",
    "type_conversion_expression", "unary_expression",
)  # fmt: skip
"""Expressions that convert what is in them, and what they stand in."""

_NAMED = ("identifier", "selector_expression", "call_expression")
_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_KEEPING = r"^(?:strings\.(?:Trim\w*|To(?:Lower|Upper))|filepath\.Clean|string)$"
_PARSING = r"^(?:strconv\.(?:Atoi|Parse\w+)|time\.ParseDuration)$"
"""What fails for an empty string."""

_ASKS = frozenset(("IsSet",))
"""Calls that say whether a key is there."""

_CHOICE = r"^(?:or|\w*(?:Or|[dD]efault|OrElse|[fF]allback|[cC]oalesce))$"
_FAILING = r"(?:^|\.)(?:panic|os\.Exit|Goexit)$|(?:^|\.)\w*(?:Fatal|Panic)\w*(?:\(\)|\.|$)"
_ERROR = r"(?:^|\.)(?:err\w*|Err\w*|\w*Err(?:or)?f?|errors\.\w+|\w+Error\w*)(?:\(\))?$"


class Missing(NamedTuple):
    """What happens where an expression is empty: what is taken in its place, or that the function fails."""

    default: Node | None = None
    fails: bool = False


class _Read(NamedTuple):
    """Where what was read went.

    Attributes:
        names: the variables: value, and `ok` or `err` where there are two.
        statement: that gives them their values.
        parsed: whether it was parsed on the way, which fails for nothing.
    """

    names: tuple[str, ...]
    statement: Node
    parsed: bool


Says = Literal["missing", "there", ""]

_EMPTY: dict[str, Says] = {"==": "missing", "!=": "there", ">": "there"}
_FAULTY: dict[str, Says] = {"!=": "missing", "==": "there"}
NOTHING = Missing()


def missing(unit: Unit, node: Node) -> Missing:
    """What the statements around an expression do where it is empty."""
    node, parsed = _kept(unit, node)
    chosen = _chosen(unit, node)
    if chosen is not None:
        return Missing(chosen)
    if node.type == "call_expression" and _last(unit, node) in _ASKS:
        return _asked(unit, node)
    switched = _switched(unit, node)
    if switched is not None:
        return switched
    condition = _condition_around(node)
    if condition is not None:
        written = unit.text(node)
        says = _says(unit, _condition(condition), (written,), parsed)
        return _decided(unit, condition, says, _Read((written,), condition, parsed))
    read = _stored(unit, node, parsed)
    if read is None:
        return NOTHING
    for test in _tests(unit, read):
        if test.type == "expression_switch_statement":
            return _of_switch(unit, test)
        says = _says(unit, _condition(test), read.names, parsed)
        if says:
            return _decided(unit, test, says, read)
    return NOTHING


def _kept(unit: Unit, node: Node) -> tuple[Node, bool]:
    """The whole expression that is empty, or fails, where the node is empty; and which of them."""
    while node.parent is not None:
        above = node.parent
        if above.type == "parenthesized_expression":
            node = above
        elif above.type == "argument_list" and above.parent is not None:
            path = unit.path(above.parent.child_by_field_name("function"))
            if rx(_PARSING).match(path):
                return above.parent, True
            if not rx(_KEEPING).match(path):
                break
            node = above.parent
        else:
            break
    return node, False


def _chosen(unit: Unit, node: Node) -> Node | None:
    """The last argument of `cmp.Or` and what is called like it."""
    listed = node.parent
    if listed is None or listed.type != "argument_list" or listed.parent is None:
        return None
    path = unit.path(listed.parent.child_by_field_name("function"))
    given = given_to(listed.parent)
    if not given or given[-1] == node or not rx(_CHOICE).match(path.rpartition(".")[2]):
        return None
    return given[-1]


def _condition_around(node: Node) -> Node | None:
    """The `if` in whose condition an expression stands itself."""
    above = node.parent
    while above is not None and above.type in (
        "binary_expression", "parenthesized_expression", "argument_list", "call_expression"
    ):  # fmt: skip
        node, above = above, above.parent
    if above is None or above.type != "if_statement":
        return None
    return above if above.child_by_field_name("condition") == node else None


def _stored(unit: Unit, node: Node, parsed: bool) -> _Read | None:
    """The variables that an expression's value goes to, be it to a field of a literal."""
    suffix = ""
    while node.parent is not None and node.parent.type in (
        "literal_element", "keyed_element", "literal_value", "composite_literal", "unary_expression",
        "type_conversion_expression",
    ):  # fmt: skip
        node = node.parent
        key = node.child_by_field_name("key") if node.type == "keyed_element" else None
        suffix = f".{unit.text(key)}{suffix}" if key is not None else suffix
    values = node.parent
    statement = values.parent if values is not None else None
    if values is None or statement is None or statement.type not in _STORES:
        return None
    left = statement.child_by_field_name("left")
    targets = left.named_children if left is not None else statement.children_by_field_name("name")
    names = [unit.text(one) for one in targets if one.is_named]
    held = [one for one in values.named_children if one.type != "comment"]
    if len(held) > 1 and node in held:
        at = held.index(node)
        names = names[at : at + 1]
    return _Read(tuple(name + suffix for name in names), statement, parsed) if names else None


def _last(unit: Unit, call: Node) -> str:
    return unit.path(call.child_by_field_name("function")).rpartition(".")[2]


def _asked(unit: Unit, call: Node) -> Missing:
    """What an `if` does where a key is asked for that is not there: `if !viper.IsSet(key)`."""
    says: Says = "there"
    below, above = call, call.parent
    while above is not None and above.type in ("unary_expression", "parenthesized_expression"):
        if above.type == "unary_expression":
            says = "missing" if says == "there" else "there"
        below, above = above, above.parent
    given = given_to(call)
    if above is None or above.type != "if_statement" or not given:
        return NOTHING
    if above.child_by_field_name("condition") != below:
        return NOTHING
    return _decided(unit, above, says, _Read((unit.text(given[0]),), above, parsed=False))


def _switched(unit: Unit, node: Node) -> Missing | None:
    """What a `switch` over an expression does; None where there is none."""
    above = node.parent
    if above is None or above.type != "expression_switch_statement":
        return None
    return _of_switch(unit, above) if above.child_by_field_name("value") == node else None


def _of_switch(unit: Unit, switch: Node) -> Missing:
    """What the case for nothing does, or else the default, where the cases give what they are for."""
    chosen, mirrored = None, False
    variable = switch.child_by_field_name("value")
    for case in switch.named_children:
        if case.type not in ("expression_case", "default_case"):
            continue
        listed = case.child_by_field_name("value")
        asked = listed.named_children if listed is not None else []
        found = _of_case(unit, case)
        if any(unit.text(one) in ('""', "``") for one in asked):
            chosen = case
        elif case.type == "default_case":
            chosen = chosen or case
        elif found.default is not None:
            same = variable is not None and unit.text(found.default) == unit.text(variable)
            given = unit.string(found.default)
            mirrored = mirrored or same or given in [unit.string(one) for one in asked]
    found = _of_case(unit, chosen) if chosen is not None else NOTHING
    return found if mirrored or found.fails else NOTHING


def _of_case(unit: Unit, case: Node) -> Missing:
    """What a case returns or assigns, or that it fails."""
    skipped = case.child_by_field_name("value")
    parts = [one for one in case.named_children if one != skipped]
    for statement in (
        one
        for part in parts
        for one in (part.named_children if part.type == "statement_list" else [part])
    ):
        values = _values_of(statement)
        if statement.type == "return_statement" and values:
            failing = _is_error(unit, values[-1])
            return Missing(fails=True) if failing else Missing(values[0])
        if statement.type == "expression_statement" and _fails(unit, first(statement)):
            return Missing(fails=True)
        if statement.type == "assignment_statement":
            right = statement.child_by_field_name("right")
            return Missing(first(right)) if right is not None else NOTHING
    return NOTHING


def _tests(unit: Unit, read: _Read) -> Iterator[Node]:
    """The `if` that a statement opens, or those that come after it; a `switch` over the variable."""
    statement = read.statement
    above = statement.parent
    if above is not None and above.type == "if_statement":
        yield above
        return
    while statement.type == "var_spec" and above is not None and above.type.startswith("var_"):
        statement, above = above, above.parent
        if statement.type == "var_declaration":
            break
    following = statement.next_named_sibling
    for _ in range(REACH):
        if following is None:
            return
        value = following.child_by_field_name("value")
        switch = following.type == "expression_switch_statement" and value is not None
        if following.type == "if_statement" or (switch and unit.text(value) == read.names[0]):  # type: ignore[arg-type]
            yield following
        following = following.next_named_sibling


def _condition(test: Node) -> Node | None:
    return test.child_by_field_name("condition")


def _says(unit: Unit, condition: Node | None, names: tuple[str, ...], parsed: bool) -> Says:
    """Whether a condition holds where the variable is missing, or only where it is there."""
    told: set[Says] = set()
    signs: set[str] = set()
    stack = [condition]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        node = bare(node)
        sign = _sign(node)
        if sign in ("&&", "||"):
            signs.add(sign)
            stack += (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else:
            told.add(_term(unit, node, sign, names, parsed))
    told.discard("")
    # `ok && x` holds only where it is there; `!ok || x` wherever it is missing
    if told == {"there"} and "||" not in signs:
        return "there"
    return "missing" if told == {"missing"} and "&&" not in signs else ""


def _sign(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def _term(unit: Unit, node: Node, sign: str, names: tuple[str, ...], parsed: bool) -> Says:
    name, second = names[0], names[1] if len(names) > 1 else ""
    if node.type == "identifier":
        return "there" if second and not parsed and unit.text(node) == second else ""
    if node.type == "unary_expression" and sign == "!":
        operand = node.child_by_field_name("operand")
        negated = operand is not None and second and not parsed and unit.text(operand) == second
        return "missing" if negated else ""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return ""
    texts = {unit.text(left), unit.text(right)}
    if texts in ({name, '""'}, {name, "``"}, {f"len({name})", "0"}):
        return _EMPTY.get(sign, "")
    if parsed and second and texts == {second, "nil"}:
        return _FAULTY.get(sign, "")
    return ""


def _decided(unit: Unit, test: Node, says: Says, read: _Read) -> Missing:
    """What a test's branches say about the variable that is missing."""
    then, other = test.child_by_field_name("consequence"), test.child_by_field_name("alternative")
    if says == "missing":
        return _done(unit, _statements(then), read, _given_in(unit, other, read))
    if says == "there" and other is not None:
        return _done(unit, _statements(other), read, _given_in(unit, then, read))
    if says != "there" or then is None:
        return NOTHING
    return _otherwise(unit, test, then, read)


def _statements(block: Node | None) -> list[Node]:
    if block is None or block.type != "block":
        return []
    return [
        one for part in block.named_children for one in part.named_children
    ] or block.named_children


def _given_in(unit: Unit, block: Node | None, read: _Read) -> set[str]:
    """The variables that a branch gives what was read."""
    if block is None:
        return set()
    derived = _derived(unit, block, read.names[0])
    found: set[str] = set()
    for statement in _inside(block, "assignment_statement"):
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        target = first(left) if left is not None else None
        if target is not None and right is not None and _from(unit, right, derived):
            found.add(unit.text(target))
    return found


def _done(unit: Unit, statements: list[Node], read: _Read, also: set[str]) -> Missing:
    """What the statements for a missing variable do; `also` are the variables the other branch gives it."""
    for statement in statements:
        if statement.type == "assignment_statement":
            left, right = (
                statement.child_by_field_name("left"),
                statement.child_by_field_name("right"),
            )
            if left is not None and right is not None and unit.text(left) in (read.names[0], *also):
                return Missing(first(right))
        elif statement.type == "expression_statement":
            if _fails(unit, first(statement)):
                return Missing(fails=True)
        elif statement.type == "return_statement":
            return _returned(unit, statement, read)
    return NOTHING


def _fails(unit: Unit, node: Node | None) -> bool:
    if node is None or node.type != "call_expression":
        return False
    return rx(_FAILING).search(unit.path(node.child_by_field_name("function"))) is not None


def _returned(unit: Unit, statement: Node, read: _Read) -> Missing:
    """An error fails; a value is the default, if what is returned elsewhere comes from the variable."""
    values = _values_of(statement)
    if not values:
        return NOTHING
    if _is_error(unit, values[-1]):
        return Missing(fails=True)
    function = scopes_of(unit).around(statement)
    if function is None:
        return NOTHING
    derived = _derived(unit, function, read.names[0])
    for other in _inside(function, "return_statement"):
        if (
            other != statement
            and other.start_byte > read.statement.start_byte
            and _from(unit, other, derived)
        ):
            return Missing(values[0])
    return NOTHING


def _otherwise(unit: Unit, test: Node, then: Node, read: _Read) -> Missing:
    """What follows a branch for a variable that is there: a return, or the value from before."""
    derived = _derived(unit, then, read.names[0])
    returns = [one for one in _inside(then, "return_statement") if _from(unit, one, derived)]
    following = test.next_named_sibling
    if returns and following is not None:
        if following.type == "return_statement":
            values = _values_of(following)
            if values and _is_error(unit, values[-1]):
                return Missing(fails=True)
            return Missing(values[0]) if values else NOTHING
        if following.type == "expression_statement" and _fails(unit, first(following)):
            return Missing(fails=True)
        return NOTHING
    for statement in _inside(then, "assignment_statement"):
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if left is None or right is None or not _from(unit, right, derived):
            continue
        target = unit.text(left).partition(",")[0].strip()
        return Missing(_before(unit, test, target))
    return NOTHING


def _before(unit: Unit, node: Node, name: str) -> Node | None:
    """What a variable was given in the statements before a node."""
    earlier = node.prev_named_sibling
    for _ in range(REACH * 2):
        if earlier is None:
            return None
        if earlier.type in ("short_var_declaration", "assignment_statement"):
            left, right = earlier.child_by_field_name("left"), earlier.child_by_field_name("right")
            if left is not None and right is not None and unit.text(left) == name:
                return first(right)
        elif earlier.type == "var_declaration":
            spec = first(earlier)
            named, value = (
                (spec.child_by_field_name(one) for one in ("name", "value"))
                if spec
                else (None, None)
            )
            if named is not None and unit.text(named) == name:
                return first(value) if value is not None else None
        earlier = earlier.prev_named_sibling
    return None


def _values_of(statement: Node) -> list[Node]:
    listed = first(statement)
    return (
        [one for one in listed.named_children if one.type != "comment"]
        if listed is not None
        else []
    )


def _is_error(unit: Unit, node: Node) -> bool:
    """Whether what is returned is an error, as far as its name tells."""
    while node.type in ("unary_expression", "composite_literal", "parenthesized_expression"):
        inner = (
            node.child_by_field_name("operand") or node.child_by_field_name("type") or first(node)
        )
        if inner is None:
            return False
        node = inner
    path = unit.path(node)
    return bool(path) and rx(_ERROR).search(path) is not None


def _inside(node: Node, kind: str) -> Iterator[Node]:
    """The nodes of a kind within a node, but not those of functions within it."""
    stack = [*reversed(node.children)]
    while stack:
        one = stack.pop()
        if one.type == kind:
            yield one
        elif one.type not in _FUNCTIONS:
            stack.extend(reversed(one.children))


def _derived(unit: Unit, within: Node, name: str) -> set[str]:
    """A variable, and those that are given a value made from it."""
    found = {name}
    for kind in ("short_var_declaration", "assignment_statement"):
        for statement in _inside(within, kind):
            left = statement.child_by_field_name("left")
            right = statement.child_by_field_name("right")
            target = first(left) if left is not None else None
            if target is not None and right is not None and _from(unit, right, found):
                found.add(unit.text(target))
    return found


def _from(unit: Unit, node: Node, names: set[str]) -> bool:
    """Whether an expression is one of some variables, converted or compared: `v == "true"`, `Mode(v)`."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type in _NAMED and unit.text(one) in names:
            return True
        if one.type == "call_expression":
            given = given_to(one)
            path = unit.path(one.child_by_field_name("function"))
            if len(given) == 1 or rx(_PARSING).match(path) or rx(_KEEPING).match(path):
                stack.extend(given)
        elif one.type in _MAKING:
            stack.extend(one.named_children)
    return False
