"""kelseyhightower/envconfig 1.4: `envconfig.Process("myapp", &settings)`.

A field's variable is PREFIX_FIELD in capitals, PREFIX_MY_FIELD with `split_words:"true"`, and
PREFIX_X with `envconfig:"X"`, for which a bare X counts too. The prefix stands at the call, which need
not be in the file of the struct: then nothing but the name's end is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._go_structs import Inside, fields
from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages.go import import_paths, tags
from planproof.facts.model import EnvRead, Fact, Level, Value
from planproof.facts.shapes import Class, Function
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"kelseyhightower/envconfig", b'envconfig:"', b'split_words:"')

_TRUE = frozenset(("1", "t", "T", "true", "TRUE", "True"))
_KEYS = frozenset(("envconfig", "default", "required", "split_words"))
_PLAIN = r"^(?:\[\]|\*|map\[\w+\])*(?:string|bool|u?int\d*|float\d+|byte|rune|time\.(?:Duration|Time)|url\.URL)$"
_UNKNOWN = "*"
"""The prefix where the call is in another file; it may be empty as well."""


def read(unit: Unit) -> Iterator[Fact]:
    """A read for every field of a struct that is processed, here or as its tags tell."""
    processed = dict(_processed(unit))

    def prefix(struct: Class) -> str | None:
        return processed.get(struct.name, _UNKNOWN if _tagged(struct) else None)

    for one in fields(unit, prefix, _below):
        if one.struct is None:
            yield from _reads(unit, one)


def _processed(unit: Unit) -> Iterator[tuple[str, str]]:
    """The types that calls of this file fill, and their prefixes."""
    if not any("kelseyhightower/envconfig" in path for path in import_paths(unit).values()):
        return
    for call in unit.calls:
        target = call.argument(1)
        if call.callee not in ("envconfig.Process", "envconfig.MustProcess") or target is None:
            continue
        before = unit.value(call.argument(0))
        type_ = _type_of(unit, unit.text(target).lstrip("&"), call.node)
        if type_ and before.known:
            yield type_, before.text.upper()


def _type_of(unit: Unit, name: str, at: Node) -> str:
    """The type of a variable, as far as its declaration says: `var s Settings`, `s := &Settings{}`.

    Functions have names of their own: those around the call count from within, then the file's.
    """
    declared: dict[Function | None, Node] = {}
    for node in unit.nodes("assignment"):
        left = node.child_by_field_name("name") or node.child_by_field_name("left")
        if left is not None and unit.text(left) == name:
            declared.setdefault(unit.around(node), node)
    function = unit.around(at)
    while function is not None and function not in declared:
        function = unit.around(function.node)
    return _declared(unit, declared[function], name) if function in declared else ""


def _declared(unit: Unit, node: Node, name: str) -> str:
    type_, right = node.child_by_field_name("type"), node.child_by_field_name("right")
    if type_ is not None:
        return name if type_.type == "struct_type" else unit.text(type_).lstrip("*")
    match = rx(r"^(?:&|new\()?(\w+)\s*[{)]").match(unit.text(right)) if right is not None else None
    return match[1] if match else ""


def _tagged(struct: Class) -> bool:
    return any(
        "envconfig" in tags(field) or "split_words" in tags(field) for field in struct.fields
    )


def _name(one: Inside) -> tuple[str, str]:
    """The key of a field without the prefix, and the other name that counts as well."""
    told = tags(one.field)
    other = told.get("envconfig", "").upper()
    if other:
        return other, other
    if told.get("split_words") in _TRUE:
        return "_".join(_split(one.field.name)).upper(), ""
    return one.field.name.upper(), ""


def _split(name: str) -> list[str]:
    """Words as the library parts them: `AutoSplitVar`, `HTTPPort` as `HTTP`, `Port`."""
    found: list[str] = []
    for word in rx(r"[^A-Z]+|[A-Z]+[^A-Z]+|[A-Z]+").findall(name):
        match = rx(r"^([A-Z]+)([A-Z][^A-Z]+)$").match(word)
        found += (match[1], match[2]) if match else (word,)
    return found


def _full(prefix: str, name: str) -> str:
    return f"{prefix}{name}" if prefix in ("", _UNKNOWN) else f"{prefix}_{name}"


def _below(one: Inside) -> str | None:
    told = tags(one.field)
    if told.get("ignored") in _TRUE or one.many:
        return None
    embedded = not one.field.node.children_by_field_name("name")
    return one.prefix if embedded else _full(one.prefix, _name(one)[0])


def _reads(unit: Unit, one: Inside) -> Iterator[EnvRead]:
    told = tags(one.field)
    if told.get("ignored") in _TRUE or one.field.name == "_":
        return
    name, other = _name(one)
    given = told.get("default") or None
    default = Value("literal", given) if given is not None else None
    must = False if default is not None else True if told.get("required") in _TRUE else None
    full = _full(one.prefix, f"_{name}" if other and one.prefix == _UNKNOWN else name)
    if not told.keys() & _KEYS and not rx(_PLAIN).match(one.field.type):
        full += "*"  # a struct of another file, or a value of one word
    for text in dict.fromkeys((other, full) if other else (full,)):
        value = Value("pattern" if "*" in text else "literal", text)
        level: Level = "declared" if text == other else "derived"
        fact = env_read(unit, one.field.node, value, None, level=level)
        if fact is not None:
            yield EnvRead(
                line=fact.line, name=fact.name, default=default, required=must, level=fact.level
            )
