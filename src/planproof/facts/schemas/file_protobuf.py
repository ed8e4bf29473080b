"""Protobuf: messages, enums, and services with their calls.

Names are without the package, with the messages around them: `Order.Line`. A field of a `oneof` is one
of its message. Only `required` and `optional` say whether a field must be there.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Schema, SchemaField
from planproof.facts.schemas._protobuf import Statement, statements
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("*.proto",)

NEEDS = (b"message", b"enum", b"service")

_KINDS = ("message", "enum", "service")
_LABELS = ("required", "optional", "repeated")
_NO_FIELDS = frozenset(
    ("option", "reserved", "extensions", "import", "syntax", "package", "edition", "rpc")
)


def read(_path: str, data: bytes) -> Iterator[Fact]:
    """Each message, enum and service of a file."""
    yield from schemas(decoded(data))


def schemas(text: str) -> list[Schema]:
    """The same of a text."""
    found: dict[str, tuple[int, str, list[SchemaField]]] = {}
    for statement in statements(text):
        holder = _holder(statement)
        if statement.block is not None and statement.block[0] in _KINDS:
            kind, own = statement.block
            around = _around(statement)
            name = f"{around}.{own}" if around else own
            if own and not _extends(statement):
                found.setdefault(name, (statement.line, kind, []))
        if holder not in found:
            continue
        kind, fields = found[holder][1:]
        field = _READERS[kind](statement.words)
        if field is not None:
            fields.append(field)
    return [
        Schema(line=line, format="protobuf", what=kind, name=name, fields=tuple(fields))
        for name, (line, kind, fields) in found.items()
    ]


def _around(statement: Statement) -> str:
    return ".".join(name for kind, name in statement.path if kind in _KINDS)


def _extends(statement: Statement) -> bool:
    return any(kind == "extend" for kind, _ in statement.path)


def _holder(statement: Statement) -> str:
    """The message, enum or service that a statement is a member of; empty where there is none."""
    for kind, _ in reversed(statement.path):
        if kind in _KINDS:
            return _around(statement)
        if kind != "oneof":
            break
    return ""


def _field(words: tuple[str, ...]) -> SchemaField | None:
    if not words or words[0] in _NO_FIELDS:
        return None
    label = words[0] if words[0] in _LABELS else ""
    rest = words[1:] if label else words
    if rest[:2] == ("map", "<") and ">" in rest:
        at = rest.index(">") + 1
        type_ = "".join(rest[:at]).replace(",", ", ")
    else:
        at, type_ = 1, rest[0] if rest else ""
    if len(rest) < at + 3 or rest[at + 1] != "=" or not rx(r"[A-Za-z_]\w*").fullmatch(rest[at]):
        return None
    name = rest[at].lower() if type_ == "group" else rest[at]
    return SchemaField(
        name=name,
        type=f"repeated {type_}" if label == "repeated" else type_,
        required={"required": True, "optional": False}.get(label),
        default=_default(rest[at + 3 :]),
    )


def _default(options: tuple[str, ...]) -> str | None:
    for at, word in enumerate(options[:-2]):
        if word == "default" and options[at + 1] == "=" and options[at - 1] in ("[", ","):
            return options[at + 2]
    return None


def _value(words: tuple[str, ...]) -> SchemaField | None:
    named = len(words) > 2 and words[1] == "=" and words[0] not in _NO_FIELDS
    return SchemaField(words[0]) if named else None


def _call(words: tuple[str, ...]) -> SchemaField | None:
    """A call as `Request -> stream Response`."""
    if words[:1] != ("rpc",) or words.count("(") != 2 or words.count(")") != 2:
        return None
    first, second = words.index("("), words.index("returns") if "returns" in words else 0
    asks = " ".join(words[first + 1 : words.index(")")])
    answers = " ".join(word for word in words[second + 1 :] if word not in "()")
    return SchemaField(words[1], f"{asks} -> {answers}") if second else None


_READERS = {"message": _field, "enum": _value, "service": _call}
