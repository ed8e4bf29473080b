"""Rust, by tree-sitter-rust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages import _rust_flow as flow
from planproof.facts.languages import _rust_tokens as tokens
from planproof.facts.languages import _rust_values as values
from planproof.facts.languages._base import Language, Unit, child_at
from planproof.facts.languages._nesting import within
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Field, Function

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST = 200
"""Calls of a chain that a path names; of a longer one it names the last."""

_CLASSES = {"struct_item": "class", "union_item": "class"}


class Rust(Language):
    """Rust's shapes.

    Attributes are calls that decorate what they stand before; macros are calls of a name with a bang:
    `env!`. What looks like a call within a macro's brackets is one. Paths have no `crate` or `super`
    before them; `Self` is the type that is implemented. What stands in a module of the file has its name
    before its own.
    """

    NAME = "rust"
    FAMILY = "rust"
    SUFFIXES = (".rs",)
    GRAMMAR = "tree_sitter_rust"
    QUERY = """
        (call_expression) @call
        (macro_invocation) @call
        (attribute_item) @call
        (inner_attribute_item) @call
        (token_tree (token_tree) @call)
        (index_expression) @index
        (function_item) @function
        (function_signature_item) @function
        [(struct_item) (enum_item) (union_item) (trait_item) (type_item)] @class
        [(const_item) (static_item) (let_declaration) (assignment_expression)] @assignment
        (use_declaration) @import
        [(string_literal) (raw_string_literal)] @string
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """The call, macro or attribute at a node; see the class."""
        match node.type:
            case "call_expression":
                return self._call(unit, node)
            case "macro_invocation":
                name = node.child_by_field_name("macro")
                written = self.path(unit, name) if name is not None else ""
                tree = node.named_children[-1] if written else None
                return self._with_tokens(unit, node, f"{written}!", tree) if written else None
            case "token_tree":
                written = tokens.path_before(unit, node)
                return self._with_tokens(unit, node, written, node) if written else None
            case _:
                return self._attribute(unit, node)

    def _call(self, unit: Unit, node: Node) -> Call | None:
        function = node.child_by_field_name("function")
        written = self.path(unit, function) if function is not None else ""
        if function is None or not written:
            return None
        given = node.child_by_field_name("arguments")
        inner = given.named_children if given is not None else ()
        arguments = tuple(Argument("", one) for one in inner if "comment" not in one.type)
        if function.type == "generic_function":
            function = function.child_by_field_name("function") or function
        receiver = function.child_by_field_name("value")
        return Call(node, unit.resolved(written), written, arguments, receiver)

    def _with_tokens(self, unit: Unit, node: Node, written: str, tree: Node | None) -> Call:
        given = tuple(tokens.arguments(unit, tree)) if tree is not None else ()
        return Call(node, _resolved(unit, written), written, given)

    def _attribute(self, unit: Unit, node: Node) -> Call | None:
        attribute = child_at(node)
        name = child_at(attribute)
        written = self.path(unit, name) if name is not None else ""
        if attribute is None or not written:
            return None
        tree = attribute.child_by_field_name("arguments")
        given = tuple(tokens.arguments(unit, tree)) if tree is not None else ()
        value = attribute.child_by_field_name("value")
        if value is not None:
            given = (Argument("", value),)
        return Call(node, unit.resolved(written), written, given, None, _decorated(node))

    def function(self, unit: Unit, node: Node) -> Function | None:
        """A function, or a method where it stands in an `impl` or a trait."""
        name, given = node.child_by_field_name("name"), node.child_by_field_name("parameters")
        if name is None:
            return None
        parameters: list[str] = []
        for child in given.named_children if given is not None else ():
            pattern = child.child_by_field_name("pattern")
            if child.type == "parameter" and pattern is not None:
                parameters.append(unit.text(pattern).removeprefix("mut ").strip())
        outer, method = _outer(unit, node)
        full = ".".join((*outer, unit.text(name)))
        return Function(node, full, tuple(parameters), method, _decorators(self, unit, node))

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """A struct, enum, trait or type; the variants of an enum are its fields."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None:
            return None
        full = ".".join((*_outer(unit, node)[0], unit.text(name)))
        inner = body.named_children if body is not None else ()
        fields = tuple(found for child in inner if (found := _field(self, unit, child)))
        what = _CLASSES.get(node.type, "type")
        return Class(node, full, (), fields, _decorators(self, unit, node), what)

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """`const`, `static`, `let` of a name, and plain assignments."""
        if node.type in ("const_item", "static_item"):
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and value is not None:
                outer = _outer(unit, node)[0] if _at_top(node) else []
                target = ".".join((*outer, unit.text(name)))
                yield Assignment(node, target, value, _at_top(node))
            return
        field = "pattern" if node.type == "let_declaration" else "left"
        left = node.child_by_field_name(field)
        right = node.child_by_field_name("value" if field == "pattern" else "right")
        if left is not None and right is not None and left.type == "identifier":
            yield Assignment(node, unit.text(left), right, False)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """What a `use` brings in, by local name."""
        argument = node.child_by_field_name("argument")
        stack: list[tuple[Node, list[str]]] = [(argument, [])] if argument is not None else []
        while stack:
            one, before = stack.pop()
            if one.type in ("scoped_use_list", "use_list"):
                path = one.child_by_field_name("path")
                words = [*before, *(_words(unit, path) if path is not None else ())]
                listed = one.child_by_field_name("list") or one
                stack += [(child, words) for child in listed.named_children if child != path]
                continue
            path, alias = one, None
            if one.type == "use_as_clause":
                path, alias = (
                    one.child_by_field_name("path") or one,
                    one.child_by_field_name("alias"),
                )
            if path.type not in ("identifier", "scoped_identifier", "self"):
                continue
            words = [*before, *(_words(unit, path) if path.type != "self" else ())]
            if words:
                name = unit.text(alias) if alias is not None else words[-1]
                yield name, ".".join(tokens.plain(words))

    def path(self, unit: Unit, node: Node) -> str:
        """A path or a chain of fields and calls; generic arguments, `?`, `.await` and `&` left out."""
        parts: list[str] = []
        suffix = ""
        for _ in range(_LONGEST):
            inner: Node | None = None
            match node.type:
                case (
                    "identifier"
                    | "scoped_identifier"
                    | "self"
                    | "type_identifier"
                    | "crate"
                    | "super"
                ):
                    words = _words(unit, node)
                    words[-1] += suffix
                    return ".".join(tokens.plain(words + parts[::-1]))
                case "field_expression":
                    name = node.child_by_field_name("field")
                    parts.append((unit.text(name) if name is not None else "") + suffix)
                    suffix, inner = "", node.child_by_field_name("value")
                case "call_expression" if not suffix:
                    suffix, inner = "()", node.child_by_field_name("function")
                case "macro_invocation" if not suffix:
                    suffix, inner = "!()", node.child_by_field_name("macro")
                case "generic_function":
                    inner = node.child_by_field_name("function")
                case "try_expression" | "await_expression" | "parenthesized_expression":
                    inner = child_at(node)
                case "reference_expression":
                    inner = node.child_by_field_name("value")
                case _:
                    return ""
            if inner is None:
                return ""
            node = inner
        return ".".join(("", *parts[::-1]))

    def value(self, unit: Unit, node: Node) -> Value:
        """An expression as a value; see `_rust_values.py`."""
        return values.value(unit, node)

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """The items of `[a, b]`, `&[a, b]`, `(a, b)` and `vec![a, b]`, in brackets of a macro too."""
        while node.type == "reference_expression":
            inner = node.child_by_field_name("value")
            if inner is None:
                return []
            node = inner
        if node.type in ("array_expression", "tuple_expression"):
            return [one for one in node.named_children if "comment" not in one.type]
        wanted: tuple[str, ...] = ("[",)
        if node.type == "macro_invocation":
            node = child_at(node, node.named_child_count - 1) or node
        elif tokens.in_tokens(node):
            run = [one for one in tokens.run(node) if one.type != "&"]
            wanted = ("[", "(") if len(run) == 1 else ("[",)
            node = run[-1] if run and len(run) in (1, 3) else node
        if node.type == "token_tree" and node.child_count and node.children[0].type in wanted:
            return [one.node for one in tokens.arguments(unit, node)]
        return []

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """`.unwrap_or(d)`, `.unwrap_or_else(|_| d)`, an arm for `Err(_)`, an `else`."""
        return flow.fallback(unit, node)

    def insists(self, unit: Unit, node: Node) -> bool:
        """`.expect()`, `.unwrap()`, `?`, an arm for `Err(_)` that panics."""
        return flow.insists(unit, node)

    def written(self, unit: Unit, node: Node) -> bool:  # noqa: ARG002  # as the base has it
        """Whether the node is assigned to."""
        above = node.parent
        return (
            above is not None
            and above.type == "assignment_expression"
            and above.child_by_field_name("left") == node
        )


def _resolved(unit: Unit, written: str) -> str:
    """A path with its aliases resolved; macros are imported without their bang."""
    head, dot, rest = written.partition(".")
    if not head.endswith("!"):
        return unit.resolved(written)
    found = unit.imports.get(head[:-1])
    return (f"{found}!" if found else head) + dot + rest


def _words(unit: Unit, node: Node) -> list[str]:
    """The words of `a::b::<T>::c`; `Self` is the type that is implemented."""
    words: list[str] = []
    at: Node | None = node
    while at is not None and len(words) < 64:
        if at.type in ("scoped_identifier", "scoped_type_identifier"):
            name = at.child_by_field_name("name")
            words.append(unit.text(name) if name is not None else "")
            at = at.child_by_field_name("path")
        elif at.type in ("generic_type", "generic_type_with_turbofish"):
            at = at.child_by_field_name("type")
        elif at.type == "bracketed_type":  # `<Api as Routes>::configure`
            inner = unit.text(at).strip("<>").partition(" as ")[0].partition("<")[0]
            words += reversed(inner.strip().split("::"))
            at = None
        else:
            words.append(unit.text(at))
            at = None
    words.reverse()
    if words[:1] == ["Self"]:
        outer, method = _outer(unit, node)
        words[:1] = outer[-1:] if method else ["Self"]
    elif words[:1] == ["self"] and len(words) > 1:
        del words[0]
    return [word for word in words if word] or [""]


def _outer(unit: Unit, node: Node) -> tuple[list[str], bool]:
    """The names of what stands around a node, and whether the innermost implements a type."""
    names: list[str] = []
    method = None
    above = node.parent
    while above is not None:
        name = None
        if above.type == "impl_item":
            name = above.child_by_field_name("type")
            method = True if method is None else method
        elif above.type in ("function_item", "mod_item", "trait_item"):
            name = above.child_by_field_name("name")
            method = (above.type == "trait_item") if method is None else method
        if name is not None:
            names.append(_type_name(unit, name))
        above = above.parent
    return names[::-1], bool(method)


def _type_name(unit: Unit, node: Node) -> str:
    text = unit.text(node).partition("<")[0]
    return text.rpartition("::")[2].lstrip("&").removeprefix("mut ").strip()


def _at_top(node: Node) -> bool:
    """Whether an item stands outside of functions."""
    return not within(node, ("function_item", "closure_expression"))


def _field(language: Rust, unit: Unit, node: Node) -> Field | None:
    name = node.child_by_field_name("name")
    if node.type not in ("field_declaration", "enum_variant") or name is None:
        return None
    kind = node.child_by_field_name("type")
    written = "".join(unit.text(kind).split()) if kind is not None else ""
    default = node.child_by_field_name("value")
    decorators = _decorators(language, unit, node)
    return Field(node, unit.text(name), written, default, "", decorators)


def _decorated(node: Node) -> Node | None:
    """What an attribute stands before."""
    if node.type != "attribute_item":
        return None
    at = node.next_named_sibling
    while at is not None and (at.type == "attribute_item" or "comment" in at.type):
        at = at.next_named_sibling
    return at


def _decorators(language: Rust, unit: Unit, node: Node) -> tuple[Call, ...]:
    found: list[Call] = []
    at = node.prev_named_sibling
    while at is not None and (at.type == "attribute_item" or "comment" in at.type):
        if at.type == "attribute_item":
            call = language.call(unit, at)
            if call is not None:
                found.append(call)
        at = at.prev_named_sibling
    return tuple(found[::-1])
