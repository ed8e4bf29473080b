"""The roles a section can have: one file each in `sections/`, found there.

A section's module says what the role means (its docstring, shown by `planproof explain`), holds
`ROLE`, and reads the section's items with `read`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from planproof.discovery import modules
from planproof.plan.model import Item
from planproof.plan.scope import Scope


class Role(msgspec.Struct, frozen=True, gc=False):
    """What a section means.

    Attributes:
        title: its heading in the default template, for messages.
        names: the headings, normalised, by which people call it.
        kinds: the kinds of item it holds, the main one first.
        optional: whether a plan may leave it out where no template says otherwise.
    """

    title: str
    names: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    optional: bool = False


Reader = Callable[[Scope], Iterable[Item]]


class SectionKind(msgspec.Struct, frozen=True, gc=False):
    """A role with its name, its reader and its words for people.

    Attributes:
        columns: what its tables say in columns, each with the heads (normalised) that are understood.
    """

    name: str
    role: Role
    read: Reader
    doc: str
    columns: Mapping[str, tuple[str, ...]]


@cache
def section_kinds() -> dict[str, SectionKind]:
    """Every role by its name, which is its file's."""
    from planproof.plan import sections

    kinds = {}
    for module in modules(sections):
        name = module.__name__.rpartition(".")[2]
        columns = getattr(module, "COLUMNS", {})
        kinds[name] = SectionKind(name, module.ROLE, module.read, module.__doc__ or "", columns)
    return kinds


@cache
def roles_by_wording() -> dict[str, str]:
    """Role by normalised heading."""
    return {name: kind.name for kind in section_kinds().values() for name in kind.role.names}
