"""What a field of a pydantic model says: default, whether it must be there, aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import UNKNOWN_LENGTH, Unit
from planproof.facts.model import Value
from planproof.facts.shapes import Call, Field

if TYPE_CHECKING:
    from tree_sitter import Node


class Given(NamedTuple):
    """What a field says.

    Attributes:
        aliases: the names that replace the field's own.
    """

    default: Value | None
    required: bool | None
    aliases: tuple[str, ...]


def is_field(unit: Unit, field: Field) -> bool:
    """Whether what is assigned in a class is a field of the model."""
    if field.name.startswith("_") or field.name == "model_config":
        return False
    if field.type.removeprefix("typing.").startswith("ClassVar"):
        return False
    if field.type:
        return True
    return field.default is not None and unit.value(field.default).kind in ("literal", "null")


def given_of(unit: Unit, field: Field, names: list[str], *, old: bool) -> Given:
    """What a field says, in its annotation and in what it is assigned.

    Args:
        unit: the file.
        field: the field.
        names: names that are given elsewhere (pydantic 1).
        old: whether it is pydantic 1, where `env=` names variables and `alias=` does not.
    """
    calls = list(_in_annotation(unit, field))
    assigned = unit.called_at.get(field.default.id) if field.default is not None else None
    if assigned is not None and assigned.function == "Field":
        calls.insert(0, assigned)
        default = assigned.argument(0, "default")
    else:
        default = field.default
    aliases = names or next((found for call in calls if (found := _aliases(unit, call, old))), [])
    if default is None:
        default = next((node for call in calls if (node := call.argument(0, "default"))), None)
    factory = next((node for call in calls if (node := call.argument("default_factory"))), None)
    if factory is not None:
        body = factory.child_by_field_name("body") if factory.type == "lambda" else None
        text = unit.text(factory)[:UNKNOWN_LENGTH]
        made = unit.value(body) if body is not None else Value("unknown", text)
        return Given(None if made.kind == "null" else made, False, tuple(aliases))
    if default is None or default.type == "ellipsis":
        optional = (
            old and default is None and field.type.startswith(("Optional[", "typing.Optional["))
        )
        return Given(None, not optional, tuple(aliases))
    value = unit.value(default)
    return Given(None if value.kind == "null" else value, False, tuple(aliases))


def _in_annotation(unit: Unit, field: Field) -> Iterator[Call]:
    """The calls of `Field` in `Annotated[str, Field(alias="X")]`."""
    type_ = field.node.child_by_field_name("type")
    stack: list[Node] = [type_] if type_ is not None and "Annotated[" in field.type else []
    while stack:
        node = stack.pop()
        call = unit.called_at.get(node.id)
        if call is not None and call.function == "Field":
            yield call
        stack.extend(reversed(node.named_children))


def _aliases(unit: Unit, call: Call, old: bool) -> list[str]:
    node = call.argument("env") if old else call.argument("validation_alias", "alias")
    if node is None:
        return []
    choices = unit.called_at.get(node.id)
    if choices is None:
        names = [unit.string(item) for item in unit.items(node) or [node]]
    else:  # AliasChoices("A", "B", AliasPath("C", 0))
        names = []
        for one in choices.arguments:
            inner = unit.called_at.get(one.node.id)
            names.append(unit.string(inner.argument(0) if inner is not None else one.node))
            if choices.function == "AliasPath":
                break
    return [name for name in names if name]
