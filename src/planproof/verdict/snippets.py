"""A plan's snippet as the schemas that it shows.

The parsers are those of the probes, so that a snippet and a file of the repository are read alike. A
snippet may be a whole file, a part of one, or an example of a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from planproof.facts.model import Schema, SchemaField
from planproof.facts.schemas import (
    _json_schema,
    file_avro,
    file_graphql,
    file_json_schema,
    file_openapi_schemas,
    file_protobuf,
)
from planproof.facts.schemas._sql import statements
from planproof.facts.trees import Mapping, Node, Scalar, Sequence
from planproof.text.patterns import rx

LONGEST = 200_000
"""Characters of a snippet that is read."""

_SQL = ("sql", "postgresql", "postgres", "psql", "plpgsql", "mysql", "mariadb", "sqlite", "tsql", "mssql", "ddl")  # fmt: skip
_PROTOBUF = ("proto", "protobuf", "proto2", "proto3")
_GRAPHQL = ("graphql", "gql", "graphqls")
_JSON = (
    "json",
    "jsonc",
    "json5",
    "jsonschema",
    "json-schema",
    "avsc",
    "avro",
    "openapi",
    "swagger",
    "",
)
_YAML = ("yaml", "yml")
_SPACE = {"sql": "--", "protobuf": "//", "graphql": "#"}
_MORE = (
    r"(?i)\b(others?|more|etc|existing|rest|remaining|omitted|left out|unchanged|as before|same as|as today"
    r"|snip|truncated|abbreviated|and so on|not shown|fields|columns)\b"
)
_DESCRIPTION = r"\b(openapi|swagger|paths)\b| /|^/"
_WORDS = {
    "string": "string", "str": "string", "text": "string", "uuid": "string", "date": "string", "datetime": "string",
    "date-time": "string", "timestamp": "string", "integer": "integer", "int": "integer", "int32": "integer",
    "int64": "integer", "long": "integer", "number": "number", "float": "number", "double": "number",
    "decimal": "number", "boolean": "boolean", "bool": "boolean", "object": "object", "array": "array",
}  # fmt: skip
"""What stands for a type where an example has a value: `{"id": "string"}`."""


class Snippet(NamedTuple):
    """What a snippet shows.

    Attributes:
        schemas: those that have a name, or one without. A plain value is one of format `json` that is an
            `example`, whose fields are those of the value.
        partial: whether it leaves something out: an ellipsis, a placeholder, a comment that says so, any
            comment where the format has none.
    """

    schemas: tuple[Schema, ...]
    partial: bool


def read_snippet(language: str, text: str) -> Snippet:
    """Read a snippet by its fence's language. Never raises; nothing is shown by what cannot be read."""
    language = language.strip().casefold()
    if len(text) > LONGEST:
        return Snippet((), partial=True)
    if not language:
        language = _guess(text)
    if language in _SQL:
        return Snippet(tuple(_sql(_without_dots(text))), _leaves_out(text, "--"))
    if language in _PROTOBUF:
        return Snippet(tuple(_protobuf(_without_dots(text))), _leaves_out(text, "//"))
    if language in _GRAPHQL:
        return Snippet(tuple(_graphql(text)), _leaves_out(text, "#"))
    if language in _JSON or language in _YAML:
        return _tree(language, text)
    return Snippet((), partial=False)


def _guess(text: str) -> str:
    if rx(r"(?i)\A\s*(--.*\s+)*(create|alter|drop)\s+(\w+\s+)*(table|type)\b").match(text):
        return "sql"
    if rx(r"(?m)^(message|service|enum)\s+\w+\s*\{").search(text) and ";" in text:
        return "proto"
    return "json" if text.lstrip()[:1] in ("{", "[") else "none"


def _without_dots(text: str) -> str:
    return rx(r"(\.\.\.+|…),?").sub("", text)


def _leaves_out(text: str, comment: str) -> bool:
    """Whether an ellipsis, or a comment's words, say that more belongs there."""
    if rx(r"\.\.\.|…").search(text):
        return True
    comments = rx(rf"{comment}.*|/\*[^*]*\*/|\"\"\"[^\"]*\"\"\"").findall(text)
    return any(rx(_MORE).search(one) for one in comments)


def _sql(text: str) -> Iterator[Schema]:
    found = list(statements(text))
    if not found and not rx(
        r"(?i)\s*(select|insert|update|delete|with|create|alter|drop|grant)\b"
    ).match(text):
        found = [
            _unnamed(one) for one in statements(f"CREATE TABLE a ({text.strip().rstrip(',;')}\n)")
        ]
    yield from found


def _protobuf(text: str) -> Iterator[Schema]:
    found = [one for one in file_protobuf.schemas(text) if one.fields]
    for kind in ("message", "service", "enum"):
        if not found:
            wrapped = file_protobuf.schemas(f"{kind} A {{{text}\n}}")
            found = [_unnamed(one) for one in wrapped[:1] if one.fields]
    yield from found


def _graphql(text: str) -> Iterator[Schema]:
    found = file_graphql.schemas(text)
    if not found and not rx(r"\s*(query|mutation|subscription|fragment|\{)").match(text):
        found = [
            _unnamed(one) for one in file_graphql.schemas(f"type A {{{text}\n}}") if one.fields
        ]
    yield from found


def _unnamed(schema: Schema) -> Schema:
    return msgspec.structs.replace(schema, name="")


def _tree(language: str, text: str) -> Snippet:
    """JSON or YAML, by how it begins."""
    partial = rx(r"\.\.\.|…|(?m:[:\-\s\"]<[A-Za-z][\w .:/|-]*>)").search(text) is not None
    if language not in _YAML and rx(r"\s*\"[^\"\n]*\"\s*:").match(text):
        text = f"{{{text}\n}}"  # a part of an object
    if text.lstrip()[:1] in ("{", "[") or language not in (*_YAML, "openapi", "swagger"):
        from planproof.facts.json_tree import read_json

        roots, more = read_json(text)
        return Snippet(tuple(_of_roots(language, roots)), partial or more)
    from planproof.facts.yaml_tree import read_yaml

    roots = read_yaml(
        rx(r"(?m)^[ \t]*(-[ \t]*)?(\.\.\.|…).*$|(?<=: )(\.\.\.|…)[ \t]*$").sub("", text)
    )
    comments = rx(r"(?m)(?:^|\s)#.*$").findall(text)
    return Snippet(
        tuple(_of_roots(language, roots)), partial or any(map(rx(_MORE).search, comments))
    )


def _of_roots(language: str, roots: tuple[Node, ...]) -> Iterator[Schema]:
    for root in roots:
        yield from _of_root(language, root)


def _of_root(language: str, root: Node) -> Iterator[Schema]:
    if language in ("avsc", "avro") or _is_avro(root):
        yield from file_avro.schemas(root)
        return
    if not isinstance(root, Mapping):
        yield from _example(root)
        return
    found = list(_schemas(root))
    if not found and not rx(_DESCRIPTION).search(" ".join(key.text for key, _ in root.pairs)):
        found = list(_example(root))
    yield from found


def _schemas(root: Mapping) -> Iterator[Schema]:
    """The schemas of JSON Schema or OpenAPI that a mapping is, or holds."""
    if "json-schema.org" in root.text("$schema") or _is_schema(root):
        yield from file_json_schema.schemas(root, "")
        return
    yield from file_openapi_schemas.schemas(root)
    for part in ("schemas", "$defs"):
        yield from _named(root.mapping(part), root)
    if root.pairs and all(_is_schema(value) for _, value in root.pairs):
        yield from _named(root, root)


def _is_avro(root: Node) -> bool:
    return isinstance(root, Mapping) and (
        (root.text("type") == "record" and isinstance(root.get("fields"), Sequence))
        or (root.text("type") == "enum" and isinstance(root.get("symbols"), Sequence))
    )


def _is_schema(node: Node) -> bool:
    """Whether a mapping is a schema rather than a value that looks like one."""
    if not isinstance(node, Mapping):
        return False
    kind = node.text("type")
    properties = node.get("properties")
    if isinstance(properties, Mapping) and all(
        isinstance(value, Mapping) for _, value in properties.pairs
    ):
        return kind in ("", "object")
    return kind in _WORDS and isinstance(node.get("enum"), Sequence)


def _named(schemas: Mapping, root: Node) -> Iterator[Schema]:
    for key, node in schemas.items():
        found = _json_schema.schema(node, key.text, root, "openapi")
        if found is not None:
            yield found


def _example(root: Node) -> Iterator[Schema]:
    """A value: its fields, those of objects within by dots, those of a list's objects as one's."""
    fields: dict[str, SchemaField] = {}
    waiting: list[tuple[str, Node, int]] = [("", root, 0)]
    while waiting and len(fields) < 1_000:
        prefix, node, deep = waiting.pop(0)
        if isinstance(node, Sequence):
            waiting += [(prefix, one, deep + 1) for one in node.items[:20] if deep < 20]
        elif isinstance(node, Mapping):
            for key, value in node.items():
                name = f"{prefix}{key.text}"
                if _is_placeholder(key):
                    continue
                if name not in fields or not fields[name].type:
                    fields[name] = SchemaField(name, _kind(value))
                if not isinstance(value, Scalar) and deep < 20:
                    waiting.append((f"{name}.", value, deep + 1))
    if fields:
        yield Schema(
            line=root.line, format="json", what="example", name="", fields=tuple(fields.values())
        )


def _kind(value: Node) -> str:
    if isinstance(value, Sequence):
        inner = {_kind(one) for one in value.items}
        return f"array<{inner.pop()}>" if len(inner) == 1 and "" not in inner else "array"
    if isinstance(value, Mapping):
        return "object"
    if value.kind == "null" or _is_placeholder(value):
        return ""  # says that it may be null, and nothing of what it is else
    if value.kind in ("string", "word") and value.text.casefold() in _WORDS:
        return _WORDS[value.text.casefold()]
    return _json_schema.kind_of(value)


def _is_placeholder(value: Scalar) -> bool:
    return rx(r"\s*(<.*>|\.\.\.|…|\{\{.*\}\}|\$\{.*\})\s*").fullmatch(value.text) is not None
