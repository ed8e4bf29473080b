"""Functions, methods, classes, types and constants of every language."""

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Definition, Fact, Value
from planproof.facts.shapes import Field

_FIELDS = frozenset(("Field", "field", "attrib", "ib"))
"""What describes a field in place of its default: pydantic, dataclasses, attrs."""


def read(unit: Unit) -> Iterator[Fact]:
    """What the file defines at its top and in its classes; not what stands within functions."""
    inside = {one.name for one in unit.functions}
    for function in unit.functions:
        within, dot, name = function.name.rpartition(".")
        if not name or (dot and within in inside):
            continue
        what = "method" if function.method else "function"
        yield Definition(
            line=unit.line(function.node),
            what=what,
            name=function.name,
            end=unit.end_line(function.node),
        )
    owners: set[str] = set()
    fields: set[str] = set()
    for one in unit.classes:
        owners.add(one.name)
        end = unit.end_line(one.node)
        yield Definition(line=unit.line(one.node), what=one.what, name=one.name, end=end)
        for field in one.fields:
            fields.add(f"{one.name}.{field.name}")
            yield Definition(
                line=unit.line(field.node),
                what="field",
                name=f"{one.name}.{field.name}",
                end=unit.end_line(field.node),
                value=_default(unit, field),
            )
    for constant in unit.assignments:
        owner = constant.target.rpartition(".")[0]
        stands = not owner or constant.entry or (owner in owners and constant.target not in fields)
        if constant.top and stands and constant.target not in inside:
            value = unit.value(constant.value)
            yield Definition(
                line=unit.line(constant.node),
                what="constant",
                name=constant.target,
                end=unit.end_line(constant.node),
                value=value if value.kind in ("literal", "pattern") else None,
            )


def _default(unit: Unit, field: Field) -> Value | None:
    """What a field is initialised with, where that is known: `PREFIX = "/v1"`, `Field(default="/v1")`."""
    node = field.default
    described = unit.called_at.get(node.id) if node is not None else None
    if described is not None and described.function in _FIELDS:
        node = described.argument("default", 0)
    value = unit.value(node)
    return value if value.kind in ("literal", "pattern") else None
