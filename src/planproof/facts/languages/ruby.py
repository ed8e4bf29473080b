"""Ruby, by tree-sitter-ruby."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from planproof.facts.languages import _ruby_flow as flow
from planproof.facts.languages import _ruby_values as values
from planproof.facts.languages._base import Language, Unit, child_at
from planproof.facts.languages._nesting import within
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Field, Function, Index

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_LONGEST = 100
_NAMES = frozenset(
    (
        "identifier",
        "constant",
        "global_variable",
        "instance_variable",
        "class_variable",
        "self",
        "super",
    )
)
_ACCESSORS = frozenset(("attr_accessor", "attr_reader", "attr_writer", "attr_config"))


class Ruby(Language):
    """Ruby's shapes.

    A call without arguments cannot be told from an attribute, so paths have no parentheses for it:
    `Rails.application.routes.draw`. What `fetch` has a block for is its keyword argument `&`. Modules
    are classes; what stands in them has their names before its own.
    """

    NAME = "ruby"
    FAMILY = "ruby"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".rb", ".rake", ".ru", ".gemspec")
    NAMES: ClassVar[tuple[str, ...]] = (
        "Gemfile", "Rakefile", "Capfile", "Guardfile", "Vagrantfile", "Fastfile", "Podfile", "Thorfile",
        "Appraisals", "Berksfile", "Dangerfile",
    )  # fmt: skip
    INTERPRETERS: ClassVar[tuple[str, ...]] = ("ruby",)
    GRAMMAR = "tree_sitter_ruby"
    QUERY = """
        (call) @call
        (element_reference) @index
        [(method) (singleton_method)] @function
        [(class) (module)] @class
        [(assignment) (operator_assignment)] @assignment
        [(string) (bare_string) (simple_symbol) (bare_symbol) (delimited_symbol) (hash_key_symbol)] @string
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """A call with a receiver, arguments or a block."""
        method = node.child_by_field_name("method")
        below = node.child_by_field_name("receiver")
        written = self.path(unit, node).removesuffix("()")
        if not written or method is None:
            return None
        arguments = [*arguments_of(unit, node)]
        block = node.child_by_field_name("block")
        if block is not None and unit.text(method) == "fetch":
            arguments += _instead(unit, block)
        return Call(node, unit.resolved(written), written, tuple(arguments), below)

    def index(self, unit: Unit, node: Node) -> Index | None:
        """`object[key]`."""
        below = node.child_by_field_name("object")
        path = unit.path(below)
        keys = [child for child in node.named_children if child != below]
        return Index(node, path, keys[0]) if path and len(keys) == 1 else None

    def function(self, unit: Unit, node: Node) -> Function | None:
        """A method, or a function where it stands in no class."""
        name = node.child_by_field_name("name")
        if name is None:
            return None
        given = node.child_by_field_name("parameters")
        outer = values.modules_around(unit, node)
        names = [
            _parameter(unit, one) for one in (given.named_children if given is not None else ())
        ]
        full = ".".join((*outer, unit.text(name)))
        return Function(node, full, tuple(one for one in names if one), bool(outer))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """A class or module; its fields are what `attr_accessor` and the like name."""
        name, above = node.child_by_field_name("name"), node.child_by_field_name("superclass")
        if name is None:
            return None
        base = child_at(above)
        bases = (found,) if (found := unit.path(base)) else ()
        full = ".".join((*values.modules_around(unit, node), unit.text(name).replace("::", ".")))
        body = node.child_by_field_name("body")
        fields = [
            Field(one, unit.language.value(unit, one).text, "", None)
            for child in (body.named_children if body is not None else ())
            for one in _accessors(unit, child)
        ]
        return Class(node, full, bases, tuple(fields))

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """`x = 1`, `X ||= 1`, `a, b = 1, 2`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        pairs = [(left, right)]
        if left.type == "left_assignment_list":
            listed = right.named_children if right.type == "right_assignment_list" else []
            pairs = list(zip(left.named_children, listed, strict=False))
        top = _at_top(node)
        for target, value in pairs:
            if target.type in _NAMES or target.type == "scope_resolution":
                name = self.path(unit, target)
                around = values.modules_around(unit, node) if name[:1].isupper() else []
                yield Assignment(node, ".".join((*around, name)), value, top)

    def path(self, unit: Unit, node: Node) -> str:
        """A name or a chain of names and calls; `object[key]` within it is `object[]`."""
        parts: list[str] = []
        suffix = ""
        for _ in range(_LONGEST):
            inner: Node | None = None
            match node.type:
                case kind if kind in _NAMES:
                    parts.append(unit.text(node) + suffix)
                    return ".".join(parts[::-1])
                case "scope_resolution":
                    name, inner = (
                        node.child_by_field_name("name"),
                        node.child_by_field_name("scope"),
                    )
                    parts.append((unit.text(name) if name is not None else "") + suffix)
                    suffix = ""
                    if inner is None:  # `::Top`
                        return ".".join(parts[::-1])
                case "call":
                    method, inner = (
                        node.child_by_field_name("method"),
                        node.child_by_field_name("receiver"),
                    )
                    called = "()" if node.child_by_field_name("arguments") is not None else ""
                    parts.append(
                        (unit.text(method) if method is not None else "") + called + suffix
                    )
                    suffix = ""
                    if inner is None:
                        return ".".join(parts[::-1])
                case "element_reference":
                    suffix, inner = f"[]{suffix}", node.child_by_field_name("object")
                case "parenthesized_statements" if node.named_child_count == 1:
                    inner = node.named_children[0]
            if inner is None:
                return ""
            node = inner
        return ".".join(("", *parts[::-1]))

    def value(self, unit: Unit, node: Node) -> Value:
        """An expression as a value; see `_ruby_values.py`."""
        return values.value(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Keys and values of a hash."""
        found: list[tuple[str, Node]] = []
        for child in node.named_children if node.type == "hash" else ():
            name, value = _pair(unit, child)
            if name and value is not None:
                found.append((name, value))
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """The items of an array: `[a, b]`, `%w[a b]`, `%i[a b]`."""
        if node.type == "call":  # `%w[a b].freeze`
            below, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
            if below is not None and method is not None and unit.text(method) == "freeze":
                node = below
        if node.type in ("array", "string_array", "symbol_array"):
            return [child for child in node.named_children if child.type != "comment"]
        return []

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`x || d`, `x.presence || d`, `x ||= d`."""
        return flow.fallback(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`x || raise`, `raise unless x`."""
        return flow.insists(unit, node)

    def compared(self, unit: Unit, node: Node) -> Value | None:
        """`x == "true"`."""
        return flow.compared(unit, node)

    def guarded(self, unit: Unit, node: Node) -> bool:
        """Whether a `rescue` or an `if` looks after absence."""
        return flow.guarded(unit, node)

    def written(self, unit: Unit, node: Node) -> bool:
        """Whether the node is assigned to; `||=` reads first."""
        above = node.parent
        if above is None or above.child_by_field_name("left") != node:
            return above is not None and above.type == "left_assignment_list"
        if above.type == "operator_assignment":
            return "||=" not in unit.text(above)
        return above.type == "assignment"


class Erb(Ruby):
    """Ruby within text: `<% code %>` and `<%= value %>`; what stands around it is nothing."""

    NAME = "erb"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".erb",)
    NAMES: ClassVar[tuple[str, ...]] = ()
    INTERPRETERS: ClassVar[tuple[str, ...]] = ()

    def parse(self, data: bytes) -> Tree:
        """The tree of what stands within marks, each at its place, as statements of their own."""
        return super().parse(_code_of(data))


def _code_of(data: bytes) -> bytes:
    """A template in which all but its code is blank, of the same length and on the same lines."""
    blank = bytes(byte if byte in (10, 13) else 32 for byte in range(256))
    pieces: list[bytes] = []
    at = 0
    while True:
        start = data.find(b"<%", at)
        end = data.find(b"%>", start + 2) if start >= 0 else -1
        if end < 0:
            return b"".join((*pieces, data[at:].translate(blank)))
        pieces.append(data[at : start + 2].translate(blank))
        code, after = data[start + 2 : end], data[start + 2 : start + 3]
        if after in (b"#", b"%"):  # a comment, or a mark that stands for itself
            pieces += [code.translate(blank), b"  "]
        else:
            lead = len(code) - len(code.lstrip(b"=-"))
            tail = 1 if code.endswith(b"-") and len(code) > lead else 0
            pieces += [b" " * lead, code[lead : len(code) - tail], b" " * tail, b"; "]
        at = end + 2


def arguments_of(unit: Unit, call: Node) -> Iterator[Argument]:
    """The arguments of a call; a pair whose key is no name is an argument as it stands."""
    given = call.child_by_field_name("arguments")
    for child in given.named_children if given is not None else ():
        if child.type == "pair":
            name, value = _pair(unit, child)
            yield Argument(name, value) if name and value is not None else Argument("", child)
        elif child.type == "hash_splat_argument":
            yield Argument("**", child)
        elif child.type not in ("comment", "block_argument"):
            yield Argument("", child)


def _pair(unit: Unit, node: Node) -> tuple[str, Node | None]:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if node.type != "pair" or key is None:
        return "", None
    named = key.type in ("hash_key_symbol", "simple_symbol", "string", "delimited_symbol")
    return (values.value(unit, key).text if named else ""), value or key


def _instead(unit: Unit, block: Node) -> Iterator[Argument]:
    """What a block comes to, where it is one expression and does not fail."""
    body = block.child_by_field_name("body")
    inner = body.named_children if body is not None else []
    if len(inner) == 1 and not flow.fails(unit, inner[0]):
        yield Argument("&", inner[0])


def _parameter(unit: Unit, node: Node) -> str:
    if node.type == "identifier":
        return unit.text(node)
    name = node.child_by_field_name("name")
    return unit.text(name) if name is not None else ""


def _accessors(unit: Unit, node: Node) -> Iterator[Node]:
    method = node.child_by_field_name("method") if node.type == "call" else None
    given = node.child_by_field_name("arguments")
    if method is not None and given is not None and unit.text(method) in _ACCESSORS:
        yield from (one for one in given.named_children if one.type == "simple_symbol")


def _at_top(node: Node) -> bool:
    """Whether a statement stands outside of methods and blocks."""
    return not within(node, ("method", "singleton_method", "block", "do_block", "lambda"))
