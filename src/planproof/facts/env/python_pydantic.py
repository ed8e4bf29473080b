"""pydantic-settings (2.x) and `BaseSettings` of pydantic 1: a variable for each field of a settings class.

The name is prefix and field, in any case unless the class says otherwise; an alias replaces both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.env._pydantic_fields import Given, given_of, is_field
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Class, Field
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"BaseSettings", b"Settings)", b"Settings,\n", b"SettingsConfigDict")

_CONFIGS = ("SettingsConfigDict", "ConfigDict", "dict")

DEEPEST = 5
"""Models within each other that a delimiter leads into."""

_COMMON = (
    r"^(Base|Common|Core|App|Application|Default|Shared|Service|Env|Environment|Global)*Settings$"
)
"""What a project calls its own base class; `ThemeSettings` could be any model."""

_LOUD = r"^[A-Z][A-Z0-9_]+$"
_NO_MODELS = frozenset(
    ("typing", "typing_extensions", "pydantic", "pydantic_settings", "pydantic_core", "pathlib",
     "datetime", "decimal", "uuid", "ipaddress", "enum", "re", "collections", "fractions")
)  # fmt: skip
"""Modules whose types have no fields that a variable could be for."""


class _Rules(NamedTuple):
    """How the names of a class' variables follow from its fields."""

    prefix: str = ""
    delimiter: str = ""
    sensitive: bool = False
    by_name: bool = False
    old: bool = False


class _Reader:
    """The classes of a file and what is known of them."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.classes = {one.name: one for one in unit.classes}

    def settings(self, one: Class) -> bool:
        """Whether a class' fields are variables."""
        return any(
            self._settings_elsewhere(base)
            for ancestor in self.line(one)
            for base in ancestor.bases
            if base not in self.classes
        )

    def _settings_elsewhere(self, base: str) -> bool:
        """Whether a base class of another file is one of settings: by its name, and what is imported."""
        word = base.rpartition(".")[2]
        if not word.endswith("Settings") or base.startswith("django."):
            return False
        if rx(_COMMON).match(word):
            return True
        return any(path.startswith("pydantic_settings") for path in self.unit.imports.values())

    def line(self, one: Class) -> list[Class]:
        """A class and what it inherits from in this file, itself last."""
        found: list[Class] = []
        stack = [one]
        while stack and len(found) < 50:
            current = stack.pop()
            if current not in found:
                found.append(current)
                stack.extend(self.classes[base] for base in current.bases if base in self.classes)
        return found[::-1]

    def rules(self, one: Class) -> _Rules:
        """What the class and those above it are configured with; the nearest counts."""
        said: dict[str, Node] = {}
        bases = [base for ancestor in self.line(one) for base in ancestor.bases]
        for ancestor in self.line(one):
            said.update(self._configured(ancestor))
        text = {key: self.unit.value(node) for key, node in said.items()}
        prefix = text.get("env_prefix", Value("literal", ""))
        known = prefix.kind in ("literal", "pattern")
        return _Rules(
            prefix=prefix.text if known else "*",
            delimiter=text.get("env_nested_delimiter", Value("null")).text,
            sensitive=text.get("case_sensitive", Value("null")).text == "true",
            by_name=any(
                text.get(key, Value("null")).text == "true"
                for key in ("populate_by_name", "validate_by_name")
            ),
            old="pydantic.BaseSettings" in bases or "pydantic.v1.BaseSettings" in bases,
        )

    def _configured(self, one: Class) -> dict[str, Node]:
        said = {argument.name: argument.node for argument in one.arguments}
        for field in one.fields:
            if field.name == "model_config" and field.default is not None:
                said.update(self.unit.pairs(field.default))
                call = self.unit.called_at.get(field.default.id)
                if call is not None and call.callee.rpartition(".")[2] not in _CONFIGS:
                    said["env_prefix"] = field.default  # a function of theirs, which may set one
                said.update((arg.name, arg.node) for arg in (call.arguments if call else ()))
        inner = self.classes.get(f"{one.name}.Config")
        if inner is not None:
            said.update((field.name, field.default) for field in inner.fields if field.default)
        return said

    def old_names(self, one: Class) -> dict[str, list[str]]:
        """Pydantic 1: names given by `class Config: fields = {"x": {"env": ["A", "B"]}}`."""
        inner = self.classes.get(f"{one.name}.Config")
        found: dict[str, list[str]] = {}
        for field in inner.fields if inner is not None else ():
            if field.name != "fields":
                continue
            for name, more in self.unit.pairs(field.default):
                env = dict(self.unit.pairs(more)).get("env", more)
                names = [self.unit.string(item) for item in self.unit.items(env) or [env]]
                found[name] = [text for text in names if text]
        return found


def read(unit: Unit) -> Iterator[Fact]:
    """The fields of every settings class, those of other models it is made of included."""
    reader = _Reader(unit)
    for one in unit.classes:
        if not reader.settings(one):
            continue
        rules = reader.rules(one)
        seen: set[str] = set()
        for ancestor in reversed(reader.line(one)):
            inherited = ancestor is not one and reader.settings(ancestor)
            if inherited and reader.rules(ancestor) == rules:
                continue  # its fields are told of where it stands
            names = reader.old_names(ancestor)
            for field in ancestor.fields:
                if field.name not in seen and is_field(unit, field):
                    seen.add(field.name)
                    given = given_of(unit, field, names.get(field.name, []), old=rules.old)
                    yield from _of_field(reader, field, given, rules)


def _of_field(reader: _Reader, field: Field, given: Given, rules: _Rules) -> Iterator[Fact]:
    line = reader.unit.line(field.node)
    names = list(given.aliases)
    if not names or rules.by_name:
        names.append(rules.prefix + field.name)
    nested = list(_nested(reader, field, rules, given)) if rules.delimiter else []
    one_of = len(names) > 1 or bool(nested)
    for text in names:
        aliased = text in given.aliases
        shown = text if rules.sensitive else text.upper()
        loud = aliased and rx(_LOUD).match(text) is not None
        yield EnvRead(
            line=line,
            name=Value("pattern" if "*" in shown else "literal", shown),
            default=given.default,
            required=None if one_of and given.required else given.required,
            level="declared" if loud else "derived",
        )
    yield from nested


def _nested(reader: _Reader, field: Field, rules: _Rules, given: Given) -> Iterator[Fact]:
    """What the delimiter leads to: `DB__HOST` for the field `host` of the model that `db` is."""
    first = (given.aliases or (rules.prefix + field.name,))[0]
    stack = [(first, field, given.required, 1)]
    while stack:
        path, current, must, depth = stack.pop()
        model = reader.classes.get(_plain_type(current.type))
        if model is None:
            if _elsewhere(reader.unit, current.type):
                name = path + rules.delimiter + "*"
                yield _derived(reader, current, name, rules, Given(None, None, ()))
            continue
        for inner in (field for one in reader.line(model) for field in one.fields):
            if not is_field(reader.unit, inner):
                continue
            found = given_of(reader.unit, inner, [], old=rules.old)
            name = path + rules.delimiter + (found.aliases or (inner.name,))[0]
            needed = found.required if must else found.required and None
            yield _derived(reader, inner, name, rules, found._replace(required=needed))
            if depth < DEEPEST:
                stack.append((name, inner, needed, depth + 1))


def _derived(reader: _Reader, field: Field, name: str, rules: _Rules, given: Given) -> EnvRead:
    shown = name if rules.sensitive else name.upper()
    return EnvRead(
        line=reader.unit.line(field.node),
        name=Value("pattern" if "*" in shown else "literal", shown),
        default=given.default,
        required=given.required,
        level="derived",
    )


def _plain_type(type_: str) -> str:
    """A type without `Optional`, `| None` and quotes."""
    plain = rx(r"^(typing\.)?(Optional|Annotated)\[").sub("", type_).partition(",")[0]
    return plain.rstrip("]").replace("|None", "").replace("None|", "").strip("\"'")


def _elsewhere(unit: Unit, type_: str) -> bool:
    """Whether a type is a model of another file, as far as its import tells."""
    plain = _plain_type(type_)
    module = unit.imports.get(plain.partition(".")[0], "")
    return bool(module) and module.partition(".")[0] not in _NO_MODELS
