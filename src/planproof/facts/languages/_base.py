"""What all languages share: a file's syntax tree, seen as shapes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from planproof.facts.model import Value
from planproof.facts.shapes import Assignment, Call, Class, Function, Index, Member

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query, Tree

DEEPEST = 400
"""Levels of syntax that are followed: looking up from a node takes the square of its depth."""

UNKNOWN_LENGTH = 80
"""Characters kept of an expression that is not understood."""


class Language:
    """A programming language. One instance is made for each and kept.

    A subclass says which node types are which shapes. What it leaves out yields nothing, never an error.

    Attributes:
        NAME: `python`.
        FAMILY: the first word of the probes' file names: `python_environ.py`.
        SUFFIXES: of its files.
        NAMES: of files that have no suffix.
        INTERPRETERS: programs that run its scripts, without a version's number.
        GRAMMAR: the module of the grammar's wheel.
        FUNCTION: the function of that module that gives the language.
        QUERY: the tree-sitter query that captures the nodes of interest, by the names of shapes:
            `@call @index @member @function @class @assignment @import @string`.
        LOCALS: whether a local variable stands for what it is given, where that is said once.
    """

    NAME: ClassVar[str] = ""
    FAMILY: ClassVar[str] = ""
    SUFFIXES: ClassVar[tuple[str, ...]] = ()
    NAMES: ClassVar[tuple[str, ...]] = ()
    INTERPRETERS: ClassVar[tuple[str, ...]] = ()
    GRAMMAR: ClassVar[str] = ""
    FUNCTION: ClassVar[str] = "language"
    QUERY: ClassVar[str] = ""
    LOCALS: ClassVar[bool] = False

    @cached_property
    def _loaded(self) -> tuple[Parser, Query]:
        import tree_sitter

        module = import_module(self.GRAMMAR)
        grammar = tree_sitter.Language(getattr(module, self.FUNCTION)())
        return tree_sitter.Parser(grammar), tree_sitter.Query(grammar, self.QUERY)

    def parse(self, data: bytes) -> Tree:
        """The syntax tree of a file; tree-sitter mends what is not right and goes on."""
        return self._loaded[0].parse(data)

    def captures(self, root: Node) -> dict[str, list[Node]]:
        """The nodes of interest, by shape, in the order of the text; what is around comes first."""
        import tree_sitter

        found = tree_sitter.QueryCursor(self._loaded[1]).captures(root)
        # The binding keeps captures in a set, whose order is another in every run.
        return {shape: sorted(nodes, key=_span) for shape, nodes in found.items()}

    # What a subclass provides. Each gets the unit and a node that the query captured.

    def call(self, unit: Unit, node: Node) -> Call | None:
        """The call, decorator, annotation or attribute at a `@call`."""
        raise NotImplementedError

    def index(self, unit: Unit, node: Node) -> Index | None:
        """The `object[key]` at an `@index`: the two nodes in it, unless a language has it otherwise."""
        if node.named_child_count != 2:
            return None
        path = unit.path(node.named_children[0])
        return Index(node, path, node.named_children[1]) if path else None

    def member(self, unit: Unit, node: Node) -> Member | None:
        """The `object.name` at a `@member`."""
        return None

    def function(self, unit: Unit, node: Node) -> Function | None:
        """The function or method at a `@function`."""
        return None

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """The class or struct at a `@class`."""
        return None

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """The assignments at an `@assignment`; a declaration can hold several."""
        return iter(())

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Local name and full path of what the `@import` brings in."""
        return iter(())

    def path(self, unit: Unit, node: Node) -> str:
        """A name, member or call chain as a dotted path as written, else empty."""
        return ""

    def value(self, unit: Unit, node: Node) -> Value:
        """An expression as a value; names as references, not yet resolved."""
        return Value("unknown", unit.text(node)[:UNKNOWN_LENGTH])

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of a dictionary or object literal; nothing for another node."""
        return []

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """The items of a list, array, tuple or set literal; nothing for another node."""
        return []

    def each(self, unit: Unit, name: Node, default: Node | None) -> list[tuple[Node, Node | None]]:
        """Name and default of every read that an expression stands for: of a list's items, of a loop's rounds."""
        return [(one, default) for one in self.items(unit, name) or [name]]

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """What is taken in place of an expression that is empty or missing: `x or d`, `x ?? d`."""
        return None

    def insists(self, unit: Unit, node: Node) -> bool:
        """Whether the program fails where the expression is missing: `x!`, `.expect()`, a throw after it."""
        return False

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """What a missing expression counts as where it is only asked for a word: `x === "true"` is off."""
        return None

    def guarded(self, unit: Unit, node: Node) -> bool:
        """Whether absence is looked after around the node: a `try` that catches it, an `if` that asks."""
        return False

    def written(self, unit: Unit, node: Node) -> bool:
        """Whether the node is assigned to or deleted, not read."""
        return False

    def types(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Names and their types as written, of what a `@typed` declares; types that tell nothing left out."""
        return iter(())

    def scopes(self, unit: Unit, node: Node) -> Iterator[str]:
        """What constants can be named without, as seen from a node: the classes around it, inner first."""
        return iter(())

    def begins(self, node: Node) -> int:
        """The row where a node begins, annotations before it left out; counts from 0."""
        return node.start_point[0]


class Unit:
    """A file of code: its tree, seen as shapes. Everything is computed when it is first asked for."""

    def __init__(self, path: str, data: bytes, language: Language) -> None:
        self.name = path
        self.data = data
        self.language = language
        self._resolved: dict[str, str] = {}
        self.root = language.parse(data).root_node

    @cached_property
    def _captured(self) -> dict[str, list[Node]]:
        return self.language.captures(self.root)

    def nodes(self, shape: str) -> list[Node]:
        """The nodes captured as a shape."""
        return self._captured.get(shape, [])

    def text(self, node: Node) -> str:
        """A node's source text."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: Node) -> int:
        """The line a node begins on; counts from 1."""
        return self.language.begins(node) + 1

    def end_line(self, node: Node) -> int:
        """The line a node ends on; counts from 1."""
        return node.end_point[0] + 1

    @cached_property
    def imports(self) -> dict[str, str]:
        """Full paths of what is imported, by local name."""
        return {
            name: path
            for node in self.nodes("import")
            for name, path in self.language.imports(self, node)
        }

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Every assignment."""
        return [
            one
            for node in self.nodes("assignment")
            for one in self.language.assignments(self, node)
        ]

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What local names stand for: imports, and names that are given a path once: `env = os.environ`."""
        found = dict(self.imports)
        given: dict[str, str] = {}
        for one in self.assignments:
            if "." in one.target:
                continue
            path = self.language.path(self, one.value)
            given[one.target] = "" if one.target in given and given[one.target] != path else path
        for name, path in given.items():
            head = path.partition(".")[0].removesuffix("()")
            if path and head != name and name not in found:
                found[name] = path
        return found

    def resolved(self, path: str) -> str:
        """A path with its first word's alias resolved, through a few steps."""
        known = self._resolved.get(path)
        if known is None:
            known = self._resolved[path] = self._resolve(path)
        return known

    def _resolve(self, path: str) -> str:
        seen = set()
        for _ in range(4):
            head, dot, rest = path.partition(".")
            name = head.removesuffix("()")
            target = self.aliases.get(name)
            if target is None or name in seen:
                return path
            seen.add(name)
            path = target + ("()" if head.endswith("()") else "") + dot + rest
            if name in self.imports:
                return path  # what is imported is whole: `app` in `app.settings` is no local `app`
        return path

    @cached_property
    def types(self) -> dict[str, str]:
        """Declared types by name, imports resolved; a name with several types is left out."""
        found: dict[str, str] = {}
        for node in self.nodes("typed"):
            for name, type_ in self.language.types(self, node):
                found[name] = type_ if found.get(name, type_) == type_ else ""
        known: dict[str, str] = {}
        for name, type_ in found.items():
            head, dot, rest = type_.partition(".")
            if type_:
                known[name] = self.imports.get(head, head) + dot + rest
        return known

    def called(self, written: str) -> str:
        """A path with its first word resolved: by its declared type where it has one, else by its alias."""
        head, dot, rest = written.partition(".")
        type_ = self.types.get(head) if dot else None
        return f"{type_}.{rest}" if type_ else self.resolved(written)

    def path(self, node: Node | None) -> str:
        """A name, member or call chain as a dotted path, aliases resolved; empty for anything else."""
        if node is None:
            return ""
        written = self.language.path(self, node)
        return self.resolved(written) if written else ""

    @cached_property
    def calls(self) -> list[Call]:
        """Every call, decorator, annotation and attribute."""
        return [one for node in self.nodes("call") if (one := self.language.call(self, node))]

    @cached_property
    def called_at(self) -> dict[int, Call]:
        """The calls by the ids of their nodes."""
        return {one.node.id: one for one in self.calls}

    @cached_property
    def makers(self) -> dict[str, Call]:
        """The calls whose results names are given, by name: `router = APIRouter(prefix="/orders")`.

        A name that is given several is left out.
        """
        found: dict[str, Call] = {}
        several: set[str] = set()
        for one in self.assignments:
            if one.target in found:
                several.add(one.target)
            elif one.value.id in self.called_at:
                found[one.target] = self.called_at[one.value.id]
        return {name: call for name, call in found.items() if name not in several}

    @cached_property
    def indexes(self) -> list[Index]:
        """Every `object[key]`."""
        return [one for node in self.nodes("index") if (one := self.language.index(self, node))]

    @cached_property
    def members(self) -> list[Member]:
        """Every `object.name` that the language's query captures."""
        return [one for node in self.nodes("member") if (one := self.language.member(self, node))]

    @cached_property
    def functions(self) -> list[Function]:
        """Every function and method."""
        return [
            one for node in self.nodes("function") if (one := self.language.function(self, node))
        ]

    @cached_property
    def classes(self) -> list[Class]:
        """Every class, struct and type."""
        return [one for node in self.nodes("class") if (one := self.language.class_(self, node))]

    @cached_property
    def constants(self) -> dict[str, Value]:
        """Values of names that are given one at the top of the file and no other after that."""
        # Known while it is filled: a constant may be put together from those before it.
        found: dict[str, Value] = self.__dict__.setdefault("constants", {})
        for one in self.assignments:
            if not one.top:
                continue
            value = self.language.value(self, one.value)
            known = found.get(one.target)
            found[one.target] = value if known in (None, value) else Value("unknown", one.target)
        return found

    def constant(self, name: str, node: Node) -> Value | None:
        """The value of a constant of this file, by its name as seen from a node."""
        for scope in self.language.scopes(self, node):
            if f"{scope}.{name}" in self.constants:
                return self.constants[f"{scope}.{name}"]
        if name in self.constants:
            return self.constants[name]
        return self._local(name, node) if self.language.LOCALS else None

    @cached_property
    def _given_once(self) -> dict[str, Assignment]:
        """Local variables that are given something in one place only."""
        found: dict[str, Assignment] = {}
        several: set[str] = set()
        for one in self.assignments:
            if one.target in found:
                several.add(one.target)
            found[one.target] = one
        return {name: one for name, one in found.items() if name not in several and not one.top}

    def _local(self, name: str, node: Node) -> Value | None:
        """What a local variable was given before a node, in the same function."""
        one = self._given_once.get(name)
        if one is None or one.node.end_byte > node.start_byte:
            return None
        holder, function = self.around(one.node), self.around(node)
        while holder is not None and function is not None:
            if function.node == holder.node:
                return self.value(one.value)
            function = self.around(function.node)
        return None

    @cached_property
    def _spans(self) -> tuple[list[int], list[Function], list[int]]:
        """Where functions begin, the functions, and the place of the one around each, or -1."""
        ordered = sorted(self.functions, key=lambda one: (one.node.start_byte, -one.node.end_byte))
        outer: list[int] = []
        around: list[int] = []
        for place, one in enumerate(ordered):
            while around and ordered[around[-1]].node.end_byte <= one.node.start_byte:
                around.pop()
            outer.append(around[-1] if around else -1)
            around.append(place)
        return [one.node.start_byte for one in ordered], ordered, outer

    @cached_property
    def _outermost(self) -> tuple[list[int], list[int]]:
        """Where the functions begin and end that stand in no other."""
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted((one.start_byte, -one.end_byte) for one in self.nodes("function")):
            if not ends or start >= ends[-1]:
                starts.append(start)
                ends.append(-end)
        return starts, ends

    def within_function(self, node: Node) -> bool:
        """Whether a node stands in a function."""
        starts, ends = self._outermost
        place = bisect_right(starts, node.start_byte) - 1
        return place >= 0 and node.end_byte <= ends[place]

    def around(self, node: Node) -> Function | None:
        """The innermost function around a node."""
        # by position: asking a node for its parent takes a walk down from the root
        starts, ordered, outer = self._spans
        start, end = node.start_byte, node.end_byte
        place = bisect_right(starts, start) - 1
        while place >= 0:
            found = ordered[place].node
            if found.end_byte >= end and (found.start_byte, found.end_byte) != (start, end):
                return ordered[place]
            place = outer[place]
        return None

    def value(self, node: Node | None) -> Value:
        """An expression as a value: constants of this file resolved, parameters told from names."""
        if node is None:
            return Value("unknown")
        value = self.language.value(self, node)
        if value.kind != "reference":
            return value
        if "." not in value.text:  # a parameter hides a constant of the same name
            function = self.around(node)
            while function is not None:
                if value.text in function.parameters:
                    return Value("parameter", value.text)
                function = self.around(function.node)
        known = self.constant(value.text, node)
        for _ in range(4):  # a constant that is another one
            if known is not None and known.kind == "reference" and known.text in self.constants:
                known = self.constants[known.text]
        if known is not None and known.kind in ("literal", "pattern", "null"):
            return known
        return Value("reference", self.resolved(value.text))

    def string(self, node: Node | None) -> str | None:
        """A literal string, number or word, constants of this file resolved; None for anything else."""
        if node is None:
            return None
        value = self.value(node)
        return value.text if value.kind == "literal" else None

    def pairs(self, node: Node | None) -> list[tuple[str, Node]]:
        """Keys and values of a dictionary or object literal; nothing for another node."""
        return self.language.pairs(self, node) if node is not None else []

    def items(self, node: Node | None) -> list[Node]:
        """The items of a list, array, tuple or set literal; nothing for another node."""
        return self.language.items(self, node) if node is not None else []

    def each(self, name: Node, default: Node | None = None) -> list[tuple[Node, Node | None]]:
        """Name and default of every read that an expression stands for."""
        return self.language.each(self, name, default)

    def fallback(self, node: Node) -> Node | None:
        """What is taken in place of an expression that is empty or missing."""
        return self.language.fallback(self, node)

    def insists(self, node: Node) -> bool:
        """Whether the program fails where the expression is missing."""
        return self.language.insists(self, node)

    def guarded(self, node: Node) -> bool:
        """Whether absence is looked after around the node."""
        return self.language.guarded(self, node)

    def named(self, node: Node | None) -> str:
        """A path with imports resolved, but not what the file's own names were given: `orders.api.router`."""
        written = self.language.path(self, node) if node is not None else ""
        return self.imported(written)

    def imported(self, written: str) -> str:
        """A written path with an import of its first word resolved."""
        head, dot, rest = written.partition(".")
        name = head.removesuffix("()")
        return self.imports.get(name, name) + head[len(name) :] + dot + rest

    def written(self, node: Node) -> bool:
        """Whether the node is assigned to or deleted, not read."""
        return self.language.written(self, node)

    @cached_property
    def errors(self) -> list[int]:
        """Lines where the syntax is wrong; the first few."""
        found: list[int] = []
        if not self.root.has_error:
            return found
        stack = [self.root]
        while stack and len(found) < 5:
            node = stack.pop()
            if node.is_error or node.is_missing:
                found.append(self.line(node))
            elif node.has_error:
                stack.extend(reversed(node.children))
        return found


def too_deep(root: Node) -> bool:
    """Whether a tree nests deeper than people write: more than `DEEPEST` levels, give or take as many.

    What is `DEEPEST` bytes or shorter cannot nest much deeper itself, so only longer nodes are looked into.
    """
    if root.descendant_count <= DEEPEST:
        return False
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > DEEPEST:
            return True
        stack += [
            (child, depth + 1)
            for child in node.named_children
            if child.end_byte - child.start_byte > DEEPEST
        ]
    return False


def _span(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


def child_at(node: Node | None, place: int = 0) -> Node | None:
    """The named child at a place, from 0; None where there is none, for which the binding raises."""
    if node is None or place >= node.named_child_count:
        return None
    return node.named_child(place)
