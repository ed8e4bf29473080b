"""What happens where a value is missing: another is taken in its place, or the program fails.

For languages written like Java. A language says which node types are what, and how its standard and
best known libraries call what asks for, replaces or insists on a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from planproof.facts.languages._folding import switched
from planproof.facts.model import Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit


class Outcome(NamedTuple):
    """What comes of a missing value.

    Attributes:
        default: what is taken in its place.
        fails: whether the program fails.
    """

    default: Node | None = None
    fails: bool = False


_RETURNS = ("return_statement", "return_expression")

NOTHING = Outcome()
FAILS = Outcome(fails=True)


class State:
    """What is known on the way up from a value.

    Attributes:
        first: whether this is the read itself, not a name that keeps what was read.
        found: what comes of it if nothing further up says otherwise.
        negated: whether the condition so far is about presence.
        optional: whether the value is in an `Optional`.
    """

    def __init__(self, node: Node, *, first: bool) -> None:
        self.node = node
        self.first = first
        self.found = NOTHING
        self.negated = False
        self.optional = False


class Missing:
    """How one language goes on where a value is missing.

    Attributes:
        CLIMBED: node types that leave a value what it is: parentheses, casts.
        NOT: node types that negate a condition.
        BINARY: node types of binary operators.
        CHOICES: `if` and the conditional operator; of these VALUED have a value.
        ASSIGNED: node types of assignments.
        DECLARED: node types of declarators.
        STATEMENT: node types that wrap an expression.
        ELSE: calls that give the second argument where the first is missing.
        ELSE_OF: methods that give the first argument where what they are called on is missing.
        INSISTS: calls that fail where the first argument is missing; with a dot: class and method.
        INSISTS_OF: methods that fail where what they are called on is missing.
        PARSES: calls that fail when they are given nothing, class and method.
        PASSES: calls that give nothing when they are given nothing.
        PASSES_OF: methods of an optional value that give an optional value.
        ABSENT: calls and methods that ask whether a value is missing.
        PRESENT: calls and methods that ask whether it is there.
        READS: methods that give null, so that whatever is called on what they give fails.
        ENDS: calls that end the program.
        SWITCHES: calls that give false for nothing; SWITCHES_OF: methods that do.
        SAME_OF: methods after which a word is still the same.
    """

    CLIMBED: ClassVar[frozenset[str]] = frozenset(("parenthesized_expression", "cast_expression"))
    NOT: ClassVar[frozenset[str]] = frozenset(("unary_expression",))
    BINARY: ClassVar[frozenset[str]] = frozenset(("binary_expression",))
    CHOICES: ClassVar[frozenset[str]] = frozenset()
    VALUED: ClassVar[frozenset[str]] = frozenset()
    ASSIGNED: ClassVar[frozenset[str]] = frozenset(("assignment_expression",))
    DECLARED: ClassVar[frozenset[str]] = frozenset(("variable_declarator",))
    STATEMENT: ClassVar[frozenset[str]] = frozenset(("expression_statement",))
    CALLS: ClassVar[frozenset[str]] = frozenset()
    ELSE: ClassVar[frozenset[str]] = frozenset()
    ELSE_OF: ClassVar[frozenset[str]] = frozenset()
    INSISTS: ClassVar[frozenset[str]] = frozenset()
    INSISTS_OF: ClassVar[frozenset[str]] = frozenset()
    PARSES: ClassVar[frozenset[str]] = frozenset()
    PASSES: ClassVar[frozenset[str]] = frozenset()
    PASSES_OF: ClassVar[frozenset[str]] = frozenset()
    ABSENT: ClassVar[frozenset[str]] = frozenset()
    PRESENT: ClassVar[frozenset[str]] = frozenset()
    READS: ClassVar[frozenset[str]] = frozenset()
    ENDS: ClassVar[frozenset[str]] = frozenset()
    SWITCHES: ClassVar[frozenset[str]] = frozenset()
    SWITCHES_OF: ClassVar[frozenset[str]] = frozenset()
    SAME_OF: ClassVar[frozenset[str]] = frozenset(
        ("lowercase", "toLowerCase", "trim", "ToLower", "Trim")
    )

    # What differs in the grammars.

    def call_with(self, below: Node, above: Node) -> Node | None:
        """The call of which a node is the first argument."""
        raise NotImplementedError

    def call_on(self, below: Node, above: Node) -> tuple[Node, bool] | None:
        """The call that is made on a node, and whether it is left out where that is null (`?.`)."""
        raise NotImplementedError

    def argument(self, call: Node, position: int) -> Node | None:
        """An argument of a call."""
        raise NotImplementedError

    def parts(self, choice: Node) -> tuple[Node | None, Node | None, Node | None]:
        """Condition, consequence and alternative."""
        names = ("condition", "consequence", "alternative")
        condition, consequence, alternative = (choice.child_by_field_name(name) for name in names)
        return condition, consequence, alternative

    def kept(self, node: Node) -> tuple[Node | None, Node | None]:
        """The name that a declaration or assignment gives a value, and its statement."""
        field = "name" if node.type in self.DECLARED else "left"
        return node.child_by_field_name(field), node.parent

    def body(self, node: Node | None) -> Node | None:
        """`() -> x` as `x`."""
        return node

    # What is common.

    def outcome(self, unit: Unit, node: Node) -> Outcome:
        """What comes of it when an expression is missing, as far as the statements around it tell."""
        found, at = self._climb(unit, node, first=True)
        if found.default is not None or at is None or at.type not in self.DECLARED | self.ASSIGNED:
            return found
        name, statement = self.kept(at)
        if name is None or statement is None or statement.type == "field_declaration":
            return found
        path = unit.language.path(unit, name) or unit.text(name)
        for following in _after(statement):
            for one in self._occurrences(unit, following, path):
                later, _ = self._climb(unit, one, first=False)
                if later != NOTHING:
                    return later
        return found

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """What a missing value counts as where it is only compared: `x == "true"` is off without it."""
        below, above = node, node.parent
        for _ in range(6):
            if above is None:
                return None
            if above.type in self.BINARY:
                operator = above.child_by_field_name("operator")
                left, right = above.child_by_field_name("left"), above.child_by_field_name("right")
                same = operator is not None and unit.text(operator) in ("==", "!=")
                return switched(unit.value(right if below == left else left)) if same else None
            call = self.call_with(below, above)
            on = self.call_on(below, above)
            if call is not None:
                path = ".".join(unit.language.path(unit, call).removesuffix("()").split(".")[-2:])
                if path in self.SWITCHES:
                    return Value("literal", "false")
                shape = unit.called_at.get(call.id)
                if shape is None or shape.function not in ("equals", "equalsIgnoreCase", "Equals"):
                    return None
                return switched(unit.value(self.argument(call, 1) or shape.receiver))
            if on is not None:
                word = _last(unit, on[0])
                if word in self.SWITCHES_OF:
                    return Value("literal", "false")
                if word not in self.SAME_OF:
                    return None
                above = on[0]
            elif above.type not in self.CLIMBED:
                return None
            below, above = above, above.parent
        return None

    def _climb(self, unit: Unit, node: Node, *, first: bool) -> tuple[Outcome, Node | None]:
        """Go up from a value through what it is given to; also the node where that ends."""
        state = State(node, first=first)
        below, above = node, node.parent
        while above is not None:
            step = self._step(unit, below, above, state)
            if isinstance(step, Outcome):
                return step, None
            if step is None:
                return state.found, above
            below, above = step, step.parent
        return state.found, None

    def _step(self, unit: Unit, below: Node, above: Node, state: State) -> Node | Outcome | None:
        """The node to go on from, what was found, or None where it ends."""
        kind = above.type
        if kind in self.CLIMBED:
            return above
        if kind in self.NOT:
            state.negated ^= unit.text(above).startswith("!")
            return above
        if kind in self.BINARY:
            return self._operator(unit, below, above, state)
        if kind in self.CHOICES:
            return self._chosen(unit, below, above, state) or state.found
        if kind in self.ASSIGNED and above.child_by_field_name("left") == below:
            given = any(child.type == "??=" for child in above.children)
            return Outcome(above.child_by_field_name("right")) if given else state.found
        call = self.call_with(below, above)
        if call is not None:
            return self._given(unit, call, state)
        on = self.call_on(below, above)
        return self._called_on(unit, below, *on, state) if on is not None else None

    def _operator(
        self, unit: Unit, below: Node, above: Node, state: State
    ) -> Node | Outcome | None:
        left, right = above.child_by_field_name("left"), above.child_by_field_name("right")
        operator = above.child_by_field_name("operator")
        sign = unit.text(operator) if operator is not None else ""
        if sign in ("??", "?:"):
            if below != left or right is None:
                return state.found
            if right.type in ("return_expression", "break_expression", "continue_expression"):
                return state.found
            return self._taken(unit, right, "") or Outcome(right)
        if sign in ("==", "!="):
            other = right if below == left else left
            if other is None or unit.text(other) not in ("null", '""'):
                return state.found
            state.negated ^= sign == "!="
            return above
        return above if sign in ("&&", "||") else state.found

    def _given(self, unit: Unit, call: Node, state: State) -> Node | Outcome | None:
        """What a call makes of a missing argument."""
        path = ".".join(unit.language.path(unit, call).removesuffix("()").split(".")[-2:])
        word = path.rpartition(".")[2]
        if word in self.ELSE:
            return Outcome(self.body(self.argument(call, 1)))
        if word in self.INSISTS or path in self.INSISTS:
            return FAILS
        if path in self.PARSES:
            given = state.node.type in self.CALLS and self.argument(state.node, 1) is not None
            state.found = FAILS if state.first and not given else state.found
        elif word in self.ABSENT or word in self.PRESENT:
            state.negated ^= word in self.PRESENT
        elif path not in self.PASSES:
            return state.found
        state.optional |= path == "Optional.ofNullable"
        return call

    def _called_on(
        self, unit: Unit, below: Node, call: Node, safe: bool, state: State
    ) -> Node | Outcome | None:
        """What becomes of a missing value on which a method is called."""
        word = _last(unit, call)
        if word in self.ELSE_OF:
            return Outcome(self.body(self.argument(call, 0)))
        if word in self.INSISTS_OF:
            return FAILS
        if word in self.ABSENT or word in self.PRESENT:
            state.negated ^= word in self.PRESENT
            return call
        if safe or (state.optional and word in self.PASSES_OF):
            return call
        if state.first and below == state.node and _last(unit, below) in self.READS:
            return FAILS
        return state.found

    def _chosen(self, unit: Unit, below: Node, choice: Node, state: State) -> Outcome | None:
        """The branch that is taken where the value is missing."""
        condition, consequence, other = self.parts(choice)
        valued = choice.type in self.VALUED
        if below == condition:
            missing = other if state.negated else consequence
            if missing is None and state.negated and consequence is not None:
                missing = choice.next_named_sibling if _returns(consequence) else None
            if missing is None:
                return None
            acts = choice.type.startswith("if") and missing.type in self.CALLS
            plain = valued and not acts and not _is_block(missing)
            name = "" if state.first else unit.text(state.node).removeprefix("this.")
            taken = self._taken(
                unit, missing, name if _given_back(unit, choice, name) else f"={name}"
            )
            return taken or (Outcome(missing) if plain else None)
        if valued and condition is not None and below in (consequence, other):
            asks = "null" in unit.text(condition).lower()
            return Outcome(consequence if below == other else other) if asks else None
        return None

    def _taken(self, unit: Unit, branch: Node, name: str) -> Outcome | None:
        """What a branch does: throw, end the program, give the name another value, or return one.

        What is returned stands for the name only where the name itself is returned otherwise; a name
        that is not is marked by `=`.
        """
        for one in branch.named_children if _is_block(branch) else [branch]:
            inner = one.named_children[0] if one.named_children else None
            if one.type in self.STATEMENT and inner is not None:
                one = inner  # noqa: PLW2901
            if one.type in ("throw_statement", "throw_expression"):
                return FAILS
            if one.type in self.CALLS:
                if unit.language.path(unit, one).removesuffix("()") in self.ENDS:
                    return FAILS
            elif one.type in self.ASSIGNED:
                left = one.child_by_field_name("left")
                target = unit.text(left).removeprefix("this.") if left is not None else ""
                if target and target == name.lstrip("="):
                    return Outcome(one.child_by_field_name("right"))
            elif one.type in _RETURNS and inner is not None and name and not name.startswith("="):
                return Outcome(inner)
        return None

    def _occurrences(self, unit: Unit, statement: Node, name: str) -> Iterator[Node]:
        """Where a name stands in a statement; of one with branches, in its condition."""
        start = statement
        if start.type == "global_statement" and start.named_children:
            start = start.named_children[0]
        if start.type in self.CHOICES:
            start = self.parts(start)[0] or start
        stack, seen = [start], 0
        while stack and seen < 300:
            node = stack.pop()
            seen += 1
            if "_literal" not in node.type and unit.text(node).removeprefix("this.") == name:
                while (
                    node.named_child_count == 1 and node.named_children[0].end_byte == node.end_byte
                ):
                    node = node.named_children[0]
                yield node
            elif not _is_block(node) and node.type not in ("class_body", "lambda_expression"):
                stack.extend(reversed(node.named_children))


def _after(statement: Node) -> Iterator[Node]:
    """The few statements after one."""
    following = statement.next_named_sibling
    for _ in range(6):
        if following is None:
            return
        yield following
        following = following.next_named_sibling


def _last(unit: Unit, call: Node) -> str:
    """The last word of what is called."""
    return unit.language.path(unit, call).removesuffix("()").rpartition(".")[2]


def _is_block(node: Node) -> bool:
    return node.type in ("block", "control_structure_body")


def _returns(branch: Node) -> bool:
    statements = branch.named_children if _is_block(branch) else [branch]
    return any(one.type in _RETURNS for one in statements)


def _given_back(unit: Unit, choice: Node, name: str) -> bool:
    """Whether a name is returned by a branch of a choice, or by a statement after it."""
    if not name:
        return False
    waiting = list(choice.named_children)
    following = choice.next_named_sibling
    while following is not None:
        waiting.append(following)
        following = following.next_named_sibling
    for one in waiting:
        for statement in one.named_children if _is_block(one) else [one]:
            if statement.type in _RETURNS and name in unit.text(statement):
                return True
    return False
