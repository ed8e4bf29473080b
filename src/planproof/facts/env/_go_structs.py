"""Go structs whose fields are variables: walked through, with the prefixes of the structs they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planproof.facts.languages._base import Unit
from planproof.facts.shapes import Class, Field
from planproof.text.patterns import rx

DEEPEST = 8
"""Structs within structs that are followed."""


class Inside(NamedTuple):
    """A field, and where it stands.

    Attributes:
        prefix: of the structs around it.
        struct: the struct of this file that it is, if it is one.
        many: whether it is a list or map of them.
    """

    field: Field
    prefix: str
    struct: Class | None
    many: bool


def fields(
    unit: Unit, prefix: Callable[[Class], str | None], below: Callable[[Inside], str | None]
) -> Iterator[Inside]:
    """Every exported field of the file's structs.

    Args:
        unit: the file.
        prefix: what stands before the names of a struct that is in no other; None for one of which
            no field is a variable.
        below: the prefix of the fields of a field that is a struct; None if it is not gone into.
    """
    structs = {one.name: one for one in unit.classes if one.what == "class"}
    roots = {name: before for name, one in structs.items() if (before := prefix(one)) is not None}
    held = {inner.name for name in roots for inner in _held(structs, structs[name])}
    outer = [name for name in roots if name not in held] or list(roots)
    told: set[tuple[int, str, str]] = set()
    stack = [(structs[name], roots[name], 0) for name in reversed(outer)]
    while stack:
        struct, before, depth = stack.pop()
        for field in struct.fields:
            inner, many = _struct(structs, struct, field)
            if not (field.name[:1].isupper() or _embedded(struct, field)):
                continue
            one = Inside(field, before, inner, many)
            key = (field.node.start_byte, field.name, before)
            if key not in told:
                told.add(key)
                yield one
            after = below(one) if inner is not None and depth < DEEPEST else None
            if inner is not None and after is not None:
                stack.append((inner, after, depth + 1))


def _held(structs: dict[str, Class], struct: Class) -> Iterator[Class]:
    for field in struct.fields:
        inner, _ = _struct(structs, struct, field)
        if inner is not None and inner is not struct:
            yield inner


def _struct(structs: dict[str, Class], around: Class, field: Field) -> tuple[Class | None, bool]:
    type_ = field.type.lstrip("*")
    match = rx(r"^(?:\[\d*\]|map\[\w+\])\*?(.*)$").match(type_)
    name = match[1] if match else type_
    if name.startswith("struct{"):
        name = f"{around.name}.{field.name}"
    return structs.get(name), match is not None


def _embedded(struct: Class, field: Field) -> bool:
    return field.name in struct.bases


def words(name: str) -> Sequence[str]:
    """The words of a field's name: `HTTPPort2` as `HTTP`, `Port2`."""
    found: list[str] = rx(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z0-9]+").findall(
        name
    )
    return found
