"""Go, by tree-sitter-go.

Paths begin with a package's own name, whatever a file calls it: after `import e "example.org/env"` a
call of `e.Get` is one of `env.Get`. Where the path of the import counts, ask `import_paths`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Language, Unit
from planproof.facts.languages._go_missing import missing
from planproof.facts.languages._go_values import first, given_to, looped, value_of
from planproof.facts.model import Value
from planproof.facts.shapes import Argument, Assignment, Call, Class, Field, Function
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = ("function_declaration", "method_declaration")
_DECLARING = ("const_declaration", "var_declaration", "var_spec_list")
_TYPES = ("type_spec", "type_alias")
_WRAPPED_TYPES = ("pointer_type", "generic_type", "parenthesized_type")

_PACKAGES = {
    "github.com/launchdarkly/go-server-sdk": "ldclient",
    "gopkg.in/launchdarkly/go-server-sdk": "ldclient",
    "github.com/Unleash/unleash-client-go": "unleash",
    "github.com/thomaspoignant/go-feature-flag": "ffclient",
}
"""Names of packages that their path does not tell."""


class Go(Language):
    """Go's shapes. Types are classes where they are structs; a literal's fields come as pairs."""

    NAME = "go"
    FAMILY = "go"
    SUFFIXES = (".go",)
    GRAMMAR = "tree_sitter_go"
    QUERY = """
        (call_expression) @call
        (type_conversion_expression type: (generic_type)) @call
        (function_declaration) @function
        (method_declaration) @function
        (func_literal) @function
        (type_spec) @class
        (type_alias) @class
        (field_declaration type: (struct_type)) @class
        (var_spec type: (struct_type)) @class
        (const_spec) @assignment
        (var_spec) @assignment
        (short_var_declaration) @assignment
        (assignment_statement) @assignment
        (import_spec) @import
        (interpreted_string_literal) @string
        (raw_string_literal) @string
        (composite_literal) @composite
    """

    def call(self, unit: Unit, node: Node) -> Call | None:
        """A call; `f[T](x)` reads as a conversion in the grammar, and is one too."""
        if node.type == "type_conversion_expression":
            function, operand = (
                node.child_by_field_name("type"),
                node.child_by_field_name("operand"),
            )
            given = [operand] if operand is not None else []
        else:
            function = node.child_by_field_name("function")
            given = given_to(node)
        written = self.path(unit, function) if function is not None else ""
        if function is None or not written:
            return None
        receiver = function.child_by_field_name("operand")
        arguments = tuple(Argument("", one) for one in given)
        return Call(node, unit.resolved(written), written, arguments, receiver)

    def function(self, unit: Unit, node: Node) -> Function | None:
        """A function, a method by its receiver's type, or a literal that is given a name."""
        method = node.type == "method_declaration"
        if node.type == "func_literal":
            name = _literal_name(unit, node)
        else:
            name_node = node.child_by_field_name("name")
            name = unit.text(name_node) if name_node is not None else ""
        if not name:
            return None
        receiver = node.child_by_field_name("receiver")
        outer = [_type_name(unit, receiver)] if receiver is not None else _outer(unit, node)
        full = ".".join(one for one in (*outer, name) if one)
        return Function(node, full, tuple(parameters(unit, node)), method)

    def class_(self, unit: Unit, node: Node) -> Class | None:
        """A named type, or a struct without a name by the field or variable that is one."""
        name, type_ = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is None or type_ is None:
            return None
        full = ".".join((*_outer(unit, node), unit.text(name)))
        if type_.type != "struct_type":
            return Class(node, full, (), (), what="type")
        fields = [found for one in _declarations(type_) for found in _fields(unit, one)]
        embedded = [one for one in _declarations(type_) if not one.children_by_field_name("name")]
        bases = tuple(_type_name(unit, one, whole=True) for one in embedded)
        return Class(node, full, bases, tuple(fields))

    def assignments(self, unit: Unit, node: Node) -> Iterator[Assignment]:
        """Constants, variables and assignments. One without a value (`iota` counts on) is its own."""
        if node.type in ("const_spec", "var_spec"):
            left = [one for one in node.children_by_field_name("name") if one.type == "identifier"]
            right = _listed(node.child_by_field_name("value")) or [node] * len(left)
        else:
            operator = node.child_by_field_name("operator")
            if operator is not None and operator.type != "=":
                return
            left = _listed(node.child_by_field_name("left"))
            right = _listed(node.child_by_field_name("right"))
        top = _top(node)
        for target, value in zip(left, right, strict=False):
            name = self.path(unit, target)
            if name and name != "_" and "()" not in name and value.type != "func_literal":
                yield Assignment(node, name, value, top)

    def imports(self, unit: Unit, node: Node) -> Iterator[tuple[str, str]]:
        """Local name and the package's own name, as far as its path tells that."""
        path = unit.language.value(unit, node.child_by_field_name("path") or node).text
        own = package_name(path)
        name = node.child_by_field_name("name")
        if name is None:
            yield own, own
        elif name.type == "package_identifier":
            yield unit.text(name), own

    def path(self, unit: Unit, node: Node) -> str:
        """A name, selector or call chain; of a type its name."""
        parts: list[str] = []
        suffix = ""
        current: Node | None = node
        while current is not None:
            kind = current.type
            if kind in ("identifier", "type_identifier", "package_identifier", "field_identifier"):
                parts.append(unit.text(current) + suffix)
                return ".".join(reversed(parts))
            if kind in ("selector_expression", "qualified_type"):
                last = current.child_by_field_name("field") or current.child_by_field_name("name")
                if last is None:
                    return ""
                parts.append(unit.text(last) + suffix)
                suffix = ""
                current = current.child_by_field_name("operand") or current.child_by_field_name(
                    "package"
                )
            elif kind in ("call_expression", "type_conversion_expression") and not suffix:
                suffix = "()"
                current = current.child_by_field_name("function") or current.child_by_field_name(
                    "type"
                )
            elif kind in ("generic_type", "type_instantiation_expression"):
                current = current.child_by_field_name("type")
            elif kind == "parenthesized_expression":
                current = first(current)
            else:
                return ""
        return ""

    def value(self, unit: Unit, node: Node) -> Value:
        """See `_go_values.py`."""
        return value_of(unit, node)

    def pairs(self, unit: Unit, node: Node) -> list[tuple[str, Node]]:
        """Fields of a struct literal by name, keys of a map literal by what they are."""
        literal = _literal(node)
        if literal is None:
            return []
        type_ = literal.child_by_field_name("type")
        of_map = type_ is not None and type_.type == "map_type"
        found: list[tuple[str, Node]] = []
        for inner, held in entries(literal):
            field = inner.type == "identifier" and not of_map
            name = unit.text(inner) if field else unit.string(inner)
            if name is not None:
                found.append((name, held))
        return found

    def items(self, unit: Unit, node: Node) -> list[Node]:
        """The items of a slice or array literal; of a loop's variable what the loop goes through."""
        if node.type == "identifier":
            node = looped(unit, node) or node
        literal = _literal(node)
        type_ = literal.child_by_field_name("type") if literal is not None else None
        if (
            literal is None
            or type_ is None
            or not type_.type.endswith(("slice_type", "array_type"))
        ):
            return []
        held = (first(one) for one in _elements(literal) if one.type == "literal_element")
        return [one for one in held if one is not None]

    def fallback(self, unit: Unit, node: Node) -> Node | None:
        """What stands in where the expression is empty: see `_go_missing.py`."""
        return missing(unit, node).default

    def insists(self, unit: Unit, node: Node) -> bool:
        """Whether the function fails where the expression is empty: see `_go_missing.py`."""
        return missing(unit, node).fails


def package_name(path: str) -> str:
    """The name of a package, from the path of its import: `example.org/go-env/v11` as `env`."""
    trimmed = rx(r"(?:/v\d+|\.v\d+)$").sub("", path)
    known = _PACKAGES.get(trimmed)
    if known is not None:
        return known
    last = trimmed.rpartition("/")[2]
    return rx(r"^go-|[-.]go$").sub("", last).replace("-", "_").replace(".", "_")


def import_paths(unit: Unit) -> dict[str, str]:
    """The paths of what a file imports, by the name it has there (`.` and `_` as well)."""
    found: dict[str, str] = {}
    for node in unit.nodes("import"):
        path = unit.language.value(unit, node.child_by_field_name("path") or node).text
        name = node.child_by_field_name("name")
        found[unit.text(name) if name is not None else package_name(path)] = path
    return found


def parameters(unit: Unit, function: Node) -> Iterator[str]:
    """The names of a function's parameters, in order."""
    listed = function.child_by_field_name("parameters")
    for one in listed.named_children if listed is not None else ():
        for name in one.children_by_field_name("name"):
            yield unit.text(name)


def tags(field: Field) -> dict[str, str]:
    """The tags of a field, by key: `env:"PORT" default:"8080"`."""
    found: dict[str, str] = {}
    for match in rx(r'([^\s":]+):"((?:[^"\\]|\\.)*)"').finditer(field.tag):
        found.setdefault(match[1], match[2].replace('\\"', '"').replace("\\\\", "\\"))
    return found


def entries(literal: Node) -> list[tuple[Node, Node]]:
    """The keys and values of a literal with braces, as they are written."""
    found: list[tuple[Node, Node]] = []
    for element in _elements(literal):
        key, value = element.child_by_field_name("key"), element.child_by_field_name("value")
        inner = first(key) if key is not None else None
        held = first(value) if value is not None else None
        if inner is not None and held is not None:
            found.append((inner, held))
    return found


def _top(node: Node) -> bool:
    """Whether a constant or variable is declared at the top, in a block or alone."""
    above = node.parent
    while above is not None and above.type in _DECLARING:
        above = above.parent
    return above is not None and above.type == "source_file"


def _outer(unit: Unit, node: Node) -> list[str]:
    """The names of the functions, types and fields around a node."""
    names: list[str] = []
    above = node.parent
    while above is not None:
        struct_field = above.type == "field_declaration" and above.child_by_field_name("name")
        if above.type in _FUNCTIONS or above.type in _TYPES or struct_field:
            name = above.child_by_field_name("name")
            names.append(unit.text(name) if name is not None else "")
            receiver = above.child_by_field_name("receiver")
            if receiver is not None:
                names.append(_type_name(unit, receiver))
        above = above.parent
    return names[::-1]


def _literal_name(unit: Unit, node: Node) -> str:
    """What a function literal is called: the variable that it is given to at once."""
    above = node.parent
    holder = above.parent if above is not None and above.type == "expression_list" else None
    if above is None or holder is None or len(above.named_children) != 1:
        return ""
    left = holder.child_by_field_name("left") or holder.child_by_field_name("name")
    names = _listed(left) if left is not None else []
    return unit.text(names[0]) if len(names) == 1 and names[0].type == "identifier" else ""


def _listed(node: Node | None) -> list[Node]:
    if node is None:
        return []
    if node.type == "expression_list":
        return [one for one in node.named_children if one.type != "comment"]
    return [node]


def _type_name(unit: Unit, node: Node, *, whole: bool = False) -> str:
    """The name of a receiver's, parameter's or field's type, without `*` and `[T]`."""
    current: Node | None = node
    while current is not None:
        if current.type == "parameter_list":
            current = first(current)
        elif current.type in ("parameter_declaration", "field_declaration", *_WRAPPED_TYPES):
            inner = current.child_by_field_name("type")
            current = inner if inner is not None else first(current)
        elif current.type == "qualified_type" and not whole:
            current = current.child_by_field_name("name")
        else:
            break
    return unit.path(current)


def _declarations(struct: Node) -> list[Node]:
    listed = first(struct)
    if listed is None:
        return []
    return [one for one in listed.named_children if one.type == "field_declaration"]


def _fields(unit: Unit, node: Node) -> Iterator[Field]:
    """The fields of a declaration; what is embedded is called like its type."""
    type_, tag = node.child_by_field_name("type"), node.child_by_field_name("tag")
    names = [unit.text(one) for one in node.children_by_field_name("name")]
    written = "".join(unit.text(type_).split()) if type_ is not None else ""
    for name in names or [_type_name(unit, node)]:
        text = unit.language.value(unit, tag).text if tag is not None else ""
        yield Field(node, name, written, None, text)


def _literal(node: Node) -> Node | None:
    """A literal with braces, also behind `&` and in parentheses; one within another has no type."""
    current: Node | None = node
    while current is not None and current.type in ("unary_expression", "parenthesized_expression"):
        current = current.child_by_field_name("operand") or first(current)
    if current is None or current.type not in ("composite_literal", "literal_value"):
        return None
    return current


def _elements(literal: Node) -> list[Node]:
    body = literal.child_by_field_name("body") if literal.type == "composite_literal" else literal
    return [one for one in body.named_children if one.type != "comment"] if body is not None else []
