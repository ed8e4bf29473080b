"""Properties of the JVM's frameworks: placeholders, and the environment variables that set a property.

Spring Boot: dots become `_`, dashes are removed, all in capitals (reference documentation, "Binding From
Environment Variables"). Micronaut and MicroProfile Config turn every dash into `_` as well; the names
are derived, so that separators count for nothing when they are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.facts.idiom import LOUD_NAME
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Value
from planproof.facts.shapes import Class, Field
from planproof.text.patterns import rx

_SYSTEM = (
    "java.", "os.", "user.home", "user.dir", "user.name", "random.", "file.separator", "line.separator",
    "project.", "env.",
)  # fmt: skip
_SCALARS = frozenset(
    ("String", "CharSequence", "int", "long", "boolean", "double", "float", "short", "byte", "char", "Integer", "Long",
     "Boolean", "Double", "Float", "Short", "Byte", "Character", "Int", "Char", "BigDecimal", "BigInteger", "Duration",
     "Period", "DataSize", "URI", "URL", "Path", "File", "Locale", "Charset", "TimeUnit", "ChronoUnit", "UUID",
     "Instant", "LocalDate", "LocalTime", "ZoneId", "Resource", "InetAddress", "Pattern", "Class", "HttpMethod",
     "MediaType", "HttpStatus")
)  # fmt: skip
_LISTS = ("List<", "Set<", "Collection<", "MutableList<", "ArrayList<", "Iterable<")
_MAPS = ("Map<", "HashMap<", "LinkedHashMap<", "MutableMap<", "Properties", "ConcurrentMap<")
DEEPEST = 6
"""Classes within classes that are followed."""


class Placeholder(NamedTuple):
    """`${name:default}`; the default is None where there is none."""

    name: str
    default: str | None


def env_name(property_: str, dash: str = "") -> str:
    """The variable that sets a property: `acme.my-project.firstName` is `ACME_MYPROJECT_FIRSTNAME`."""
    plain = rx(r"\[(\d+)\]").sub(r".\1", property_).replace("-", dash)
    return rx(r"[^A-Za-z0-9_*]+").sub("_", plain).strip("_").upper()


def placeholders(text: str) -> Iterator[Placeholder]:
    """Every `${name}` and `${name:default}` of a text, those within a default too."""
    opened: list[int] = []
    position = 0
    while position < len(text):
        if text.startswith("${", position) and not text.startswith("\\", max(position - 1, 0)):
            opened.append(position + 2)
            position += 1
        elif text[position] == "}" and opened:
            inner = text[opened.pop() : position]
            if inner.find(":") < 0 or "${" not in inner.partition(":")[0]:
                name, colon, default = inner.partition(":")
                yield Placeholder(name.strip(), default if colon else None)
        position += 1


def placeholder_reads(
    text: str, line: int, *, fails: bool = False, dash: str = ""
) -> Iterator[EnvRead]:
    """The reads of a text's placeholders.

    Args:
        text: the text.
        line: where it stands.
        fails: whether the program fails where one without a default is not set.
        dash: what a dash of a property becomes.
    """
    for one in placeholders(text):
        if not rx(r"^[A-Za-z_][\w.\-\[\]]*$").match(one.name) or one.name.startswith(_SYSTEM):
            continue
        loud = rx(LOUD_NAME).match(one.name) is not None
        name = one.name if loud else env_name(one.name, dash)
        default = None
        if one.default is not None:
            default = settled(one.default)
        required = False if default is not None else True if fails and loud else None
        yield EnvRead(
            line=line,
            name=Value("literal", name),
            default=default,
            required=required,
            level="declared" if loud else "derived",
        )


def settled(text: str) -> Value | None:
    """What a text with placeholders comes to where none of them is set; None for nothing.

    `${A:${B:true}}` is `true`, `http://${HOST:localhost}:80` is `http://localhost:80`.
    """
    pieces: list[list[str]] = [[]]
    position = 0
    while position < len(text):
        if text.startswith("${", position):
            pieces.append([])
            position += 2
            continue
        if text[position] == "}" and len(pieces) > 1:
            inner = "".join(pieces.pop())
            _, colon, default = inner.partition(":")
            if not colon:  # nothing is known of it
                whole = len(pieces) == 1 and text.startswith("${") and text.count("${") == 1
                return None if whole and position == len(text) - 1 else Value("unknown", text)
            pieces[-1].append(default)
        else:
            pieces[-1].append(text[position])
        position += 1
    return Value("literal", "".join(pieces[0])) if len(pieces) == 1 else Value("unknown", text)


def property_read(
    line: int, property_: Value, default: Value | None, dash: str = ""
) -> EnvRead | None:
    """The read of a property by its name; None where the name is not known or no property's."""
    if property_.kind not in ("literal", "pattern") or not property_.text.strip("*. "):
        return None
    if not rx(r"^[A-Za-z_*%\"][\w.\-*\[\]\"/]*$").match(
        property_.text
    ) or property_.text.startswith(_SYSTEM):
        return None
    loud = property_.known and rx(LOUD_NAME).match(property_.text) is not None
    name = property_.text if loud else env_name(property_.text, dash)
    if default is not None and default.kind == "null":
        default = None
    return EnvRead(
        line=line,
        name=Value(property_.kind, name),
        default=default,
        required=None if default is None else False,
        level="declared" if loud else "derived",
    )


def bound(unit: Unit, class_: Class, prefix: str, dash: str = "") -> Iterator[EnvRead]:
    """The variables that set the fields of a class which is bound to a prefix.

    A field whose class stands in another file is a pattern: `ACME_RETRY*`.
    """
    classes = {one.name.rpartition(".")[2]: one for one in unit.classes}
    waiting = [(class_, prefix, 0)]
    while waiting:
        holder, above, depth = waiting.pop()
        for field in holder.fields:
            if _left_out(unit, field):
                continue
            path = f"{above}.{(_renamed(unit, field) or field.name).replace('_', '')}".strip(".")
            type_ = field.type.removesuffix("?")
            inner = classes.get(type_.rpartition(".")[2])
            if inner is not None and inner.what == "class":
                if depth < DEEPEST:
                    waiting.append((inner, path, depth + 1))
                continue
            known = inner is not None or type_.partition("<")[0].rpartition(".")[2] in _SCALARS
            listed = type_.startswith(_LISTS) or type_.endswith("[]")
            if type_.startswith(_MAPS):
                path += ".*"
            elif not known and not listed and type_:
                path += "*"
            named = Value("pattern" if "*" in path else "literal", path)
            read = property_read(unit.line(field.node), named, _default(unit, field), dash)
            if read is not None:
                yield read


def _left_out(unit: Unit, field: Field) -> bool:
    first = field.node.children[0] if field.node.child_count else None
    words = unit.text(first).split() if first is not None and first.type == "modifiers" else []
    return "static" in words or field.node.type in ("enum_constant", "enum_entry")


def _renamed(unit: Unit, field: Field) -> str:
    for one in field.decorators:
        if one.function == "Name":
            return unit.string(one.argument(0, "value")) or ""
    return ""


def _default(unit: Unit, field: Field) -> Value | None:
    for one in field.decorators:
        if one.function in ("DefaultValue", "WithDefault", "Bindable"):
            node = one.argument("defaultValue") or one.argument(0, "value")
            if node is None:
                continue
            items = [unit.string(item) for item in unit.items(node)]
            if items and all(item is not None for item in items):
                return Value("literal", ",".join(item for item in items if item is not None))
            return unit.value(node)
    return unit.value(field.default) if field.default is not None else None
