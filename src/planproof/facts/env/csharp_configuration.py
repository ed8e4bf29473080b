"""Microsoft.Extensions.Configuration: `configuration["A:B"]`, `GetValue`, `GetConnectionString`, options.

The prefix of `AddEnvironmentVariables("ORDERS_")` tells that any variable with it may be read. A section
that is bound to a class of another file is a pattern: `Orders__*`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._dotnet_configuration import key_read
from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages.csharp import type_arguments
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Call, Class

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (
    b"onfiguration[",
    b"IConfiguration",
    b"GetConnectionString",
    b"GetSection",
    b"AddEnvironmentVariables",
    b"BindConfiguration",
    b"SectionName",
    b".Configuration.",
    b"ConfigurationBuilder",
)
LIKE = (
    rb"(?i:conf\w*\)?\s*[!?]?\s*\[)|Get(?:Value|ConnectionString|Section|RequiredSection)\b"
    rb"|AddEnvironmentVariables|BindConfiguration|SectionName"
)

_TYPES = (
    "IConfiguration", "IConfigurationRoot", "ConfigurationManager", "IConfigurationManager",
    "IConfigurationSection",
)  # fmt: skip
_NAMES = ("configuration", "config", "_configuration", "_config", "cfg")
_GETS = ("GetValue", "GetConnectionString", "GetRequiredSection", "GetSection")
_BINDS = ("Configure", "AddOptions", "Get", "Bind", "ConfigureOptions", "BindConfiguration")
_SECTIONS = (
    "SectionName", "Section", "SectionKey", "ConfigurationSection", "ConfigSection", "ConfigurationKey",
    "Position", "ConfigKey", "Key",
)  # fmt: skip
DEEPEST = 6
"""Classes within classes that are followed."""


def read(unit: Unit) -> Iterator[Fact]:
    """Keys that are read and sections that are bound."""
    for index in unit.indexes:
        if _is_configuration(index.object) and not unit.written(index.node):
            prefix = _section(unit, index.node.named_children[0])
            key = unit.value(index.key)
            yield from _key(unit, index.node, _joined(prefix, key), None)
    for call in unit.calls:
        if call.function == "AddEnvironmentVariables":
            yield from _prefix(unit, call)
        elif call.function == "BindConfiguration":
            yield from _bound(unit, call, unit.value(call.argument(0)))
        elif call.function in _GETS and call.receiver is not None:
            yield from _got(unit, call)
    for class_ in unit.classes:
        yield from _named(unit, class_)


def _is_configuration(path: str) -> bool:
    word = path.removesuffix("()").rpartition(".")[2]
    named = word in _TYPES or word.lower() in _NAMES
    return named or path.endswith((".GetSection()", ".GetRequiredSection()"))


def _key(unit: Unit, node: Node, key: Value, default: Value | None) -> Iterator[Fact]:
    if key.kind == "parameter":
        wrapper = env_read(unit, node, key, None, "", "derived")
        yield from [wrapper] if wrapper is not None else []
        return
    fallback = unit.fallback(node) if default is None else None
    if fallback is not None:
        default = unit.value(fallback)
    found = key_read(unit.line(node), key, default, unit.insists(node) or None)
    if found is not None:
        yield found


def _joined(prefix: Value | None, key: Value) -> Value:
    if prefix is None or key.kind not in ("literal", "pattern"):
        return key
    kind = "literal" if prefix.known and key.known else "pattern"
    return Value("literal" if kind == "literal" else "pattern", f"{prefix.text}:{key.text}")


def _section(unit: Unit, node: Node | None) -> Value | None:
    """The section that an expression is: `configuration.GetSection("A")`, also by a variable's name."""
    prefix: Value | None = None
    for _ in range(DEEPEST):
        call = unit.called_at.get(node.id) if node is not None else None
        if call is None and node is not None:
            call = unit.makers.get(unit.language.path(unit, node))
        if call is None or call.function not in ("GetSection", "GetRequiredSection"):
            return prefix
        own = unit.value(call.argument(0))
        if own.kind not in ("literal", "pattern"):
            own = Value("pattern", "*")
        prefix = own if prefix is None else _joined(own, prefix)
        node = call.receiver
    return prefix


def _got(unit: Unit, call: Call) -> Iterator[Fact]:
    above = call.callee.rpartition(".")[0]
    if call.function == "GetConnectionString":
        key = unit.value(call.argument(0, "name"))
        yield from _key(unit, call.node, _joined(Value("literal", "ConnectionStrings"), key), None)
    elif not _is_configuration(above):
        return
    elif call.function == "GetValue":
        first = call.argument(0)
        place = 1 if first is not None and first.type == "typeof_expression" else 0
        given = call.argument(place + 1, "defaultValue")
        key = _joined(_section(unit, call.receiver), unit.value(call.argument(place, "key")))
        yield from _key(unit, call.node, key, unit.value(given) if given is not None else None)
    else:
        yield from _used(unit, call)


def _used(unit: Unit, call: Call) -> Iterator[Fact]:
    """What a section is used for: its value, or a class that is bound to it."""
    section = _section(unit, call.node)
    above = call.node.parent
    if section is None or above is None:
        return
    if above.type == "member_access_expression":
        name = above.child_by_field_name("name")
        word = unit.text(name).partition("<")[0] if name is not None else ""
        if word == "Value":
            yield from _key(unit, above, section, None)
        elif word in ("Get", "Bind") and above.parent is not None:
            bind = unit.called_at.get(above.parent.id)
            if bind is not None:
                yield from _bound(unit, bind, section)
    elif above.type == "argument" and above.parent is not None and above.parent.parent is not None:
        outer = unit.called_at.get(above.parent.parent.id)
        if outer is not None and outer.function in _BINDS:
            yield from _bound(unit, outer, section)


def _bound(unit: Unit, call: Call, section: Value) -> Iterator[Fact]:
    """The keys of the class that a section is bound to."""
    if section.kind not in ("literal", "pattern"):
        return
    words = type_arguments(unit, call)
    below = call.receiver
    while not words and below is not None and below.id in unit.called_at:
        words = type_arguments(unit, unit.called_at[below.id])
        below = unit.called_at[below.id].receiver
    name = words[0].rpartition(".")[2] if words else ""
    class_ = next((one for one in unit.classes if one.name.rpartition(".")[2] == name), None)
    if class_ is not None:
        yield from _fields(unit, class_, section)
        return
    found = key_read(unit.line(call.node), Value("pattern", f"{section.text}:*"), None)
    if found is not None:
        yield found


def _named(unit: Unit, class_: Class) -> Iterator[Fact]:
    """The keys of a class of options that says its own section: `const string SectionName = "Orders"`."""
    if not class_.name.endswith(("Options", "Settings", "Config", "Configuration")):
        return
    for word in _SECTIONS:
        section = unit.constants.get(f"{class_.name}.{word}")
        if section is not None and section.known:
            yield from _fields(unit, class_, section)
            return


def _fields(unit: Unit, class_: Class, section: Value) -> Iterator[EnvRead]:
    classes = {one.name.rpartition(".")[2]: one for one in unit.classes}
    waiting = [(class_, section.text, 0)]
    while waiting:
        holder, above, depth = waiting.pop()
        for field in holder.fields:
            if field.node.type == "field_declaration":
                continue  # only properties are bound
            type_ = field.type.removesuffix("?").rpartition(".")[2]
            inner = classes.get(type_)
            path = f"{above}:{field.name}"
            if inner is not None and inner.what == "class":
                if depth < DEEPEST:
                    waiting.append((inner, path, depth + 1))
                continue
            if "Dictionary<" in type_:
                path += ":*"
            default = unit.value(field.default) if field.default is not None else None
            kind = Value("pattern" if "*" in path else "literal", path)
            found = key_read(unit.line(field.node), kind, default)
            if found is not None:
                yield found


def _prefix(unit: Unit, call: Call) -> Iterator[Fact]:
    given = call.argument(0, "prefix")
    prefix = unit.string(given)
    named = given is not None and not given.type.startswith("lambda")
    if prefix or (named and prefix is None):  # a constant of another file may be any
        name = Value("pattern", f"{prefix or ''}*")
        yield EnvRead(line=unit.line(call.node), name=name, level="derived")
