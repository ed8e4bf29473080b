"""Settings structs of Rust: the variables that follow from their fields' names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import child_at
from planproof.facts.languages._rust_values import expression, returned
from planproof.facts.model import EnvRead, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Class, Field

_DEEPEST = 6
_EXTRACTS = frozenset(("extract", "extract_lossy", "extract_inner", "try_deserialize", "from_env"))
_TARGETS = r"[A-Za-z_]\w*"


class Rule(NamedTuple):
    """How a field's name becomes a variable's.

    Attributes:
        prefix: as it stands before the name, its separator included.
        separator: between a field and those of the struct that it holds; empty where there are none.
        sure: whether a field without default must be given; not where files are read as well.
    """

    prefix: str
    separator: str = ""
    sure: bool = False


def target(unit: Unit, node: Node) -> Class | None:
    """The struct that a call fills: by its type arguments, the `let` around, or what the function returns."""
    known = {one.name.rpartition(".")[2]: one for one in unit.classes if one.what == "class"}
    found = _around(unit, node, known)
    if found is not None or _typed(node):
        return found
    function = unit.around(node)
    for call in unit.calls if function is not None else ():
        if call.function in _EXTRACTS and unit.around(call.node) == function:
            found = found or _around(unit, call.node, known)
    return found


def _typed(node: Node) -> bool:
    """Whether a call is what a `let` with a type is given."""
    above = node.parent
    while above is not None and not above.type.endswith(("_item", "_declaration")):
        above = above.parent
    return above is not None and above.child_by_field_name("type") is not None


def _around(unit: Unit, node: Node, known: dict[str, Class]) -> Class | None:
    """The struct that is named around a call."""
    last = node
    while last.parent is not None and not last.type.endswith(("_item", "_declaration")):
        if last.type == "call_expression":
            function = last.child_by_field_name("function")
            if function is not None and function.type == "generic_function":
                found = _named(unit, function.child_by_field_name("type_arguments"), known)
                if found is not None:
                    return found
        last = last.parent
    if last.type == "let_declaration":
        found = _named(unit, last.child_by_field_name("type"), known)
        if found is not None or last.child_by_field_name("type") is not None:
            return found
    while last.parent is not None and last.type != "function_item":
        last = last.parent
    returned = last.child_by_field_name("return_type")
    found = _named(unit, returned, known)
    if (
        found is None
        and returned is not None
        and "Self" in rx(_TARGETS).findall(unit.text(returned))
    ):
        function_ = next((one for one in unit.functions if one.node == last), None)
        owner = function_.name.split(".")[-2:-1] if function_ is not None else []
        found = known.get(owner[0]) if owner else None
    return found


def _named(unit: Unit, node: Node | None, known: dict[str, Class]) -> Class | None:
    words = rx(_TARGETS).findall(unit.text(node)) if node is not None else []
    return next((known[word] for word in words if word in known), None)


def variables(unit: Unit, struct: Class, rule: Rule) -> Iterator[EnvRead]:
    """The variables of a struct's fields, and of the structs in them where there is a separator."""
    known = {one.name.rpartition(".")[2]: one for one in unit.classes if one.what == "class"}
    stack = [(struct, rule.prefix, 0)]
    while stack:
        one, prefix, depth = stack.pop()
        given = _given(unit, one)
        for field in one.fields:
            serde = dict(_serde(unit, field))
            if "skip" in serde or "skip_deserializing" in serde:
                continue
            inner = next(
                (known[word] for word in rx(_TARGETS).findall(field.type) if word in known), None
            )
            renamed = serde.get("rename")
            word = renamed.text if renamed is not None and renamed.known else field.name
            if inner is not None and inner.fields and (rule.separator or "flatten" in serde):
                below = prefix if "flatten" in serde else f"{prefix}{word}{rule.separator}"
                if depth < _DEEPEST:
                    stack.append((inner, below, depth + 1))
                continue
            default = _default(unit, serde["default"], field) if "default" in serde else None
            default = default or _built(unit, field) or given.get(field.name)
            yield _read(unit, field, f"{prefix}{word}".upper(), default, sure=rule.sure)


def _read(unit: Unit, field: Field, name: str, default: Value | None, *, sure: bool) -> EnvRead:
    if default is not None and default.kind == "null":
        default = None
    optional = field.type.startswith("Option<")
    required = False if default is not None else None if optional or not sure else True
    line = unit.line(field.node)
    found = Value("literal", name)
    return EnvRead(line=line, name=found, default=default, required=required, level="derived")


def _serde(unit: Unit, field: Field) -> Iterator[tuple[str, Value]]:
    """What `#[serde(...)]` says of a field; words without a value have none."""
    for attribute in field.decorators:
        if attribute.function == "serde":
            for one in attribute.arguments:
                if one.name:
                    yield one.name, unit.language.value(unit, one.node)
                else:
                    yield unit.text(one.node), Value("null")


def _default(unit: Unit, given: Value, field: Field) -> Value:
    """What the function gives that `#[serde(default = "function")]` names."""
    plain = field.type.removeprefix("Option<").removesuffix(">")
    if given.kind == "null":
        return returned(unit, f"{plain}.default") or Value("unknown", f"{plain}::default()")
    return returned(unit, given.text.replace("::", ".")) or Value("unknown", f"{given.text}()")


def _built(unit: Unit, field: Field) -> Value | None:
    """What `#[builder(default = "expression")]` of derive_builder 0.20 gives; a bare one, the type's."""
    for attribute in field.decorators:
        if attribute.function != "builder":
            continue
        said = attribute.argument("default")
        if said is not None:
            text = unit.string(said)
            return expression(unit, text) if text else None
        if any(not one.name and unit.text(one.node) == "default" for one in attribute.arguments):
            return returned(unit, f"{field.type.partition('<')[0]}.default")
    return None


def _given(unit: Unit, struct: Class) -> dict[str, Value]:
    """The values of fields in the struct's own `fn default()`."""
    word = struct.name.rpartition(".")[2]
    function = next((one for one in unit.functions if one.name.endswith(f"{word}.default")), None)
    body = function.node.child_by_field_name("body") if function is not None else None
    last = child_at(body, body.named_child_count - 1) if body is not None else None
    fields = last.child_by_field_name("body") if last is not None else None
    found: dict[str, Value] = {}
    if last is None or last.type != "struct_expression" or fields is None:
        return found
    for one in fields.named_children:
        name, value = one.child_by_field_name("field"), one.child_by_field_name("value")
        if one.type == "field_initializer" and name is not None and value is not None:
            found[unit.text(name)] = unit.value(value)
    return found
